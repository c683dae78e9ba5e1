"""Keep what a pipeline tells of its run: details, and the columns it left out

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = ("details", "dropped_columns")


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSON(), "postgresql")
    with op.batch_alter_table("experiment_result") as batch_op:
        for name in _COLUMNS:
            batch_op.add_column(sa.Column(name, json, nullable=False, server_default="{}"))
    # The default served the rows there were; new rows bring their own.
    with op.batch_alter_table("experiment_result") as batch_op:
        for name in _COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("experiment_result") as batch_op:
        for name in _COLUMNS:
            batch_op.drop_column(name)
