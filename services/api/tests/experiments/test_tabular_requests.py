"""What a classification and a cross-validation need is checked before anything is queued."""

from typing import Any

import pytest
from azuraforge_dbmodels.catalogue import PipelineEntry
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.session import Database
from fastapi.testclient import TestClient
from sqlmodel import select

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/experiments"
CV = {
    "cv": {"type": "string", "enum": ["none", "k-fold", "group", "time"], "default": "none"},
    "cv_folds": {"type": "integer", "minimum": 2, "maximum": 20, "default": 5},
    "cv_group": {"type": ["string", "null"], "default": None, "x-columns": True},
}


def change_toy(database: Database, task: str) -> None:
    with database.write() as session:
        entry = session.get_one(PipelineEntry, "toy")
        manifest: dict[str, Any] = entry.manifest or {}
        schema = manifest["config_schema"]
        schema = {**schema, "properties": {**schema["properties"], **CV}}
        entry.manifest = {**manifest, "task": task, "config_schema": schema}
        session.add(entry)


def change_column(database: Database, dataset: Dataset, name: str, **changes: Any) -> None:
    with database.write() as session:
        stored = session.get_one(Dataset, dataset.id)
        stored.columns = [
            {**column, **changes} if column["name"] == name else column for column in stored.columns
        ]
        session.add(stored)


def queued(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(Job)).all())


@pytest.mark.parametrize(
    ("target", "changes", "code", "words"),
    [
        ("when", {}, "target_not_classes", "holds times"),
        ("note", {"distinct": 4321}, "too_many_classes", "4,321 different values"),
        ("y", {"distinct": 101}, "too_many_classes", "regression"),
        ("kind", {"rarest": 1}, "class_too_rare", "single row"),
        ("same", {}, "target_constant", "same value"),
    ],
)
def test_a_target_without_classes_is_refused(
    member_client: TestClient,
    dataset: Dataset,
    database: Database,
    target: str,
    changes: dict[str, Any],
    code: str,
    words: str,
) -> None:
    change_toy(database, "classification")
    change_column(database, dataset, target, **changes)
    body = {"pipeline": "toy", "dataset_id": dataset.id, "target": target}
    answer = member_client.post(URL, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["loc"] == ["body", "target"]
    assert words in answer.json()["detail"]
    assert queued(database) == 0


@pytest.mark.parametrize(
    ("target", "changes"),
    [("kind", {"rarest": 2}), ("kind", {"rarest": None}), ("y", {"distinct": 20}), ("note", {})],
)
def test_targets_of_classes_are_taken(
    member_client: TestClient, dataset: Dataset, database: Database, target: str, changes: dict[str, Any]
) -> None:
    change_toy(database, "classification")
    change_column(database, dataset, target, **changes)
    body = {"pipeline": "toy", "dataset_id": dataset.id, "target": target}
    assert member_client.post(URL, json=body).status_code == 202


@pytest.mark.parametrize(
    ("config", "field", "words"),
    [
        ({"cv": "time"}, "cv", "needs a time column"),
        ({"cv": "group"}, "cv_group", "has to name the column"),
        ({"cv": "group", "cv_group": "kind"}, "cv_group", "target itself"),
        ({"cv": "group", "cv_group": "kinds"}, "cv_group", '"kind"'),
        ({"cv": "k-fold", "cv_folds": 4}, "cv_folds", "at most 3, the rows of the rarest class"),
    ],
)
@pytest.mark.parametrize("batch", [False, True])
def test_a_cross_validation_names_what_it_lacks(
    member_client: TestClient,
    dataset: Dataset,
    database: Database,
    config: dict[str, Any],
    field: str,
    words: str,
    batch: bool,
) -> None:
    change_toy(database, "classification")
    change_column(database, dataset, "kind", rarest=3)
    body: dict[str, Any] = {"pipeline": "toy", "dataset_id": dataset.id, "target": "kind", "config": config}
    if batch:
        body |= {"name": "Sweep", "search": {"space": {"rate": [0.1, 0.2]}}}
    answer = member_client.post("/api/v1/batches" if batch else URL, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_config"), answer.text
    assert answer.json()["errors"][0]["loc"] == ["body", "config", field]
    assert words in answer.json()["errors"][0]["message"]
    assert queued(database) == 0


@pytest.mark.parametrize(
    "extra",
    [
        {"config": {"cv": "time"}, "time_column": "when"},
        {"config": {"cv": "group", "cv_group": "note"}},
        {"config": {"cv": "k-fold", "cv_folds": 20}},
    ],
)
def test_a_cross_validation_with_what_it_needs_is_queued(
    member_client: TestClient, dataset: Dataset, database: Database, extra: dict[str, Any]
) -> None:
    change_toy(database, "regression")
    body = {"pipeline": "toy", "dataset_id": dataset.id, "target": "y", **extra}
    answer = member_client.post(URL, json=body)
    assert answer.status_code == 202, answer.text
    assert answer.json()["config"]["cv"] == extra["config"]["cv"]
