"""Walks every route that takes an id with somebody else's: all of them say that there is no such thing."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from azuraforge_api.main import bare_app
from azuraforge_api.openapi import build_openapi, operations
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.prediction import Prediction
from azuraforge_dbmodels.registry import ModelAlias, ModelVersion, RegisteredModel
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.user import ApiToken, User
from fastapi.testclient import TestClient
from sqlmodel import col, select

DOCUMENT = build_openapi(bare_app())
# Users are the administrators' (403 for others); samples and pipelines are everybody's.
GRID = {"strategy": "grid", "space": {"alpha": [0.1, 1.0]}, "max_runs": 2, "seed": 0}
SHARED = {"user_id", "key", "pipeline_id"}


def with_ids() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, method, operation in operations(DOCUMENT)
        if set(re.findall(r"{(\w+)}", path)) - SHARED
    ]


def example_body(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    schema = DOCUMENT["components"]["schemas"].get(name, schema)
    return schema.get("example") or schema["examples"][0]


@pytest.fixture
def owned(database: Database, member: User, member_client: TestClient) -> Mapping[str, str]:
    """One thing of each kind that belongs to the member, by the name of its parameter."""
    dataset = Dataset(
        owner_id=member.id, name="d", format="csv", sha256="0" * 64, size_bytes=1, row_count=1, columns=[]
    )
    batch = Batch(
        owner_id=member.id,
        kind="experiment",
        name="b",
        pipeline="linear",
        dataset_id=dataset.id,
        request={"target": "y", "time_column": None, "config": {}, "seed": 0, "search": GRID},
        objective_metric="rmse",
        objective_direction="minimize",
        job_count=1,
    )
    job = Job(
        kind="experiment", queue="compute", owner_id=member.id, batch_id=batch.id, number=1, state="queued"
    )
    experiment = Experiment(
        job_id=job.id, pipeline="linear", dataset_id=dataset.id, target="y", config={}, params={}, seed=0
    )
    model = RegisteredModel(owner_id=member.id, name="housing", last_number=1)
    version = model_version(model, experiment)
    alias = ModelAlias(model_id=model.id, alias="champion", version_id=version.id)
    asked = Job(kind="prediction", queue="compute", owner_id=member.id, state="queued")
    prediction = prediction_of(asked, experiment)
    with database.write() as session:
        for row in (dataset, batch, job, experiment, model, version, alias, asked, prediction):
            session.add(row)
            session.flush()
        token = session.exec(select(ApiToken).where(col(ApiToken.user_id) == member.id)).one()
    return {
        "dataset_id": dataset.id,
        "batch_id": batch.id,
        "job_id": job.id,
        "experiment_id": job.id,
        "token_id": token.id,
        "name": "housing",
        "version": "1",
        "alias": "champion",
        "prediction_id": asked.id,
    }


def prediction_of(job: Job, experiment: Experiment) -> Prediction:
    """A prediction without files."""
    return Prediction(
        job_id=job.id,
        source="rows",
        experiment_id=experiment.job_id,
        model_key="models/none",
        pipeline="linear",
        task="regression",
        target="y",
        trained_on=experiment.dataset_id,
        row_count=1,
        used=[],
        extra=[],
    )


def model_version(model: RegisteredModel, experiment: Experiment) -> ModelVersion:
    """A version without a file."""
    return ModelVersion(
        model_id=model.id,
        number=1,
        model_key="registry/none",
        size_bytes=1,
        sha256="0" * 64,
        inputs=[],
        experiment_id=experiment.job_id,
        experiment_name="e",
        dataset_id=experiment.dataset_id,
        dataset_name="d",
        pipeline="linear",
        pipeline_version="1",
        target="y",
        config={},
        seed=0,
        metrics={},
        baseline_metrics={},
        metric_specs=[],
        row_counts={},
        provenance={"dataset_sha256": "0" * 64, "package_versions": {}},
    )


@pytest.mark.parametrize(("method", "path", "operation"), with_ids())
def test_what_is_anothers_is_not_found(
    method: str,
    path: str,
    operation: dict[str, Any],
    owned: Mapping[str, str],
    other_client: TestClient,
    member_client: TestClient,
) -> None:
    url = path.format(**owned)
    refused = other_client.request(method, url, json=example_body(operation))
    assert refused.status_code == 404, refused.text
    code = refused.json()["code"]
    assert code.endswith("_not_found")
    allowed = member_client.request(method, url, json=example_body(operation))
    assert allowed.status_code < 500, allowed.text
    assert allowed.status_code != 404 or allowed.json()["code"] != code, "not even the owner finds it"


LISTS = [
    path for path, method, _ in operations(DOCUMENT) if method == "get" and "{" not in path and "/v1/" in path
]


@pytest.mark.parametrize("path", LISTS)
def test_lists_hold_only_ones_own(path: str, owned: Mapping[str, str], other_client: TestClient) -> None:
    text = other_client.get(path).text
    assert not [name for name, identifier in owned.items() if len(identifier) > 1 and identifier in text]
