"""Leases and waits: how long, on which clock."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlmodel import Session, col

from azuraforge_dbmodels.base import UtcDateTime, utc_now
from azuraforge_dbmodels.clock import LeaseTime, lease_now
from azuraforge_dbmodels.job import Job

LEASE_S = 30.0
MAX_LOSSES = 3
BACKOFF_S = 5.0
BACKOFF_JITTER = 0.2
MAX_BACKOFF_S = BACKOFF_S * 2**MAX_LOSSES * (1 + BACKOFF_JITTER)


@dataclass(frozen=True)
class Now:
    """One moment, read once a transaction: on the lease clock and as a time of day."""

    lease: LeaseTime
    at: datetime


def now(session: Session) -> Now:
    """The current moment; the time of day is the database server's, where there is one."""
    lease = lease_now(session)
    if session.get_bind().dialect.name == "postgresql":
        return Now(lease, datetime.fromtimestamp(lease.seconds, UTC))
    return Now(lease, utc_now())


def backoff(losses: int) -> timedelta:
    """How long a job waits after its `losses`-th loss (from 1): 5 s, 10 s, ... and up to a fifth more."""
    jitter = 1 + BACKOFF_JITTER * random.random()  # noqa: S311 - spreads load, protects nothing
    return timedelta(seconds=BACKOFF_S * 2 ** (losses - 1) * jitter)


IS_AVAILABLE = or_(
    col(Job.available_at).is_(None),
    col(Job.available_at) <= bindparam("now", type_=UtcDateTime),
    col(Job.available_at) > bindparam("longest_wait", type_=UtcDateTime),
)
"""Whether a queued job may be claimed at the moment that `available_at_moment` gives."""


def available_at_moment(at: datetime) -> dict[str, datetime]:
    """The parameters of `IS_AVAILABLE`.

    A wait longer than any backoff can only come from a time of day that was set back: it is over.
    """
    return {"now": at, "longest_wait": at + timedelta(seconds=MAX_BACKOFF_S)}


def lease_expired(moment: LeaseTime) -> ColumnElement[bool]:
    """Whether a running job's lease has run out, or was given before the machine's last start."""
    return or_(col(Job.lease_epoch) != moment.epoch, col(Job.lease_until) < moment.seconds)


def lease_valid(moment: LeaseTime) -> ColumnElement[bool]:
    """The opposite of `lease_expired`."""
    return and_(col(Job.lease_epoch) == moment.epoch, col(Job.lease_until) >= moment.seconds)
