"""AzuraForge from Python: datasets, experiments, sweeps and their comparison, models and predictions."""

from azuraforge_client.batches import Batch
from azuraforge_client.client import Client
from azuraforge_client.comparison import Comparison
from azuraforge_client.datasets import Dataset
from azuraforge_client.errors import (
    AzuraForgeError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    ProblemError,
    RateLimitedError,
    ServerError,
    TooLargeError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)
from azuraforge_client.experiments import Experiment
from azuraforge_client.models import RangeSpace, RunLimits
from azuraforge_client.predictions import Prediction

__all__ = [
    "AzuraForgeError",
    "Batch",
    "Client",
    "Comparison",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "Dataset",
    "Experiment",
    "ForbiddenError",
    "InvalidRequestError",
    "NotFoundError",
    "Prediction",
    "ProblemError",
    "RangeSpace",
    "RateLimitedError",
    "RunLimits",
    "ServerError",
    "TooLargeError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnexpectedAnswerError",
    "WaitTimeoutError",
]
