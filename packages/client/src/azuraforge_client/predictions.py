"""Predictions: what a model says of new rows, or of the steps after its series."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from azuraforge_client.bodies import given
from azuraforge_client.datasets import Dataset, id_of
from azuraforge_client.errors import ConfigurationError
from azuraforge_client.experiments import ENDED, Experiment
from azuraforge_client.models import ExperimentItem, JobState, PredictionItem, PredictionOut
from azuraforge_client.transport import Resource, Transport
from azuraforge_client.waiting import ProgressLine, wait_for

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "parquet", "json"]


class Prediction(Resource, PredictionOut):
    """One prediction as it was when it was asked for; `refresh` asks again."""

    @property
    def ended(self) -> bool:
        """Whether it succeeded, failed or was cancelled."""
        return self.state in ENDED

    def status(self) -> str:
        """How far it is, in one line."""
        why = f": {self.error.message}" if self.error else ""
        return f"{self.name}: {self.state}, {self.rows_done} of {self.row_count} rows{why}"

    def refresh(self) -> "Prediction":
        """The same prediction as it is now."""
        return self._transport.get(f"/predictions/{self.id}", Prediction)

    def wait(self, timeout: float | None = None, *, progress: bool = False) -> "Prediction":
        """Wait for its end and return it as it ended: `state` says how, `error` why it failed.

        Raises `WaitTimeoutError` after `timeout` seconds. Ctrl-C ends the waiting, not the prediction.
        """
        if not progress:
            return wait_for(self.refresh, timeout, None)
        with ProgressLine() as show:
            return wait_for(self.refresh, timeout, show)

    def cancel(self) -> "Prediction":
        """Ask it to stop; a `ConflictError` when it has ended already. The rows done are kept."""
        return self._transport.post(f"/predictions/{self.id}/cancel", Prediction)

    def go_on(self) -> "Prediction":
        """Go on after the rows done, when it was cancelled or failed."""
        return self._transport.post(f"/predictions/{self.id}/continue", Prediction)

    def to_frame(self) -> "pd.DataFrame":
        """The rows predicted so far, one each. Needs pandas: `azuraforge-client[frames]`."""
        try:
            import pandas as pd  # noqa: PLC0415 - only who asks for a frame needs it
        except ImportError as error:
            raise ConfigurationError(
                "to_frame() needs pandas: install azuraforge-client[frames] (or pandas itself)."
            ) from error
        content = self._transport.send("GET", f"/predictions/{self.id}/result", params={"format": "csv"})
        return pd.read_csv(io.BytesIO(content.content))

    def download(self, path: str | Path, format: Format = "csv") -> Path:  # noqa: A002 - the API's word
        """Write the rows predicted so far to a file, streamed."""
        path = Path(path)
        self._transport.save(f"/predictions/{self.id}/result", path, format=format)
        return path


class Predictions:
    """`client.predictions`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self,
        model: Experiment | ExperimentItem | str,
        *,
        dataset: Dataset | str | None = None,
        rows: Sequence[Mapping[str, Any]] | None = None,
        horizon: int | None = None,
        name: str | None = None,
        idempotency_key: str | None = None,
    ) -> Prediction:
        """Queue a prediction by a run's model, or by a registered one (`name@alias` or `name@version`).

        Give one of `dataset`, `rows` and, of a forecaster, `horizon` (steps after its series).
        """
        registered = isinstance(model, str) and "@" in model
        body = given(
            model=model if registered else None,
            experiment_id=None if registered else (model if isinstance(model, str) else model.id),
            dataset_id=None if dataset is None else id_of(dataset),
            rows=None if rows is None else [dict(row) for row in rows],
            horizon=horizon,
            name=name,
        )
        return self._transport.queue("/predictions", Prediction, body, idempotency_key)

    def get(self, prediction_id: str) -> Prediction:
        """One prediction with its first rows and its warnings."""
        return self._transport.get(f"/predictions/{prediction_id}", Prediction)

    def delete(self, prediction_id: str) -> None:
        """Delete a prediction that has ended, with its rows."""
        self._transport.delete(f"/predictions/{prediction_id}")

    def list(
        self, *, experiment_id: str | None = None, model: str | None = None, state: JobState | None = None
    ) -> Iterator[PredictionItem]:
        """The predictions that match, newest first; `model` is a registered model's name."""
        return self._transport.pages(
            "/predictions", PredictionItem, experiment_id=experiment_id, model=model, state=state
        )
