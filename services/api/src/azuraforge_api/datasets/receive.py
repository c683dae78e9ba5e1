"""Receive an upload: a multipart form streamed to disk and hashed on the way, never whole in memory."""

import hashlib
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from azuraforge_contracts.errors import FieldError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from azuraforge_api.datasets.errors import MalformedUploadError
from azuraforge_api.errors import PayloadTooLargeError

_FLUSH_BYTES = 1024 * 1024
_MAX_FIELD_BYTES = 4096
_EXPECTED = "Send multipart/form-data with the file in the field `file` and, if you like, a `name`."


@dataclass(frozen=True)
class ReceivedFile:
    """A file that arrived: where it lies, what it was called, and the name wished for."""

    path: Path
    filename: str
    name: str | None
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class UploadRules:
    """What is refused before the whole file is here: its size, and its name by what `check_name` raises."""

    max_bytes: int
    check_name: Callable[[str], object]


async def receive_file(
    stream: AsyncIterable[bytes], content_type: str | None, path: Path, rules: UploadRules
) -> ReceivedFile:
    """Write the form's file to `path`.

    Raises `MalformedUploadError`, `PayloadTooLargeError` and what the rules do, as soon as it is known.
    """
    with path.open("wb") as file:
        form = _Form(_boundary(content_type), file, rules)
        try:
            async for chunk in stream:
                form.feed(chunk)
                if form.pending >= _FLUSH_BYTES:
                    await to_thread.run_sync(form.flush)
            form.finish()
        except FormParserError:
            raise _malformed("The form is broken or cut off.") from None
        await to_thread.run_sync(form.flush)
    return form.result(path)


def _malformed(what: str) -> MalformedUploadError:
    detail = f"{what} {_EXPECTED}"
    return MalformedUploadError(detail, (FieldError(("body", "file"), detail),))


def _boundary(content_type: str | None) -> bytes:
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise _malformed("This is not a multipart form.")
    return boundary


class _Form:
    """Takes the parser's callbacks: keeps the small fields, queues the file's bytes for the disk."""

    def __init__(self, boundary: bytes, file: BinaryIO, rules: UploadRules) -> None:
        self._file = file
        self._rules = rules
        self._hash = hashlib.sha256()
        self._chunks: list[bytes] = []
        self.pending = 0
        self._size = 0
        self._filename: str | None = None
        self._fields: dict[str, bytearray] = {}
        self._field: str | None = None
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._complete = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._part_data,
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """Parse the next bytes of the body."""
        self._parser.write(chunk)

    def finish(self) -> None:
        """Make sure that the form was whole."""
        self._parser.finalize()
        if not self._complete:
            raise _malformed("The form is cut off.")

    def flush(self) -> None:
        """Write and hash what is pending."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        self.pending = 0
        self._hash.update(data)
        self._file.write(data)

    def result(self, path: Path) -> ReceivedFile:
        """What arrived."""
        if self._filename is None:
            raise _malformed("There is no file in the form.")
        name = self._fields.get("name", bytearray()).decode(errors="replace").strip() or None
        return ReceivedFile(path, self._filename, name, self._hash.hexdigest(), self._size)

    def _part_begin(self) -> None:
        self._field = None
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _header_end(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = bytes(self._header[1])
        self._header = (bytearray(), bytearray())

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        field = options.get(b"name", b"").decode(errors="replace")
        self._field = field
        if field != "file":
            self._fields[field] = bytearray()
            if len(self._fields) > 10:
                raise _malformed("The form has too many fields.")
            return
        if self._filename is not None:
            raise _malformed("There is more than one file in the form; upload them one by one.")
        if b"filename" not in options:
            raise _malformed("The field `file` has no file name.")
        self._filename = options[b"filename"].decode(errors="replace")
        self._rules.check_name(self._filename)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._field == "file":
            self._size += end - start
            if self._size > self._rules.max_bytes:
                limit = self._rules.max_bytes
                raise PayloadTooLargeError(f"The file is larger than the {limit:,} bytes allowed.")
            self._chunks.append(data[start:end])
            self.pending += end - start
            return
        field = self._fields[self._field or ""]
        field += data[start:end]
        if len(field) > _MAX_FIELD_BYTES:
            raise _malformed("A field of the form is too long.")

    def _end(self) -> None:
        self._complete = True
