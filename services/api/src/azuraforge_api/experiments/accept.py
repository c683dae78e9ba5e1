"""What a single run and a batch check alike before they queue anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.manifest import PipelineManifest
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.user import User
from sqlalchemy import func
from sqlmodel import Session, col, select

from azuraforge_api.datasets.errors import DatasetNotFoundError
from azuraforge_api.errors import InvalidRequestError, TooManyRequestsError
from azuraforge_api.experiments.cross_validation import cross_validation_problems
from azuraforge_api.experiments.limits import LimitTooHighError
from azuraforge_api.experiments.target import TARGET_ERRORS, check_target
from azuraforge_api.ownership import get_owned
from azuraforge_api.pipelines.catalogue import (
    PipelineNotFoundError,
    PipelineUnavailableError,
    get_pipeline,
)

_RETRY_AFTER_S = 60


class InvalidConfigError(InvalidRequestError):
    """Settings are unknown, of the wrong type or out of bounds; `errors` names each."""

    code, title = "invalid_config", "The settings are not valid"


class TooManyQueuedError(TooManyRequestsError):
    """The user has as many queued jobs as one may have."""

    code, title = "too_many_queued", "Too many queued jobs"


ACCEPT_ERRORS = (
    DatasetNotFoundError,
    PipelineNotFoundError,
    PipelineUnavailableError,
    InvalidConfigError,
    TooManyQueuedError,
    LimitTooHighError,
    *TARGET_ERRORS,
)


@dataclass(frozen=True)
class Subject:
    """What is to be trained on what."""

    manifest: PipelineManifest
    schema: ConfigSchema
    dataset: Dataset
    target: ColumnSchema
    time_column: str | None

    def problems(self, config: Mapping[str, Any]) -> list[FieldError]:
        """What is wrong with the settings by themselves, with the columns they name, and for this target."""
        columns = [column["name"] for column in self.dataset.columns]
        return (
            self.schema.problems(config)
            or self.schema.column_problems(config, columns)
            or cross_validation_problems(
                self.schema.complete(config), self.manifest.task, self.target, self.time_column
            )
        )


def find_subject(
    session: Session, user: User, pipeline: str, dataset_id: str, target: str, time_column: str | None
) -> Subject:
    """The pipeline and dataset of a request, the target checked; raises some of `ACCEPT_ERRORS`."""
    manifest = get_pipeline(session, pipeline)
    dataset = get_owned(session, Dataset, dataset_id, user, DatasetNotFoundError)
    column = check_target(dataset, manifest.task, target, time_column)
    return Subject(manifest, ConfigSchema(manifest.config_schema), dataset, column, time_column)


def checked_config(subject: Subject, config: Mapping[str, Any]) -> dict[str, Any]:
    """The config with its defaults filled in; raises `InvalidConfigError`."""
    if problems := subject.problems(config):
        raise invalid_config(problems)
    return subject.schema.complete(config)


def invalid_config(problems: list[FieldError]) -> InvalidConfigError:
    """The error that names each wrong setting."""
    first = problems[0]
    name = first.loc[2] if first.loc[1] == "config" else first.loc[3]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return InvalidConfigError(f'"{name}" {first.message}{more}.', tuple(problems))


def require_room(session: Session, user: User, count: int, limit: int) -> None:
    """Raise `TooManyQueuedError` where `count` more jobs are too many."""
    queued = session.exec(
        select(func.count())
        .select_from(Job)
        .where(col(Job.owner_id) == user.id, col(Job.state) == JobState.QUEUED.value)
    ).one()
    if queued + count > limit:
        raise TooManyQueuedError(
            f"You have {queued:,} queued jobs; with {count:,} more it would be over the {limit:,} allowed. "
            "Wait until some have run, or cancel some.",
            retry_after=_RETRY_AFTER_S,
        )
