"""What requests for models take and answer."""

from datetime import datetime
from typing import Any

from azuraforge_contracts.manifest import MetricSpec, TaskType
from azuraforge_contracts.model_files import ModelInput
from pydantic import BaseModel, ConfigDict, Field

from azuraforge_api.experiments.schemas import Provenance
from azuraforge_api.models import examples

MAX_NOTES = 10_000


class ModelRegister(BaseModel):
    """A run's model to keep under a name."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": examples.REGISTER})

    experiment_id: str = Field(max_length=64, description="A run that succeeded and whose model was kept.")
    name: str = Field(
        max_length=100,
        description="Of a model you have (this is its next version) or of a new one: any text without"
        " `/`, `\\`, `@` and spaces at its ends, and not only digits.",
    )
    notes: str = Field(default="", max_length=MAX_NOTES, description="What is worth knowing of this version.")


class ModelNotes(BaseModel):
    """What is worth knowing of a version."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": examples.NOTES})

    notes: str = Field(max_length=MAX_NOTES)


class AliasTarget(BaseModel):
    """Which version an alias points at."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": examples.POINT})

    version: int = Field(ge=1, description="A version's number.")


class ModelVersionItem(BaseModel):
    """A version in a list. What it came from is as it was when it was registered."""

    model_config = ConfigDict(json_schema_extra={"example": examples.VERSION_ITEM})

    model: str = Field(description="The model's name.")
    version: int
    aliases: list[str] = Field(description="The aliases that point at it.")
    notes: str
    created_at: datetime
    experiment_id: str
    experiment_name: str
    experiment_number: int | None
    experiment_exists: bool = Field(description="Whether the run is still there.")
    batch_id: str | None
    batch_name: str | None
    dataset_id: str
    dataset_name: str
    pipeline: str
    pipeline_version: str
    task: TaskType | None
    target: str
    time_column: str | None
    metrics: dict[str, float | None] = Field(description="Of the run's held-out rows.")
    baseline_metrics: dict[str, float | None] = Field(
        description="Of the same rows without a model, to compare with."
    )
    metric_specs: list[MetricSpec]
    size_bytes: int = Field(description="Of the stored file.")


class ModelVersionOut(ModelVersionItem):
    """A version with all that is known of where it came from."""

    model_config = ConfigDict(json_schema_extra={"example": examples.VERSION})

    config: dict[str, Any]
    seed: int
    row_counts: dict[str, int]
    provenance: Provenance
    sha256: str = Field(description="Of the stored file.")
    inputs: list[ModelInput] = Field(description="The columns it reads.")


class ModelOut(BaseModel):
    """A registered model."""

    model_config = ConfigDict(json_schema_extra={"example": examples.MODEL})

    name: str
    created_at: datetime
    updated_at: datetime = Field(description="When a version or an alias last changed.")
    version_count: int
    aliases: dict[str, int] = Field(description="alias -> the version it points at")
    latest: ModelVersionItem


class ModelDetail(ModelOut):
    """A registered model with its versions."""

    model_config = ConfigDict(json_schema_extra={"example": examples.MODEL_DETAIL})

    versions: list[ModelVersionItem] = Field(description="Newest first.")


class RegisteredAs(BaseModel):
    """A version by its model's name and its number."""

    model: str
    version: int


class StoredModelOut(BaseModel):
    """The model a run left: what it reads, and what it was made with."""

    model_config = ConfigDict(json_schema_extra={"example": examples.STORED})

    experiment_id: str
    experiment_name: str
    pipeline: str
    pipeline_version: str
    task: TaskType | None
    target: str
    inputs: list[ModelInput] = Field(description="The columns it reads.")
    package_versions: dict[str, str]
    python_version: str
    size_bytes: int
    registered: list[RegisteredAs] = Field(description="The versions made of it, newest first.")
