"""The first way in: a sign-in link, or the access token that automation brings along."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from anyio import to_thread
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, select

from azuraforge_api.auth.service import make_code
from azuraforge_api.security import hash_secret
from azuraforge_api.settings import ApiSettings
from azuraforge_api.users.service import first_admin

BROUGHT_BY = "AZURAFORGE_ADMIN_TOKEN"
_RETRY_S = 2.0

log = structlog.get_logger(__name__)


def ensure_admin_token(database: Database, token: str) -> None:
    """Let this token act for the first administrator, in place of an earlier one brought this way."""
    token_hash = hash_secret(token)
    with database.write() as session:
        session.execute(
            delete(ApiToken).where(col(ApiToken.name) == BROUGHT_BY, col(ApiToken.token_hash) != token_hash)
        )
        if session.exec(select(ApiToken.id).where(col(ApiToken.token_hash) == token_hash)).first() is None:
            admin = first_admin(session)
            session.add(ApiToken(user_id=admin.id, name=BROUGHT_BY, token_hash=token_hash, hint=token[-4:]))


def make_sign_in_link(database: Database, settings: ApiSettings) -> str:
    """An address that signs the first administrator in once; the user is made where there is none."""
    with database.write() as session:
        code, _expires_at = make_code(session, first_admin(session))
    return f"{settings.address}/#code={code}"


@asynccontextmanager
async def admin_token_ensured(database: Database, settings: ApiSettings) -> AsyncIterator[None]:
    """Store the token of `AZURAFORGE_ADMIN_TOKEN`; while the database is away, go on trying meanwhile."""
    if settings.admin_token is None:
        yield
        return
    token = settings.admin_token.get_secret_value()

    async def stored() -> bool:
        try:
            await to_thread.run_sync(ensure_admin_token, database, token)
        except DBAPIError as error:
            log.warning("the administrator's token isn't stored yet", error=str(error.__cause__ or error))
            return False
        return True

    async def keep_trying() -> None:
        done = False
        while not done:
            await asyncio.sleep(_RETRY_S)
            done = await stored()

    if await stored():
        yield
        return
    task = asyncio.create_task(keep_trying())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
