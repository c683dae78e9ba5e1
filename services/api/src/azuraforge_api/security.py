"""Who calls: bearer tokens, session cookies, and the checks that keep other sites' pages out.

Everything under `/api/` is closed unless `azuraforge_api.middleware.PUBLIC_OPERATIONS` opens it: a
middleware authenticates each request before its body is read. Sockets authenticate before they are
accepted, by `authenticate_websocket`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from anyio import to_thread
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, LoginSession, User
from sqlalchemy import Update, bindparam
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select, update
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from azuraforge_api.errors import ForbiddenError, UnauthenticatedError, problem_of, problem_response
from azuraforge_api.settings import ApiSettings

COOKIE_NAME = "azuraforge_session"
SECURE_COOKIE_NAME = f"__Host-{COOKIE_NAME}"
CSRF_HEADER = "X-AzuraForge-CSRF"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Sliding expiry needs no more precision, and a write per request would make readers wait for the disk.
TOUCH_AFTER = timedelta(minutes=10)

# Every request asks one of these: made once, they cost half.
_TOKEN = (
    select(ApiToken, User)
    .join(User, col(User.id) == col(ApiToken.user_id))
    .where(col(ApiToken.token_hash) == bindparam("token_hash"), col(User.disabled).is_(False))
)
_SESSION = (
    select(LoginSession, User)
    .join(User, col(User.id) == col(LoginSession.user_id))
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.expires_at) > bindparam("now"),
        col(User.disabled).is_(False),
    )
)

log = structlog.get_logger(__name__)


class OriginRefusedError(ForbiddenError):
    """A page of another site sent the request, or it lacks the header that proves otherwise."""

    code, title = "csrf_refused", "The request doesn't come from the dashboard"


@dataclass(frozen=True)
class Principal:
    """The user a request acts for, and by which session or token."""

    user: User
    session_hash: str | None = None
    token_id: str | None = None
    token_expires_at: datetime | None = None


def new_secret() -> str:
    """256 random bits, safe in URLs and cookies."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret of 256 random bits: no salt or slow hash needed at that size."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secure(connection: HTTPConnection, settings: ApiSettings) -> bool:
    """Whether the page came over https (or has to be treated so), which decides the cookie's name."""
    return settings.secure_cookies == "always" or connection.url.scheme in {"https", "wss"}


def cookie_name(connection: HTTPConnection, settings: ApiSettings) -> str:
    """The session cookie's name: `__Host-` binds it to this host, and browsers want https for it."""
    return SECURE_COOKIE_NAME if is_secure(connection, settings) else COOKIE_NAME


def check_origin(connection: HTTPConnection, settings: ApiSettings) -> None:
    """Refuse what a page of another origin sent; clients that are no browser send neither header."""
    origin = connection.headers.get("origin")
    if origin is not None:
        scheme = {"ws": "http", "wss": "https"}.get(connection.url.scheme, connection.url.scheme)
        own = f"{scheme}://{connection.headers.get('host', '')}"
        if origin != own and origin not in settings.trusted_origins:
            raise OriginRefusedError(
                f"Pages of {urlsplit(origin).netloc or origin!r} may not call this server. "
                "Its administrator can allow them with AZURAFORGE_ALLOWED_ORIGINS."
            )
        return
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise OriginRefusedError("Only pages of this server may call it with a session.")


def check_csrf(connection: HTTPConnection, settings: ApiSettings) -> None:
    """Refuse a change by cookie that a foreign page could have sent."""
    check_origin(connection, settings)
    if connection.headers.get(CSRF_HEADER) != "1":
        raise OriginRefusedError(f"A change made with a session needs the header {CSRF_HEADER}: 1.")


def authenticate(connection: HTTPConnection, database: Database, settings: ApiSettings) -> Principal:
    """Find who calls, by bearer token or else by cookie; raises `UnauthenticatedError`.

    Blocking: it reads the database, and writes when the last use is long enough ago.
    """
    authorization = connection.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError("The Authorization header has to be: Bearer af_...")
        return _by_token(database, hash_secret(token.strip()))
    cookie = connection.cookies.get(cookie_name(connection, settings))
    if not cookie:
        raise UnauthenticatedError("Sign in, or send the header Authorization: Bearer af_...")
    return _by_session(database, hash_secret(cookie), settings)


def _by_token(database: Database, token_hash: str) -> Principal:
    now = utc_now()
    with database.read() as session:
        found = session.execute(_TOKEN, {"token_hash": token_hash}).first()
    if found is None:
        raise UnauthenticatedError("This access token is not known, or it was revoked.")
    token, user = found
    if token.expires_at is not None and token.expires_at <= now:
        raise UnauthenticatedError("This access token has expired; make a new one.")
    if token.last_used_at is None or now - token.last_used_at > TOUCH_AFTER:
        _touch(database, update(ApiToken).where(col(ApiToken.id) == token.id).values(last_used_at=now))
    return Principal(user, token_id=token.id, token_expires_at=token.expires_at)


def _by_session(database: Database, token_hash: str, settings: ApiSettings) -> Principal:
    now = utc_now()
    with database.read() as session:
        found = session.execute(_SESSION, {"token_hash": token_hash, "now": now}).first()
    if found is None:
        raise UnauthenticatedError("The session has ended; sign in again.")
    login, user = found
    if now - login.last_used_at > TOUCH_AFTER:
        expires_at = now + timedelta(days=settings.session_days)
        _touch(
            database,
            update(LoginSession)
            .where(col(LoginSession.token_hash) == token_hash)
            .values(last_used_at=now, expires_at=expires_at),
        )
    return Principal(user, session_hash=token_hash)


def _touch(database: Database, statement: Update) -> None:
    try:
        with database.write() as session:
            session.execute(statement)
    except OperationalError as error:
        # Only the record of the last use is late; refusing the request for it would be worse.
        log.warning("last use not recorded", error=str(error.__cause__ or error))


async def authenticate_websocket(websocket: WebSocket) -> Principal | None:
    """Find who opens a socket, before it is accepted.

    None: it was refused and answered (as a problem with its HTTP status), so the caller returns.
    A cookie counts only from an allowed origin. Ask `still_authenticated` each minute afterwards.
    """
    app = websocket.app
    settings: ApiSettings = app.state.settings
    try:
        if "authorization" not in websocket.headers:
            check_origin(websocket, settings)
        return await to_thread.run_sync(authenticate, websocket, app.state.database, settings)
    except Exception as error:  # noqa: BLE001  a socket has no exception handler in front of it
        await websocket.send_denial_response(problem_response(problem_of(error)))
        return None


async def still_authenticated(websocket: WebSocket) -> bool:
    """Whether an open socket's session or token is still good."""
    app = websocket.app
    try:
        await to_thread.run_sync(authenticate, websocket, app.state.database, app.state.settings)
    except UnauthenticatedError:
        return False
    return True
