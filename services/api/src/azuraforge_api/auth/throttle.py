"""Slows guessing down: a few attempts per account and address, then a wait.

An attempt is recorded before the password is looked at, so that many at once count too, and forgotten
when it was right.
"""

import hashlib
from datetime import timedelta

from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.user import LoginFailure
from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from azuraforge_api.auth.errors import SignInThrottledError

MAX_FAILURES = 5
WINDOW = timedelta(minutes=15)


def subject_of(name_key: str, address: str) -> str:
    """What attempts are counted for: one account as seen from one address."""
    return hashlib.sha256(f"{name_key}\n{address}".encode()).hexdigest()


def record_attempt(session: Session, subject: str) -> None:
    """Count one attempt; raises `SignInThrottledError` when there were too many."""
    now = utc_now()
    if session.get_bind().dialect.name == "postgresql":
        # Attempts at the same moment wait for each other; SQLite has one writer at a time anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int(subject[:15], 16)})
    session.execute(delete(LoginFailure).where(col(LoginFailure.failed_at) < now - WINDOW))
    recent = session.exec(
        select(LoginFailure.failed_at)
        .where(col(LoginFailure.subject) == subject)
        .order_by(col(LoginFailure.failed_at).desc())
        .limit(MAX_FAILURES)
    ).all()
    if len(recent) >= MAX_FAILURES:
        wait = (recent[-1] + WINDOW - now).total_seconds()
        minutes = max(1, round(wait / 60))
        raise SignInThrottledError(
            f"There were {MAX_FAILURES} failed attempts. Wait {minutes} min, then try again.",
            retry_after=wait,
        )
    session.add(LoginFailure(subject=subject, failed_at=now))


def forget_attempts(session: Session, subject: str) -> None:
    """Start counting anew after a right password."""
    session.execute(delete(LoginFailure).where(col(LoginFailure.subject) == subject))
