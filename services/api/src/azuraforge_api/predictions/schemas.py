"""What requests for predictions take and answer."""

from typing import Annotated, Any

from azuraforge_contracts.manifest import TaskType
from azuraforge_contracts.prediction_files import PredictionSource, WarningCode
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from azuraforge_api.jobs.schemas import JobFields
from azuraforge_api.predictions import examples

MAX_ROWS = 10_000
MAX_HORIZON = 10_000

_SCALAR = {"type": ["string", "number", "boolean", "null"]}
# What a cell has to be depends on the model's column: it is checked there, and named by row and column.
Cell = Annotated[Any, WithJsonSchema(_SCALAR)]


class PredictionCreate(BaseModel):
    """A model, and what it is to predict for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": examples.CREATE})

    experiment_id: str | None = Field(
        default=None, max_length=64, description="A run whose model was kept. Either this or `model`."
    )
    model: str | None = Field(
        default=None,
        max_length=200,
        description="A registered model: `name@alias` such as `diabetes@champion`, or `name@version`.",
    )
    dataset_id: str | None = Field(
        default=None,
        max_length=64,
        description="Predict for every row of this dataset. One of this, `rows` and `horizon`.",
    )
    rows: list[dict[str, Cell]] | None = Field(
        default=None,
        min_length=1,
        max_length=MAX_ROWS,
        description="Predict for these rows: column -> value. A column that is left out of a row is empty.",
    )
    horizon: int | None = Field(
        default=None,
        ge=1,
        le=MAX_HORIZON,
        description="Forecast so many steps after the end of the series the model was trained on.",
    )
    name: str | None = Field(default=None, max_length=255)


class PredictionModel(BaseModel):
    """The registered model that was asked for, as it was then."""

    name: str
    version: int
    alias: str | None = Field(description="The alias it was asked for by, if it was.")


class ColumnWarning(BaseModel):
    """Something unusual about a column's values, seen by the rows the model was trained on."""

    column: str
    code: WarningCode
    rows: int = Field(description="In how many of the rows done.")
    examples: list[float | str] = Field(description="Up to five of the values.")
    minimum: float | None = Field(
        description="The least value seen in training; times in microseconds since 1970."
    )
    maximum: float | None = Field(description="The greatest value seen in training.")


class Matching(BaseModel):
    """How the columns given meet those the model reads: by name."""

    used: list[str] = Field(description="The columns the model reads.")
    extra: list[str] = Field(description="Columns that were given and are not read.")
    warnings: list[ColumnWarning] = Field(description="What is unusual, column by column, in the rows done.")


class SeriesEnd(BaseModel):
    """The end of the series that a forecast goes on from."""

    time: list[str | float]
    value: list[float | None]


class Histogram(BaseModel):
    """How values spread: `counts[i]` of them lie between `edges[i]` and `edges[i + 1]`."""

    edges: list[float]
    counts: list[int]


class PredictionSummary(BaseModel):
    """All predictions in a few numbers: of classes how often each is predicted, else the others."""

    mean: float | None = None
    std: float | None = None
    min: float | None = None
    max: float | None = None
    histogram: Histogram | None = None
    classes: dict[str, int] | None = Field(default=None, description="class -> rows, the most frequent first")


class PredictionProvenance(BaseModel):
    """What made a result."""

    code_version: str | None
    package_versions: dict[str, str]
    python_version: str


class PredictionItem(JobFields):
    """A prediction in a list."""

    model_config = ConfigDict(json_schema_extra={"example": examples.PREDICTION_ITEM})

    name: str
    source: PredictionSource
    experiment_id: str = Field(description="The run that trained the model; it may have been deleted since.")
    model: PredictionModel | None = Field(description="Null where a run's model was asked for.")
    pipeline: str
    task: TaskType
    target: str
    dataset_id: str | None = Field(description="Null unless `source` is `dataset`, and once that is deleted.")
    dataset_name: str | None
    horizon: int | None
    row_count: int = Field(description="Rows asked for.")
    rows_done: int = Field(description="Rows that are predicted and stored.")
    resumable: bool = Field(description="Whether `continue` goes on after the rows done.")


class PredictionOut(PredictionItem):
    """A prediction with the first of its rows and what is worth knowing of all of them."""

    model_config = ConfigDict(json_schema_extra={"example": examples.PREDICTION})

    columns: list[str] = Field(description="Of the result; those of the classes once a row is done.")
    preview: list[dict[str, Any]] = Field(description="The first 50 rows of the result.")
    matching: Matching
    history: SeriesEnd | None = Field(
        description="Of a forecast that succeeded: up to 200 values before it, if the dataset is still there."
    )
    summary: PredictionSummary | None = Field(description="Null before it succeeded.")
    provenance: PredictionProvenance | None = Field(description="Null before it succeeded.")


class PredictionResultOut(BaseModel):
    """The predicted rows."""

    model_config = ConfigDict(json_schema_extra={"example": examples.RESULT})

    columns: list[str]
    rows: list[dict[str, Any]]
