"""Alembic's environment: runs on the connection it is handed, or on the configured database."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from azuraforge_contracts.settings import CoreSettings, load_settings
from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import AutoString

from azuraforge_dbmodels.base import UtcDateTime
from azuraforge_dbmodels.session import make_engine
from azuraforge_dbmodels.tables import metadata


def _render_type(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Spell our types with SQLAlchemy's own, so that a migration stays valid when the code moves on."""
    if kind != "type":
        return False
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.JSON):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSON(), 'postgresql')"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        render_item=_render_type,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Run the migrations on the connection in the config's attributes, or open one."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    engine = make_engine(load_settings(CoreSettings).database_dsn)
    with engine.begin() as connection:
        _migrate(connection)
    engine.dispose()


run()
