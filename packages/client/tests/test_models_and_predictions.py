"""Models and predictions: what is sent, and files that are whole or not there."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from azuraforge_client import Client, ConnectionFailedError, NotFoundError
from azuraforge_client.predictions import Predictions
from azuraforge_client.registry import Models

Make = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("method", "schema", "renamed"),
    [
        (Models.register, "ModelRegister", {"experiment_id": "experiment"}),
        (Predictions.create, "PredictionCreate", {"experiment_id": "model", "dataset_id": "dataset"}),
    ],
)
def test_every_field_of_a_request_can_be_given(
    method: Callable[..., Any], schema: str, renamed: dict[str, str], document: dict[str, Any]
) -> None:
    fields = document["components"]["schemas"][schema]["properties"]
    assert {renamed.get(field, field) for field in fields} <= set(inspect.signature(method).parameters)


def test_a_name_with_any_letter_makes_an_address(
    api: respx.MockRouter, client: Client, example: Make
) -> None:
    register = api.post("/models").respond(201, json=example("ModelVersionOut", version=3))
    point = api.put(url__regex=r".*/models/kira%20tahmini%3F/aliases/champion$").respond(
        json=example("ModelDetail")
    )
    assert client.models.register("run", "kira tahmini?").version == 3
    client.models.point("kira tahmini?", "champion", 3)
    assert json.loads(register.calls.last.request.content) == {
        "experiment_id": "run",
        "name": "kira tahmini?",
    }
    assert register.calls.last.request.headers["Idempotency-Key"]
    assert json.loads(point.calls.last.request.content) == {"version": 3}


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({"model": "run-id", "rows": [{"x": 1}]}, {"experiment_id": "run-id", "rows": [{"x": 1}]}),
        ({"model": "price@champion", "dataset": "d"}, {"model": "price@champion", "dataset_id": "d"}),
        ({"model": "sales@3", "horizon": 12}, {"model": "sales@3", "horizon": 12}),
    ],
)
def test_a_run_or_a_registered_model_predicts(
    asked: dict[str, Any], sent: dict[str, Any], api: respx.MockRouter, client: Client, example: Make
) -> None:
    route = api.post("/predictions").respond(202, json=example("PredictionOut"))
    client.predictions.create(**asked)
    assert json.loads(route.calls.last.request.content) == sent


def test_a_result_becomes_a_file_only_when_it_came_whole(
    api: respx.MockRouter, client: Client, example: Make, problem: Make, tmp_path: Path
) -> None:
    shown = example("PredictionOut")
    api.get(f"/predictions/{shown['id']}").respond(json=shown)
    prediction = client.predictions.get(shown["id"])
    target = tmp_path / "rows.csv"

    def broken() -> Any:
        yield b"row,prediction\n"
        raise httpx.ReadError("cut off")

    result = api.get(f"/predictions/{shown['id']}/result")
    result.mock(return_value=httpx.Response(200, content=broken()))
    with pytest.raises(ConnectionFailedError, match="broke off"):
        prediction.download(target)
    result.mock(return_value=httpx.Response(404, json=problem(404, "prediction_not_found")))
    with pytest.raises(NotFoundError):
        prediction.download(target)
    assert not list(tmp_path.iterdir())
    result.mock(return_value=httpx.Response(200, content=b"row,prediction\n0,1.5\n"))
    assert prediction.download(target).read_text() == "row,prediction\n0,1.5\n"
    assert prediction.to_frame()["prediction"].tolist() == [1.5]


def test_models_are_found_by_name(api: respx.MockRouter, client: Client, example: Make) -> None:
    found = api.get("/models", params={"q": "kira"}).respond(
        json={"items": [example("ModelOut") | {"name": "kira"}], "next_cursor": None}
    )
    assert [model.name for model in client.models.list(q="kira")] == ["kira"]
    assert found.called
