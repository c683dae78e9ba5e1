"""Whether the runs of a batch can be given up early: successive halving judges them by live curves."""

from collections.abc import Mapping
from typing import Any

from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.live_curves import LEAST_STEPS
from azuraforge_contracts.manifest import PipelineManifest
from azuraforge_dbmodels.catalogue import PipelineEntry
from sqlmodel import Session, col, select

from azuraforge_api.batches.errors import NoLiveCurveError


def check_pruner(session: Session, manifest: PipelineManifest, config: Mapping[str, Any]) -> None:
    """Raise `NoLiveCurveError` where a pruner would do nothing; `config` is what all runs share, complete.

    A cross-validation reports one point for each fold in place of the pipeline's own curve.
    """
    folds = config.get("cv_folds") if config.get("cv") not in {None, "none"} else None
    if isinstance(folds, int):
        if folds < LEAST_STEPS:
            _refuse(
                "With cross-validation the live curve has one point for each fold, and runs are judged only "
                f"where it has {LEAST_STEPS} or more: set cv_folds to at least {LEAST_STEPS}, cv to none, or "
                "leave the pruner out."
            )
    elif not manifest.live_curve:
        able = _with_live_curve(session, manifest.task)
        others = f"choose one that does ({', '.join(able)})" if able else "choose another pipeline"
        _refuse(
            f"{manifest.id} reports no live curve, so its runs can't be given up early: leave the pruner "
            f"out, or {others}."
        )


def _refuse(message: str) -> None:
    raise NoLiveCurveError(message, (FieldError(("body", "search", "pruner"), message),))


def _with_live_curve(session: Session, task: str) -> list[str]:
    entries = session.exec(select(PipelineEntry).order_by(col(PipelineEntry.id))).all()
    manifests = [PipelineManifest.model_validate(entry.manifest) for entry in entries if entry.manifest]
    return [manifest.id for manifest in manifests if manifest.live_curve and manifest.task == task]
