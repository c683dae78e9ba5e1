"""What can go wrong when somebody proves who they are."""

from azuraforge_api.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    TooManyRequestsError,
    UnauthenticatedError,
)


class InvalidCredentialsError(UnauthenticatedError):
    """Name and password don't belong together; it isn't said which one is wrong."""

    code, title = "invalid_credentials", "Name or password is wrong"


class SignInCodeError(UnauthenticatedError):
    """The one-time code is unknown, used or expired."""

    code, title = "sign_in_code_invalid", "The sign-in link is not valid"


class SignInThrottledError(TooManyRequestsError):
    """Too many failed attempts for this account from this address."""

    title = "Too many failed attempts"


class WeakPasswordError(InvalidRequestError):
    """The new password doesn't follow the rules."""

    code, title = "weak_password", "Choose another password"


class WrongPasswordError(InvalidRequestError):
    """The current password given to change it is not the right one."""

    code, title = "wrong_password", "The current password is wrong"


class TokenNotFoundError(NotFoundError):
    """No such access token among the user's."""

    code, title, noun = "token_not_found", "Token not found", "access token"


class TokenLimitError(ConflictError):
    """The user has as many access tokens as one may have."""

    code, title = "token_limit", "Too many access tokens"
