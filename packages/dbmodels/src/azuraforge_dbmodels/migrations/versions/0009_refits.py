"""Runs trained again to keep what was not kept of them

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refit",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("experiment_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_refit_job_id_job", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["job.id"], name="fk_refit_experiment_id_job", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", name="pk_refit"),
    )
    op.create_index("ix_refit_experiment_id", "refit", ["experiment_id"])
    op.add_column(
        "experiment_result", sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("experiment_result") as batch_op:
        batch_op.drop_column("pinned")
    op.drop_index("ix_refit_experiment_id", table_name="refit")
    op.drop_table("refit")
