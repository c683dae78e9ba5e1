#!/usr/bin/env bash
# Build what is missing and drive the real stack in Chromium; `scripts/e2e.sh NAME` runs one file.
set -euo pipefail
cd "$(dirname "$0")/.."
chromium=${AZURAFORGE_CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo "no Chromium at $chromium: apt-get install chromium, or set AZURAFORGE_CHROMIUM" >&2; exit 1; }
python3 scripts/local/install.py --for e2e
cd tests/e2e
exec node --test --test-concurrency=1 --test-reporter=spec "${1:-.}"
