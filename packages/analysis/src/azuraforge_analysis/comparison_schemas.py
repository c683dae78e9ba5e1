"""The comparison of runs by their errors, as the API answers it."""

from typing import Literal

from azuraforge_contracts.manifest import TaskType
from pydantic import BaseModel, Field

from azuraforge_analysis.schemas import Number

Loss = Literal["absolute_error", "squared_error"]
"""What is compared of numbers: what MAE is the mean of, or what RMSE is made of."""


class ComparedErrors(BaseModel):
    """One run's errors on the rows that all compared runs held out."""

    job_id: str
    number: int | None = Field(description="Its number within its batch.")
    name: str
    batch_id: str | None
    error: Number = Field(description="Mean absolute error; of classes the error rate.")
    rmse: Number = Field(description="Null for classes, as the next two.")
    bias: Number = Field(description="Mean residual (actual - predicted).")
    quantiles: dict[str, Number] = Field(
        description="Of the residual: 0.1, 0.25, 0.5, 0.75, 0.9; empty for classes."
    )
    histogram_counts: list[int] = Field(description="Residuals between the edges; empty for classes.")


class PairedTest(BaseModel):
    """Whether the best run is better than this one, or only luckier with the rows that were held out."""

    job_id: str
    against: str = Field(description="The best run.")
    mean_difference: Number = Field(
        description="Mean loss of this run minus that of the best; of squared errors in squares of the"
        " target's unit."
    )
    low: Number = Field(description="The difference's 95 % interval, lower end.")
    high: Number = Field(description="The difference's 95 % interval, upper end.")
    p_value: Number = Field(description="Two-sided, corrected for the number of tests (Holm).")
    p_value_raw: Number
    better_rows: Number = Field(description="Share of rows on which the best run is closer.")
    verdict: Literal["better", "noise"] = Field(
        description="`better`: the best run's advantage is more than chance at the 5 % level."
    )
    method: Literal["paired_t", "diebold_mariano", "mcnemar"]


class SharedPoints(BaseModel):
    """Shared rows with every run's prediction; of classes, positions in `classes`."""

    index: list[int] = Field(description="Rows of the dataset.")
    actual: list[Number]
    predicted: dict[str, list[Number]] = Field(description="By the run's id.")
    sampled: bool


class MissingRun(BaseModel):
    """A run that can't be compared, and why."""

    job_id: str
    code: Literal["analysis_not_kept", "not_finished", "other_rows"]


class ErrorComparison(BaseModel):
    """Runs by their errors on the rows that all of them held out."""

    target: str
    task: TaskType
    shared_rows: int
    classes: list[str] | None = Field(description="Of a classification.")
    runs: list[ComparedErrors]
    histogram_edges: list[float] = Field(description="Shared by all runs; empty for classes.")
    best: str = Field(description="The run with the least mean loss.")
    loss: Literal["absolute_error", "squared_error", "zero_one"]
    tests: list[PairedTest]
    points: SharedPoints
    missing: list[MissingRun]
