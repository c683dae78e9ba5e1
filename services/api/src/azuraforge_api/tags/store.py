"""Tags in the database: read for a whole page by one statement, replaced, and searched by."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.tag import BatchTag, ExperimentTag
from azuraforge_dbmodels.user import User
from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, insert, select, true
from sqlmodel import Session, col

from azuraforge_api.tags.schemas import TagCount
from azuraforge_api.tags.texts import key_of

MOST_LISTED = 200


@dataclass(frozen=True)
class Tagged:
    """A kind of thing that has tags."""

    table: type[BatchTag] | type[ExperimentTag]
    thing: type[Batch] | type[Job]
    reference: str
    """The column of `table` with the thing's id."""

    @property
    def of(self) -> Any:
        """The thing's id beside a tag."""
        return col(getattr(self.table, self.reference))


BATCHES = Tagged(BatchTag, Batch, "batch_id")
EXPERIMENTS = Tagged(ExperimentTag, Job, "job_id")


def read_tags(session: Session, tagged: Tagged, ids: Collection[str]) -> dict[str, list[str]]:
    """The tags of several things, in the order they were given; things without tags are there too."""
    found: dict[str, list[str]] = {one: [] for one in ids}
    if found:
        for identifier, name in session.execute(_reading(tagged), {"ids": list(found)}):
            found[identifier].append(name)
    return found


@cache
def _reading(tagged: Tagged) -> Select[tuple[str, str]]:
    return (
        select(tagged.of, col(tagged.table.name))
        .where(tagged.of.in_(bindparam("ids", expanding=True)))
        .order_by(tagged.of, col(tagged.table.place))
    )


def add_tags(session: Session, tagged: Tagged, identifier: str, names: Sequence[str]) -> None:
    """Give a thing without tags these."""
    if names:
        rows = [
            {tagged.reference: identifier, "key": key_of(name), "name": name, "place": place}
            for place, name in enumerate(names)
        ]
        session.execute(insert(tagged.table), rows)


def replace_tags(session: Session, tagged: Tagged, identifier: str, names: Sequence[str]) -> None:
    """Give a thing these tags instead of those it has."""
    # Locked, so that of two changes at a time the later one counts.
    session.execute(
        select(col(tagged.thing.id)).where(col(tagged.thing.id) == identifier).with_for_update(key_share=True)
    )
    session.execute(delete(tagged.table).where(tagged.of == identifier))
    add_tags(session, tagged, identifier, names)


def with_all(tagged: Tagged, tags: Collection[str]) -> ColumnElement[bool]:
    """The condition that a thing has all these tags, however they are spelled."""
    return and_(true(), *(_any_tag(tagged, col(tagged.table.key) == key_of(tag)) for tag in tags))


def with_part(tagged: Tagged, text: str) -> ColumnElement[bool]:
    """The condition that a thing has a tag with this text in it."""
    return _any_tag(tagged, col(tagged.table.key).contains(key_of(text), autoescape=True))


def _any_tag(tagged: Tagged, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Looked up thing by thing: a page of what most things have is found without reading all of them."""
    return exists().where(tagged.of == col(tagged.thing.id), condition)


def count_tags(session: Session, tagged: Tagged, user: User) -> list[TagCount]:
    """The user's tags with how many things have each, most used first; spelled as most of them do."""
    rows = session.execute(
        select(col(tagged.table.key), col(tagged.table.name), func.count())
        .join(tagged.thing, col(tagged.thing.id) == tagged.of)
        .where(col(tagged.thing.owner_id) == user.id)
        .group_by(col(tagged.table.key), col(tagged.table.name))
    )
    spellings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name, count in rows:
        spellings[key].append((-count, name))
    totals = sorted((sum(count for count, _ in found), key) for key, found in spellings.items())
    return [TagCount(name=min(spellings[key])[1], count=-total) for total, key in totals[:MOST_LISTED]]
