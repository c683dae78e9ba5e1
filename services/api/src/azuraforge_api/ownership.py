"""Every resource belongs to a user; another's is not found, exactly as one that doesn't exist."""

from typing import Any, TypeVar

from azuraforge_dbmodels.user import User
from sqlmodel import Session, SQLModel, col, select

from azuraforge_api.errors import NotFoundError

Row = TypeVar("Row", bound=SQLModel)


def get_owned(
    session: Session, table: type[Row], identifier: str, user: User, error: type[NotFoundError]
) -> Row:
    """The row with this id if the user owns it; raises `error` for unknown, malformed and foreign ids."""
    columns: Any = table
    statement = select(table).where(col(columns.id) == identifier, col(columns.owner_id) == user.id)
    row = session.exec(statement).first()
    if row is None:
        raise error(f"There is no such {error.noun} among yours: {identifier[:64]}")
    return row
