"""Answers kept as bytes: what never changes under its tag is made once and sent many times."""

from collections import OrderedDict
from threading import Lock

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
