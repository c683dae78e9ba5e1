"""Batches and single runs of the pipeline `toy` on the member's dataset, both made and changed alike."""

from dataclasses import dataclass
from typing import Any

import pytest
from azuraforge_dbmodels.dataset import Dataset
from fastapi.testclient import TestClient


@dataclass(frozen=True)
class Noun:
    """A kind of thing that has tags."""

    kind: str
    url: str
    body: dict[str, Any]
    client: TestClient

    def make(self, **changes: Any) -> dict[str, Any]:
        """Start one; its answer."""
        answer = self.client.post(self.url, json={**self.body, **changes})
        assert answer.status_code == 202, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def get(self, identifier: str) -> dict[str, Any]:
        """One as it is now."""
        found: dict[str, Any] = self.client.get(f"{self.url}/{identifier}").json()
        return found

    def change(self, identifier: str, **changes: Any) -> dict[str, Any]:
        """Change one; its answer."""
        answer = self.client.patch(f"{self.url}/{identifier}", json=changes)
        assert answer.status_code == 200, answer.text
        changed: dict[str, Any] = answer.json()
        return changed

    def listed(self, **query: Any) -> list[str]:
        """The names on a page of the list."""
        answer = self.client.get(self.url, params=query)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    def tags(self) -> list[tuple[str, int]]:
        """The tags there are, with how many have each."""
        items = self.client.get("/api/v1/tags", params={"kind": self.kind}).json()["items"]
        return [(item["name"], item["count"]) for item in items]


@pytest.fixture
def batches(member_client: TestClient, toy: None, dataset: Dataset) -> Noun:
    """The member's batches, of two runs each."""
    body = {
        "name": "Sweep", "pipeline": "toy", "dataset_id": dataset.id, "target": "y",
        "search": {"space": {"rate": [0.1, 0.2]}},
    }  # fmt: skip
    return Noun("batch", "/api/v1/batches", body, member_client)


@pytest.fixture
def runs(member_client: TestClient, toy: None, dataset: Dataset) -> Noun:
    """The member's single runs."""
    body = {"name": "Run", "pipeline": "toy", "dataset_id": dataset.id, "target": "y"}
    return Noun("experiment", "/api/v1/experiments", body, member_client)


@pytest.fixture(params=["batches", "runs"])
def noun(request: pytest.FixtureRequest, batches: Noun, runs: Noun) -> Noun:
    """Each of both."""
    return batches if request.param == "batches" else runs
