#!/usr/bin/env bash
# Fail when the committed OpenAPI document, or the TypeScript or Python made from it, is older than the API's code.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
.venv/bin/azuraforge openapi --out "$fresh/openapi.json"
diff -u services/api/openapi.json "$fresh/openapi.json" || { echo "services/api/openapi.json is stale: run \`make client\`" >&2; exit 1; }
(cd dashboard && npx --no-install openapi-typescript "$fresh/openapi.json" --output "$fresh/schema.d.ts" --default-non-nullable=false --default-non-nullable=false >/dev/null)
diff -u dashboard/src/api/schema.d.ts "$fresh/schema.d.ts" || { echo "dashboard/src/api/schema.d.ts is stale: run \`make client\`" >&2; exit 1; }
.venv/bin/python scripts/client_models.py "$fresh/openapi.json" --out "$fresh/models.py"
models=packages/client/src/azuraforge_client/models.py
diff -u "$models" "$fresh/models.py" || { echo "$models is stale: run \`make client\`" >&2; exit 1; }
