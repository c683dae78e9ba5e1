"""What a tabular pipeline learns: a number or a class. Everything that differs between them is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from azuraforge_contracts.manifest import Objective

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import Split, TrainingData


@dataclass(frozen=True)
class Target:
    """The target of every row, NaN where it is missing; with `classes` the values are positions in them."""

    values: FloatArray
    classes: tuple[str, ...] | None = None


class Task(Protocol):
    """Regression or classification. Predictions are numbers, or probabilities (rows x classes)."""

    @property
    def name(self) -> str:
        """Its name in the manifest."""

    @property
    def objective(self) -> Objective:
        """The metric that stands for the others where one has to."""

    def check(self, data: TrainingData, excluded: Sequence[str]) -> None:
        """Raise `DataError` where nothing can be learned from this data."""

    def target(self, data: TrainingData) -> Target:
        """What is to be predicted."""

    def split(self, data: TrainingData, target: Target, test_size: float, seed: int) -> Split:
        """One seeded hold-out; raises `DataError` where there are too few rows for it."""

    def score(self, actual: FloatArray, predicted: FloatArray) -> dict[str, float]:
        """The metrics of predictions; NaN where one is not defined."""

    def baseline(self, train_y: FloatArray, target: Target, rows: int) -> FloatArray:
        """Predictions for so many rows that know nothing but the training target."""
