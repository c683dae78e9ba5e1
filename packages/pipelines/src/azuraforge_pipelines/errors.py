"""Errors a run may end with; every one carries a stable machine word beside its message."""

from azuraforge_contracts.errors import JobFailedError


class DataError(JobFailedError):
    """The data can't be trained on: the message says which column, what is wrong and how to mend it."""


class ModelRefusedError(JobFailedError):
    """A stored model is not loaded; the message says why."""


class ModelInputError(JobFailedError):
    """Rows given for a prediction don't fit the model's inputs."""


class PipelineUnavailableError(JobFailedError):
    """The pipeline is not installed, or its plug-in is broken."""


class TrainingDivergedError(JobFailedError):
    """The loss of an iterative training left the range of numbers."""

    def __init__(self, epoch: int, learning_rate: float) -> None:
        super().__init__(
            "training_diverged",
            f"Training diverged in epoch {epoch}: its loss is no longer a number. The learning rate of"
            f" {learning_rate:g} is too large for this network and data; try a tenth of it.",
        )


class Stopped(Exception):  # noqa: N818 - not an error: a run that obeys its user's wish to stop
    """Raised out of `train` once a stop was asked for."""
