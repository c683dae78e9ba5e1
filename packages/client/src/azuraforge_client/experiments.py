"""Experiments: one training run each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from azuraforge_client.bodies import given, limits_body, tag_list
from azuraforge_client.comparison import Comparison
from azuraforge_client.datasets import Dataset, id_of
from azuraforge_client.models import (
    ClassificationAnalysis,
    ErrorComparison,
    ExperimentItem,
    ExperimentOut,
    ForecastingAnalysis,
    JobOut,
    JobState,
    RegressionAnalysis,
    RunLimits,
)
from azuraforge_client.transport import Resource, Transport
from azuraforge_client.waiting import ProgressLine, wait_for

Analysis = RegressionAnalysis | ForecastingAnalysis | ClassificationAnalysis

_ANALYSIS: TypeAdapter[Any] = TypeAdapter(Annotated[Analysis, Field(discriminator="task")])

ENDED: frozenset[JobState] = frozenset({"succeeded", "failed", "cancelled"})


class Experiment(Resource, ExperimentOut):
    """One training run as it was when it was asked for; `refresh` asks again."""

    @property
    def ended(self) -> bool:
        """Whether it succeeded, failed or was cancelled."""
        return self.state in ENDED

    def status(self) -> str:
        """How far it is, in one line."""
        done = "" if self.progress is None or self.ended else f", {self.progress:.0%}"
        why = f": {self.error.message}" if self.error else ""
        return f"{self.name or self.pipeline}: {self.state}{done}{why}"

    def refresh(self) -> "Experiment":
        """The same run as it is now."""
        return self._transport.get(f"/experiments/{self.id}", Experiment)

    def wait(self, timeout: float | None = None, *, progress: bool = False) -> "Experiment":
        """Wait for its end and return it as it ended: `state` says how, `error` why it failed.

        Raises `WaitTimeoutError` after `timeout` seconds. Ctrl-C ends the waiting, not the run.
        """
        if not progress:
            return wait_for(self.refresh, timeout, None)
        with ProgressLine() as show:
            return wait_for(self.refresh, timeout, show)

    def analysis(self) -> Analysis:
        """Where its model is wrong; a `ConflictError` where that was not kept: then `train_again`."""
        found: Analysis = self._transport.get_any(f"/experiments/{self.id}/analysis", _ANALYSIS)
        return found

    def train_again(self) -> JobOut:
        """Queue a job that trains it again, to keep the model and the analysis that were not kept."""
        return self._transport.post(f"/experiments/{self.id}/analysis", JobOut)

    def change(
        self, *, name: str | None = None, notes: str | None = None, tags: Iterable[str] | None = None
    ) -> "Experiment":
        """Rename, note or tag it, whatever its state.

        What is left out stays. `tags` replace those it has; `""` and `[]` clear.
        """
        return Experiments(self._transport).change(self, name=name, notes=notes, tags=tags)

    def cancel(self) -> "Experiment":
        """Ask it to stop; a `ConflictError` when it has ended already."""
        return self._transport.post(f"/experiments/{self.id}/cancel", Experiment)

    def retry(self) -> "Experiment":
        """Queue a failed or cancelled run again, as its next attempt."""
        self._transport.post(f"/jobs/{self.id}/retry", JobOut)
        return self.refresh()


class Experiments:
    """`client.experiments`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(  # noqa: PLR0913 - one keyword per field of the request
        self,
        pipeline: str,
        dataset: Dataset | str,
        target: str,
        *,
        config: Mapping[str, Any] | None = None,
        time_column: str | None = None,
        seed: int | None = None,
        name: str | None = None,
        limits: RunLimits | None = None,
        tags: Iterable[str] | None = None,
        notes: str | None = None,
        idempotency_key: str | None = None,
    ) -> Experiment:
        """Queue one run. `config` has the settings that differ from the pipeline's defaults.

        By its `tags` it is found again, `notes` are for whoever reads it.

        Sent again with the same `idempotency_key`, it gives the same run; one is made up if left out.
        """
        body = given(
            pipeline=pipeline,
            dataset_id=id_of(dataset),
            target=target,
            config=config,
            time_column=time_column,
            seed=seed,
            name=name,
            limits=limits_body(limits),
            tags=tag_list(tags),
            notes=notes,
        )
        return self._transport.queue("/experiments", Experiment, body, idempotency_key)

    def get(self, experiment_id: str) -> Experiment:
        """One run with its curves, details and provenance."""
        return self._transport.get(f"/experiments/{experiment_id}", Experiment)

    def change(
        self,
        experiment: Experiment | ExperimentItem | str,
        *,
        name: str | None = None,
        notes: str | None = None,
        tags: Iterable[str] | None = None,
    ) -> Experiment:
        """Change a run that is given as itself or by its id; see `Experiment.change`."""
        run = experiment if isinstance(experiment, str) else experiment.id
        body = given(name=name, notes=notes, tags=tag_list(tags))
        return self._transport.patch(f"/experiments/{run}", Experiment, body)

    def comparison(self, experiments: Iterable[Experiment | ExperimentItem | str]) -> Comparison:
        """Runs side by side, also of several batches; given as themselves or by their ids."""
        ids = [run if isinstance(run, str) else run.id for run in experiments]
        return self._transport.get("/comparison", Comparison, job_ids=",".join(ids))

    def error_comparison(
        self,
        experiments: Iterable[Experiment | ExperimentItem | str],
        *,
        loss: Literal["absolute_error", "squared_error"] | None = None,
    ) -> ErrorComparison:
        """Whether the best of 2 to 8 runs is better than the others or only luckier, row by row.

        Of numbers the best has the least mean `loss`, of absolute errors if left out; of classes the least
        error rate.
        """
        ids = [run if isinstance(run, str) else run.id for run in experiments]
        return self._transport.get("/comparison/errors", ErrorComparison, job_ids=",".join(ids), loss=loss)

    def delete(self, experiment_id: str) -> None:
        """Delete a run that has ended and belongs to no batch."""
        self._transport.delete(f"/experiments/{experiment_id}")

    def list(
        self,
        *,
        batch_id: str | None = None,
        pipeline: str | None = None,
        dataset_id: str | None = None,
        state: JobState | None = None,
        q: str | None = None,
        tags: Iterable[str] | None = None,
    ) -> Iterator[ExperimentItem]:
        """The runs that match, newest first; `q` is part of the name or of a tag, `tags` they have all."""
        return self._transport.pages(
            "/experiments",
            ExperimentItem,
            batch_id=batch_id,
            pipeline=pipeline,
            dataset_id=dataset_id,
            state=state,
            q=q,
            tag=tag_list(tags),
        )
