"""Finding installed pipelines. A broken plug-in is listed with its error and stops nothing."""

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any

from azuraforge_contracts.errors import JobErrorCode
from azuraforge_contracts.manifest import PipelineManifest

from azuraforge_pipelines.config import PipelineConfig, config_schema
from azuraforge_pipelines.errors import PipelineUnavailableError
from azuraforge_pipelines.interface import ENTRY_POINT_GROUP, AnyPipeline, PipelineInfo

_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


@dataclass(frozen=True)
class PipelineEntry:
    """One installed entry point: its manifest, or what is wrong with it.

    `distribution` and `distribution_version` name the package it came with.
    """

    id: str
    manifest: PipelineManifest | None
    error: str | None
    distribution: str | None
    distribution_version: str | None

    @property
    def ok(self) -> bool:
        """Whether the pipeline can be run."""
        return self.error is None


def installed_entry_points() -> list[EntryPoint]:
    """Entry points of the group `azuraforge.pipelines` that can be used, sorted by name.

    One that needs an extra of its package (`name = "module:Class [extra]"`) counts as installed once the
    extra's requirements are: it is optional, not broken.
    """
    points = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)
    return [point for point in points if not missing_extras(point)]


def missing_extras(point: EntryPoint) -> list[str]:
    """The extras this entry point names that lack a requirement, as what to install: `package[extra]`."""
    if point.dist is None:
        return []
    return [
        f"{point.dist.name}[{extra}]"
        for extra in point.extras
        if not all(map(_is_installed, _requirements_of(point.dist, extra)))
    ]


def _requirements_of(package: Distribution, extra: str) -> list[str]:
    """The names of the packages that only this extra requires."""
    lines = [line for line in package.requires or [] if _EXTRA.findall(line) == [extra]]
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in lines]


def _is_installed(package: str) -> bool:
    try:
        distribution(package)
    except PackageNotFoundError:
        return False
    return True


def discover(points: Iterable[EntryPoint] | None = None) -> list[PipelineEntry]:
    """Load every installed pipeline and describe it; never raises because of a plug-in."""
    entries: list[PipelineEntry] = []
    for point in installed_entry_points() if points is None else points:
        entry = _describe(point)
        if any(point.name == earlier.id for earlier in entries):
            # Ids are unique in the catalogue, and the first one must stay usable.
            entry = replace(
                entry,
                id=f"{point.name}@{entry.distribution or point.value}",
                manifest=None,
                error=f"Another package already provides pipeline {point.name!r}.",
            )
        entries.append(entry)
    return entries


def load_pipeline(pipeline_id: str, points: Iterable[EntryPoint] | None = None) -> AnyPipeline:
    """Load one pipeline without touching the others; raises `PipelineUnavailableError`."""
    for point in installed_entry_points() if points is None else points:
        if point.name == pipeline_id:
            try:
                return _load(point)
            except Exception as error:
                raise PipelineUnavailableError(
                    JobErrorCode.PIPELINE_ERROR, f"Pipeline {pipeline_id!r} is broken: {_reason(error)}"
                ) from error
    wanted = [
        extra
        for point in entry_points(group=ENTRY_POINT_GROUP, name=pipeline_id)
        for extra in missing_extras(point)
    ]
    hint = f" Install it with: pip install '{wanted[0]}'." if wanted else ""
    raise PipelineUnavailableError(
        JobErrorCode.PIPELINE_MISSING, f"Pipeline {pipeline_id!r} is not installed on this worker.{hint}"
    )


def manifest_of(pipeline: AnyPipeline) -> PipelineManifest:
    """The catalogue row of a pipeline; raises when its info or settings are not valid."""
    info = pipeline.info
    return PipelineManifest(
        id=info.id,
        name=info.name,
        task=info.task,
        description=info.description,
        version=info.version,
        config_schema=config_schema(pipeline.config_model),
        metrics=list(info.metrics),
        default_objective=info.default_objective,
        live_curve=info.live_curve,
        i18n={language: dict(texts) for language, texts in info.i18n.items()},
    )


def _describe(point: EntryPoint) -> PipelineEntry:
    try:
        return _entry(point, manifest_of(_load(point)), None)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plug-in may fail in any way
        return _entry(point, None, _reason(error))


def _entry(point: EntryPoint, manifest: PipelineManifest | None, error: str | None) -> PipelineEntry:
    package = point.dist
    return PipelineEntry(
        point.name, manifest, error, package.name if package else None, package.version if package else None
    )


def _load(point: EntryPoint) -> AnyPipeline:
    loaded = point.load()
    pipeline: Any = loaded() if inspect.isclass(loaded) else loaded
    info = getattr(pipeline, "info", None)
    if not isinstance(info, PipelineInfo):
        raise TypeError(f"{point.value} has no `info` of type PipelineInfo")
    if info.id != point.name:
        raise ValueError(f"the entry point is named {point.name!r} but the pipeline's id is {info.id!r}")
    config_model = getattr(pipeline, "config_model", None)
    if not (inspect.isclass(config_model) and issubclass(config_model, PipelineConfig)):
        raise TypeError(f"{point.value} has no `config_model` derived from PipelineConfig")
    for method in ("train", "load_model"):
        if not callable(getattr(pipeline, method, None)):
            raise TypeError(f"{point.value} has no method `{method}`")
    valid: AnyPipeline = pipeline
    return valid


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
