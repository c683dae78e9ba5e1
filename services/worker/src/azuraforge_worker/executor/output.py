"""Turns what a child prints into log lines, within bounds."""

from collections.abc import Iterator

MAX_LINE_BYTES = 4096
MAX_LINES = 5000
DROPPED = f"More than {MAX_LINES} printed lines: the rest is left out."


class OutputLines:
    """Cuts one stream of a run's printed bytes into lines."""

    def __init__(self) -> None:
        self._rest = b""
        self._count = 0

    def feed(self, printed: bytes) -> Iterator[str]:
        """The lines that are complete now; an endless line is cut in pieces."""
        *lines, self._rest = (self._rest + printed).split(b"\n")
        for line in lines:
            yield from self._pieces(line)
        while len(self._rest) > MAX_LINE_BYTES:
            piece, self._rest = self._rest[:MAX_LINE_BYTES], self._rest[MAX_LINE_BYTES:]
            yield from self._pieces(piece)

    def end(self) -> Iterator[str]:
        """The last line, when it has no end; starts anew."""
        rest, self._rest = self._rest, b""
        yield from self._pieces(rest)
        self._count = 0

    def _pieces(self, line: bytes) -> Iterator[str]:
        for start in range(0, len(line), MAX_LINE_BYTES):
            # NUL is refused by PostgreSQL.
            text = line[start : start + MAX_LINE_BYTES].decode(errors="replace").replace("\0", "").rstrip()
            if not text:
                continue
            self._count += 1
            if self._count <= MAX_LINES:
                yield text
            elif self._count == MAX_LINES + 1:
                yield DROPPED
