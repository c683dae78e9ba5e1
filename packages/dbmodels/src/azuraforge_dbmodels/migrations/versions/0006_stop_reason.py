"""Why a run succeeded before its last step

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("experiment_result", sa.Column("stop_reason", sa.String(length=16), nullable=True))
    # Until now only a detail of the result told the one from the other.
    op.execute("""
        UPDATE experiment_result
        SET stop_reason = CASE WHEN CAST(details AS TEXT) LIKE '%"halved_at_step"%' THEN 'pruned'
                               ELSE 'early_stopping' END
        WHERE stopped_early
    """)


def downgrade() -> None:
    op.drop_column("experiment_result", "stop_reason")
