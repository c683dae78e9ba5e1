"""What can be wrong with a request for an experiment."""

from azuraforge_api.errors import ConflictError, NotFoundError


class ExperimentNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "experiment_not_found", "Experiment not found", "experiment"


class ExperimentRunningError(ConflictError):
    """The run is queued or running."""

    code, title = "experiment_running", "The experiment has not ended"


class ExperimentInBatchError(ConflictError):
    """The run belongs to a batch, which is deleted as a whole."""

    code, title = "experiment_in_batch", "The experiment is part of a batch"
