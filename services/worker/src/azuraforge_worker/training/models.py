"""Which models are kept, each with its run's held-out rows and their analysis.

A single experiment's always, of a batch those of its best ten runs and of runs trained again on request.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.run_files import (
    FOLDERS,
    KEPT_PER_BATCH,
    files_of_run,
    holdout_key,
    model_key,
)
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.experiment import ExperimentResult, Refit
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from sqlmodel import Session, col, or_, select

_log = structlog.get_logger(__name__)

_REMEMBERED_BATCHES = 256


@dataclass(frozen=True)
class Stored:
    """What was stored of a run."""

    model_key: str
    holdout_key: str | None
    why_no_holdout: str | None
    why_no_analysis: str | None

    @property
    def problems(self) -> list[str]:
        """What to say of what is missing though the run has held-out rows."""
        said = {
            "The held-out rows are not kept": self.why_no_holdout,
            "The errors are not analysed": self.why_no_analysis,
        }
        return [f"{what}: {why}." for what, why in said.items() if why]

    @classmethod
    def of(cls, model_key: str, answer: dict[str, Any]) -> "Stored":
        """By what the child said after it stored a model."""
        if answer["analysis_traceback"] is not None:
            _log.warning("analysis_failed", model_key=model_key, traceback=answer["analysis_traceback"])
        kept = holdout_key(model_key) if answer["holdout"] else None
        return cls(model_key, kept, answer["why_no_holdout"], answer["why_no_analysis"])


@dataclass(frozen=True)
class Ranking:
    """What the runs of a batch are ranked by."""

    batch_id: str
    metric: str
    minimize: bool

    def better(self, value: float, other: float) -> bool:
        """Whether a value of the metric beats another."""
        return value < other if self.minimize else value > other


class BatchModels:
    """Decides before a model is stored and, within the finishing transaction, which one drops out.

    Remembers each batch's tenth best value as it was when a model was last stored. It can only get better,
    so this never turns away a model that belongs to the best; one too many is dropped as it is committed.
    """

    def __init__(self) -> None:
        self._worst_kept: OrderedDict[str, float] = OrderedDict()

    def is_wanted(self, ranking: Ranking | None, objective: float | None) -> bool:
        """Whether a run with this objective is among the best right now."""
        if ranking is None:
            return True
        if objective is None:
            return False
        worst = self._worst_kept.get(ranking.batch_id)
        return worst is None or ranking.better(objective, worst)

    def best_of(self, session: Session, ranking: Ranking, values: dict[str, float]) -> set[str]:
        """Which of these runs without a stored model (job id -> objective) are among the best ten now."""
        rivals = [(kept.objective, kept.job_id) for kept in _kept(session, ranking)]
        rivals += [(value, job_id) for job_id, value in values.items()]
        rivals.sort(key=lambda rival: rival[0], reverse=not ranking.minimize)
        return values.keys() & {job_id for _, job_id in rivals[:KEPT_PER_BATCH]}

    def drop_surplus(self, session: Session, ranking: Ranking) -> list[str]:
        """Forget the models beyond the best ten; `delete_files` of the returned keys after the commit."""
        lock_ranking(session, ranking)
        session.flush()
        kept = _kept(session, ranking)
        if len(kept) >= KEPT_PER_BATCH:
            self._remember(ranking, kept[KEPT_PER_BATCH - 1].objective)
        dropped = []
        for surplus in kept[KEPT_PER_BATCH:]:
            result = session.get_one(ExperimentResult, surplus.job_id)
            result.model_key = result.holdout_key = None
            session.add(result)
            dropped.append(surplus.key)
        return dropped

    def _remember(self, ranking: Ranking, worst: float) -> None:
        self._worst_kept[ranking.batch_id] = worst
        self._worst_kept.move_to_end(ranking.batch_id)
        while len(self._worst_kept) > _REMEMBERED_BATCHES:
            self._worst_kept.popitem(last=False)


def lock_ranking(session: Session, ranking: Ranking) -> None:
    """Let one transaction at a time decide which models a batch keeps (SQLite has one writer anyway)."""
    session.exec(select(Batch.id).where(Batch.id == ranking.batch_id).with_for_update(key_share=True)).first()


@dataclass(frozen=True)
class _Kept:
    job_id: str
    key: str
    objective: float


def _kept(session: Session, ranking: Ranking) -> list[_Kept]:
    objective = col(ExperimentResult.objective)
    rows = session.exec(
        select(ExperimentResult.job_id, ExperimentResult.model_key, ExperimentResult.objective)
        .join(Job, col(Job.id) == ExperimentResult.job_id)
        .where(
            Job.batch_id == ranking.batch_id,
            col(ExperimentResult.model_key).is_not(None),
            col(ExperimentResult.pinned).is_(False),
            objective.is_not(None),
        )
        .order_by(objective.asc() if ranking.minimize else objective.desc(), col(Job.number))
    ).all()
    return [_Kept(job_id, key or "", value or 0.0) for job_id, key, value in rows]


def delete_files(store: ArtifactStore, model_keys: Iterable[str]) -> None:
    """Delete models and all that is kept with them."""
    for key in model_keys:
        for file in files_of_run(key):
            store.delete(file)


def delete_unused(database: Database, store: ArtifactStore, keys: Iterable[str]) -> int:
    """Delete the files of runs that nothing refers to and no running attempt may still commit.

    Returns of how many attempts. The keys, of any files of a run, must have been listed before this looks
    into the database.
    """
    attempts = {tuple(parts[1:]) for parts in (key.split("/") for key in keys) if len(parts) == 3}
    unused = [
        model_key(job_id, token)
        for job_id, token in sorted(attempts)
        if not _is_used(database, job_id, token)
    ]
    delete_files(store, unused)
    return len(unused)


def _is_used(database: Database, job_id: str, token: str) -> bool:
    with database.read() as session:
        # The job first: an attempt that commits between the two reads shows in the second.
        refits = select(Refit.job_id).where(Refit.experiment_id == job_id)
        writing = session.exec(
            select(Job.id).where(
                or_(col(Job.id) == job_id, col(Job.id).in_(refits)),
                Job.state == JobState.RUNNING,
                Job.claim_token == token,
            )
        ).first()
        if writing is not None:
            return True
        result = session.exec(
            select(ExperimentResult.model_key).where(ExperimentResult.job_id == job_id)
        ).first()
    return result == model_key(job_id, token)


def sweep_models(database: Database, store: ArtifactStore, settle: Callable[[], bool]) -> int:
    """Delete what killed workers left in the store; returns of how many attempts.

    A model put off until after its run is stored shortly before it is referred to: `settle` waits that long,
    and says True when the worker has to stop instead.
    """
    keys = [key for folder in FOLDERS for key in store.keys(folder)]
    return 0 if not keys or settle() else delete_unused(database, store, keys)
