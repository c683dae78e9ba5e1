"""Sign-in, the own account, and access tokens."""

from azuraforge_dbmodels.user import ApiToken, User
from fastapi import APIRouter, Request, Response
from sqlmodel import col, delete, select

from azuraforge_api.auth import errors, schemas, service
from azuraforge_api.deps import (
    DatabaseDep,
    PrincipalDep,
    ReadSessionDep,
    SessionDep,
    SettingsDep,
    UserDep,
)
from azuraforge_api.errors import problem_responses
from azuraforge_api.pagination import Page, PageDep, newest_first
from azuraforge_api.security import COOKIE_NAME, SECURE_COOKIE_NAME, cookie_name, is_secure
from azuraforge_api.settings import ApiSettings

router = APIRouter(prefix="/auth", tags=["auth"])
# The server ends sessions, sliding with their use; 400 days is the longest browsers keep a cookie.
COOKIE_MAX_AGE_S = 400 * 24 * 3600


def _me(user: User) -> schemas.Me:
    return schemas.Me(id=user.id, name=user.name, role=user.role, has_password=user.password_hash is not None)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _set_cookie(request: Request, response: Response, settings: ApiSettings, secret: str) -> None:
    response.set_cookie(
        cookie_name(request, settings),
        secret,
        max_age=COOKIE_MAX_AGE_S,
        secure=is_secure(request, settings),
        httponly=True,
        samesite="lax",
    )


@router.post("/setup", responses=problem_responses(errors.SignInCodeError))
def setup(
    body: schemas.SetupRequest,
    request: Request,
    response: Response,
    session: SessionDep,
    settings: SettingsDep,
) -> schemas.Me:
    """Sign in with a one-time code.

    Exchanges the code of a sign-in or invitation link for a session cookie. A code works once and for a
    day. Set a password afterwards to be able to come back without a link.
    """
    user = service.redeem_code(session, body.code)
    _set_cookie(request, response, settings, service.open_session(session, user, settings.session_days))
    return _me(user)


@router.post(
    "/login", responses=problem_responses(errors.InvalidCredentialsError, errors.SignInThrottledError)
)
def login(
    body: schemas.LoginRequest,
    request: Request,
    response: Response,
    database: DatabaseDep,
    settings: SettingsDep,
) -> schemas.Me:
    """Sign in with name and password.

    Answers with the session cookie of the dashboard. After five failed attempts for an account from one
    address, further ones are refused until 15 minutes have passed.
    """
    user, secret = service.sign_in(
        database, body.name, body.password.get_secret_value(), _address(request), settings.session_days
    )
    _set_cookie(request, response, settings, secret)
    return _me(user)


@router.post("/logout", status_code=204)
def logout(response: Response, session: SessionDep, principal: PrincipalDep) -> None:
    """Sign out.

    Ends the session of the cookie and removes the cookie; other sessions and access tokens stay.
    """
    if principal.session_hash is not None:
        service.close_session(session, principal.session_hash)
    response.delete_cookie(COOKIE_NAME, httponly=True, samesite="lax")
    response.delete_cookie(SECURE_COOKIE_NAME, httponly=True, samesite="lax", secure=True)


@router.get("/me")
async def get_me(user: UserDep) -> schemas.Me:
    """Tell who is signed in.

    Works with the session cookie and with an access token; `401` without either.
    """
    return _me(user)


@router.put(
    "/password",
    status_code=204,
    responses=problem_responses(
        errors.WeakPasswordError, errors.WrongPasswordError, errors.SignInThrottledError
    ),
)
def change_password(
    body: schemas.PasswordChange, request: Request, database: DatabaseDep, principal: PrincipalDep
) -> None:
    """Set or change the own password.

    A password has at least ten characters and isn't the name. Ends the user's other sessions and unused
    sign-in links; access tokens stay.
    """
    current = body.current_password.get_secret_value() if body.current_password else None
    service.change_password(
        database, principal, current, body.new_password.get_secret_value(), _address(request)
    )


def _token(row: ApiToken) -> schemas.Token:
    return schemas.Token.model_validate(row, from_attributes=True)


@router.get("/tokens")
def list_tokens(session: ReadSessionDep, user: UserDep, page: PageDep) -> Page[schemas.Token]:
    """List the own access tokens.

    Newest first, without their secrets.
    """
    mine = select(ApiToken).where(col(ApiToken.user_id) == user.id)
    rows, next_cursor = newest_first(session, mine, ApiToken.created_at, ApiToken.id, page)
    return Page(items=[_token(row) for row in rows], next_cursor=next_cursor)


@router.post("/tokens", status_code=201, responses=problem_responses(errors.TokenLimitError))
def create_token(
    body: schemas.TokenCreate, session: SessionDep, principal: PrincipalDep
) -> schemas.TokenCreated:
    """Make an access token.

    For scripts and other clients: they send it as `Authorization: Bearer af_...` and act as the user. The
    secret is in this answer only; the server keeps its hash.
    """
    row, secret = service.create_token(session, principal, body.name, body.expires_at)
    return schemas.TokenCreated(**_token(row).model_dump(), token=secret)


@router.delete("/tokens/{token_id}", status_code=204, responses=problem_responses(errors.TokenNotFoundError))
def revoke_token(token_id: str, session: SessionDep, user: UserDep) -> None:
    """Revoke an access token.

    Requests with it are refused from now on.
    """
    revoked = session.execute(
        delete(ApiToken)
        .where(col(ApiToken.id) == token_id, col(ApiToken.user_id) == user.id)
        .returning(col(ApiToken.id))
    ).first()
    if revoked is None:
        raise errors.TokenNotFoundError("There is no such access token among yours.")
