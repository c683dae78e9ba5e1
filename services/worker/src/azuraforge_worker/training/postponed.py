"""Models of quick runs are stored after the sweep's rush: a store costs a tenth of a quarter-second fit.

They stay in the child's memory until its slot is idle, turns to another batch, or ten seconds have passed;
then only those still among the batch's best are stored. If the child dies before, those runs have no model.
"""

import time
from dataclasses import dataclass
from typing import Any

import structlog
from azuraforge_contracts.errors import JobFailedError
from azuraforge_contracts.run_files import KEPT_PER_BATCH, model_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database

from azuraforge_worker.executor.errors import ChildNotStartedError
from azuraforge_worker.executor.group_usage import RunUsage
from azuraforge_worker.executor.sink import OutputName
from azuraforge_worker.executor.stop import StopRequest
from azuraforge_worker.slots import Slot
from azuraforge_worker.training.models import (
    BatchModels,
    Ranking,
    Stored,
    delete_files,
    lock_ranking,
)

_log = structlog.get_logger(__name__)

QUICK_FIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 10.0


@dataclass(frozen=True)
class Postponed:
    """A model in a child's memory."""

    job_id: str
    run_id: str
    objective: float
    since: float


class Waiting:
    """What one slot has put off, all of one batch."""

    def __init__(self, ranking: Ranking, generation: int) -> None:
        self.ranking = ranking
        self.generation = generation
        self.models: list[Postponed] = []

    def add(self, model: Postponed) -> None:
        """Remember one more; beyond the best ten they are of no use."""
        self.models.append(model)
        self.models.sort(key=lambda one: one.objective, reverse=not self.ranking.minimize)
        del self.models[KEPT_PER_BATCH:]

    def is_due(self, batch_id: str | None) -> bool:
        """Whether to store them before a job of this batch."""
        oldest = min(model.since for model in self.models)
        return batch_id != self.ranking.batch_id or time.monotonic() - oldest > LONGEST_WAIT_SECONDS


class PostponedModels:
    """Shared by the slots; each slot's thread touches its own models only."""

    def __init__(
        self, database: Database, store: ArtifactStore, artifacts_root: str, models: BatchModels
    ) -> None:
        self._database = database
        self._store = store
        self._artifacts_root = artifacts_root
        self._models = models
        self._waiting: dict[Slot, Waiting] = {}

    def takes(
        self,
        slot: Slot,
        claim: Claim,
        ranking: Ranking | None,
        objective: float | None,
        fit_seconds: float | None,
    ) -> bool:
        """Put a model off if its run belongs to a batch and was quick; False: store it now."""
        if ranking is None or objective is None or fit_seconds is None or fit_seconds >= QUICK_FIT_SECONDS:
            return False
        waiting = self._waiting.get(slot)
        if waiting is None or waiting.generation != slot.generation:
            waiting = self._waiting[slot] = Waiting(ranking, slot.generation)
        waiting.add(Postponed(claim.job_id, claim.token, objective, time.monotonic()))
        return True

    def run_ids(self, slot: Slot) -> list[str]:
        """The models the slot's child has to keep in memory."""
        waiting = self._waiting.get(slot)
        return [] if waiting is None else [model.run_id for model in waiting.models]

    def settle(self, slot: Slot, batch_id: str | None) -> None:
        """Store what is due and still among the best."""
        waiting = self._waiting.get(slot)
        if waiting is None or not waiting.is_due(batch_id):
            return
        del self._waiting[slot]
        if waiting.generation != slot.generation:
            _log.warning("models_lost_with_child", batch_id=waiting.ranking.batch_id)
            return
        values = {model.job_id: model.objective for model in waiting.models}
        with self._database.read() as session:
            best = self._models.best_of(session, waiting.ranking, values)
        stored = {
            model.job_id: files
            for model in waiting.models
            if model.job_id in best and (files := self._put(slot, model))
        }
        delete_files(self._store, self._refer(waiting.ranking, stored))

    def _put(self, slot: Slot, model: Postponed) -> Stored | None:
        key = model_key(model.job_id, model.run_id)
        stop = StopRequest()
        try:
            done = slot.store_model(model.run_id, key, self._artifacts_root, _Silent(), stop)
        except (JobFailedError, ChildNotStartedError) as error:
            done = {"status": "failed", "message": str(error)}
        finally:
            stop.close()
        if done["status"] == "ok":
            stored = Stored.of(key, done["result"])
            for problem in stored.problems:
                _log.warning("run_not_kept_whole", job_id=model.job_id, reason=problem)
            return stored
        _log.warning("model_not_stored", job_id=model.job_id, reason=done["message"])
        return None

    def _refer(self, ranking: Ranking, stored: dict[str, Stored]) -> list[str]:
        """Make the results refer to the stored files; returns the models nobody needs any more."""
        if not stored:
            return []
        unused = []
        with self._database.write() as session:
            lock_ranking(session, ranking)
            for job_id, files in stored.items():
                result = session.get(ExperimentResult, job_id)
                if result is None:
                    unused.append(files.model_key)  # the run was deleted meanwhile
                else:
                    result.model_key, result.holdout_key = files.model_key, files.holdout_key
                    session.add(result)
            unused += self._models.drop_surplus(session, ranking)
        return unused


class _Silent:
    def on_events(self, events: list[tuple[str, dict[str, Any]]]) -> None:
        """Storing has no events."""

    def on_output(self, stream: OutputName, line: str) -> None:
        """What is printed while storing belongs to no run."""
        _log.info("output_while_storing", stream=stream, line=line)

    def on_usage(self, usage: RunUsage) -> None:
        """See `RunSink`: what its runs took is told already."""
