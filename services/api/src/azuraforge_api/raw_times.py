"""Times in hand-written SQL, where reading them as objects would cost more than the rest of the answer."""

from sqlmodel import Session


def dialect_of(session: Session) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def iso(column: str, dialect: str) -> str:
    """The expression for a time as ISO 8601 in UTC with a Z, as JSON answers spell it."""
    if dialect == "postgresql":
        return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return f"replace({column}, ' ', 'T') || 'Z'"


def seconds(start: str, end: str, dialect: str) -> str:
    """The expression for the seconds from one time to another; null where they are out of order."""
    # Whole seconds and microseconds apart: julianday's floats are off by tens of microseconds.
    difference = (
        f"strftime('%s', {end}) - strftime('%s', {start}) + (substr({end}, 21) - substr({start}, 21)) / 1e6"
    )
    if dialect == "postgresql":
        difference = f"CAST(extract(epoch FROM {end} - {start}) AS double precision)"
    return f"CASE WHEN {end} >= {start} THEN {difference} END"
