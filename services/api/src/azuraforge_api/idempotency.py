"""`Idempotency-Key`: sending a POST again gives what the first one made, never a second one.

@router.post("/experiments", status_code=202)
def create_experiment(body: ..., session: SessionDep, user: UserDep, idempotency: IdempotencyDep) -> ...:
    if (known := idempotency.known(session, user)) is not None:
        return the resource `known`
    ...
    idempotency.remember(session, user, resource_id)
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from azuraforge_contracts.errors import FieldError
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.job import IdempotencyKey
from azuraforge_dbmodels.user import User
from fastapi import Depends, Header, Request
from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from azuraforge_api.errors import ConflictError, InvalidRequestError

KEPT_FOR = timedelta(days=7)


class IdempotencyConflictError(ConflictError):
    """The key was used before, with another request."""

    code, title = "idempotency_conflict", "The key belongs to another request"


@dataclass(frozen=True)
class Idempotency:
    """The request's key, if it sent one, and the hash of what it asks for."""

    key: str | None
    body_hash: str

    def known(self, session: Session, user: User) -> str | None:
        """The id of what this key made before, or None; raises `IdempotencyConflictError`."""
        if self.key is None:
            return None
        if session.get_bind().dialect.name == "postgresql":
            # Two requests with one key wait for each other here; SQLite has one writer at a time anyway.
            lock = int.from_bytes(hashlib.sha256(f"{user.id}:{self.key}".encode()).digest()[:8], signed=True)
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
        row = session.exec(
            select(IdempotencyKey).where(
                col(IdempotencyKey.owner_id) == user.id, col(IdempotencyKey.key) == self.key
            )
        ).first()
        if row is None:
            return None
        if row.body_hash != self.body_hash:
            raise IdempotencyConflictError(
                "This Idempotency-Key was sent before with another request. Use a new key for a new request."
            )
        return row.resource_id

    def remember(self, session: Session, user: User, resource_id: str) -> None:
        """Store what the key made, in the transaction that made it."""
        if self.key is not None:
            stale = col(IdempotencyKey.created_at) < utc_now() - KEPT_FOR
            session.execute(delete(IdempotencyKey).where(stale))
            row = IdempotencyKey(
                owner_id=user.id, key=self.key, body_hash=self.body_hash, resource_id=resource_id
            )
            session.add(row)


async def idempotency(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(description="Any word of up to 255 characters: sent again, it makes nothing twice."),
    ] = None,
) -> Idempotency:
    """Read the header and hash the request."""
    if idempotency_key is not None and not 1 <= len(idempotency_key) <= 255:
        message = "has to be 1 to 255 characters"
        raise InvalidRequestError(
            f"Idempotency-Key {message}.", (FieldError(("header", "Idempotency-Key"), message),)
        )
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    digest.update(await request.body())
    return Idempotency(idempotency_key, digest.hexdigest())


IdempotencyDep = Annotated[Idempotency, Depends(idempotency)]
