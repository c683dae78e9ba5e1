"""Sessions, one-time codes and tokens; every secret is stored as its SHA-256 only."""

from datetime import datetime, timedelta

from azuraforge_contracts.errors import FieldError
from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, LoginSession, SignInCode, User
from sqlmodel import Session, col, delete, func, select, update

from azuraforge_api.auth.errors import (
    InvalidCredentialsError,
    SignInCodeError,
    TokenLimitError,
    WrongPasswordError,
)
from azuraforge_api.auth.passwords import hash_password, require_strong, verify_password
from azuraforge_api.auth.throttle import forget_attempts, record_attempt, subject_of
from azuraforge_api.errors import InvalidRequestError
from azuraforge_api.security import Principal, hash_secret, new_secret

CODE_LIFETIME = timedelta(hours=24)
MAX_TOKENS = 100


def name_key(name: str) -> str:
    """Names that differ by case or surrounding spaces only are one."""
    return name.strip().casefold()


def open_session(session: Session, user: User, days: int) -> str:
    """Start a browser session; returns the cookie's secret."""
    now = utc_now()
    session.execute(delete(LoginSession).where(col(LoginSession.expires_at) < now))
    secret = new_secret()
    session.add(
        LoginSession(
            token_hash=hash_secret(secret), user_id=user.id, created_at=now, expires_at=now + timedelta(days)
        )
    )
    return secret


def close_session(session: Session, session_hash: str) -> None:
    """End one browser session."""
    session.execute(delete(LoginSession).where(col(LoginSession.token_hash) == session_hash))


def make_code(session: Session, user: User) -> tuple[str, datetime]:
    """A one-time sign-in code for the user and when it expires."""
    now = utc_now()
    session.execute(delete(SignInCode).where(col(SignInCode.expires_at) < now))
    code, expires_at = new_secret(), now + CODE_LIFETIME
    session.add(
        SignInCode(code_hash=hash_secret(code), user_id=user.id, created_at=now, expires_at=expires_at)
    )
    return code, expires_at


def redeem_code(session: Session, code: str) -> User:
    """Use a code up; raises `SignInCodeError` when it is unknown, used or expired."""
    now = utc_now()
    used = session.execute(
        update(SignInCode)
        .where(
            col(SignInCode.code_hash) == hash_secret(code),
            col(SignInCode.used_at).is_(None),
            col(SignInCode.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(SignInCode.user_id))
    ).scalar_one_or_none()
    user = session.get(User, used) if used is not None else None
    if user is None or user.disabled:
        raise SignInCodeError(
            "This sign-in link was used already or has expired. Ask for a new one "
            "(on the server: azuraforge sign-in-link)."
        )
    return user


def sign_in(database: Database, name: str, password: str, address: str, days: int) -> tuple[User, str]:
    """Check a name and password; returns the user and a new session's secret.

    Runs in transactions of its own, as a failed attempt has to stay recorded.
    """
    key = name_key(name)
    subject = subject_of(key, address)
    with database.write() as session:
        record_attempt(session, subject)
        user = session.exec(select(User).where(col(User.name_key) == key)).first()
    known = user is not None and not user.disabled
    right, better_hash = verify_password(password, user.password_hash if user and known else None)
    if user is None or not right:
        raise InvalidCredentialsError("The name or the password is wrong.")
    with database.write() as session:
        forget_attempts(session, subject)
        if better_hash is not None:
            session.execute(update(User).where(col(User.id) == user.id).values(password_hash=better_hash))
        return user, open_session(session, user, days)


def change_password(
    database: Database, principal: Principal, current: str | None, new: str, address: str
) -> None:
    """Set the password; ends the user's other sessions and unused sign-in codes."""
    user = principal.user
    require_strong(new, user.name)
    if user.password_hash is not None:
        subject = subject_of(user.name_key, address)
        with database.write() as session:
            record_attempt(session, subject)
        if not verify_password(current or "", user.password_hash)[0]:
            message = "is not the current password"
            raise WrongPasswordError(
                f"What was given {message}.", (FieldError(("body", "current_password"), message),)
            )
        with database.write() as session:
            forget_attempts(session, subject)
    new_hash = hash_password(new)
    with database.write() as session:
        session.execute(update(User).where(col(User.id) == user.id).values(password_hash=new_hash))
        others = delete(LoginSession).where(col(LoginSession.user_id) == user.id)
        if principal.session_hash is not None:
            others = others.where(col(LoginSession.token_hash) != principal.session_hash)
        session.execute(others)
        session.execute(
            delete(SignInCode).where(col(SignInCode.user_id) == user.id, col(SignInCode.used_at).is_(None))
        )


def create_token(
    session: Session, principal: Principal, name: str, expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """A new access token and its secret; one made with a token can't outlive that token."""
    if expires_at is not None and expires_at <= utc_now():
        raise _bad_expiry("lies in the past")
    maker_expires = principal.token_expires_at
    if maker_expires is not None and (expires_at is None or expires_at > maker_expires):
        raise _bad_expiry(
            f"can't be later than {maker_expires:%Y-%m-%dT%H:%M:%SZ}, when the token in use expires"
        )
    mine = select(func.count()).select_from(ApiToken).where(col(ApiToken.user_id) == principal.user.id)
    if session.exec(mine).one() >= MAX_TOKENS:
        raise TokenLimitError(
            f"You have {MAX_TOKENS} access tokens, the most there may be. Revoke some first."
        )
    secret = f"af_{new_secret()}"
    token = ApiToken(
        user_id=principal.user.id,
        name=name,
        token_hash=hash_secret(secret),
        hint=secret[-4:],
        expires_at=expires_at,
    )
    session.add(token)
    return token, secret


def _bad_expiry(message: str) -> InvalidRequestError:
    return InvalidRequestError(f"expires_at {message}.", (FieldError(("body", "expires_at"), message),))
