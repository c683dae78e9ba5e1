"""Passwords: the rules for choosing one, and hashing that can't be used to exhaust memory."""

import secrets
import threading
from functools import cache

from azuraforge_contracts.errors import FieldError
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from azuraforge_api.auth.errors import WeakPasswordError

MIN_LENGTH = 10
MAX_LENGTH = 1024
# One Argon2id hash takes 64 MiB: a burst of sign-ins waits here instead of taking gigabytes.
_AT_ONCE = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@cache
def _decoy_hash() -> str:
    return hash_password(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Hash with Argon2id and a fresh salt."""
    with _AT_ONCE:
        return _hasher().hash(password)


def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash to store where the old one has weaker parameters.

    Takes as long for a user who doesn't exist or has no password (`stored` is None).
    """
    with_decoy = stored if stored is not None else _decoy_hash()
    with _AT_ONCE:
        right, better = _hasher().verify_and_update(password, with_decoy)
    return (right, better) if stored is not None else (False, None)


def require_strong(password: str, user_name: str) -> None:
    """Raise `WeakPasswordError` saying what is missing."""
    message = None
    if len(password) < MIN_LENGTH:
        message = f"has to have at least {MIN_LENGTH} characters"
    elif password.casefold().strip() == user_name.casefold():
        message = "must not be the user's name"
    elif len(set(password)) < 4:
        message = "has to have at least four different characters"
    if message is not None:
        raise WeakPasswordError(
            f"The new password {message}.", (FieldError(("body", "new_password"), message),)
        )
