"""What children are given: threads for their fit, and none of the worker's secrets."""

from pathlib import Path

import pytest
from azuraforge_worker import settings as settings_module
from azuraforge_worker.children import child_environment, make_child_pool
from azuraforge_worker.settings import WorkerSettings

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT")


@pytest.mark.parametrize(
    ("cpus", "slots", "threads"), [(8, 2, "4"), (8, 8, "1"), (8, 3, "2"), (2, 4, "1"), (1, 1, "1")]
)
def test_the_slots_share_the_cpus_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cpus: int, slots: int, threads: str
) -> None:
    monkeypatch.setattr(settings_module, "cpu_count", lambda: cpus)
    monkeypatch.setenv("OMP_NUM_THREADS", "64")
    environment = make_child_pool(WorkerSettings(_env_file=None), slots, tmp_path)._spec.environment
    assert {name: environment[name] for name in THREADS} == dict.fromkeys(THREADS, threads)


def test_the_operator_may_say_how_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "cpu_count", lambda: 8)
    assert WorkerSettings(_env_file=None, worker_threads_per_fit=3).threads_per_fit(8) == 3


def test_plug_ins_see_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURAFORGE_DATABASE_URL", "postgresql://user:secret@host/name")
    monkeypatch.setenv("HOME", "/home/somebody")
    environment = child_environment(1)
    assert not [name for name in environment if name.startswith("AZURAFORGE_")]
    assert environment["HOME"] == "/home/somebody"
