"""What the catalogue in the database says of a pipeline."""

from azuraforge_contracts.config_schema import suggestion
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import PipelineManifest
from azuraforge_dbmodels.catalogue import PipelineEntry
from sqlmodel import Session, col, select

from azuraforge_api.errors import InvalidRequestError


class PipelineNotFoundError(InvalidRequestError):
    """No worker offers a pipeline of this id."""

    code, title = "pipeline_not_found", "Pipeline not found"


class PipelineUnavailableError(InvalidRequestError):
    """The pipeline's plug-in is broken."""

    code, title = "pipeline_unavailable", "The pipeline can't be used"


def get_pipeline(session: Session, pipeline_id: str) -> PipelineManifest:
    """The manifest of a usable pipeline; raises the errors above."""
    loc = ("body", "pipeline")
    entry = session.get(PipelineEntry, pipeline_id)
    if entry is None:
        known = session.exec(select(PipelineEntry.id).order_by(col(PipelineEntry.id))).all()
        message = f"There is no pipeline {pipeline_id[:64]!r}{suggestion(pipeline_id, known)}"
        message += f"; there are: {', '.join(known)}." if known else "; no worker has published any yet."
        raise PipelineNotFoundError(message, (FieldError(loc, message),))
    if entry.manifest is None:
        message = f"The pipeline {entry.id!r} is broken: {entry.error or 'its plug-in does not load'}"
        raise PipelineUnavailableError(message, (FieldError(loc, message),))
    return PipelineManifest.model_validate(entry.manifest)
