"""Refusals, retries and waiting: against a mocked server, and against a real one that misbehaves."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from azuraforge_client import (
    AzuraForgeError,
    Client,
    ConflictError,
    ConnectionFailedError,
    InvalidRequestError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)

Make = Callable[..., dict[str, Any]]
TOKEN = f"af_{'t' * 40}"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, UnauthenticatedError), (404, NotFoundError), (409, ConflictError), (500, ServerError)],
)
def test_a_problem_becomes_its_exception(
    status: int, kind: type[AzuraForgeError], api: respx.MockRouter, client: Client, problem: Make
) -> None:
    api.get("/datasets/d").respond(status, json=problem(status, "some_code"))
    with pytest.raises(kind) as caught:
        client.datasets.get("d")
    error = caught.value
    assert (getattr(error, "status", None), getattr(error, "code", None)) == (status, "some_code")
    assert str(error) == f"What is wrong about some_code. [{status} some_code]"


def test_an_invalid_request_names_its_fields(api: respx.MockRouter, client: Client, problem: Make) -> None:
    errors = [{"loc": ["body", "config", "alpha"], "message": "has to be above 0"}]
    api.post("/experiments").respond(422, json=problem(422, "invalid_request", errors=errors))
    with pytest.raises(InvalidRequestError) as caught:
        client.experiments.create("linear", "d", "y", config={"alpha": -1})
    (field,) = caught.value.errors
    assert (field.loc, field.message) == (["body", "config", "alpha"], "has to be above 0")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_the_time_it_names(
    status: int, api: respx.MockRouter, client: Client, example: Make, pauses: list[float], problem: Make
) -> None:
    busy = httpx.Response(status, json=problem(status, "busy"), headers={"Retry-After": "7"})
    route = api.post("/experiments").mock(
        side_effect=[busy, busy, httpx.Response(202, json=example("ExperimentOut"))]
    )
    client.experiments.create("linear", "d", "y")
    assert pauses == [7.0, 7.0]
    keys = {call.request.headers["Idempotency-Key"] for call in route.calls}
    assert len(keys) == 1  # all three are one request


def test_patience_ends(api: respx.MockRouter, client: Client, pauses: list[float], problem: Make) -> None:
    api.get("/system").respond(429, json=problem(429, "rate_limited"), headers={"Retry-After": "3"})
    with pytest.raises(RateLimitedError) as caught:
        client.system()
    assert caught.value.retry_after == 3
    assert len(pauses) == 4


def test_what_must_not_happen_twice_is_sent_once(
    api: respx.MockRouter, client: Client, pauses: list[float]
) -> None:
    route = api.post("/datasets/samples/diabetes").mock(side_effect=httpx.ReadError)
    with pytest.raises(ConnectionFailedError):
        client.datasets.import_sample("diabetes")
    assert (route.call_count, pauses) == (1, [])


def test_a_delete_whose_answer_was_lost_has_worked(
    api: respx.MockRouter, client: Client, pauses: list[float], problem: Make
) -> None:
    api.delete("/datasets/d").mock(
        side_effect=[httpx.ReadError, httpx.Response(404, json=problem(404, "dataset_not_found"))]
    )
    client.datasets.delete("d")
    assert len(pauses) == 1
    api.delete("/datasets/e").respond(404, json=problem(404, "dataset_not_found"))
    with pytest.raises(NotFoundError):
        client.datasets.delete("e")


def test_what_is_no_azuraforge_is_told(api: respx.MockRouter, client: Client) -> None:
    api.get("/system").respond(200, html="<p>welcome</p>")
    with pytest.raises(UnexpectedAnswerError, match="is it an AzuraForge server"):
        client.system()
    api.get("/datasets").respond(200, json={"data": []})
    with pytest.raises(UnexpectedAnswerError):
        next(client.datasets.list())
    api.get("/pipelines").respond(302, headers={"Location": "https://login.test"})
    with pytest.raises(UnexpectedAnswerError, match="302"):
        client.pipelines.list()


def test_a_proxy_in_between_may_fail_in_its_own_words(
    api: respx.MockRouter, client: Client, pauses: list[float]
) -> None:
    api.get("/system").respond(502, html="<h1>Bad gateway</h1>")
    with pytest.raises(ServerError, match="502"):
        client.system()
    api.get("/pipelines").respond(503, html="<h1>Back soon</h1>")
    with pytest.raises(UnavailableError):
        client.pipelines.list()
    assert len(pauses) == 4


def test_waiting_outlasts_a_restart_and_tells_how_far_it_is(
    api: respx.MockRouter,
    client: Client,
    example: Make,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = {"state": "mixed", "counts": {"succeeded": 10, "failed": 2}, "eta_seconds": None}
    answers: list[httpx.Response | type[Exception]] = [
        httpx.Response(200, json=example("BatchOut", id="b")),
        *[httpx.ConnectError] * 6,  # more than one request's own retries
        httpx.Response(200, json=example("BatchOut", id="b")),
        httpx.Response(200, json=example("BatchOut", id="b", **ended)),
    ]
    api.get("/batches/b").mock(side_effect=answers)
    batch = client.batches.get("b").wait(progress=True)
    assert batch.state == "mixed"
    assert capsys.readouterr().err.splitlines() == [
        "Diabetes sweep: running, 4/12 runs, 1 failed, best rmse 54.1 (run 4), about 4 s left",
        "Diabetes sweep: mixed, 12/12 runs, 2 failed, best rmse 54.1 (run 4)",
    ]
    assert pauses


def test_waiting_ends_at_its_time_limit(api: respx.MockRouter, client: Client, example: Make) -> None:
    api.get("/experiments/e").respond(json=example("ExperimentOut", id="e", state="running"))
    experiment = client.experiments.get("e")
    with pytest.raises(WaitTimeoutError, match="still going on") as caught:
        experiment.wait(timeout=0)
    assert isinstance(caught.value, TimeoutError)


def test_ctrl_c_ends_the_waiting_and_nothing_else(
    api: respx.MockRouter, client: Client, example: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    api.get("/batches/b").respond(json=example("BatchOut", id="b"))
    batch = client.batches.get("b")
    monkeypatch.setattr("time.sleep", interrupted)
    with pytest.raises(KeyboardInterrupt):
        batch.wait(progress=True)
    api.post("/batches/b/cancel").respond(202, json=example("BatchOut", id="b", cancel_requested=True))
    assert batch.cancel().cancel_requested  # the client still works


Answer = Callable[[socket.socket], None]


class RudeServer:
    """Answers connections one by one as it is told, each of them once."""

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, args=(answers,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self, answers: tuple[Answer, ...]) -> None:
        for answer in answers:
            connection, _ = self._listener.accept()
            with connection:
                self.requests.append(self._read(connection))
                answer(connection)

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        """A whole request: its head, then as many bytes as that says."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        self._listener.close()
        self._thread.join(5)


def hang_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def say(status: str, body: bytes, claimed: int | None = None) -> Answer:
    """A whole answer, or half of one that `claimed` to be longer."""
    length = len(body) if claimed is None else claimed
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {length}"]
    return lambda connection: connection.sendall("\r\n".join([*head, "", ""]).encode() + body)


@pytest.fixture
def rude(pauses: list[float]) -> Iterator[Callable[..., RudeServer]]:
    """Starts a rude server."""
    del pauses
    started: list[RudeServer] = []

    def start(*answers: Answer) -> RudeServer:
        started.append(RudeServer(*answers))
        return started[-1]

    yield start
    for server in started:
        server.close()


def test_dropped_connections_and_half_answers_are_asked_for_again(
    rude: Callable[..., RudeServer], example: Make, problem: Make
) -> None:
    whole = json.dumps(example("SystemInfo")).encode()
    server = rude(
        hang_up,
        say("200 OK", whole[:40], claimed=len(whole)),
        say("503 Service Unavailable", json.dumps(problem(503, "database_unavailable")).encode()),
        say("200 OK", whole),
    )
    with Client(server.url, TOKEN) as client:
        assert client.system().version == example("SystemInfo")["version"]
    assert len(server.requests) == 4


def test_queued_work_is_sent_again_under_the_same_key(rude: Callable[..., RudeServer], example: Make) -> None:
    whole = json.dumps(example("BatchOut")).encode()
    server = rude(say("202 Accepted", whole[:10], claimed=len(whole)), say("202 Accepted", whole))
    with Client(server.url, TOKEN) as client:
        client.batches.create("linear", "d", "y", {"alpha": [1, 2]}, name="b", idempotency_key="mine")
    first, second = server.requests
    assert b"idempotency-key: mine" in first.lower()
    assert first == second


def test_an_upload_is_streamed_and_sent_once(
    rude: Callable[..., RudeServer], example: Make, tmp_path: Path
) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"x,y\n" + b"1,2\n" * 100_000)
    server = rude(hang_up, say("201 Created", json.dumps(example("DatasetOut")).encode()))
    with Client(server.url, TOKEN) as client:
        with pytest.raises(ConnectionFailedError):
            client.datasets.upload(path)
        assert client.datasets.upload(path, name="numbers").id == example("DatasetOut")["id"]
    _, second = server.requests
    assert b'filename="data.csv"' in second
    assert b"numbers" in second
    assert path.read_bytes() in second


def test_nobody_there(pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with (
        Client(url, TOKEN) as client,
        pytest.raises(ConnectionFailedError, match="did not answer GET /system"),
    ):
        client.system()
    assert len(pauses) == 4
    assert sorted(pauses) == pauses
