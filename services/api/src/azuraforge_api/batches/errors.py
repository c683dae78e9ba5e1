"""What can be wrong with a request for a batch."""

from azuraforge_api.errors import ConflictError, InvalidRequestError, NotFoundError


class BatchNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "batch_not_found", "Batch not found", "batch"


class InvalidSpaceError(InvalidRequestError):
    """The search space is wrong; `errors` names each place."""

    code, title = "invalid_space", "The search space is not valid"


class TooLargeGridError(InvalidRequestError):
    """The search has more runs than allowed."""

    code, title = "grid_too_large", "The search is too large"


class UnknownMetricError(InvalidRequestError):
    """The pipeline has no such metric, or it is better the other way."""

    code, title = "invalid_objective", "The objective is not valid"


class NoLiveCurveError(InvalidRequestError):
    """The runs have no live curve that a pruner could judge them by."""

    code, title = "no_live_curve", "The runs can't be given up early"


class NothingToAddError(InvalidRequestError):
    """Every run of the extension is in the batch already."""

    code, title = "nothing_to_add", "Nothing to add"


class UnknownCurveError(InvalidRequestError):
    """No run of the comparison has recorded a curve of this name."""

    code, title = "unknown_curve", "There is no such curve"


class InvalidNumbersError(InvalidRequestError):
    """A list of run numbers can't be read, or is too long."""

    code, title = "invalid_numbers", "The run numbers are not valid"


class InvalidPickError(InvalidRequestError):
    """A list of runs to compare is empty or too long."""

    code, title = "invalid_pick", "The runs to compare are not valid"


class BatchEndedError(ConflictError):
    """Nothing of the batch is queued or running."""

    code, title = "batch_not_cancellable", "The batch has ended"


class BatchRunningError(ConflictError):
    """Runs of the batch are queued or running."""

    code, title = "batch_running", "The batch is running"


class NothingToRetryError(ConflictError):
    """No run of the batch failed."""

    code, title = "nothing_to_retry", "No run failed"
