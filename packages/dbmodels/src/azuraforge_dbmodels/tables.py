"""Every table, imported once so that the metadata is whole."""

from azuraforge_dbmodels.base import metadata
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.catalogue import PipelineEntry, SampleEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult, Refit
from azuraforge_dbmodels.importance import BatchImportance
from azuraforge_dbmodels.job import IdempotencyKey, Job, JobEventRow, WorkerNode
from azuraforge_dbmodels.prediction import Prediction, PredictionResult
from azuraforge_dbmodels.registry import ModelAlias, ModelVersion, RegisteredModel
from azuraforge_dbmodels.tag import BatchTag, ExperimentTag
from azuraforge_dbmodels.user import ApiToken, LoginFailure, LoginSession, SignInCode, User

__all__ = [
    "ApiToken",
    "Batch",
    "BatchImportance",
    "BatchTag",
    "Dataset",
    "Experiment",
    "ExperimentResult",
    "ExperimentTag",
    "IdempotencyKey",
    "Job",
    "JobEventRow",
    "LoginFailure",
    "LoginSession",
    "ModelAlias",
    "ModelVersion",
    "PipelineEntry",
    "Prediction",
    "PredictionResult",
    "Refit",
    "RegisteredModel",
    "SampleEntry",
    "SignInCode",
    "User",
    "WorkerNode",
    "metadata",
]
