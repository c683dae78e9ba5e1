"""The model registry

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registered_model",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name="fk_registered_model_owner_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registered_model"),
        sa.UniqueConstraint("owner_id", "name", name="uq_registered_model_owner_id_name"),
    )
    op.create_index(
        "ix_registered_model_owner_id_created_at_id", "registered_model", ["owner_id", "created_at", "id"]
    )
    _create_versions()
    op.create_table(
        "model_alias",
        sa.Column("model_id", sa.String(length=36), nullable=False),
        sa.Column("alias", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["registered_model.id"],
            name="fk_model_alias_model_id_registered_model",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["model_version.id"], name="fk_model_alias_version_id_model_version"
        ),
        sa.PrimaryKeyConstraint("model_id", "alias", name="pk_model_alias"),
    )
    op.create_index("ix_model_alias_version_id", "model_alias", ["version_id"])


def _create_versions() -> None:
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSON(none_as_null=True), "postgresql")
    op.create_table(
        "model_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("model_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_key", sa.String(length=255), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("inputs", json, nullable=False),
        sa.Column("experiment_id", sa.String(length=36), nullable=False),
        sa.Column("experiment_name", sa.String(length=255), nullable=False),
        sa.Column("experiment_number", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("batch_name", sa.String(length=255), nullable=True),
        sa.Column("dataset_id", sa.String(length=36), nullable=False),
        sa.Column("dataset_name", sa.String(length=255), nullable=False),
        sa.Column("pipeline", sa.String(length=64), nullable=False),
        sa.Column("pipeline_version", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=16), nullable=True),
        sa.Column("target", sa.String(length=1024), nullable=False),
        sa.Column("time_column", sa.String(length=1024), nullable=True),
        sa.Column("config", json, nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("metrics", json, nullable=False),
        sa.Column("baseline_metrics", json, nullable=False),
        sa.Column("metric_specs", json, nullable=False),
        sa.Column("row_counts", json, nullable=False),
        sa.Column("provenance", json, nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["registered_model.id"],
            name="fk_model_version_model_id_registered_model",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_model_version"),
        sa.UniqueConstraint("model_id", "number", name="uq_model_version_model_id_number"),
    )
    op.create_index("ix_model_version_experiment_id", "model_version", ["experiment_id"])


def downgrade() -> None:
    for table in ("model_alias", "model_version", "registered_model"):
        op.drop_table(table)
