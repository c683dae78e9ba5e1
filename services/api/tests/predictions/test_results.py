"""Predictions on their way: cancel, continue, retry, results whole and in part, delete."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.dataset import Dataset
from fastapi.testclient import TestClient

pytestmark = pytest.mark.usefixtures("toy")

URL = "/api/v1/predictions"
PARTIAL = "x-azuraforge-partial"

Start = Callable[..., str]


@pytest.fixture
def start(member_client: TestClient, make_run: Callable[..., str]) -> Start:
    """Queues a prediction for this many rows, or with the given body."""
    run = make_run([{"name": "x", "dtype": "number"}])

    def queue(rows: int = 4, **body: Any) -> str:
        given = body or {"rows": [{"x": float(number)} for number in range(rows)]}
        answer = member_client.post(URL, json={"experiment_id": run, **given})
        assert answer.status_code == 202, answer.text
        identifier: str = answer.json()["id"]
        return identifier

    return queue


def get(client: TestClient, job_id: str) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"{URL}/{job_id}").json()
    return body


def test_a_result_in_all_formats(member_client: TestClient, start: Start, worker: Any) -> None:
    job_id = start()
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": [1.5, None, -3.0]})
    worker.store_part(job_id, 3, {"prediction": [2.0]})
    summary = {"mean": 1.0, "std": 0.5, "min": 0.0, "max": 2.0, "histogram": {"edges": [0, 2], "counts": [3]}}
    worker.end(job_id, JobState.SUCCEEDED, summary)
    rows = [{"row": row, "prediction": value} for row, value in enumerate([1.5, None, -3.0, 2.0])]
    body = get(member_client, job_id)
    assert (body["state"], body["rows_done"], body["resumable"], body["progress"]) == (
        "succeeded",
        4,
        False,
        1.0,
    )
    assert body["preview"] == rows
    assert body["columns"] == ["row", "prediction"]
    assert body["summary"] == {**summary, "classes": None}
    assert body["provenance"]["python_version"] == "3.11.7"

    answer = member_client.get(f"{URL}/{job_id}/result")
    assert PARTIAL not in answer.headers
    assert answer.json() == {"columns": ["row", "prediction"], "rows": rows}
    answer = member_client.get(f"{URL}/{job_id}/result", params={"format": "csv"})
    assert answer.text.splitlines() == ['"row","prediction"', "0,1.5", "1,", "2,-3", "3,2"]
    assert answer.headers["content-disposition"] == 'attachment; filename="Toy_run_4_rows.csv"'
    answer = member_client.get(f"{URL}/{job_id}/result", params={"format": "parquet"})
    assert pq.read_table(io.BytesIO(answer.content)).to_pylist() == rows
    wrong = member_client.get(f"{URL}/{job_id}/result", params={"format": "xlsx"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")


def test_texts_that_a_spreadsheet_would_run_are_escaped(
    member_client: TestClient, start: Start, worker: Any
) -> None:
    labels = ["=1+1", "+cmd", "-1", "-a", "@x", "\ty", "fine", "a=b", '=HYPERLINK("http://x")', "+1.5e3"]
    job_id = start(len(labels))
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": labels, "probability_=1+1": [-0.5] * len(labels)})
    worker.end(job_id, JobState.SUCCEEDED, {"classes": {"fine": 1}})
    text = member_client.get(f"{URL}/{job_id}/result", params={"format": "csv"}).text
    cells = [row["prediction"] for row in csv.DictReader(io.StringIO(text))]
    assert cells == [
        "'=1+1", "'+cmd", "-1", "'-a", "'@x", "'\ty", "fine", "a=b", "'=HYPERLINK(\"http://x\")", "+1.5e3",
    ]  # fmt: skip
    assert {row["probability_=1+1"] for row in csv.DictReader(io.StringIO(text))} == {"-0.5"}
    body = member_client.get(f"{URL}/{job_id}/result").json()
    assert [row["prediction"] for row in body["rows"]] == labels
    assert get(member_client, job_id)["summary"]["classes"] == {"fine": 1}


def test_rows_done_are_there_before_the_end(member_client: TestClient, start: Start, worker: Any) -> None:
    job_id = start()
    none_yet = member_client.get(f"{URL}/{job_id}/result")
    assert (none_yet.status_code, none_yet.json()["code"]) == (409, "no_result_yet")
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": [0.0, 1.0]})
    answer = member_client.get(f"{URL}/{job_id}/result")
    assert answer.headers[PARTIAL] == "2/4"
    assert len(answer.json()["rows"]) == 2
    body = get(member_client, job_id)
    assert (body["state"], body["rows_done"], len(body["preview"])) == ("running", 2, 2)
    assert member_client.get(URL).json()["items"][0]["rows_done"] == 2


def test_warnings_of_parts_are_added_up(member_client: TestClient, start: Start, worker: Any) -> None:
    job_id = start()
    worker.start(job_id)

    def above(rows: int, *examples: float) -> dict[str, Any]:
        return {"column": "x", "code": "above_range", "rows": rows, "examples": examples, "minimum": 0.0,
                "maximum": 9.0}  # fmt: skip

    missing = {"column": "x", "code": "missing_value", "rows": 1, "examples": [], "minimum": 0, "maximum": 9}
    worker.store_part(job_id, 0, {"prediction": [0.0, 1.0]}, [above(2, 10.0, 11.0)])
    worker.store_part(job_id, 2, {"prediction": [1.0, 2.0]}, [above(1, 11.0), missing])
    found = get(member_client, job_id)["matching"]["warnings"]
    assert [(one["code"], one["rows"], one["examples"]) for one in found] == [
        ("above_range", 3, [10.0, 11.0]),
        ("missing_value", 1, []),
    ]


def test_a_cancelled_one_is_continued_after_its_rows(
    member_client: TestClient, start: Start, worker: Any, transport: Any
) -> None:
    job_id = start()
    worker.start(job_id)
    early = member_client.post(f"{URL}/{job_id}/continue")
    assert (early.status_code, early.json()["code"]) == (409, "prediction_not_resumable")
    worker.store_part(job_id, 0, {"prediction": [0.0]})
    answer = member_client.post(f"{URL}/{job_id}/cancel")
    assert (answer.status_code, answer.json()["cancel_requested"]) == (202, True)
    transport.wait_for(lambda sent: sent.cancels == [job_id])
    worker.end(job_id, JobState.CANCELLED)
    body = get(member_client, job_id)
    assert (body["state"], body["resumable"], body["rows_done"]) == ("cancelled", True, 1)
    again = member_client.post(f"{URL}/{job_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job_not_cancellable")

    answer = member_client.post(f"{URL}/{job_id}/continue")
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{URL}/{job_id}"
    assert (answer.json()["id"], answer.json()["state"], answer.json()["rows_done"]) == (job_id, "queued", 1)
    assert worker.start(job_id).attempt == 2
    worker.store_part(job_id, 1, {"prediction": [1.0, 2.0, 3.0]})
    worker.end(job_id, JobState.SUCCEEDED)
    result = member_client.get(f"{URL}/{job_id}/result").json()
    assert [row["prediction"] for row in result["rows"]] == [0.0, 1.0, 2.0, 3.0]
    whole = member_client.post(f"{URL}/{job_id}/continue")
    assert (whole.status_code, whole.json()["code"]) == (409, "prediction_not_resumable")


def test_a_queued_one_is_cancelled_at_once(member_client: TestClient, start: Start) -> None:
    job_id = start()
    assert member_client.post(f"{URL}/{job_id}/cancel").json()["state"] == "cancelled"
    assert get(member_client, job_id)["resumable"] is True


def test_a_retry_starts_from_nothing(member_client: TestClient, start: Start, worker: Any) -> None:
    job_id = start()
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": [0.0, 1.0]})
    worker.end(job_id, JobState.FAILED)
    body = get(member_client, job_id)
    assert (body["state"], body["error"]["code"], body["rows_done"]) == ("failed", "pipeline_error", 2)
    assert member_client.post(f"/api/v1/jobs/{job_id}/retry").status_code == 202
    body = get(member_client, job_id)
    assert (body["state"], body["rows_done"], body["preview"]) == ("queued", 0, [])
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": [5.0]})
    assert [row["prediction"] for row in get(member_client, job_id)["preview"]] == [5.0]


def test_deleting_takes_the_rows_along(
    member_client: TestClient, start: Start, worker: Any, store: ArtifactStore
) -> None:
    job_id = start()
    worker.start(job_id)
    worker.store_part(job_id, 0, {"prediction": [0.0]})
    running = member_client.delete(f"{URL}/{job_id}")
    assert (running.status_code, running.json()["code"]) == (409, "prediction_running")
    worker.end(job_id, JobState.FAILED)
    assert member_client.delete(f"{URL}/{job_id}").status_code == 204
    assert list(store.keys("predictions")) == []
    gone = member_client.get(f"{URL}/{job_id}")
    assert (gone.status_code, gone.json()["code"]) == (404, "prediction_not_found")


def test_a_dataset_is_in_use_until_its_prediction_has_ended(
    member_client: TestClient, database: Any, member: Any, start: Start, worker: Any
) -> None:
    columns = [{"name": "x", "dtype": "integer", "missing": 0, "distinct": 2}]
    new = Dataset(
        owner_id=member.id, name="new.csv", format="csv", sha256="1" * 64, size_bytes=1, row_count=2,
        columns=columns,
    )  # fmt: skip
    with database.write() as session:
        session.add(new)
    job_id = start(dataset_id=new.id)
    worker.start(job_id)
    in_use = member_client.delete(f"/api/v1/datasets/{new.id}")
    assert (in_use.status_code, in_use.json()["code"]) == (409, "dataset_in_use")
    assert job_id in in_use.json()["detail"]
    worker.store_part(job_id, 0, {"prediction": [0.0, 1.0]})
    worker.end(job_id, JobState.SUCCEEDED)
    assert member_client.delete(f"/api/v1/datasets/{new.id}").status_code == 204
    body = get(member_client, job_id)
    assert (body["dataset_id"], body["dataset_name"], len(body["preview"])) == (None, "new.csv", 2)


def test_lists_are_by_run_and_state(member_client: TestClient, start: Start, make_run: Any) -> None:
    mine, cancelled = start(), start()
    member_client.post(f"{URL}/{cancelled}/cancel")
    run = get(member_client, mine)["experiment_id"]

    def listed(**filters: Any) -> list[str]:
        return [item["id"] for item in member_client.get(URL, params=filters).json()["items"]]

    assert listed() == listed(experiment_id=run) == [cancelled, mine]
    assert listed(experiment_id=make_run()) == []
    assert listed(state="cancelled") == [cancelled]
    first = member_client.get(URL, params={"limit": 1}).json()
    assert listed(limit=1, cursor=first["next_cursor"]) == [mine]


@pytest.mark.usefixtures("forecasting")
def test_forecasts_are_dated(member_client: TestClient, make_run: Any, worker: Any) -> None:
    import datetime as dt  # noqa: PLC0415

    run = make_run([{"name": "when", "dtype": "datetime"}])
    job_id = member_client.post(URL, json={"experiment_id": run, "horizon": 1}).json()["id"]
    worker.start(job_id)
    forecast = {"time": [dt.datetime(2026, 2, 1)], "prediction": [3.0], "lower": [2.0], "upper": [4.0]}  # noqa: DTZ001
    worker.store_part(job_id, 0, forecast)
    row = {"time": "2026-02-01T00:00:00", "prediction": 3.0, "lower": 2.0, "upper": 4.0}
    assert get(member_client, job_id)["preview"] == [row]
    assert json.loads(member_client.get(f"{URL}/{job_id}/result").content)["rows"] == [row]


def test_results_of_many_rows_are_streamed_whole(
    member_client: TestClient, start: Start, worker: Any
) -> None:
    job_id = start(10_000)
    worker.start(job_id)
    for first in (0, 4_000):
        values = [float(number) for number in range(first, 4_000 if first == 0 else 10_000)]
        worker.store_part(job_id, first, {"prediction": values})
    expected = list(range(10_000))
    rows = member_client.get(f"{URL}/{job_id}/result").json()["rows"]
    assert [row["row"] for row in rows] == expected == [int(row["prediction"]) for row in rows]
    text = member_client.get(f"{URL}/{job_id}/result", params={"format": "csv"}).text
    assert [int(row["row"]) for row in csv.DictReader(io.StringIO(text))] == expected
    content = member_client.get(f"{URL}/{job_id}/result", params={"format": "parquet"}).content
    assert pq.read_table(io.BytesIO(content)).column("row").to_pylist() == expected
