"""Why a dataset request is refused."""

from azuraforge_contracts.errors import FieldError

from azuraforge_api.datasets.ingest.model import RefusalCode, RefusedFileError
from azuraforge_api.errors import ConflictError, InvalidRequestError, NotFoundError


class DatasetNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "dataset_not_found", "Dataset not found", "dataset"


class DatasetFileMissingError(NotFoundError):
    """The dataset's table is not in the store, or it is no table."""

    code, title, noun = "dataset_file_missing", "The dataset's file is missing", "dataset file"


class SampleNotFoundError(NotFoundError):
    """No sample has this key, or no worker has published the samples yet."""

    code, title, noun = "sample_not_found", "Sample not found", "sample"


class DatasetInUseError(ConflictError):
    """Runs refer to the dataset."""

    code, title = "dataset_in_use", "The dataset is in use"


class MalformedUploadError(InvalidRequestError):
    """The request is no multipart form with one file in it."""

    code, title = "malformed_upload", "The upload is not valid"


class UnsupportedFormatError(InvalidRequestError):
    """The file's name doesn't end in one of the formats' endings."""

    code, title = "unsupported_format", "The file's format is not supported"


class FileRefusedError(InvalidRequestError):
    """The file can't become a table; one subclass for each `RefusalCode`."""

    code, title = "file_refused", "The file can't be read as a table"


_TITLES = {
    RefusalCode.EMPTY: "The file is empty",
    RefusalCode.HEADER_ONLY: "The file has no rows",
    RefusalCode.NO_HEADER: "The file has no header",
    RefusalCode.RAGGED: "A row has the wrong number of cells",
    RefusalCode.UNCLOSED_QUOTE: "A quote is never closed",
    RefusalCode.BINARY: "The file is not text",
    RefusalCode.UTF_16: "The file is UTF-16",
    RefusalCode.NOT_UTF_8: "The file is not UTF-8",
    RefusalCode.NUL: "The file holds a NUL character",
    RefusalCode.DUPLICATE_COLUMNS: "Two columns have the same name",
    RefusalCode.EMPTY_COLUMN_NAME: "A column has no name",
    RefusalCode.BAD_COLUMN_NAME: "A column's name can't be used",
    RefusalCode.NOT_PARQUET: "The file is not parquet",
    RefusalCode.COLUMN_TYPE: "A column's type is not supported",
    RefusalCode.TOO_MANY_COLUMNS: "The file has too many columns",
    RefusalCode.TOO_MANY_ROWS: "The file has too many rows",
    RefusalCode.CELL_TOO_LARGE: "A cell is too large",
    RefusalCode.TOO_COMPLEX: "The file takes too much to read",
    RefusalCode.UNREADABLE: "The file can't be read",
}

FILE_REFUSALS: dict[RefusalCode, type[FileRefusedError]] = {
    code: type(
        f"{code.name.title().replace('_', '')}FileError",
        (FileRefusedError,),
        {"code": code.value, "title": title, "__doc__": title + "."},
    )
    for code, title in _TITLES.items()
}


def refused_file(error: RefusedFileError) -> FileRefusedError:
    """The problem to answer with; `loc` goes on from `file` to the row and the column."""
    refusal = error.refusal
    place = tuple(part for part in (refusal.row, refusal.column) if part is not None)
    return FILE_REFUSALS[refusal.code](
        refusal.message, (FieldError(("body", "file", *place), refusal.message),)
    )
