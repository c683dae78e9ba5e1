"""Where a run's held-out rows are kept

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("experiment_result", sa.Column("holdout_key", sa.String(length=255), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("experiment_result") as batch_op:
        batch_op.drop_column("holdout_key")
