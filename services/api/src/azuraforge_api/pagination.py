"""Lists by keyset: `limit` and `cursor` in, `{items, next_cursor}` out, newest first.

@router.get("/datasets")
def list_datasets(session: ReadSessionDep, user: UserDep, page: PageDep) -> Page[DatasetOut]:
    mine = select(Dataset).where(col(Dataset.owner_id) == user.id)
    rows, next_cursor = newest_first(session, mine, Dataset.created_at, Dataset.id, page)
    return Page(items=[...], next_cursor=next_cursor)
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from azuraforge_contracts.errors import FieldError
from fastapi import Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy import Select, and_, or_
from sqlmodel import Session, col

from azuraforge_api.errors import InvalidRequestError

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    """Some items of a list, and where the next ones start."""

    items: list[Item] = Field(description="Newest first.")
    next_cursor: str | None = Field(description="Give it as `cursor` to go on; null at the list's end.")


@dataclass(frozen=True)
class PageRequest:
    """How many items to answer with, and after which one to start (null = from the newest)."""

    limit: int
    after: tuple[datetime, str] | None


class InvalidCursorError(InvalidRequestError):
    """The cursor isn't one that an earlier page of this list gave."""

    code, title = "invalid_cursor", "The cursor is not valid"


async def page_request(
    limit: Annotated[
        int, Query(ge=1, le=MAX_LIMIT, description="Most items to answer with.")
    ] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=200, description="`next_cursor` of the page before; leave out at first.")
    ] = None,
) -> PageRequest:
    """Read `limit` and `cursor`."""
    return PageRequest(limit, None if cursor is None else decode_cursor(cursor))


PageDep = Annotated[PageRequest, Depends(page_request)]


def encode_cursor(at: datetime, identifier: str) -> str:
    """Where a page ended, as an opaque word."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{identifier}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[datetime, str]:
    """Where a page ended; raises `InvalidCursorError`."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, separator, identifier = base64.urlsafe_b64decode(padded).decode().partition("|")
        moment = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError, binascii.Error):
        separator = ""
    if not separator or "\0" in identifier:
        detail = "Give the next_cursor of the page before as it was, or leave cursor out."
        raise InvalidCursorError(detail, (FieldError(("query", "cursor"), detail),))
    return moment, identifier


def newest_first(
    session: Session, statement: Select[*tuple[Any, ...]], created_at: Any, identifier: Any, page: PageRequest
) -> tuple[Sequence[Any], str | None]:
    """One page of a SELECT by `(created_at, id)` descending: its rows and the next cursor.

    The statement selects one entity or several; the two columns may be of any of its tables, and are
    selected beside it to make the cursor.
    """
    at, key = col(created_at), col(identifier)
    statement = statement.add_columns(at.label("page_at"), key.label("page_key"))
    if page.after is not None:
        last_at, last_key = page.after
        statement = statement.where(and_(at <= last_at, or_(at < last_at, key < last_key)))
    found = session.execute(statement.order_by(at.desc(), key.desc()).limit(page.limit + 1)).all()
    shown = found[: page.limit]
    rows = [row[0] if len(row) == 3 else tuple(row[:-2]) for row in shown]
    if len(found) <= page.limit:
        return rows, None
    return rows, encode_cursor(shown[-1].page_at, shown[-1].page_key)
