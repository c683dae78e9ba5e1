"""What routes ask for. Sessions commit at the edge: the route's work is one transaction.

`SessionDep` has function scope, so the commit is done before the answer is sent: a commit that fails
answers 503, never 202. Routes are plain `def`, on a thread of their own.
"""

from collections.abc import Iterator
from typing import Annotated

from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import Role, User
from fastapi import Depends, Request
from sqlmodel import Session

from azuraforge_api.errors import ForbiddenError, UnauthenticatedError
from azuraforge_api.outbox import Outbox
from azuraforge_api.security import Principal
from azuraforge_api.settings import ApiSettings

# Trivial dependencies are async: FastAPI runs each sync one on a thread, which costs more than they do.


async def get_settings(request: Request) -> ApiSettings:
    """The settings the app was made with."""
    settings: ApiSettings = request.app.state.settings
    return settings


async def get_database(request: Request) -> Database:
    """The database, for who needs sessions of their own."""
    database: Database = request.app.state.database
    return database


async def get_store(request: Request) -> ArtifactStore:
    """Where files live."""
    store: ArtifactStore = request.app.state.store
    return store


async def get_outbox(request: Request) -> Outbox:
    """What is told to workers and pages after the commit."""
    outbox: Outbox = request.app.state.outbox
    return outbox


SettingsDep = Annotated[ApiSettings, Depends(get_settings)]
DatabaseDep = Annotated[Database, Depends(get_database)]
StoreDep = Annotated[ArtifactStore, Depends(get_store)]
OutboxDep = Annotated[Outbox, Depends(get_outbox)]


def write_session(database: DatabaseDep) -> Iterator[Session]:
    """A transaction that commits when the route returns and rolls back when it raises."""
    with database.write() as session:
        yield session


def read_session(database: DatabaseDep) -> Iterator[Session]:
    """A session that only reads; on SQLite it doesn't wait for writers."""
    with database.read() as session:
        yield session


SessionDep = Annotated[Session, Depends(write_session, scope="function")]
ReadSessionDep = Annotated[Session, Depends(read_session, scope="function")]


async def get_principal(request: Request) -> Principal:
    """Who calls, as the gate found out before the body was read."""
    principal: Principal | None = getattr(request.state, "principal", None)
    if principal is None:
        raise UnauthenticatedError("Sign in, or send the header Authorization: Bearer af_...")
    return principal


PrincipalDep = Annotated[Principal, Depends(get_principal)]


async def get_user(principal: PrincipalDep) -> User:
    """The user who calls: a detached row, to be read only."""
    return principal.user


UserDep = Annotated[User, Depends(get_user)]


async def get_admin(user: UserDep) -> User:
    """The user who calls, if an admin."""
    if user.role != Role.ADMIN:
        raise ForbiddenError("Only administrators may do this.")
    return user


AdminDep = Annotated[User, Depends(get_admin)]
