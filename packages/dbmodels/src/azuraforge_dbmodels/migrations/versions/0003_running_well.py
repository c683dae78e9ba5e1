"""Parallelism of batches; limits and usage of jobs

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batch", sa.Column("parallelism", sa.Integer(), nullable=True))
    op.add_column("job", sa.Column("limit_seconds", sa.Integer(), nullable=True))
    op.add_column("job", sa.Column("limit_memory_mb", sa.Integer(), nullable=True))
    op.add_column("job", sa.Column("cpu_seconds", sa.Float(), nullable=True))
    op.add_column("job", sa.Column("peak_memory_bytes", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in ("peak_memory_bytes", "cpu_seconds", "limit_memory_mb", "limit_seconds"):
        op.drop_column("job", name)
    op.drop_column("batch", "parallelism")
