"""Delete registered models, unless an alias points at them."""

from collections.abc import Sequence

from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.registry import ModelAlias, ModelVersion, RegisteredModel
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import User
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from azuraforge_api.models.errors import ModelAliasedError
from azuraforge_api.models.service import find_model, find_version, touch


def delete_model(database: Database, store: ArtifactStore, user: User, name: str) -> None:
    """Delete a model with its versions, then their files.

    Raises `ModelNotFoundError` and `ModelAliasedError`.
    """
    with database.write() as session:
        model = find_model(session, user, name)
        session.refresh(model, with_for_update=True)
        versions = _versions(session, model)
        _refuse_aliased(session, model, versions)
        _delete(session, model, versions)
        session.delete(model)
    _forget(store, versions)


def delete_version(database: Database, store: ArtifactStore, user: User, name: str, number: int) -> None:
    """Delete a version, and the model with its last one.

    Raises `ModelNotFoundError`, `ModelVersionNotFoundError` and `ModelAliasedError`.
    """
    try:
        with database.write() as session:
            model = find_model(session, user, name)
            session.refresh(model, with_for_update=True)
            version = find_version(session, model, number)
            _refuse_aliased(session, model, [version])
            _delete(session, model, [version])
            if not _versions(session, model):
                session.delete(model)
    except IntegrityError:
        raise ModelAliasedError("An alias was pointed at the version just now.") from None
    _forget(store, [version])


def _versions(session: Session, model: RegisteredModel) -> Sequence[ModelVersion]:
    return session.exec(select(ModelVersion).where(col(ModelVersion.model_id) == model.id)).all()


def _delete(session: Session, model: RegisteredModel, versions: Sequence[ModelVersion]) -> None:
    session.execute(
        delete(ModelVersion)
        .where(col(ModelVersion.id).in_([version.id for version in versions]))
        .execution_options(synchronize_session=False)
    )
    touch(session, model)
    session.flush()


def _refuse_aliased(session: Session, model: RegisteredModel, versions: Sequence[ModelVersion]) -> None:
    numbers = {version.id: version.number for version in versions}
    rows = session.exec(
        select(ModelAlias)
        .where(col(ModelAlias.model_id) == model.id, col(ModelAlias.version_id).in_(numbers))
        .order_by(col(ModelAlias.alias))
    ).all()
    if rows:
        pointing = ", ".join(f'"{row.alias}" at version {numbers[row.version_id]}' for row in rows)
        raise ModelAliasedError(
            f"Aliases of {model.name!r} point at what is to be deleted: {pointing}. Point them elsewhere or"
            " remove them first."
        )


def _forget(store: ArtifactStore, versions: Sequence[ModelVersion]) -> None:
    for version in versions:
        store.delete(version.model_key)
