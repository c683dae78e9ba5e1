"""The versions a result depends on."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = (
    "azuraforge-pipelines",
    "numpy",
    "pandas",
    "pyarrow",
    "scikit-learn",
    "scipy",
    "skops",
    "statsmodels",
)


@cache
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def package_versions(*more: str) -> dict[str, str]:
    """Installed versions of the libraries a run may use, and of `more` (a plug-in's own distribution)."""
    found = {package: _version(package) for package in (*_PACKAGES, *more)}
    return {package: installed for package, installed in found.items() if installed is not None}


def python_version() -> str:
    """The running Python, such as `3.11.2`."""
    return platform.python_version()
