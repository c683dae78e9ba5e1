"""Gives claimed runs of random and TPE searches their settings, whichever worker claims them.

One transaction at a time asks for a batch's next settings, on all machines: it holds the lock of the batch's
row (SQLite has one writer anyway), and the settings are stored before the run starts. A worker that dies in
between has stored nothing; the run is asked for again.
"""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.jobs import JobState
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database
from sqlmodel import Session, col, select

if TYPE_CHECKING:
    from azuraforge_worker.search.study import BatchStudy, Recipe

_REMEMBERED_BATCHES = 16


class Sampling:
    """Shared by a worker's slots. What it remembers of batches saves work and decides nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._batches: OrderedDict[str, _Remembered] = OrderedDict()

    def settings_for(self, claim: Claim, batch_id: str) -> dict[str, Any]:
        """The config of a claimed run, stored with it by now; raises `JobFailedError`."""
        remembered = self._remembered(batch_id)
        with remembered.lock:
            if remembered.is_new:
                # Importing Optuna and the first reading, before anybody waits for the database's lock.
                with self._database.read() as session:
                    remembered.caught_up(session, session.get_one(Batch, batch_id))
            return self._store_settings(remembered, claim, batch_id)

    def _store_settings(self, remembered: "_Remembered", claim: Claim, batch_id: str) -> dict[str, Any]:
        study, suggestion = None, None
        try:
            with self._database.write() as session:
                batch = session.exec(
                    select(Batch).where(Batch.id == batch_id).with_for_update(key_share=True)
                ).one()
                experiment = session.get_one(Experiment, claim.job_id)
                if experiment.config:
                    return experiment.config  # an earlier attempt's
                study = remembered.caught_up(session, batch)
                suggestion = study.ask(claim.number or 0)
                experiment.config, experiment.params = suggestion.config, suggestion.params
                session.add(experiment)
        except BaseException:
            if study is not None and suggestion is not None:
                study.drop(suggestion)
            raise
        study.took(claim.job_id, suggestion)
        return suggestion.config

    def _remembered(self, batch_id: str) -> "_Remembered":
        with self._lock:
            found = self._batches.setdefault(batch_id, _Remembered())
            self._batches.move_to_end(batch_id)
            while len(self._batches) > _REMEMBERED_BATCHES:
                self._batches.popitem(last=False)
            return found


class _Remembered:
    """A batch's study in this process, and the lock its slots take before they wait for the database's."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._study: BatchStudy | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing was read yet."""
        return self._study is None

    def caught_up(self, session: Session, batch: Batch) -> "BatchStudy":
        """The study, with all that is in the database by now."""
        recipe = _recipe(batch)
        if self._study is None or self._study.recipe != recipe:
            self._study = _new_study(session, batch, recipe)
        _learn(session, batch.id, self._study)
        return self._study


def _recipe(batch: Batch) -> "Recipe":
    from azuraforge_worker.search.study import Recipe  # noqa: PLC0415 - imports Optuna, a second's work

    sampling = batch.request["sampling"]
    minimize = batch.objective_direction == "minimize"
    return Recipe(
        sampling["strategy"], sampling["space"], sampling["seed"], batch.request["config"], minimize
    )


def _new_study(session: Session, batch: Batch, recipe: "Recipe") -> "BatchStudy":
    from azuraforge_worker.search.study import BatchStudy  # noqa: PLC0415 - see above

    entry = session.get(PipelineEntry, batch.pipeline or "")
    if entry is None or entry.manifest is None:
        raise JobFailedError(
            JobErrorCode.PIPELINE_MISSING,
            f"The pipeline {batch.pipeline!r} is not in the catalogue, so the search can't choose settings.",
        )
    return BatchStudy(recipe, ConfigSchema(entry.manifest["config_schema"]))


def _learn(session: Session, batch_id: str, study: "BatchStudy") -> None:
    """Tell the study what it doesn't know; only what is new is read whole."""
    from azuraforge_worker.search.study import Past  # noqa: PLC0415 - see above

    states = session.exec(
        select(Job.id, Job.state).where(Job.batch_id == batch_id, Job.state != JobState.QUEUED.value)
    )
    news = [job_id for job_id, state in states if study.is_news(job_id, JobState(state))]
    for start in range(0, len(news), 500):
        rows = session.exec(
            select(Job.id, Job.state, Experiment.config, ExperimentResult.objective)
            .join(Experiment, col(Experiment.job_id) == col(Job.id))
            .join(ExperimentResult, col(ExperimentResult.job_id) == col(Job.id), isouter=True)
            .where(col(Job.id).in_(news[start : start + 500]))
            .order_by(col(Job.number))
        )
        for job_id, state, config, objective in rows:
            study.learn(Past(job_id, JobState(state), config, objective))
