"""Run every bench once, one JSON line each."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BENCHES = [
    "bench.comparison",
    "bench.analysis",
    "bench.accept",
    "bench.cancel",
    "bench.predictions",
    "bench.sweep",
]


def main() -> int:
    """The worst exit status of the benches."""
    return max(
        subprocess.run([sys.executable, "-m", name], cwd=ROOT, check=False).returncode for name in BENCHES
    )


if __name__ == "__main__":
    sys.exit(main())
