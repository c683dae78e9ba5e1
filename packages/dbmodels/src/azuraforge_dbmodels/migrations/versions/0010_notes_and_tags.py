"""Notes and tags of batches and runs

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TAGS = (("batch_tag", "batch_id", "batch"), ("experiment_tag", "job_id", "job"))


def upgrade() -> None:
    for table in ("batch", "experiment"):
        op.add_column(table, sa.Column("notes", sa.Text(), nullable=True))
    for table, column, owner in _TAGS:
        op.create_table(
            table,
            sa.Column(column, sa.String(length=36), nullable=False),
            sa.Column("key", sa.String(length=150), nullable=False),
            sa.Column("name", sa.String(length=50), nullable=False),
            sa.Column("place", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(
                [column], [f"{owner}.id"], name=f"fk_{table}_{column}_{owner}", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(column, "key", name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_key", table, ["key"])


def downgrade() -> None:
    for table, _, _ in _TAGS:
        op.drop_table(table)
    for table in ("experiment", "batch"):
        op.drop_column(table, "notes")
