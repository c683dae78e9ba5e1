"""What can be wrong with a request for a prediction."""

from azuraforge_api.errors import ConflictError, InvalidRequestError, NotFoundError


class PredictionNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "prediction_not_found", "Prediction not found", "prediction"


class PredictionRunningError(ConflictError):
    """The prediction is queued or running."""

    code, title = "prediction_running", "The prediction has not ended"


class PredictionNotResumableError(ConflictError):
    """It neither failed nor was cancelled, or has all its rows."""

    code, title = "prediction_not_resumable", "The prediction can't be continued"


class NoResultYetError(ConflictError):
    """No row is predicted."""

    code, title = "no_result_yet", "There is no result yet"


class InvalidModelReferenceError(InvalidRequestError):
    """The reference is neither `name@alias` nor `name@version`."""

    code, title = "invalid_model_reference", "The model's reference is not valid"


class NotAForecasterError(InvalidRequestError):
    """The model predicts rows, so there is no horizon."""

    code, title = "not_a_forecaster", "The model makes no forecasts"


class ForecasterNeedsHorizonError(InvalidRequestError):
    """The model goes on from its own series: it takes no rows."""

    code, title = "forecaster_needs_horizon", "The model makes forecasts"


class ColumnsDoNotMatchError(InvalidRequestError):
    """Columns the model reads are missing or of another type; `errors` names each."""

    code, title = "columns_do_not_match", "The columns don't match the model's"


class InvalidRowsError(InvalidRequestError):
    """Cells can't be read as what the model was trained on; `errors` names each."""

    code, title = "invalid_rows", "The rows are not valid"
