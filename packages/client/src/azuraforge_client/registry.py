"""The model registry: names, versions and the aliases that point at them."""

from collections.abc import Iterator
from urllib.parse import quote

from azuraforge_client.bodies import given
from azuraforge_client.experiments import Experiment
from azuraforge_client.models import ExperimentItem, ModelDetail, ModelOut, ModelVersionOut
from azuraforge_client.transport import Transport


class Models:
    """`client.models`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def register(
        self,
        experiment: Experiment | ExperimentItem | str,
        name: str,
        *,
        notes: str | None = None,
        idempotency_key: str | None = None,
    ) -> ModelVersionOut:
        """Keep a run's model as the next version of a name; a `ConflictError` where it was not kept."""
        run = experiment if isinstance(experiment, str) else experiment.id
        body = given(experiment_id=run, name=name, notes=notes)
        return self._transport.queue("/models", ModelVersionOut, body, idempotency_key)

    def get(self, name: str) -> ModelDetail:
        """A model with its versions, the newest first, and its aliases."""
        return self._transport.get(_path(name), ModelDetail)

    def version(self, name: str, version: int) -> ModelVersionOut:
        """A version with all that is known of where it came from."""
        return self._transport.get(f"{_path(name)}/versions/{version}", ModelVersionOut)

    def point(self, name: str, alias: str, version: int) -> ModelDetail:
        """Make a word such as `champion` point at a version, wherever it pointed before."""
        path = f"{_path(name)}/aliases/{quote(alias, safe='')}"
        return self._transport.put(path, ModelDetail, {"version": version})

    def delete_version(self, name: str, version: int) -> None:
        """Delete a version; a `ConflictError` while an alias points at it."""
        self._transport.delete(f"{_path(name)}/versions/{version}")

    def list(self, *, q: str | None = None) -> Iterator[ModelOut]:
        """The registered models that match, newest first; `q` is part of the name."""
        return self._transport.pages("/models", ModelOut, q=q)


def _path(name: str) -> str:
    return f"/models/{quote(name, safe='')}"
