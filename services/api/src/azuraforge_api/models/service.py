"""Find, describe and change registered models."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from azuraforge_dbmodels.base import utc_now
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.registry import ModelAlias, ModelVersion, RegisteredModel
from azuraforge_dbmodels.user import User
from sqlalchemy import func
from sqlmodel import Session, col, select

from azuraforge_api.models.errors import (
    ModelAliasNotFoundError,
    ModelNotFoundError,
    ModelVersionNotFoundError,
)
from azuraforge_api.models.schemas import ModelDetail, ModelOut, ModelVersionItem, ModelVersionOut


def find_model(session: Session, user: User, name: str) -> RegisteredModel:
    """The user's model of this name; raises `ModelNotFoundError`."""
    row = session.exec(
        select(RegisteredModel).where(
            col(RegisteredModel.owner_id) == user.id, col(RegisteredModel.name) == name
        )
    ).first()
    if row is None:
        raise ModelNotFoundError(f"There is no such model among yours: {name[:100]}")
    return row


def find_version(session: Session, model: RegisteredModel, number: int) -> ModelVersion:
    """A version by its number; raises `ModelVersionNotFoundError`."""
    row = session.exec(
        select(ModelVersion).where(col(ModelVersion.model_id) == model.id, col(ModelVersion.number) == number)
    ).first()
    if row is None:
        raise ModelVersionNotFoundError(f"Model {model.name!r} has no version {number}.")
    return row


def find_alias(session: Session, model: RegisteredModel, alias: str) -> ModelAlias:
    """An alias of the model; raises `ModelAliasNotFoundError`."""
    row = session.get(ModelAlias, (model.id, alias))
    if row is None:
        known = sorted(session.exec(select(ModelAlias.alias).where(col(ModelAlias.model_id) == model.id)))
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise ModelAliasNotFoundError(f"Model {model.name!r} has no alias {alias[:64]!r}; {has}.")
    return row


def point_alias(session: Session, model: RegisteredModel, alias: str, version: ModelVersion) -> None:
    """Make the alias point at this version, wherever it pointed before."""
    row = session.get(ModelAlias, (model.id, alias))
    if row is None:
        row = ModelAlias(model_id=model.id, alias=alias, version_id=version.id)
    row.version_id, row.updated_at = version.id, utc_now()
    touch(session, model)
    session.add(row)
    session.flush()


def touch(session: Session, model: RegisteredModel) -> None:
    """A version or an alias changed."""
    model.updated_at = utc_now()
    session.add(model)


def describe_models(session: Session, models: Sequence[RegisteredModel]) -> list[ModelOut]:
    """Models with their newest versions."""
    ids = [model.id for model in models]
    newest = (
        select(col(ModelVersion.model_id), func.max(col(ModelVersion.number)), func.count())
        .where(col(ModelVersion.model_id).in_(ids))
        .group_by(col(ModelVersion.model_id))
    )
    counts = {row[0]: (row[1], row[2]) for row in session.execute(newest)}
    rows = session.exec(
        select(ModelVersion).where(
            col(ModelVersion.model_id).in_(ids),
            col(ModelVersion.number).in_({number for number, _ in counts.values()}),
        )
    ).all()
    latest = {row.model_id: row for row in rows if counts[row.model_id][0] == row.number}
    shown = {item.model: item for item in describe_versions(session, models, list(latest.values()))}
    aliases = _aliases(session, ids)
    return [
        ModelOut(
            name=model.name,
            created_at=model.created_at,
            updated_at=model.updated_at,
            version_count=counts[model.id][1],
            aliases=aliases[model.id],
            latest=shown[model.name],
        )
        for model in models
        if model.id in counts
    ]


def describe_model(session: Session, model: RegisteredModel) -> ModelDetail:
    """A model with all its versions."""
    [shown] = describe_models(session, [model])
    versions = session.exec(
        select(ModelVersion)
        .where(col(ModelVersion.model_id) == model.id)
        .order_by(col(ModelVersion.number).desc())
    ).all()
    return ModelDetail(**dict(shown), versions=describe_versions(session, [model], versions))


def describe_versions(
    session: Session, models: Sequence[RegisteredModel], versions: Sequence[ModelVersion]
) -> list[ModelVersionItem]:
    """Versions of these models as a list shows them."""
    fields = _fields(session, models, versions)
    return [ModelVersionItem.model_validate(values) for values in fields]


def describe_version(session: Session, model: RegisteredModel, version: ModelVersion) -> ModelVersionOut:
    """A version with all that is known of it."""
    [fields] = _fields(session, [model], [version])
    return ModelVersionOut.model_validate(fields)


def _fields(
    session: Session, models: Sequence[RegisteredModel], versions: Sequence[ModelVersion]
) -> list[dict[str, Any]]:
    names = {model.id: model.name for model in models}
    aliases = _aliases(session, list(names))
    runs = {version.experiment_id for version in versions}
    there = set(session.exec(select(Experiment.job_id).where(col(Experiment.job_id).in_(runs))))
    return [
        {
            **version.model_dump(exclude={"id", "model_id", "model_key", "number"}),
            "model": names[version.model_id],
            "version": version.number,
            "aliases": [
                alias for alias, number in aliases[version.model_id].items() if number == version.number
            ],
            "experiment_exists": version.experiment_id in there,
        }
        for version in versions
    ]


def _aliases(session: Session, model_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each model its aliases, in their order, with the versions they point at."""
    rows = session.execute(
        select(col(ModelAlias.model_id), col(ModelAlias.alias), col(ModelVersion.number))
        .join(ModelVersion, col(ModelVersion.id) == col(ModelAlias.version_id))
        .where(col(ModelAlias.model_id).in_(model_ids))
        .order_by(col(ModelAlias.alias))
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for model_id, alias, number in rows:
        found[model_id][alias] = number
    return found
