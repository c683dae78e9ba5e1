"""Folders of uploads under way."""

import subprocess
import sys
from pathlib import Path

from azuraforge_api.datasets.workspace import sweep, workspace


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib\n"
        "from azuraforge_api.datasets.workspace import workspace\n"
        "with workspace(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'original').write_bytes(b'half a file')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    (left,) = tmp_path.iterdir()
    assert (left / "original").exists()
    with workspace(tmp_path) as alive:
        assert sweep(tmp_path) == 1
        assert list(tmp_path.iterdir()) == [alive]
    assert list(tmp_path.iterdir()) == []
    assert sweep(tmp_path / "missing") == 0
