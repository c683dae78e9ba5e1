"""Find out, batch by batch, how each column of text is to be read."""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from azuraforge_api.datasets.ingest.readings import (
    COMMA_NUMBER,
    DAY_FIRST,
    INTEGER,
    MONTH_FIRST,
    NUMBER,
    TEXT,
    CannotReadError,
    Reading,
    candidates,
    clean,
    read,
)

_SAMPLE = 1000
_FIRST_CELLS = 64


def fits(reading: Reading, values: pa.Array) -> bool:
    """Whether every cell can be read this way.

    A few cells are tried first: Arrow words an error for every cell that can't be cast.
    """
    try:
        read(reading, values.slice(0, _FIRST_CELLS))
        read(reading, values)
    except CannotReadError:
        return False
    return True


@dataclass
class ColumnGuess:
    """What one column may still be; fed with its cells, batch by batch."""

    viable: list[Reading]
    seen_value: bool = False
    sample: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, *, decimal_comma: bool) -> "ColumnGuess":
        """A column of which nothing is known."""
        return cls(list(candidates(decimal_comma=decimal_comma)))

    def feed(self, values: pa.Array) -> None:
        """Drop the readings that these cells don't fit."""
        if not self.viable or values.null_count == len(values):
            return
        if not self.seen_value:
            cells = pc.drop_null(clean(values))
            if not len(cells):
                return  # nothing but blanks
            self.seen_value, self.sample = True, cells.slice(0, _SAMPLE).to_pylist()
        if INTEGER in self.viable and fits(INTEGER, values):
            # whole numbers fit every reading of numbers, so these needn't be tried
            self.viable = [reading for reading in self.viable if reading.dtype in {"integer", "number"}]
            return
        self.viable = [reading for reading in self.viable if reading is not INTEGER and fits(reading, values)]

    def decide(self) -> Reading:
        """The reading of the whole column; an empty column is text."""
        if not self.seen_value or not self.viable:
            return TEXT
        if DAY_FIRST in self.viable and MONTH_FIRST in self.viable:
            return _which_comes_first(self.sample)
        if NUMBER not in self.viable and COMMA_NUMBER in self.viable and INTEGER not in self.viable:
            return COMMA_NUMBER
        return self.viable[0]


def _which_comes_first(sample: list[str]) -> Reading:
    """1/2/2020 alone doesn't tell: the part that stays the same is the day, else the month leads."""
    parts = [text.replace("-", "/").split("/") for text in sample]
    first, second = ({part[index] for part in parts} for index in (0, 1))
    return DAY_FIRST if len(first) == 1 < len(second) else MONTH_FIRST
