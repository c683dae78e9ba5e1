"""Fail when the tables in code differ from what the migrations make of an empty database."""

import sys
import tempfile
from pathlib import Path

from azuraforge_dbmodels.migrate import schema_drift, upgrade
from azuraforge_dbmodels.session import make_engine


def main() -> int:
    """Migrate a throw-away database and compare; 1 when they differ."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'check.db'}")
        upgrade(engine)
        drift = schema_drift(engine)
        engine.dispose()
    for difference in drift:
        print(f"the migrations miss: {difference}", file=sys.stderr)
    return 1 if drift else 0


if __name__ == "__main__":
    sys.exit(main())
