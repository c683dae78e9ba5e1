"""Jobs that train a run again go with their run."""

from azuraforge_contracts.jobs import ENDED_STATES
from azuraforge_dbmodels.experiment import Refit
from azuraforge_dbmodels.job import Job
from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Session, col


def delete_refits(session: Session, runs: ColumnElement[bool]) -> None:
    """Delete those that have ended of the runs (jobs) that `runs` chooses; call it before these are deleted.

    One that is running is left alone: it finds its run gone and ends without a trace.
    """
    chosen = select(col(Job.id)).where(runs)
    refits = select(col(Refit.job_id)).where(col(Refit.experiment_id).in_(chosen))
    ended = col(Job.state).in_([state.value for state in ENDED_STATES])
    session.execute(delete(Job).where(col(Job.id).in_(refits), ended))
