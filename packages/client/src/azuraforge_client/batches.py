"""Batches: searches over many training runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from azuraforge_client.bodies import (
    Pruner,
    Space,
    Strategy,
    given,
    limits_body,
    objective_body,
    search_body,
    tag_list,
)
from azuraforge_client.comparison import Comparison
from azuraforge_client.datasets import Dataset, id_of
from azuraforge_client.experiments import Experiment
from azuraforge_client.models import BatchOut, BatchState, CurvesOut, ExperimentItem, JobState, RunLimits
from azuraforge_client.transport import Resource, Transport
from azuraforge_client.waiting import ProgressLine, wait_for

GOING_ON: frozenset[BatchState] = frozenset({"queued", "running"})


class Batch(Resource, BatchOut):
    """A batch as it was when it was asked for; `refresh` asks again."""

    @property
    def ended(self) -> bool:
        """Whether none of its runs is queued or running."""
        return self.state not in GOING_ON

    def status(self) -> str:
        """How far it is, in one line."""
        open_runs = self.counts.get("queued", 0) + self.counts.get("running", 0)
        parts = [f"{self.name}: {self.state}, {self.job_count - open_runs}/{self.job_count} runs"]
        if failed := self.counts.get("failed", 0):
            parts.append(f"{failed} failed")
        if self.best is not None:
            parts.append(f"best {self.best.metric} {self.best.value:.6g} (run {self.best.number})")
        if not self.ended and self.eta_seconds is not None:
            parts.append(f"about {self.eta_seconds:.0f} s left")
        return ", ".join(parts)

    def refresh(self) -> "Batch":
        """The same batch as it is now."""
        return self._transport.get(f"/batches/{self.id}", Batch)

    def wait(self, timeout: float | None = None, *, progress: bool = False) -> "Batch":
        """Wait until all its runs have ended and return it as it is then.

        `progress` writes a line about it to standard error. Raises `WaitTimeoutError` after `timeout`
        seconds. Ctrl-C ends the waiting, not the runs: `cancel` does.
        """
        if not progress:
            return wait_for(self.refresh, timeout, None)
        with ProgressLine() as show:
            return wait_for(self.refresh, timeout, show)

    def cancel(self) -> "Batch":
        """Ask all its open runs to stop."""
        return self._transport.post(f"/batches/{self.id}/cancel", Batch)

    def retry_failed(self) -> "Batch":
        """Queue its failed runs again."""
        return self._transport.post(f"/batches/{self.id}/retry-failed", Batch)

    def extend(
        self,
        space: Space,
        *,
        strategy: Strategy = "grid",
        max_runs: int | None = None,
        search_seed: int | None = None,
        pruner: Pruner | None = None,
        idempotency_key: str | None = None,
    ) -> "Batch":
        """Add runs, also to a finished batch: for random and TPE searches `max_runs` more of them."""
        search = search_body(space, strategy, max_runs=max_runs, seed=search_seed, pruner=pruner)
        body = {"search": search}
        return self._transport.queue(f"/batches/{self.id}/extend", Batch, body, idempotency_key)

    def change(
        self,
        *,
        name: str | None = None,
        parallelism: int | None = None,
        notes: str | None = None,
        tags: Iterable[str] | None = None,
    ) -> "Batch":
        """Rename it, note and tag it, or set how many of its runs may run at a time.

        What is left out stays. `tags` replace those it has; `""` and `[]` clear.
        """
        every = Batches(self._transport)
        return every.change(self, name=name, parallelism=parallelism, notes=notes, tags=tags)

    def comparison(self, *, include_running: bool = False) -> Comparison:
        """The runs that ended side by side; the running ones with their interim values if asked for."""
        include = "running" if include_running else None
        return self._transport.get(f"/batches/{self.id}/comparison", Comparison, include=include)

    def curves(
        self, *, numbers: Sequence[int] = (), best: int | None = None, curve: str | None = None
    ) -> CurvesOut:
        """One learning curve of the best runs and of those with these numbers, over the quartiles of all.

        `curve` names it; left out, the server chooses one and `names` tells the others.
        """
        named = ",".join(map(str, numbers)) or None
        return self._transport.get(
            f"/batches/{self.id}/curves", CurvesOut, numbers=named, best=best, curve=curve
        )

    def runs(self, state: JobState | None = None) -> Iterator[ExperimentItem]:
        """Its runs, newest first."""
        return self._transport.pages("/experiments", ExperimentItem, batch_id=self.id, state=state)

    def best_run(self) -> Experiment | None:
        """Its best run so far, with all details."""
        if self.best is None:
            return None
        return self._transport.get(f"/experiments/{self.best.job_id}", Experiment)


class Batches:
    """`client.batches`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(  # noqa: PLR0913 - one keyword per field of the request
        self,
        pipeline: str,
        dataset: Dataset | str,
        target: str,
        space: Space,
        *,
        name: str,
        strategy: Strategy = "grid",
        max_runs: int | None = None,
        search_seed: int | None = None,
        pruner: Pruner | None = None,
        config: Mapping[str, Any] | None = None,
        objective: str | Mapping[str, str] | None = None,
        time_column: str | None = None,
        seed: int | None = None,
        parallelism: int | None = None,
        limits: RunLimits | None = None,
        tags: Iterable[str] | None = None,
        notes: str | None = None,
        idempotency_key: str | None = None,
    ) -> Batch:
        """Queue a search.

        `space` has the settings to vary, `config` those that stay the same. `objective` is a metric, or
        `{"metric": ..., "direction": ...}`. `seed` is that of every run, `search_seed` the search's own;
        `pruner` ends hopeless runs early. By its `tags` it is found again, `notes` are for whoever reads it.
        Sent again with the same `idempotency_key`, it gives the same batch; one is made up if left out.
        """
        body = given(
            kind="experiment",
            name=name,
            pipeline=pipeline,
            dataset_id=id_of(dataset),
            target=target,
            config=config,
            search=search_body(space, strategy, max_runs=max_runs, seed=search_seed, pruner=pruner),
            objective=objective_body(objective),
            time_column=time_column,
            seed=seed,
            parallelism=parallelism,
            limits=limits_body(limits),
            tags=tag_list(tags),
            notes=notes,
        )
        return self._transport.queue("/batches", Batch, body, idempotency_key)

    def get(self, batch_id: str) -> Batch:
        """One batch."""
        return self._transport.get(f"/batches/{batch_id}", Batch)

    def change(
        self,
        batch: Batch | str,
        *,
        name: str | None = None,
        parallelism: int | None = None,
        notes: str | None = None,
        tags: Iterable[str] | None = None,
    ) -> Batch:
        """Change a batch that is given as itself or by its id; see `Batch.change`."""
        batch_id = batch if isinstance(batch, str) else batch.id
        body = given(name=name, parallelism=parallelism, notes=notes, tags=tag_list(tags))
        return self._transport.patch(f"/batches/{batch_id}", Batch, body)

    def comparison(self, batch_id: str, *, include_running: bool = False) -> Comparison:
        """The runs of a batch side by side; see `Batch.comparison`."""
        include = "running" if include_running else None
        return self._transport.get(f"/batches/{batch_id}/comparison", Comparison, include=include)

    def delete(self, batch_id: str) -> None:
        """Delete a batch with its runs; a `ConflictError` while it runs."""
        self._transport.delete(f"/batches/{batch_id}")

    def list(
        self,
        *,
        kind: Literal["experiment", "generation"] | None = None,
        state: BatchState | None = None,
        dataset_id: str | None = None,
        q: str | None = None,
        tags: Iterable[str] | None = None,
    ) -> Iterator[Batch]:
        """The batches that match, newest first; `q` is part of the name or of a tag, `tags` they have all."""
        return self._transport.pages(
            "/batches", Batch, kind=kind, state=state, dataset_id=dataset_id, q=q, tag=tag_list(tags)
        )
