"""What is sent and how answers are read, against the OpenAPI document's own examples."""

import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import respx
from azuraforge_client import (
    Batch,
    Client,
    ConfigurationError,
    RangeSpace,
    RunLimits,
    UnexpectedAnswerError,
)
from azuraforge_client.batches import Batches
from azuraforge_client.experiments import Experiments

Make = Callable[..., dict[str, Any]]
URL = "http://azuraforge.test"
TOKEN = f"af_{'t' * 40}"


def test_the_environment_names_server_and_token(
    monkeypatch: pytest.MonkeyPatch, api: respx.MockRouter, example: Make
) -> None:
    monkeypatch.setenv("AZURAFORGE_URL", f"{URL}/")
    monkeypatch.setenv("AZURAFORGE_TOKEN", TOKEN)
    route = api.get("/system").respond(json=example("SystemInfo"))
    with Client() as client:
        assert client.system().limits.max_batch_jobs == 10_000
    assert route.calls.last.request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        (None, None, "AZURAFORGE_TOKEN"),
        ("azuraforge.test", TOKEN, "is not an address"),
        ("ftp://azuraforge.test", TOKEN, "is not an address"),
        ("http://azuraforge.test:port", TOKEN, "is not an address"),
        ("http://azuraforge.test", "af_\n", "characters"),
    ],
)
def test_what_cannot_work_is_refused_at_once(
    url: str | None, token: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AZURAFORGE_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match=said):
        Client(url, token)


def test_a_batch_is_sent_as_the_api_takes_it(api: respx.MockRouter, client: Client, example: Make) -> None:
    route = api.post("/batches").respond(202, json=example("BatchOut"))
    batch = client.batches.create(
        "gradient-boosting",
        "dataset-id",
        "price",
        {
            "learning_rate": RangeSpace(low=0.01, high=1, log=True),
            "depth": (3, 5),
            "rounds": {"low": 1, "high": 9},
        },
        name="sweep",
        strategy="tpe",
        max_runs=20,
        objective="rmse",
        limits=RunLimits(seconds=60),
        tags=("baseline", "paper"),
        notes="The first of them.",
    )
    assert (batch.job_count, batch.counts["running"], batch.best and batch.best.value) == (12, 2, 54.1)
    assert json.loads(route.calls.last.request.content) == {
        "kind": "experiment",
        "name": "sweep",
        "pipeline": "gradient-boosting",
        "dataset_id": "dataset-id",
        "target": "price",
        "search": {
            "strategy": "tpe",
            "max_runs": 20,
            "space": {
                "learning_rate": {"low": 0.01, "high": 1.0, "log": True},
                "depth": [3, 5],
                "rounds": {"low": 1, "high": 9},
            },
        },
        "objective": {"metric": "rmse"},
        "limits": {"seconds": 60},
        "tags": ["baseline", "paper"],
        "notes": "The first of them.",
    }


@pytest.mark.parametrize(
    ("method", "schema", "renamed"),
    [
        (Batches.create, "BatchCreate", {"dataset_id": "dataset", "search": "space", "kind": "name"}),
        (Experiments.create, "ExperimentCreate", {"dataset_id": "dataset"}),
    ],
)
def test_every_field_of_a_request_can_be_given(
    method: Callable[..., Any], schema: str, renamed: dict[str, str], document: dict[str, Any]
) -> None:
    fields = document["components"]["schemas"][schema]["properties"]
    assert {renamed.get(field, field) for field in fields} <= set(inspect.signature(method).parameters)


def test_every_field_of_a_search_can_be_given(document: dict[str, Any]) -> None:
    fields = set(document["components"]["schemas"]["Search"]["properties"]) - {"seed"}
    assert fields | {"search_seed"} <= set(inspect.signature(Batches.create).parameters)
    assert fields | {"search_seed"} <= set(inspect.signature(Batch.extend).parameters)


def test_lists_go_on_from_page_to_page(api: respx.MockRouter, client: Client, example: Make) -> None:
    pages = {
        None: {
            "items": [example("DatasetOut", id="c"), example("DatasetOut", id="b")],
            "next_cursor": "next",
        },
        "next": {"items": [example("DatasetOut", id="a")], "next_cursor": None},
    }
    route = api.get("/datasets").mock(
        side_effect=lambda request: httpx.Response(200, json=pages[request.url.params.get("cursor")])
    )
    found = client.datasets.list()
    assert next(found).id == "c"
    assert route.call_count == 1  # the second page is fetched when it is asked for
    assert [dataset.id for dataset in found] == ["b", "a"]
    assert route.calls[0].request.url.params["limit"] == "200"


@pytest.mark.parametrize(
    ("noun", "schema", "of_all"),
    [("batches", "BatchOut", {"parallelism": 2}), ("experiments", "ExperimentOut", {})],
)
def test_things_are_noted_and_tagged(
    noun: str,
    schema: str,
    of_all: dict[str, Any],
    api: respx.MockRouter,
    client: Client,
    example: Make,
) -> None:
    api.get(f"/{noun}/x").respond(json=example(schema, id="x"))
    route = api.patch(f"/{noun}/x").respond(json=example(schema, id="x", tags=["a", "b"], notes="Noted."))
    nouns: Any = getattr(client, noun)
    found = nouns.get("x")
    for given in ("x", found):
        changed = nouns.change(given, name="n", notes="Noted.", tags=iter(["a", "b"]), **of_all)
        assert (changed.tags, changed.notes) == (["a", "b"], "Noted.")
        sent = {"name": "n", "notes": "Noted.", "tags": ["a", "b"], **of_all}
        assert json.loads(route.calls.last.request.content) == sent
    assert found.change(notes="", tags=[]).id == "x"
    assert json.loads(route.calls.last.request.content) == {"notes": "", "tags": []}
    found.change(tags="whole")
    assert json.loads(route.calls.last.request.content) == {"tags": ["whole"]}


def test_things_are_found_by_tags(api: respx.MockRouter, client: Client, example: Make) -> None:
    for noun, item in (("batches", "BatchOut"), ("experiments", "ExperimentItem")):
        page = {"items": [example(item, tags=["a"])], "next_cursor": None}
        route = api.get(f"/{noun}").respond(json=page)
        nouns: Any = getattr(client, noun)
        for tags, sent in ((["a", "b"], ["a", "b"]), ("ab", ["ab"]), (None, [])):
            (found,) = nouns.list(tags=tags, q="part")
            assert found.tags == ["a"]
            query = route.calls.last.request.url.params
            assert (query.get_list("tag"), query["q"]) == (sent, "part")
    route = api.get("/tags").respond(json=example("TagList"))
    assert [(tag.name, tag.count) for tag in client.tags("batch")] == [("baseline", 12), ("deeper trees", 3)]
    assert route.calls.last.request.url.params["kind"] == "batch"


def test_events_are_read_to_the_last(api: respx.MockRouter, client: Client) -> None:
    base = {"job_id": "j", "attempt": 1, "at": "2026-01-31T09:31:00Z"}
    events = [
        {**base, "id": 1_000_000_001, "type": "state", "data": {"state": "running"}},
        {**base, "id": 1_000_000_002, "type": "metric", "data": {"step": 1, "loss": 0.5}},
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params["after"])
        items = [event for event in events if event["id"] > after][:1]
        return httpx.Response(200, json={"items": items, "last_id": events[-1]["id"]})

    api.get("/jobs/j/events").mock(side_effect=answer)
    state, metric = client.jobs.events("j")
    assert state.type == "state"
    assert metric.data.model_dump() == {"step": 1, "loss": 0.5}


def test_fields_of_a_newer_server_are_ignored(api: respx.MockRouter, client: Client, example: Make) -> None:
    api.get("/datasets/d").respond(json=example("DatasetOut", added_later={"x": 1}))
    assert client.datasets.get("d").format == "csv"


def test_a_comparison_becomes_a_frame_with_the_best_run_first(
    api: respx.MockRouter, client: Client, example: Make
) -> None:
    text = {
        "label": "",
        "role": "parameter",
        "type": "category",
        "scale": "linear",
        "direction": None,
        "unit": None,
    }
    number = {**text, "type": "number"}
    metric = {**number, "role": "metric", "direction": "maximize"}
    answer = example(
        "ComparisonOut",
        job_ids=["a", "b", "c"],
        numbers=[1, 2, 3],
        states=["succeeded", "failed", "succeeded"],
        stop_reasons=[None, None, None],
        objective={"metric": "r2", "direction": "maximize"},
        dimensions=[
            {**number, "name": "depth", "values": [3, 5, 7]},
            {**text, "name": "layers", "values": ["[32]", "null", "[64,32]"]},
            {**metric, "name": "r2", "values": [0.5, None, 0.7]},
        ],
    )
    api.get("/batches/x/comparison").respond(json=answer)
    frame = client.batches.comparison("x").to_frame()
    assert list(frame.columns) == ["number", "state", "depth", "layers", "r2"]
    assert list(frame.index) == ["c", "a", "b"]
    assert frame["depth"].tolist() == [7, 3, 5]
    assert frame["depth"].dtype.kind == "i"
    assert frame["r2"].isna().tolist() == [False, False, True]
    api.get("/batches/y/comparison").respond(json={**answer, "stop_reasons": [None, None, "pruned"]})
    frame = client.batches.comparison("y").to_frame()
    assert frame["stop_reason"].dropna().to_dict() == {"c": "pruned"}


def test_runs_of_several_batches_are_compared_and_curves_picked(
    api: respx.MockRouter, client: Client, example: Make
) -> None:
    route = api.get("/comparison").respond(json=example("ComparisonOut", batch_id=None))
    api.get("/experiments/e").respond(json=example("ExperimentOut", id="e"))
    comparison = client.experiments.comparison([client.experiments.get("e"), "f"])
    assert comparison.batch_id is None
    assert route.calls.last.request.url.params["job_ids"] == "e,f"

    api.get("/batches/b").respond(json=example("BatchOut", id="b"))
    route = api.get("/batches/b/curves").respond(json=example("CurvesOut"))
    curves = client.batches.get("b").curves(numbers=[1, 5], best=20)
    assert curves.runs[0].points[-1] == (3, 54.1)
    assert dict(route.calls.last.request.url.params) == {"numbers": "1,5", "best": "20"}


def test_errors_are_analysed_and_compared(
    api: respx.MockRouter, client: Client, example: Make, document: dict[str, Any]
) -> None:
    def shown(path: str) -> Any:
        answer = document["paths"][f"/api/v1{path}"]["get"]["responses"]["200"]
        return answer["content"]["application/json"]["example"]

    api.get("/experiments/e").respond(json=example("ExperimentOut", id="e"))
    api.get("/experiments/e/analysis").respond(json=shown("/experiments/{experiment_id}/analysis"))
    api.post("/experiments/e/analysis").respond(202, json=example("JobOut", kind="refit"))
    run = client.experiments.get("e")
    analysis = run.analysis()
    assert analysis.task == "regression"
    assert analysis.worst[0].differs[0].name == "bmi"
    assert run.train_again().kind == "refit"

    route = api.get("/comparison/errors").respond(json=shown("/comparison/errors"))
    assert client.experiments.error_comparison([run, "f"]).tests[0].verdict == "noise"
    assert route.calls.last.request.url.params["job_ids"] == "e,f"
    api.get("/experiments/e/analysis").respond(json={"task": "astrology"})
    with pytest.raises(UnexpectedAnswerError):
        run.analysis()


def test_a_frame_without_pandas_says_what_to_install(
    api: respx.MockRouter, client: Client, example: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.get("/batches/x/comparison").respond(json=example("ComparisonOut"))
    comparison = client.batches.comparison("x")
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(ConfigurationError, match=r"azuraforge-client\[frames\]"):
        comparison.to_frame()
