"""What models and aliases may be called: both are parts of addresses and of `name@alias`."""

import re

from azuraforge_contracts.errors import FieldError

from azuraforge_api.models.errors import InvalidAliasError, InvalidModelNameError

_NOT_IN_NAMES = re.compile(r"[/\\@\x00-\x1f\x7f]")
_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")


def check_name(name: str) -> str:
    """The name of a model; raises `InvalidModelNameError`."""
    if (
        not name
        or name != name.strip()
        or name.isdigit()
        or name in {".", ".."}
        or _NOT_IN_NAMES.search(name)
    ):
        message = (
            'takes 1 to 100 characters without "/", "\\", "@" and spaces at the ends, and not only digits'
        )
        raise InvalidModelNameError(f"name {message}.", (FieldError(("body", "name"), message),))
    return name


def check_alias(alias: str) -> str:
    """A word that points at a version; raises `InvalidAliasError`."""
    if not _ALIAS.fullmatch(alias):
        message = "has to begin with a letter and goes on with letters, digits, dots, _ and -; 64 at most"
        raise InvalidAliasError(f"The alias {message}.", (FieldError(("path", "alias"), message),))
    return alias
