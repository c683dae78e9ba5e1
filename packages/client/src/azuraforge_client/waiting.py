"""Waiting for work that runs elsewhere: polling with growing pauses, and a line that tells how far it is."""

import sys
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from azuraforge_client.errors import WaitTimeoutError
from azuraforge_client.transport import NO_ANSWER_NOW

FIRST_POLL_S = 0.1
LONGEST_POLL_S = 2.0
SLOWER = 1.4
LONGEST_OUTAGE_S = 300.0


class Work(Protocol):
    """What can be waited for."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""

    def status(self) -> str:
        """How far it is, in one line."""


Waited = TypeVar("Waited", bound=Work)
Show = Callable[[str], None]


def wait_for(refresh: Callable[[], Waited], timeout: float | None, show: Show | None) -> Waited:
    """Ask until the work has ended, and return it as it is then.

    A server that doesn't answer for a while (a restart) is waited for, up to 5 minutes. Raises
    `WaitTimeoutError` after `timeout` seconds; neither that nor Ctrl-C stops the work itself.
    """
    began = answered = time.monotonic()
    pause = FIRST_POLL_S
    while True:
        now = time.monotonic()
        try:
            work = refresh()
        except NO_ANSWER_NOW:
            if now - answered > LONGEST_OUTAGE_S:
                raise
        else:
            answered = now
            if show is not None:
                show(work.status())
            if work.ended:
                return work
        left = float("inf") if timeout is None else timeout - (time.monotonic() - began)
        if left <= 0:
            raise WaitTimeoutError(
                f"It is still going on after {timeout:g} seconds; wait again or cancel it."
            )
        time.sleep(min(pause, left))
        pause = min(pause * SLOWER, LONGEST_POLL_S)


class ProgressLine:
    """One line of standard error: rewritten on a terminal, said again when it changed anywhere else."""

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._in_place = self._stream.isatty()
        self._said = ""

    def __enter__(self) -> Show:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._in_place and self._said:
            self._stream.write("\n")

    def _show(self, text: str) -> None:
        if text == self._said:
            return
        blanks = " " * max(0, len(self._said) - len(text))
        self._stream.write(f"\r{text}{blanks}" if self._in_place else f"{text}\n")
        self._stream.flush()
        self._said = text
