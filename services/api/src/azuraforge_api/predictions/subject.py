"""Which model a request means, and what is known of it before it is loaded."""

from dataclasses import dataclass

from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import TaskType
from azuraforge_contracts.model_files import ModelInput, NotAModelError, read_header
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.registry import ModelVersion
from azuraforge_dbmodels.user import User
from sqlmodel import Session

from azuraforge_api.errors import InvalidRequestError
from azuraforge_api.models.errors import ModelFileMissingError
from azuraforge_api.models.service import find_alias, find_model, find_version
from azuraforge_api.models.stored import find_run_model, header_of, inputs_of, task_of
from azuraforge_api.pipelines.catalogue import PipelineUnavailableError
from azuraforge_api.predictions.errors import InvalidModelReferenceError
from azuraforge_api.predictions.schemas import PredictionCreate

_VERSION_DIGITS = 9


@dataclass(frozen=True)
class Subject:
    """The model of a request. `registered` is its version with the alias it was asked for by."""

    shown_name: str
    experiment_id: str
    registered: tuple[str, ModelVersion, str | None] | None
    model_key: str
    pipeline: str
    task: TaskType
    target: str
    time_column: str | None
    trained_on: str
    inputs: list[ModelInput]


def find_subject(session: Session, store: ArtifactStore, user: User, body: PredictionCreate) -> Subject:
    """The model a request means.

    Raises what `find_run_model` does, the errors of the registry, `InvalidModelReferenceError`,
    `PipelineUnavailableError`, and `InvalidRequestError` unless exactly one is named.
    """
    require_one_of(body, "experiment_id", "model")
    if body.experiment_id is not None:
        return _of_run(session, store, user, body.experiment_id)
    return _of_version(session, store, user, body.model or "")


def require_one_of(body: PredictionCreate, *names: str) -> None:
    """Raise `InvalidRequestError` unless exactly one of these fields is given."""
    given = [name for name in names if getattr(body, name) is not None]
    if len(given) == 1:
        return
    wanted = f"give exactly one of {', '.join(names[:-1])} and {names[-1]}"
    message = f"{wanted}, not {' and '.join(given)}" if given else f"{wanted}; there is none"
    fields = tuple(FieldError(("body", name), message) for name in given or names)
    raise InvalidRequestError(f"{message.capitalize()}.", fields)


def _of_run(session: Session, store: ArtifactStore, user: User, experiment_id: str) -> Subject:
    found = find_run_model(session, store, user, experiment_id)
    experiment = found.experiment
    return Subject(
        shown_name=found.job.name or "run",
        experiment_id=experiment_id,
        registered=None,
        model_key=found.model_key,
        pipeline=experiment.pipeline,
        task=_task(session, experiment.pipeline, "experiment_id"),
        target=experiment.target,
        time_column=experiment.time_column,
        trained_on=experiment.dataset_id,
        inputs=inputs_of(header_of(store, found, found.model_key)),
    )


def _of_version(session: Session, store: ArtifactStore, user: User, reference: str) -> Subject:
    name, separator, which = reference.rpartition("@")
    if not separator or not name or not which:
        message = 'has to be "name@alias" or "name@version", such as "diabetes@champion" or "diabetes@3"'
        raise InvalidModelReferenceError(f"model {message}.", (FieldError(("body", "model"), message),))
    model = find_model(session, user, name)
    alias = None if which.isascii() and which.isdecimal() else which
    if alias is None:
        version = find_version(session, model, int(which) if len(which) <= _VERSION_DIGITS else 0)
    else:
        version = session.get_one(ModelVersion, find_alias(session, model, alias).version_id)
    return Subject(
        shown_name=f"{model.name} v{version.number}",
        experiment_id=version.experiment_id,
        registered=(model.name, version, alias),
        model_key=version.model_key,
        pipeline=version.pipeline,
        task=_task(session, version.pipeline, "model"),
        target=version.target,
        time_column=version.time_column,
        trained_on=version.dataset_id,
        inputs=_inputs(store, version),
    )


def _inputs(store: ArtifactStore, version: ModelVersion) -> list[ModelInput]:
    try:
        with store.open(version.model_key) as file:
            return inputs_of(read_header(file))
    except (ArtifactNotFoundError, NotAModelError):
        raise ModelFileMissingError(
            "The file of this version is missing in the store; its operator may have a backup."
        ) from None


def _task(session: Session, pipeline: str, field: str) -> TaskType:
    task = task_of(session, pipeline)
    if task is None:
        message = f"the model's pipeline {pipeline!r} is broken or not installed on any worker"
        raise PipelineUnavailableError(f"{message.capitalize()}.", (FieldError(("body", field), message),))
    return task
