"""Runs compared by their errors over HTTP."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from azuraforge_dbmodels.batch import Batch
from fastapi.testclient import TestClient

pytestmark = pytest.mark.usefixtures("toy")

MakeRun = Callable[..., str]
RANDOM = np.random.default_rng(3)
GOOD, BAD = RANDOM.normal(0, 1, 60), RANDOM.normal(0, 4, 60)


def compare(client: TestClient, runs: Sequence[str], **headers: str) -> Any:
    return client.get("/api/v1/comparison/errors", params={"job_ids": ",".join(runs)}, headers=headers)


def test_the_best_is_told_from_luck(member_client: TestClient, make_run: MakeRun, batch: Batch) -> None:
    good, bad, equal = make_run(GOOD), make_run(BAD, batch=batch), make_run(-GOOD)
    answer = compare(member_client, [bad, good, equal])
    assert answer.status_code == 200
    body = answer.json()
    assert (body["target"], body["task"], body["shared_rows"]) == ("y", "regression", 60)
    assert [run["job_id"] for run in body["runs"]] == [bad, good, equal]
    assert (body["runs"][0]["number"], body["runs"][0]["batch_id"]) == (4, batch.id)
    assert body["runs"][1]["error"] == pytest.approx(np.abs(GOOD).mean())
    verdicts = {test["job_id"]: test["verdict"] for test in body["tests"]}
    assert verdicts[bad] == "better"
    assert verdicts[({good, equal} - {body["best"]}).pop()] == "noise"
    assert body["points"]["index"] == list(range(60))
    assert body["missing"] == []
    assert (
        compare(member_client, [bad, good, equal], **{"If-None-Match": answer.headers["etag"]}).status_code
        == 304
    )


def test_the_loss_says_which_run_is_the_best(member_client: TestClient, make_run: MakeRun) -> None:
    steady = make_run(np.where(GOOD > 0, 1.0, -1.0))
    wild = make_run(np.where(np.arange(60) % 20 == 0, 9.0, 0.1))

    def best(**loss: str) -> tuple[str, str]:
        found = member_client.get(
            "/api/v1/comparison/errors", params={"job_ids": f"{steady},{wild}", **loss}
        ).json()
        return found["best"], found["loss"]

    assert best() == (wild, "absolute_error")
    assert best(loss="squared_error") == (steady, "squared_error")
    params = {"job_ids": f"{steady},{wild}", "loss": "cubed"}
    refused = member_client.get("/api/v1/comparison/errors", params=params)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["query", "loss"]


def test_what_can_not_be_compared_is_listed(member_client: TestClient, make_run: MakeRun) -> None:
    good, bad, lost = make_run(GOOD), make_run(BAD), make_run()
    running, other = make_run(state="running"), make_run(GOOD, target="z")
    far = make_run(GOOD, np.arange(100, 160))
    body = compare(member_client, [lost, running, other, far, good, bad]).json()
    assert [run["job_id"] for run in body["runs"]] == [good, bad]
    assert {one["job_id"]: one["code"] for one in body["missing"]} == {
        lost: "analysis_not_kept",
        running: "not_finished",
        other: "other_rows",
        far: "other_rows",
    }


def test_too_little_in_common_is_refused_with_the_reason(
    member_client: TestClient, make_run: MakeRun
) -> None:
    good, lost = make_run(GOOD), make_run()
    answer = compare(member_client, [good, lost])
    assert (answer.status_code, answer.json()["code"]) == (409, "runs_not_comparable")
    assert "of 1 the held-out rows are not kept" in answer.json()["detail"]
    far = make_run(GOOD, np.arange(55, 115))
    assert "1 held out other rows" in compare(member_client, [good, far]).json()["detail"]


def test_others_runs_and_wrong_numbers_are_refused(
    member_client: TestClient, other_client: TestClient, make_run: MakeRun
) -> None:
    runs = [make_run(GOOD), make_run(BAD)]
    answer = compare(other_client, runs)
    assert (answer.status_code, answer.json()["code"]) == (404, "experiment_not_found")
    for wrong in ([], runs[:1], [runs[0], runs[0]], [f"{number:036}" for number in range(9)]):
        answer = compare(member_client, wrong)
        assert answer.status_code == 422, wrong
    assert compare(member_client, runs[:1]).json()["code"] == "invalid_pick"
