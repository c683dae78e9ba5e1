#!/usr/bin/env bash
# Run the data-layer and queue tests on a throw-away PostgreSQL, on loopback, and on Redis.
set -euo pipefail
cd "$(dirname "$0")/.."
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL's server is not installed: apt-get install postgresql" >&2; exit 1; }
redis=$(command -v redis-server || command -v valkey-server) || { echo "no redis-server: apt-get install redis-server" >&2; exit 1; }

folder=$(mktemp -d /tmp/azf-servers-XXXXXX)
chmod 755 "$folder"
as_postgres=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  as_postgres=(runuser -u postgres --)
  install -d -o postgres "$folder/pg"
else
  mkdir "$folder/pg"
fi
pg_port=$(free_port)
# Nothing has to survive a crash; each test makes a database, which the write-ahead log would hold up.
quick="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
stop() {
  "${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/pg/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

(cd "$folder/pg" && "${as_postgres[@]}" "$bin/initdb" -D "$folder/pg/data" -U azuraforge --auth=trust -E UTF8 >/dev/null)
(cd "$folder/pg" && "${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/pg/data" -w -l "$folder/pg/log" \
  -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $quick" start >/dev/null)
export AZURAFORGE_TEST_POSTGRES_URL="postgresql://azuraforge@127.0.0.1:$pg_port/postgres"
export AZURAFORGE_TEST_BROKER="$redis"
# What `make test` ran on SQLite is left out.
.venv/bin/pytest -q -n 3 --dist loadfile -m "not slow and not one_database" packages/dbmodels packages/contracts \
  services/worker services/api/tests/jobs services/api/tests/predictions -k "postgresql or (contracts and not sqlite)" "$@"
