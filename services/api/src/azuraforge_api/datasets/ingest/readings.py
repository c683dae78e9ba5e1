"""Ways to read a column of text as typed values. Each is all or nothing: one odd cell refuses it."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from azuraforge_contracts.datasets import ColumnType

MISSING_WORDS = (
    *("", "NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "Null", "null", "None", "<NA>"),
    *("#N/A", "#NA", "#N/A N/A", "NaT"),
)

_TIME = r"(?P<time>(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?)"
_BOOLEANS = pa.array(["true", "false"])


class CannotReadError(Exception):
    """A cell doesn't fit the reading."""


Reader = Callable[[pa.Array], pa.Array]


@dataclass(frozen=True)
class Reading:
    """A way to read text; `dtype` is what the column then is."""

    name: str
    dtype: ColumnType
    read: Reader


def _cast(values: pa.Array, target: pa.DataType) -> pa.Array:
    try:
        return pc.cast(values, target)
    except pa.ArrowInvalid as error:
        raise CannotReadError(str(error)) from None


def _any(mask: pa.Array) -> bool:
    return bool(pc.any(mask).as_py())


def _boolean(values: pa.Array) -> pa.Array:
    lowered = pc.utf8_lower(values)
    known = pc.is_in(lowered, value_set=_BOOLEANS)
    if not pc.all(pc.or_(known, pc.is_null(values))).as_py():
        raise CannotReadError("not true or false")
    return pc.equal(lowered, "true")


def _refuse_codes(values: pa.Array) -> None:
    """`007` and `0x1F` are codes: as numbers they would lose what they say."""
    if _any(pc.starts_with(values, "0")) and _any(pc.match_substring_regex(values, r"^0[0-9xX]")):
        raise CannotReadError("a code, not a number")


def _integer(values: pa.Array) -> pa.Array:
    _refuse_codes(values)
    return _cast(values, pa.int64())


def _number(values: pa.Array) -> pa.Array:
    _refuse_codes(values)
    numbers = _cast(values, pa.float64())
    return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)


def _comma_number(values: pa.Array) -> pa.Array:
    if _any(pc.match_substring(values, ".")):
        raise CannotReadError("a point beside a decimal comma")
    return _number(pc.replace_substring(values, ",", "."))


def _iso_time(values: pa.Array) -> pa.Array:
    return _cast(values, pa.timestamp("us"))


def _zoned_time(values: pa.Array) -> pa.Array:
    return _cast(_cast(values, pa.timestamp("us", tz="UTC")), pa.timestamp("us"))


def _time_like(pattern: str) -> Reader:
    """Read dates by a pattern with the groups y, m, d and time, checking that the day exists."""

    def read(values: pa.Array) -> pa.Array:
        parts = pc.extract_regex(values, pattern)
        if parts.null_count != values.null_count:
            raise CannotReadError("not a date of this form")
        fields = {field.name for field in parts.type}
        date = pc.binary_join_element_wise(
            pc.struct_field(parts, "y"),
            pc.utf8_lpad(pc.struct_field(parts, "m"), 2, "0"),
            pc.utf8_lpad(pc.struct_field(parts, "d"), 2, "0") if "d" in fields else "01",
            "-",
        )
        if "time" not in fields:
            return _iso_time(date)
        return _iso_time(pc.binary_join_element_wise(date, _padded_time(pc.struct_field(parts, "time")), ""))

    return read


def _padded_time(times: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(times, r"^[ T](\d):", r" 0\1:")


DAY_FIRST = Reading(
    "day_first", "datetime", _time_like(rf"^(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>\d{{4}}){_TIME}$")
)
MONTH_FIRST = Reading(
    "month_first",
    "datetime",
    _time_like(rf"^(?P<m>\d{{1,2}})[/-](?P<d>\d{{1,2}})[/-](?P<y>\d{{4}}){_TIME}$"),
)
BOOLEAN = Reading("boolean", "boolean", _boolean)
INTEGER = Reading("integer", "integer", _integer)
NUMBER = Reading("number", "number", _number)
COMMA_NUMBER = Reading("comma_number", "number", _comma_number)
TIMES = (
    Reading("iso", "datetime", _iso_time),
    Reading("iso_zone", "datetime", _zoned_time),
    Reading(
        "year_first",
        "datetime",
        _time_like(rf"^(?P<y>\d{{4}})[/.-](?P<m>\d{{1,2}})[/.-](?P<d>\d{{1,2}}){_TIME}$"),
    ),
    Reading("year_month", "datetime", _time_like(r"^(?P<y>\d{4})[/-](?P<m>\d{1,2})$")),
    DAY_FIRST,
    MONTH_FIRST,
)


def clean(values: pa.Array) -> pa.Array:
    """Trim the cells and turn what stands for "no value" into null."""
    trimmed = pc.utf8_trim_whitespace(values)
    missing = pc.is_in(trimmed, value_set=pa.array(MISSING_WORDS))
    return pc.if_else(missing, pa.scalar(None, pa.string()), trimmed)


TEXT = Reading("text", "text", clean)


def read(reading: Reading, values: pa.Array) -> pa.Array:
    """Read cells whose words for "no value" are null already; raises `CannotReadError`.

    Trimming costs more than reading numbers, so it is done only where they can't be read without.
    """
    try:
        return reading.read(values)
    except CannotReadError:
        return reading.read(clean(values))


def candidates(*, decimal_comma: bool) -> tuple[Reading, ...]:
    """Every reading to try, the narrowest first; text is what is left."""
    commas = (COMMA_NUMBER,) if decimal_comma else ()
    return (BOOLEAN, INTEGER, NUMBER, *commas, *TIMES)
