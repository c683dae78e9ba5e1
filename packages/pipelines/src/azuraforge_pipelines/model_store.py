"""Stored models: one zip file with a readable header and the model's own files, never pickle.

Nothing of a file runs before its header, versions and types were accepted; a refusal says why.
"""

import io
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from azuraforge_contracts.model_files import (
    FORMAT_VERSION,
    HEADER,
    ModelHeader,
    NotAModelError,
    read_header,
)
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.errors import ModelRefusedError
from azuraforge_pipelines.interface import AnyPipeline, FittedModel
from azuraforge_pipelines.versions import package_versions, python_version

# Estimators change their inner state between minor releases of these.
_SAME_MINOR_VERSION = ("scikit-learn",)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class StoredModel:
    """A stored model that was opened but not loaded yet."""

    header: ModelHeader
    files: Mapping[str, bytes]


def pack_model(model: FittedModel, pipeline: AnyPipeline, target: str) -> bytes:
    """Write a fitted model as one file; the same model gives the same header and file order."""
    header = ModelHeader(
        pipeline=pipeline.info.id,
        pipeline_version=pipeline.info.version,
        target=target,
        inputs=[asdict(column) for column in model.inputs],
        package_versions=package_versions(),
        python_version=python_version(),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(HEADER, _FIXED_TIME), json_bytes(header.model_dump()))
        for name, content in sorted(model.to_files().items()):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content)
    return buffer.getvalue()


def open_model(content: bytes) -> StoredModel:
    """Read the header and the raw files; raises `ModelRefusedError("model_unreadable")`."""
    try:
        header = read_header(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if name != HEADER}
    except (zipfile.BadZipFile, NotAModelError) as error:
        raise ModelRefusedError("model_unreadable", "This file is not a stored AzuraForge model.") from error
    if header.format_version != FORMAT_VERSION:
        raise ModelRefusedError(
            "model_unreadable",
            f"The model has format {header.format_version}; this version reads {FORMAT_VERSION}.",
        )
    return StoredModel(header, files)


def load_model(content: bytes, pipeline: AnyPipeline) -> FittedModel:
    """Load a stored model of this pipeline; raises `ModelRefusedError` with the reason."""
    stored = open_model(content)
    if stored.header.pipeline != pipeline.info.id:
        raise ModelRefusedError(
            "model_of_other_pipeline",
            f"The model was made by pipeline {stored.header.pipeline!r}, not by {pipeline.info.id!r}.",
        )
    _check_versions(stored.header, pipeline.info.version)
    return pipeline.load_model(stored.files)


def _check_versions(header: ModelHeader, pipeline_version: str) -> None:
    if _major(header.pipeline_version) != _major(pipeline_version):
        raise ModelRefusedError(
            "model_version_mismatch",
            f"The model was made by version {header.pipeline_version} of pipeline {header.pipeline!r}, here"
            f" is {pipeline_version}; train it again.",
        )
    here = package_versions()
    for package in _SAME_MINOR_VERSION:
        made_with = header.package_versions.get(package)
        if made_with is not None and _minor(made_with) != _minor(here.get(package, "")):
            raise ModelRefusedError(
                "model_version_mismatch",
                f"The model was made with {package} {made_with}, here is {here.get(package, 'none')};"
                " train it again.",
            )


def _major(version: str) -> str:
    return version.partition(".")[0]


def _minor(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])


def dump_skops(estimator: Any) -> bytes:
    """Serialise a scikit-learn estimator with skops."""
    from skops.io import dumps  # noqa: PLC0415 - half a second of imports that only stored models need

    content: bytes = dumps(estimator)
    return content


def load_skops(content: bytes, trusted: Collection[str]) -> Any:
    """Read a skops file whose types are skops' own safe list or in `trusted`, else refuse it by name."""
    from skops.io import get_untrusted_types, loads  # noqa: PLC0415 - see dump_skops

    try:
        unknown = sorted(set(get_untrusted_types(data=content)) - set(trusted))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise ModelRefusedError("model_unreadable", "The model's estimator can't be read.") from error
    if unknown:
        raise ModelRefusedError(
            "model_type_not_allowed", f"The model holds types that are not allowed: {', '.join(unknown)}."
        )
    return loads(content, trusted=list(trusted))
