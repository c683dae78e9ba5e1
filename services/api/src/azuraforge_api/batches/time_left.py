"""How long batches will take: the queue's rules played forward over the slots that are up.

Two parts: what is known of the runs (`read_groups`), and pure functions from there to seconds.
"""

import heapq
import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from statistics import fmean

from azuraforge_contracts.jobs import QUEUE_OF_KIND, JobKind, JobState, Queue
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.worker_nodes import live_workers
from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

GroupKey = tuple[str, str | None]
"""Owner and batch; None = the owner's single runs, which take turns as if they were one batch."""

_TIMED_RUNS = 50
_LEAST_PROGRESS = 0.02
_COMPARISONS = 10_000
_LEAST_STEPS = 100


@dataclass(frozen=True)
class RunningRun:
    """A run under way: seconds since its start, how far it is, and whether its slot takes another one."""

    elapsed: float
    progress: float | None = None
    slot_goes_on: bool = True

    @property
    def predicted(self) -> float | None:
        """Its whole time if it goes on like this; None when it hasn't said how far it is."""
        if self.progress is None or self.progress < _LEAST_PROGRESS:
            return None
        return self.elapsed / self.progress


@dataclass
class Group:
    """What is known of runs that take turns as one."""

    queued: int = 0
    limit: int | None = None
    running: list[RunningRun] = field(default_factory=list)
    ended_seconds: list[float] = field(default_factory=list)

    def known_seconds(self) -> list[float]:
        """Times of runs that ended lately, and of those under way that tell how far they are."""
        predicted = [run.predicted for run in self.running]
        return [*self.ended_seconds, *(seconds for seconds in predicted if seconds is not None)]

    def mean_seconds(self) -> float | None:
        """A run's expected time; None when nothing is known.

        Runs that have outlasted it count with what they took so far and may still take: else a few quick ends
        would hide that the others are slow.
        """
        known = self.known_seconds()
        if not known:
            return None
        mean = fmean(known)
        outlasting = [
            run.elapsed + self.seconds_left(run)
            for run in self.running
            if run.predicted is None and run.elapsed > mean
        ]
        return fmean([*known, *outlasting])

    def seconds_left(self, run: RunningRun) -> float:
        """What a run under way still takes, by its own word or by the runs that took longer than it did yet.

        One that took longer than all of them goes on for half as long again.
        """
        if run.predicted is not None:
            return run.predicted - run.elapsed
        longer = [seconds for seconds in self.known_seconds() if seconds > run.elapsed]
        return fmean(longer) - run.elapsed if longer else run.elapsed / 2


def seconds_until_ended(groups: dict[GroupKey, Group], slots: int, of: GroupKey) -> float | None:
    """Seconds until the last run of a group ends; None without slots or any idea of its runs' times.

    Groups whose times nobody knows are taken to be like the others.
    """
    if not slots or groups[of].mean_seconds() is None:
        return None
    means = {key: group.mean_seconds() for key, group in groups.items()}
    usual = fmean(mean for mean in means.values() if mean is not None)
    times = {key: usual if mean is None else mean for key, mean in means.items()}
    return _PlayedQueue(times, groups, _runs_at_once(groups, of)).play(slots, of)


def _runs_at_once(groups: dict[GroupKey, Group], of: GroupKey) -> int:
    """How many runs of a group to take for one, so that the cost stays the same however many there are.

    Each step compares the groups, and by the time that one's last run starts the others had about as many.
    """
    steps = max(_LEAST_STEPS, _COMPARISONS // len(groups))
    return max(1, math.ceil(groups[of].queued * len(groups) / steps))


class _PlayedQueue:
    """Claims as `job_state` does: users first, then their groups; fewest running, then longest waiting."""

    def __init__(
        self, seconds: dict[GroupKey, float], groups: dict[GroupKey, Group], runs_at_once: int
    ) -> None:
        self._seconds = seconds
        self._groups = groups
        self._queued = {key: group.queued for key, group in groups.items()}
        self._runs_at_once = runs_at_once
        self._running: dict[GroupKey, int] = defaultdict(int)
        self._running_of_owner: dict[str, int] = defaultdict(int)
        self._turns: dict[GroupKey, int] = defaultdict(int)
        self._turns_of_owner: dict[str, int] = defaultdict(int)
        self._order = count(1)
        self._ends: list[tuple[float, int, GroupKey, bool]] = []

    def play(self, slots: int, of: GroupKey) -> float:
        """The moment from now at which the last run of a group ends."""
        free = slots
        for key, group in self._groups.items():
            for run in group.running:
                self._start(key, group.seconds_left(run), slot_goes_on=run.slot_goes_on)
                free -= run.slot_goes_on
        now = 0.0
        while self._queued[of] or self._running[of]:
            while free > 0 and (following := self._next()) is not None:
                runs = min(self._runs_at_once, self._queued[following])
                self._queued[following] -= runs
                self._start(following, now + runs * self._seconds[following], slot_goes_on=True)
                free -= 1
            if not self._ends:
                break  # all slots belong to workers that stop
            now, _, key, slot_goes_on = heapq.heappop(self._ends)
            self._running[key] -= 1
            self._running_of_owner[key[0]] -= 1
            free += slot_goes_on
        return now

    def _start(self, key: GroupKey, ends_at: float, *, slot_goes_on: bool) -> None:
        turn = next(self._order)
        self._running[key] += 1
        self._running_of_owner[key[0]] += 1
        self._turns[key] = self._turns_of_owner[key[0]] = turn
        heapq.heappush(self._ends, (ends_at, turn, key, slot_goes_on))

    def _next(self) -> GroupKey | None:
        return min(filter(self._may_start, self._groups), key=self._rank, default=None)

    def _may_start(self, key: GroupKey) -> bool:
        limit = self._groups[key].limit
        return self._queued[key] > 0 and (limit is None or self._running[key] < limit)

    def _rank(self, key: GroupKey) -> tuple[int, int, int, int]:
        owner = key[0]
        return (
            self._running_of_owner[owner],
            self._turns_of_owner[owner],
            self._running[key],
            self._turns[key],
        )


class TimeLeft:
    """Seconds until batches end; reads a queue once, and only when one of its batches is active."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._queues: dict[Queue, tuple[dict[GroupKey, Group], int]] = {}

    def of(self, batch: Batch) -> float | None:
        """Seconds until a batch ends; None when it has, or nobody can tell."""
        queue = QUEUE_OF_KIND[JobKind(batch.kind)]
        if queue not in self._queues:
            self._queues[queue] = read_groups(self._session, queue)
        groups, slots = self._queues[queue]
        key = (batch.owner_id, batch.id)
        if key not in groups:
            return None
        seconds = seconds_until_ended(groups, slots, key)
        return None if seconds is None else round(seconds, 1)


# Built once: a page that follows a sweep has these asked twice a second.
_QUEUED = (
    select(col(Job.owner_id), col(Job.batch_id), func.count())
    .where(col(Job.queue) == bindparam("queue"), col(Job.state) == JobState.QUEUED.value)
    .group_by(col(Job.owner_id), col(Job.batch_id))
)
_RUNNING = select(
    col(Job.owner_id), col(Job.batch_id), col(Job.started_at), col(Job.progress), col(Job.worker_id)
).where(col(Job.queue) == bindparam("queue"), col(Job.state) == JobState.RUNNING.value)
_LIMITS = select(col(Batch.id), col(Batch.parallelism)).where(
    col(Batch.id).in_(bindparam("batch_ids", expanding=True))
)
_NEWEST_FIRST = func.row_number().over(partition_by=col(Job.batch_id), order_by=col(Job.finished_at).desc())
_RANKED = (
    select(col(Job.batch_id), col(Job.started_at), col(Job.finished_at), _NEWEST_FIRST.label("place"))
    .where(
        col(Job.batch_id).in_(bindparam("batch_ids", expanding=True)),
        col(Job.state).in_([JobState.SUCCEEDED.value, JobState.FAILED.value]),
    )
    .subquery()
)
_ENDED = select(_RANKED.c.batch_id, _RANKED.c.started_at, _RANKED.c.finished_at).where(
    _RANKED.c.place <= _TIMED_RUNS
)


def read_groups(session: Session, queue: Queue) -> tuple[dict[GroupKey, Group], int]:
    """The groups with runs queued or under way in a queue, and the slots of the workers that take more."""
    workers = [worker for worker in live_workers(session, queue) if not worker.stopping]
    groups: dict[GroupKey, Group] = defaultdict(Group)
    in_queue = {"queue": queue.value}
    for owner_id, batch_id, number in session.execute(_QUEUED, in_queue):
        groups[owner_id, batch_id].queued = number
    going_on, now = {worker.id for worker in workers}, utc_now()
    for owner_id, batch_id, started_at, progress, worker_id in session.execute(_RUNNING, in_queue):
        elapsed = max(0.0, (now - started_at).total_seconds()) if started_at is not None else 0.0
        groups[owner_id, batch_id].running.append(RunningRun(elapsed, progress, worker_id in going_on))
    batches = {key[1]: group for key, group in groups.items() if key[1] is not None}
    _read_limits(session, batches)
    _read_ended(session, batches)
    return dict(groups), sum(worker.slots for worker in workers)


def _read_limits(session: Session, batches: dict[str, Group]) -> None:
    for batch_id, limit in session.execute(_LIMITS, {"batch_ids": list(batches)}):
        batches[batch_id].limit = limit


def _read_ended(session: Session, batches: dict[str, Group]) -> None:
    """The times of each batch's last 50 runs; failed ones too, as their slots were taken as well."""
    for batch_id, start, end in session.execute(_ENDED, {"batch_ids": list(batches)}):
        if start is not None and end is not None and end >= start:
            batches[batch_id].ended_seconds.append((end - start).total_seconds())
