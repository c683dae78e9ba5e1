"""What README, tutorial and docs/plugins.md say, run against the product's own processes.

In one file, so that one stack is enough when tests run side by side.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from azuraforge_client import Client, InvalidRequestError

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run_python(path: Path) -> dict[str, Any]:
    """Run a document's Python blocks in order, as a notebook's cells; tracebacks point into the document."""
    text = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": path.stem}
    try:
        for block in CODE.finditer(text):
            line = text.count("\n", 0, block.start(1))
            exec(compile("\n" * line + block[1], str(path), "exec"), names)  # noqa: S102 - our own documents
    finally:
        names["client"].close()
    return names


@pytest.mark.usefixtures("client")
def test_the_sweep_of_the_readme_gives_a_frame() -> None:
    names = run_python(ROOT / "README.md")
    frame = names["frame"]
    assert len(frame) == 12
    assert set(frame["state"]) == {"succeeded"}
    assert frame["rmse"].is_monotonic_increasing
    code = CODE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert code is not None
    assert len([line for line in code[1].splitlines() if line.strip()]) <= 15


@pytest.mark.usefixtures("client")
def test_the_tutorial_leads_from_data_to_a_forecast() -> None:
    names = run_python(ROOT / "docs" / "tutorial.md")
    assert names["searched"].state == "succeeded"
    assert names["forecast"].metrics["mase"] < 1
    assert names["best"].metrics["rmse"] <= names["table"]["rmse"].min()


def test_what_the_client_uploads_is_what_the_api_stores(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,kind,y\n" + "".join(f"{i},{'ab'[i % 2]},{2 * i}\n" for i in range(50)))
    dataset = client.datasets.upload(path, name="points")
    assert (dataset.name, dataset.row_count) == ("points", 50)
    assert [column.dtype for column in dataset.columns] == ["integer", "category", "integer"]
    assert client.datasets.preview(dataset, rows=2).rows == [[0, "a", 0], [1, "b", 2]]
    assert dataset.id in {found.id for found in client.datasets.list()}

    run = client.experiments.create("linear", dataset, "y", idempotency_key="once")
    assert client.experiments.create("linear", dataset, "y", idempotency_key="once").id == run.id
    ended = run.wait(timeout=100)
    assert ended.state == "succeeded"
    assert {"state", "result"} <= {event.type for event in client.jobs.events(run.id)}
    client.experiments.delete(run.id)
    client.datasets.delete(dataset)
    assert dataset.id not in {found.id for found in client.datasets.list()}


def test_the_catalogue_lists_it_and_a_sweep_with_it_works(client: Client) -> None:
    pipelines = {pipeline.id: pipeline for pipeline in client.pipelines.list()}
    assert pipelines["example-neighbors"].ok
    dataset = client.datasets.import_sample("diabetes")
    batch = client.batches.create(
        "example-neighbors", dataset, "progression", {"most": [1, 15]}, name="neighbours"
    ).wait(timeout=100)
    assert batch.state == "succeeded"
    run = batch.best_run()
    assert run is not None
    assert run.params == {"most": 15}
    assert run.details["neighbors"] > 1
    assert len(run.curves["validation_rmse"]) == 15
    assert run.metrics["rmse"] < run.baseline_metrics["rmse"]


def test_a_broken_plugin_is_shown_with_its_reason_and_stops_nothing(client: Client) -> None:
    pipelines = {pipeline.id: pipeline for pipeline in client.pipelines.list()}
    broken = pipelines["broken-neighbors"]
    assert not broken.ok
    assert broken.error is not None
    assert "ModuleNotFoundError: No module named 'a_library_that_is_missing'" in broken.error
    assert {"linear", "gradient-boosting"} <= {name for name, found in pipelines.items() if found.ok}
    dataset = client.datasets.import_sample("diabetes")
    with pytest.raises(InvalidRequestError, match="broken-neighbors"):
        client.experiments.create("broken-neighbors", dataset, "progression")
