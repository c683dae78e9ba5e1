"""The parsing process: answers across the boundary, and its limits."""

import subprocess
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_api.datasets.ingest import runner
from azuraforge_api.datasets.ingest.model import (
    MIB,
    FileFormat,
    IngestLimits,
    IngestOrder,
    RefusalCode,
    RefusedFileError,
)


def order(folder: Path, content: bytes, file_format: FileFormat = "csv", **limits: int) -> IngestOrder:
    (folder / "source").write_bytes(content)
    return IngestOrder(
        source=folder / "source",
        target=folder / "target",
        format=file_format,
        limits=IngestLimits(**limits),
    )


def test_a_table_comes_back(tmp_path: Path) -> None:
    table = runner.run_ingest(order(tmp_path, b"a,b\n1,x\n2,y\n"))
    assert (table.row_count, [column.dtype for column in table.columns]) == (2, ["integer", "category"])
    assert pq.read_table(tmp_path / "target").to_pydict() == {"a": [1, 2], "b": ["x", "y"]}


def test_a_refusal_comes_back_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as caught:
        runner.run_ingest(order(tmp_path, b"a,b\n1\n"))
    assert (caught.value.refusal.code, caught.value.refusal.row) == (RefusalCode.RAGGED, 2)


def test_memory_is_limited(tmp_path: Path) -> None:
    bomb = pa.table({"a": pa.array(["x" * 900_000]).take(pa.array([0] * 2_000))})
    pq.write_table(bomb, tmp_path / "bomb", compression="zstd")
    with pytest.raises(RefusedFileError) as caught:
        runner.run_ingest(
            order(tmp_path, (tmp_path / "bomb").read_bytes(), "parquet", address_space_bytes=700 * MIB)
        )
    assert caught.value.refusal.code is RefusalCode.TOO_COMPLEX


def test_the_size_of_the_table_is_limited(tmp_path: Path) -> None:
    content = b"a\n" + b"".join(b"%d.5\n" % index for index in range(50_000))
    with pytest.raises(RefusedFileError) as caught:
        runner.run_ingest(order(tmp_path, content, output_bytes=10_000))
    assert caught.value.refusal.code is RefusalCode.TOO_COMPLEX


def test_time_is_limited_and_no_process_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noted(*args: object, **kwargs: object) -> "subprocess.Popen[bytes]":
        started.append(popen(*args, **kwargs))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(runner.subprocess, "Popen", noted)
    with pytest.raises(RefusedFileError) as caught:
        runner.run_ingest(order(tmp_path, b"a\n1\n", wall_seconds=0))
    assert caught.value.refusal.code is RefusalCode.TOO_COMPLEX
    assert not psutil.pid_exists(started[0].pid)


def test_the_process_knows_nothing_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURAFORGE_ADMIN_TOKEN", "af_secret")
    assert not any("secret" in value for value in runner._environment().values())
