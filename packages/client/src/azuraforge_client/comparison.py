"""The comparison of a batch's runs, as columns or as a DataFrame."""

from typing import TYPE_CHECKING, Any

from azuraforge_client.errors import ConfigurationError
from azuraforge_client.models import ComparisonOut, DimensionOut

if TYPE_CHECKING:
    import pandas as pd


class Comparison(ComparisonOut):
    """Parameters and metrics, column by column; the n-th entries belong to the same run."""

    def to_frame(self) -> "pd.DataFrame":
        """One row per run, the best first and those without a value last.

        Columns are `number`, `state`, `stop_reason` where a run has one, the parameters that vary, then the
        metrics; the index is `job_id`.
        Needs pandas: `azuraforge-client[frames]`.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - only who asks for a frame needs it
        except ImportError as error:
            raise ConfigurationError(
                "to_frame() needs pandas: install azuraforge-client[frames] (or pandas itself)."
            ) from error
        columns: dict[str, Any] = {"number": self.numbers, "state": self.states}
        if any(self.stop_reasons):
            columns["stop_reason"] = self.stop_reasons
        for dimension in self.dimensions:
            columns[dimension.name] = pd.Series(_cells(dimension), index=self.job_ids)
        index = pd.Index(self.job_ids, name="job_id")
        frame = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
        if self.objective.metric in frame:
            frame = frame.sort_values(
                self.objective.metric,
                ascending=self.objective.direction == "minimize",
                na_position="last",
                kind="stable",
            )
        return frame


def _cells(dimension: DimensionOut) -> list[Any]:
    """The values, with whole numbers where all of a parameter's are whole."""
    values = dimension.values
    if dimension.type != "number":
        return list(values)
    if dimension.role == "parameter" and all(isinstance(v, float) and v.is_integer() for v in values):
        return [int(value) for value in values if value is not None]
    return [float("nan") if value is None else float(value) for value in values]
