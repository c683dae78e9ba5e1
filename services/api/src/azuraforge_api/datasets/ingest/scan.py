"""First pass over a text file's bytes: is it text, in UTF-8, without NUL characters?"""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from azuraforge_api.datasets.ingest.model import MIB, RefusalCode, RefusedFileError

_CHUNK = 4 * MIB
_HEAD = 64 * 1024
_ADVICE = 'Save it as "CSV UTF-8" and upload it again.'

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "a parquet file; give it a name that ends in .parquet"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook; export the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; export the sheet as CSV"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x7fELF", "a program"),
    (b"ARROW1", "an Arrow file; save it as parquet"),
)
_UTF_16_32_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class TextFacts:
    """What the scan learned: bytes of the byte order mark, and whether double quotes come in pairs."""

    bom_bytes: int
    quotes_paired: bool


def scan_text(path: Path) -> TextFacts:
    """Check every byte; raises `RefusedFileError` with the row and the byte of the first problem."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.strip():
            _require_some_text(file, head)
        _refuse_known_formats(head)
        _refuse_wide_encodings(head)
        _refuse_noise(head)
        bom = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
        if bom and not head[bom:].strip():
            _require_some_text(file, head[bom:])
        quotes = _check_characters(file)
    return TextFacts(bom, quotes % 2 == 0)


def _require_some_text(file: BinaryIO, head: bytes) -> None:
    while head and not head.strip():
        head = file.read(_CHUNK)
    if not head:
        raise RefusedFileError(RefusalCode.EMPTY, "The file is empty: it has no header and no rows.")
    file.seek(0)


def _refuse_known_formats(head: bytes) -> None:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise RefusedFileError(RefusalCode.BINARY, f"This is not a text file but {what}.")


def _refuse_wide_encodings(head: bytes) -> None:
    if head.startswith(_UTF_16_32_BOMS) or _looks_wide(head):
        raise RefusedFileError(
            RefusalCode.UTF_16, f"The file is encoded as UTF-16 (or UTF-32), not as UTF-8. {_ADVICE}", row=1
        )


def _looks_wide(head: bytes) -> bool:
    """UTF-16 of mostly Latin text without its mark: every second byte is zero, the others are not."""
    if len(head) < 4:
        return False
    even, odd = head[0::2], head[1::2]
    zeros = (even.count(0) / len(even), odd.count(0) / len(odd))
    return max(zeros) > 0.6 and min(zeros) < 0.05


def _refuse_noise(head: bytes) -> None:
    """Control characters don't occur in text, but soon in anything else."""
    strange = len(head) - len(head.translate(None, _CONTROL))
    nul = head.count(0)
    if strange + nul > len(head) * 0.02 and strange:
        raise RefusedFileError(
            RefusalCode.BINARY, "The file is binary, not text. Upload CSV, TSV or parquet.", row=1
        )


def _check_characters(file: BinaryIO) -> int:
    """Raise at the first NUL or byte that isn't UTF-8; return the number of double quotes."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = quotes = 0
    while chunk := file.read(_CHUNK):
        pending = len(decoder.getstate()[0])
        nul = chunk.find(b"\0")
        try:
            decoder.decode(chunk if nul < 0 else chunk[:nul])
        except UnicodeDecodeError as error:
            raise _not_utf8(file, offset - pending + error.start, error.object[error.start]) from None
        if nul >= 0:
            raise _nul(file, offset + nul)
        quotes += chunk.count(b'"')
        offset += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        position = offset - len(error.object) + error.start
        raise _not_utf8(file, position, error.object[error.start]) from None
    return quotes


def _not_utf8(file: BinaryIO, position: int, byte: int) -> RefusedFileError:
    row, column = _place(file, position)
    return RefusedFileError(
        RefusalCode.NOT_UTF_8,
        f"The file is not UTF-8: byte 0x{byte:02X} in row {row}, column {column} (byte {position} of the "
        f"file) is not valid. {_ADVICE}",
        row=row,
        column=column,
    )


def _nul(file: BinaryIO, position: int) -> RefusedFileError:
    row, column = _place(file, position)
    return RefusedFileError(
        RefusalCode.NUL,
        f"There is a NUL character in row {row}, column {column} (byte {position} of the file). Remove it; "
        "it often means that the file was cut or is not text.",
        row=row,
        column=column,
    )


def _place(file: BinaryIO, position: int) -> tuple[int, int]:
    """The line (from 1) and the cell in it (from 1) of a byte; the separator is guessed from the header."""
    file.seek(0)
    header = file.readline(MIB)
    delimiter = max(b",;\t", key=lambda sign: header.count(bytes([sign])))
    file.seek(0)
    row, left, tail = 1, position, b""
    while left:
        chunk = file.read(min(_CHUNK, left))
        row += chunk.count(b"\n")
        left -= len(chunk)
        tail = (tail + chunk).rpartition(b"\n")[2][-MIB:]
    cells = next(csv.reader([tail.decode("latin-1").replace("\r", " ")], delimiter=chr(delimiter)), [""])
    return row, max(1, len(cells))
