"""Answers kept as bytes: what never changes under its tag is made once and sent many times."""

from collections import OrderedDict
from threading import Lock
from typing import Annotated, Any

from fastapi import Query, Response, status

from azuraforge_api.batches.errors import InvalidNumbersError

MOST_NUMBERS = 50
UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the answer with this ETag."}
}

NumbersQuery = Annotated[
    str, Query(max_length=600, description="Runs by their numbers, with commas between: `1,5`.")
]


def read_numbers(text: str) -> frozenset[int]:
    """The numbers of `1,5,8`; raises `InvalidNumbersError`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > MOST_NUMBERS or not all(part.isascii() and part.isdigit() for part in parts):
        raise InvalidNumbersError(
            f"`numbers` takes up to {MOST_NUMBERS} run numbers with commas between, such as 1,5."
        )
    return frozenset(map(int, parts))


def tagged(tag: str, body: bytes | None, if_none_match: str | None) -> Response:
    """The answer with its tag; 304 to a client that has it, which is the only one that may lack a body."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if body is None or is_known(tag, if_none_match):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Whether the client said that it has the answer of this tag."""
    known = {part.strip().removeprefix("W/").strip('"') for part in (if_none_match or "").split(",")}
    return tag in known or "*" in known


MAX_BYTES = 64 * 1024 * 1024


class AnswerCache:
    """The bytes of answers by their tags, the least recently asked for dropped first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, tag: str) -> bytes | None:
        """The answer of this tag, if it is kept."""
        with self._lock:
            answer = self._answers.get(tag)
            if answer is not None:
                self._answers.move_to_end(tag)
            return answer

    def put(self, tag: str, answer: bytes) -> None:
        """Keep an answer, unless it is larger than all answers may be together."""
        if len(answer) > self._max_bytes:
            return
        with self._lock:
            self._size += len(answer) - len(self._answers.pop(tag, b""))
            self._answers[tag] = answer
            while self._size > self._max_bytes:
                _, dropped = self._answers.popitem(last=False)
                self._size -= len(dropped)
