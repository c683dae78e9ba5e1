"""Notes and tags of batches and runs: given, changed, refused, and found by."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from azuraforge_contracts.jobs import Queue
from azuraforge_dbmodels import job_state
from azuraforge_dbmodels.experiment import ExperimentResult
from azuraforge_dbmodels.session import Database
from azuraforge_dbmodels.tag import BatchTag, ExperimentTag
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import func, select

from .conftest import Noun

UNKNOWN = "019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10"


def test_they_are_given_at_the_start_and_told_everywhere(noun: Noun) -> None:
    made = noun.make(tags=["zeta", "Alpha"], notes="First.\nSecond: <b>")
    assert (made["tags"], made["notes"]) == (["zeta", "Alpha"], "First.\nSecond: <b>")
    assert noun.get(made["id"]) == made
    (item,) = noun.client.get(noun.url).json()["items"]
    assert item["tags"] == ["zeta", "Alpha"]
    bare = noun.make()
    assert (bare["tags"], bare["notes"]) == ([], None)
    assert noun.client.get(noun.url).json()["items"][0]["tags"] == []


def test_runs_in_lists_have_no_notes_and_runs_of_a_batch_not_its_tags(batches: Noun, runs: Noun) -> None:
    batches.make(tags=["paper"], notes="Of the batch.")
    items = runs.client.get(runs.url).json()["items"]
    assert [(item["tags"], "notes" in item) for item in items] == [([], False), ([], False)]


def test_a_change_replaces_keeps_or_clears(noun: Noun) -> None:
    made = noun.make(tags=["a", "b"], notes="As it was.")
    untouched = noun.make(name="Other", tags=["a"], notes="Its own.")
    for _ in range(2):  # the same twice is the same
        changed = noun.change(made["id"], tags=["c", "B"])
        assert (changed["tags"], changed["notes"]) == (["c", "B"], "As it was.")
    changed = noun.change(made["id"], name="Renamed", notes="Another.", tags=None)
    assert (changed["name"], changed["tags"], changed["notes"]) == ("Renamed", ["c", "B"], "Another.")
    assert noun.change(made["id"], name=None, notes=None, tags=None) == changed
    assert noun.change(made["id"]) == changed == noun.get(made["id"])
    cleared = noun.change(made["id"], notes="", tags=[])
    assert (cleared["tags"], cleared["notes"]) == ([], None)
    assert noun.change(made["id"], notes=" \n ")["notes"] is None
    assert noun.get(untouched["id"]) == untouched


def test_tags_are_trimmed_and_unique_whatever_their_case(noun: Noun) -> None:
    decomposed = "c\u0327ok iyi"
    made = noun.make(
        tags=[" Deep trees\n", "deep TREES", decomposed, "ÇOK İYİ", "straße", "STRASSE", "深い木"]
    )
    assert made["tags"] == ["Deep trees", "\u00e7ok iyi", "ÇOK İYİ", "straße", "深い木"]
    longest = "\ufb03" * 50  # casefolded, it is three times as long
    assert noun.change(made["id"], tags=[longest])["tags"] == [longest]
    again = [f"tag {number % 20}" for number in range(25)]
    assert noun.change(made["id"], tags=again)["tags"] == again[:20]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "is empty"),
        (" \t ", "is empty"),
        ("x" * 51, "has 51 characters; shorten it to 50"),
        ("a, b", "has a comma; leave it out"),
        ("a\tb", "has a control character"),
        ("a\u2028b", "has a control character"),
        (7, "should be a valid string"),
        (None, "should be a valid string"),
    ],
)
def test_a_wrong_tag_is_named_and_changes_nothing(noun: Noun, wrong: object, said: str) -> None:
    made = noun.make(tags=["kept"])
    tags = ["a", "b", "c", wrong]
    for answer in (
        noun.client.patch(f"{noun.url}/{made['id']}", json={"name": "Changed", "tags": tags}),
        noun.client.post(noun.url, json={**noun.body, "tags": tags}),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "invalid_request")
        assert [error["loc"] for error in problem["errors"]] == [["body", "tags", 3]]
        assert said in problem["errors"][0]["message"]
        assert problem["detail"].startswith("tags.3: ")
    assert noun.client.get(noun.url).json()["items"][0]["name"] == made["name"]
    assert noun.get(made["id"]) == made


@pytest.mark.parametrize(
    ("body", "loc", "said"),
    [
        ({"tags": [str(number) for number in range(21)]}, "tags", "has 21 tags; 20 are the most"),
        ({"tags": "a"}, "tags", "should be a valid list"),
        ({"notes": "x" * 10_001}, "notes", "at most 10000 characters"),
        ({"name": ""}, "name", "at least 1 character"),
        ({"name": "x" * 256}, "name", "at most 255 characters"),
        ({"state": "succeeded"}, "state", "not permitted"),
    ],
)
def test_other_wrong_changes_name_the_field(noun: Noun, body: dict[str, Any], loc: str, said: str) -> None:
    made = noun.make()
    answer = noun.client.patch(f"{noun.url}/{made['id']}", json=body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["loc"]) == (422, ["body", loc])
    assert said in error["message"]
    assert noun.get(made["id"]) == made


def test_the_longest_notes_are_kept(noun: Noun) -> None:
    notes = "ğ" * 10_000
    assert noun.change(noun.make()["id"], notes=notes)["notes"] == notes


def test_another_users_things_are_not_found_by_any_way(noun: Noun, other_client: TestClient) -> None:
    made = noun.make(tags=["mine"])
    for identifier in (made["id"], UNKNOWN):
        answer = other_client.patch(f"{noun.url}/{identifier}", json={"tags": ["theirs"], "notes": "Hers."})
        assert (answer.status_code, answer.json()["title"]) == (404, f"{noun.kind.capitalize()} not found")
    assert noun.get(made["id"]) == made
    empty = {"items": [], "next_cursor": None}
    for query in ({"tag": "mine"}, {"q": "mine"}):
        assert other_client.get(noun.url, params=query).json() == empty
    assert other_client.get("/api/v1/tags", params={"kind": noun.kind}).json() == {"items": []}


def test_lists_are_filtered_by_tags_and_paged(noun: Noun) -> None:
    for number in range(7):
        tags = ["every"] + ["Even"] * (number % 2 == 0) + ["third", "x"] * (number % 3 == 0)
        noun.make(name=str(number), tags=tags)
    noun.make(name="bare")
    assert noun.listed(tag="every", limit=3) == ["6", "5", "4"]
    assert noun.listed(tag=" EVEN ") == ["6", "4", "2", "0"]
    assert noun.listed(tag=["even", "third"]) == ["6", "0"]
    assert noun.listed(tag=["even", "EVEN"]) == ["6", "4", "2", "0"]
    assert noun.listed(tag="eve") == noun.listed(tag=["even", "none"]) == []
    assert noun.listed(tag="third", state="succeeded") == []
    seen, query = [], {"tag": "even", "limit": 3}
    for _ in range(2):
        page = noun.client.get(noun.url, params=query).json()
        seen.append([item["name"] for item in page["items"]])
        query["cursor"] = page["next_cursor"]
    assert (seen, page["next_cursor"]) == ([["6", "4", "2"], ["0"]], None)


def test_a_tag_that_no_thing_can_have_is_refused_as_filter(noun: Noun) -> None:
    answer = noun.client.get(noun.url, params={"tag": ["fine", "a,b"]})
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["query", "tag", 1])
    assert "comma" in answer.json()["detail"]


def test_names_and_tags_are_searched_by_their_parts(noun: Noun) -> None:
    noun.make(name="Deep", tags=["100%_Çok"])
    noun.make(name="Shallow", tags=["deeper", "other"])
    noun.make(name="50 % of it/all")
    assert noun.listed(q="DEEP") == ["Shallow", "Deep"]
    assert noun.listed(q="çok") == noun.listed(q="ÇOK") == noun.listed(q="%_") == ["Deep"]
    assert noun.listed(q="_%") == noun.listed(q="nowhere") == []
    assert noun.listed(q="% of it/") == ["50 % of it/all"]
    assert noun.listed(q="", limit=1) == ["50 % of it/all"]
    assert noun.listed(q="deep", tag="other") == ["Shallow"]
    assert noun.listed(q="e", limit=1) == ["Shallow"]


def test_tags_are_listed_with_the_most_used_first(noun: Noun, batches: Noun, runs: Noun) -> None:
    other = runs if noun is batches else batches
    other.make(tags=["of the other kind"])
    noun.make(tags=["Paper", "b"])
    noun.make(tags=["paper", "a"])
    noun.make(tags=["paper"])
    last = noun.make(tags=["gone"])
    assert noun.tags() == [("paper", 3), ("a", 1), ("b", 1), ("gone", 1)]
    noun.change(last["id"], tags=[])
    assert noun.tags() == [("paper", 3), ("a", 1), ("b", 1)]
    assert other.tags() == [("of the other kind", 1)]


def test_at_most_200_tags_are_listed(runs: Noun) -> None:
    for start in range(0, 220, 20):
        runs.make(tags=[f"tag {number}" for number in range(start, start + 20)])
    assert len(runs.tags()) == 200


@pytest.mark.parametrize("query", [{}, {"kind": "dataset"}])
def test_tags_are_of_a_kind(member_client: TestClient, query: dict[str, str]) -> None:
    answer = member_client.get("/api/v1/tags", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["query", "kind"])


def test_deleting_takes_tags_along(batches: Noun, runs: Noun, database: Database) -> None:
    batch = batches.make(tags=["a", "b"])
    (first, _) = runs.client.get(runs.url, params={"batch_id": batch["id"]}).json()["items"]
    runs.change(first["id"], tags=["c"])
    single, kept = runs.make(tags=["d"]), runs.make(tags=["e"])
    for noun, one in ((batches, batch), (runs, single)):
        assert noun.client.post(f"{noun.url}/{one['id']}/cancel").status_code == 202
        assert noun.client.delete(f"{noun.url}/{one['id']}").status_code == 204
    assert (batches.tags(), runs.tags()) == ([], [("e", 1)])
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(BatchTag)).one() == 0
        assert session.exec(select(ExperimentTag.job_id, ExperimentTag.name)).all() == [(kept["id"], "e")]


@pytest.mark.parametrize("end", ["queued", "running", "succeeded", "failed", "cancelled"])
def test_a_run_is_changed_in_every_state(runs: Noun, database: Database, end: str) -> None:
    job_id = runs.make()["id"]
    wanted = {"name": "Another", "notes": "Noted.", "tags": ["x"]}
    if end != "queued":
        with database.write() as session:
            claim = job_state.claim(session, Queue.COMPUTE, "worker")
            assert claim is not None
    if end == "running":
        before = runs.get(job_id)
        assert runs.change(job_id, **wanted) == {**before, **wanted}
        end = "succeeded"  # the worker goes on undisturbed
    if end not in {"queued", "running"}:
        with database.write() as session:
            assert _finish(session, claim, end)
    before = runs.get(job_id)
    assert before["state"] == end
    assert runs.change(job_id, **wanted) == {**before, **wanted}


def _finish(session: Any, claim: job_state.Claim, end: str) -> bool:
    if end == "failed":
        return job_state.fail(session, claim, "pipeline_error", "It did not work.")
    if end == "cancelled":
        return job_state.cancelled(session, claim)
    session.add(
        ExperimentResult(
            job_id=claim.job_id, attempt=1, pipeline_version="1", metrics={}, baseline_metrics={},
            metric_specs=[], curves={}, row_counts={},
            provenance={"dataset_sha256": "0" * 64, "package_versions": {}},
        )
    )  # fmt: skip
    return job_state.succeed(session, claim)


def test_a_run_with_a_name_of_its_own_keeps_it_when_its_batch_is_renamed(batches: Noun, runs: Noun) -> None:
    batch = batches.make()
    (last, _) = runs.client.get(runs.url).json()["items"]
    assert last["name"] == "Sweep #2"
    runs.change(last["id"], name="The good one")
    batches.change(batch["id"], name="Wide sweep")
    assert runs.listed() == ["The good one", "Wide sweep #1"]
    batches.change(batch["id"], name="Sweep")
    assert runs.listed() == ["The good one", "Sweep #1"]


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    seen: list[str] = []

    def note(*event_arguments: Any) -> None:
        seen.append(event_arguments[2])

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_a_page_reads_its_tags_by_one_statement(noun: Noun, database: Database) -> None:
    for number in range(5):
        noun.make(tags=[f"tag {number}", "every"])
    with statements_of(database) as seen:
        assert len(noun.listed()) == 5
    (reading,) = [statement for statement in seen if statement.startswith(f"SELECT {noun.kind}_tag.")]
    assert "JOIN" not in reading
    with statements_of(database) as seen:
        assert noun.listed(tag="nowhere") == []
    assert len([statement for statement in seen if "_tag" in statement]) == 1
