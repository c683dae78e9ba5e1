"""Predictions: row -> request, answer -> result row."""

from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.prediction_files import (
    PredictionSource,
    files_folder,
    given_rows_key,
    parts_folder,
    parts_that_count,
    rows_done,
)
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.prediction import Prediction, PredictionResult
from azuraforge_dbmodels.registry import ModelVersion
from azuraforge_dbmodels.session import Database
from sqlmodel import Session, col, select

from azuraforge_worker.executor import frames
from azuraforge_worker.running import RunningJob
from azuraforge_worker.slots import Slot
from azuraforge_worker.version import code_version

MODEL_MISSING = "model_missing"


class PredictionHandler:
    """See `JobHandler`; safe to share between slots."""

    program = frames.PREDICTION

    def __init__(self, database: Database, store: ArtifactStore, artifacts_root: str) -> None:
        self._database = database
        self._store = store
        self._artifacts_root = artifacts_root

    def prepare(self, job: RunningJob, slot: Slot) -> dict[str, Any]:  # noqa: ARG002 - it keeps nothing warm
        """See `JobHandler`."""
        claim = job.claim
        with self._database.read() as session:
            prediction = session.get_one(Prediction, claim.job_id)
            model_keys = _model_keys(session, prediction)
            dataset = session.get(Dataset, prediction.dataset_id or "")
            trained_on = session.get(Dataset, prediction.trained_on)
        first = self._tidy(prediction)
        if 0 < first < prediction.row_count:
            message = f"Going on after the {first:,} rows that are done."
            job.events.emit(("log", {"level": "info", "message": message}))
        return {
            "pipeline": prediction.pipeline,
            "model": self._model_path(model_keys),
            "rows": self._rows_path(prediction, dataset),
            "horizon": prediction.horizon,
            "row_count": prediction.row_count,
            "first": first,
            "attempt": claim.attempt,
            "artifacts_root": self._artifacts_root,
            "folder": parts_folder(prediction.job_id, prediction.round),
            "history": self._history(prediction, trained_on),
        }

    def conclude(
        self,
        job: RunningJob,
        request: dict[str, Any],
        answer: dict[str, Any],
        slot: Slot,  # noqa: ARG002 - all is in the store
    ) -> "PredictionConclusion":
        """See `JobHandler`."""
        result = PredictionResult(
            job_id=job.claim.job_id,
            attempt=job.claim.attempt,
            summary=answer["summary"],
            history=answer["history"],
            provenance={
                "code_version": code_version(),
                "package_versions": answer["package_versions"],
                "python_version": answer["python_version"],
            },
        )
        return PredictionConclusion(request["row_count"], result)

    def settle(self, slot: Slot, batch_id: str | None) -> None:
        """See `JobHandler`: nothing is put off."""

    def _tidy(self, prediction: Prediction) -> int:
        """Delete files that no longer count; returns how many rows are done."""
        folder = parts_folder(prediction.job_id, prediction.round)
        keys = list(self._store.keys(files_folder(prediction.job_id)))
        parts = parts_that_count(key for key in keys if key.startswith(f"{folder}/"))
        kept = {part.key for part in parts} | {given_rows_key(prediction.job_id)}
        for key in keys:
            if key not in kept:
                self._store.delete(key)
        return rows_done(parts)

    def _model_path(self, keys: list[str]) -> str:
        for key in keys:
            try:
                return str(self._store.local_path(key))
            except ArtifactNotFoundError:
                continue
        raise JobFailedError(
            MODEL_MISSING,
            "The model is gone: its run or version was deleted, or better runs of its batch pushed it out."
            " Predict with another model.",
        )

    def _rows_path(self, prediction: Prediction, dataset: Dataset | None) -> str | None:
        if prediction.source == PredictionSource.HORIZON:
            return None
        try:
            if prediction.source == PredictionSource.ROWS:
                return str(self._store.local_path(given_rows_key(prediction.job_id)))
            if dataset is not None:
                return str(self._store.local_path(canonical_key(dataset.sha256)))
        except ArtifactNotFoundError:
            pass
        what = "dataset was deleted" if prediction.source == PredictionSource.DATASET else "rows are gone"
        raise JobFailedError(
            JobErrorCode.DATASET_UNREADABLE, f"The prediction's {what}; give them anew as another prediction."
        )

    def _history(self, prediction: Prediction, trained_on: Dataset | None) -> dict[str, str] | None:
        if prediction.source != PredictionSource.HORIZON or prediction.time_column is None:
            return None
        try:
            path = None if trained_on is None else self._store.local_path(canonical_key(trained_on.sha256))
        except ArtifactNotFoundError:
            path = None
        if path is None:
            return None
        return {"path": str(path), "time_column": prediction.time_column, "target": prediction.target}


def _model_keys(session: Session, prediction: Prediction) -> list[str]:
    """Where the model may be: as it was asked for, with its run, or with versions made of that."""
    keys = [prediction.model_key]
    run = session.get(ExperimentResult, prediction.experiment_id)
    if run is not None and run.model_key is not None:
        keys.append(run.model_key)
    versions = select(ModelVersion.model_key).where(
        col(ModelVersion.experiment_id) == prediction.experiment_id
    )
    return [*keys, *session.exec(versions)]


@dataclass
class PredictionConclusion:
    """See `Conclusion`."""

    rows: int
    result: PredictionResult

    @property
    def summary(self) -> dict[str, Any]:
        """See `Conclusion`."""
        return {"rows": self.rows, "summary": self.result.summary}

    def store(self, session: Session) -> None:
        """See `Conclusion`."""
        # A copy: a transaction that is tried again needs an object no session has seen.
        session.add(PredictionResult(**self.result.model_dump()))

    def stored(self) -> None:
        """See `Conclusion`: the rows are in the store already."""

    def abandoned(self) -> None:
        """See `Conclusion`: whoever has the job now goes on after the rows done."""
