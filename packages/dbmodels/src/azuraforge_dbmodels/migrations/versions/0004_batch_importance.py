"""Parameter importance of batches

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSON(none_as_null=True), "postgresql")
    op.create_table(
        "batch_importance",
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("items", json, nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name="fk_batch_importance_batch_id_batch", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batch_importance"),
    )


def downgrade() -> None:
    op.drop_table("batch_importance")
