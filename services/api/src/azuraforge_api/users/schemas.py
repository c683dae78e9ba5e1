"""Bodies of the operations on users."""

from datetime import datetime
from typing import Annotated

from azuraforge_dbmodels.user import Role
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

from azuraforge_api.auth.schemas import Request

_USER: JsonDict = {
    "id": "0197c0e3-90ab-7d11-b1aa-3f1b0c6b7d22",
    "name": "grace",
    "role": "member",
    "disabled": False,
    "has_password": False,
    "created_at": "2026-11-21T08:30:00Z",
}


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("must have printable characters only")
    return name


UserName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    AfterValidator(_printable),
]


class UserCreate(Request):
    """Who to invite."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "grace", "role": "member"}]})
    name: UserName = Field(description="Names that differ by case only are the same.")
    role: Role = Field(default=Role.MEMBER, description="Admins manage users; members do their own work.")


class UserUpdate(Request):
    """What to change; at least one of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"disabled": True}]})
    role: Role | None = None
    disabled: bool | None = Field(
        default=None, description="True ends the user's sessions, tokens and links; their work stays."
    )

    @model_validator(mode="after")
    def _something(self) -> "UserUpdate":
        if self.role is None and self.disabled is None:
            raise ValueError("give role or disabled")
        return self


class User(BaseModel):
    """A user as administrators see one."""

    model_config = ConfigDict(json_schema_extra={"examples": [_USER]})
    id: str
    name: str
    role: Role
    disabled: bool
    has_password: bool
    created_at: datetime


class Invite(BaseModel):
    """A user and a one-time code: the link to send them is the server's address with `/#code=<code>`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "user": _USER,
                    "code": "3b1cQ6mXW0pPj2Yv8dTzKq5sLrHfUe9aNgBiOwRxMtE",
                    "expires_at": "2026-11-22T08:30:00Z",
                }
            ]
        }
    )
    user: User
    code: str = Field(description="Works once, until it expires; shown in this answer only.")
    expires_at: datetime
