"""Bodies of the sign-in, password and token operations."""

from datetime import datetime
from typing import Annotated

from azuraforge_dbmodels.user import Role
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic.config import JsonDict

from azuraforge_api.auth.passwords import MAX_LENGTH

PasswordText = Annotated[SecretStr, Field(max_length=MAX_LENGTH)]
_USER_ID = "0197c0de-7a10-7cc3-98c4-dc0c0c07398f"
_TOKEN: JsonDict = {
    "id": "0197c0e0-11aa-7b32-8d0e-9f2a7f1c5b10",
    "name": "nightly sweep",
    "hint": "k3Qw",
    "created_at": "2026-11-21T08:30:00Z",
    "expires_at": "2027-11-21T00:00:00Z",
    "last_used_at": None,
}


class Request(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one isn't silently ignored."""

    model_config = ConfigDict(extra="forbid")


class SetupRequest(Request):
    """The one-time code of a sign-in or invitation link."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "3b1cQ6mXW0pPj2Yv8dTzKq5sLrHfUe9aNgBiOwRxMtE"}]}
    )
    code: str = Field(min_length=1, max_length=200, description="What follows `#code=` in the link.")


class LoginRequest(Request):
    """A name and its password."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "admin", "password": "correct horse battery"}]}
    )
    name: str = Field(min_length=1, max_length=64, description="Upper and lower case don't matter.")
    password: PasswordText


class PasswordChange(Request):
    """A new password, and the current one where there is one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"current_password": "correct horse battery", "new_password": "staple clip drawer"}]
        }
    )
    current_password: PasswordText | None = Field(
        default=None, description="Leave it out when no password was set yet."
    )
    new_password: PasswordText = Field(description="At least 10 characters, and not the name.")


class Me(BaseModel):
    """The user who calls."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _USER_ID, "name": "admin", "role": "admin", "has_password": True}]
        }
    )
    id: str
    name: str
    role: Role
    has_password: bool = Field(description="Whether the user can sign in by password.")


TokenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class TokenCreate(Request):
    """What a new token is called, and how long it holds."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "nightly sweep", "expires_at": "2027-11-21T00:00:00Z"}]}
    )
    name: TokenName = Field(description="To tell tokens apart.")
    expires_at: AwareDatetime | None = Field(default=None, description="Null: until it is revoked.")


class Token(BaseModel):
    """A personal access token as it can be seen later: without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TOKEN]})
    id: str
    name: str
    hint: str = Field(description="Its last four characters.")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To about ten minutes.")


class TokenCreated(Token):
    """A new token with its secret, shown this once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**_TOKEN, "token": "af_Qm9vZ1h0c0xkN2VqR3J4WnB1VnlLd2k3k3Qw"}]}
    )
    token: str = Field(description="Send it as `Authorization: Bearer af_...`.")
