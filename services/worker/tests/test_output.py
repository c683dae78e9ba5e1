"""Printed bytes become bounded lines."""

from azuraforge_worker.executor.output import DROPPED, MAX_LINE_BYTES, MAX_LINES, OutputLines


def test_lines_across_reads() -> None:
    lines = OutputLines()
    assert list(lines.feed(b"one\ntw")) == ["one"]
    assert list(lines.feed(b"o\n\nthree")) == ["two"]
    assert list(lines.end()) == ["three"]
    assert list(lines.end()) == []


def test_odd_bytes_do_no_harm() -> None:
    lines = OutputLines()
    assert list(lines.feed(b"a\0b \xff\n")) == ["ab \N{REPLACEMENT CHARACTER}"]


def test_an_endless_line_comes_in_pieces() -> None:
    lines = OutputLines()
    pieces = list(lines.feed(b"x" * (3 * MAX_LINE_BYTES + 1)))
    assert [len(piece) for piece in pieces] == [MAX_LINE_BYTES] * 3
    assert list(lines.end()) == ["x"]


def test_a_flood_is_cut_with_a_note() -> None:
    lines = OutputLines()
    found = list(lines.feed(b"x\n" * (MAX_LINES + 100)))
    assert found == ["x"] * MAX_LINES + [DROPPED]
