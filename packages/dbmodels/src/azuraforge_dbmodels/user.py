"""People and how they prove who they are; only hashes of secrets are stored."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from azuraforge_dbmodels.base import ID_LENGTH, UtcDateTime, new_id, utc_now

HASH_LENGTH = 64


class Role(StrEnum):
    """Admins manage users and endpoints; members do their own work."""

    ADMIN = "admin"
    MEMBER = "member"


class User(SQLModel, table=True):
    """A person, or the automation that acts for one."""

    __tablename__ = "user_account"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    name: str = Field(max_length=64)
    name_key: str = Field(
        max_length=128, unique=True, description="The name case-folded: names differ by more."
    )
    role: str = Field(max_length=16, description="A `Role`.")
    password_hash: str | None = Field(default=None, max_length=255, description="Argon2id; null = not set.")
    disabled: bool = Field(default=False)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class LoginSession(SQLModel, table=True):
    """A browser's session; the cookie holds the secret whose SHA-256 is the key here."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True, max_length=HASH_LENGTH)
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    last_used_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ApiToken(SQLModel, table=True):
    """A personal access token (`af_...`), stored as its SHA-256 and shown once."""

    __tablename__ = "api_token"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
    name: str = Field(max_length=64)
    token_hash: str = Field(unique=True, max_length=HASH_LENGTH)
    hint: str = Field(max_length=16, description="Its last four characters, to tell tokens apart.")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInCode(SQLModel, table=True):
    """A one-time code of a sign-in or invitation link, stored as its SHA-256."""

    __tablename__ = "sign_in_code"

    code_hash: str = Field(primary_key=True, max_length=HASH_LENGTH)
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginFailure(SQLModel, table=True):
    """A failed sign-in, kept for throttling by account and address."""

    __tablename__ = "login_failure"
    __table_args__ = (Index("ix_login_failure_subject_failed_at", "subject", "failed_at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    subject: str = Field(max_length=HASH_LENGTH, description="SHA-256 of the account and address.")
    failed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
