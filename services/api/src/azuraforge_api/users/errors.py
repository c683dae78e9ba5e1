"""What can go wrong with users."""

from azuraforge_api.errors import ConflictError, NotFoundError


class UserNotFoundError(NotFoundError):
    """No user with this id."""

    code, title, noun = "user_not_found", "User not found", "user"


class UserExistsError(ConflictError):
    """The name is taken."""

    code, title = "user_exists", "The name is taken"


class LastAdminError(ConflictError):
    """Somebody has to stay administrator."""

    code, title = "last_admin", "The last administrator"


class UserDisabledError(ConflictError):
    """The user has no access at all."""

    code, title = "user_disabled", "The user is disabled"
