"""The `azuraforge` command: migrate, sign in, serve, check, and write the OpenAPI document."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from azuraforge_contracts.settings import load_settings
from azuraforge_dbmodels import migrate
from azuraforge_dbmodels.session import Database, make_engine
from sqlalchemy.exc import DBAPIError

from azuraforge_api.auth.bootstrap import make_sign_in_link
from azuraforge_api.logs import configure_logging
from azuraforge_api.main import bare_app, create_app
from azuraforge_api.openapi import build_openapi
from azuraforge_api.settings import ApiSettings

# Requests in progress get this long; sockets are closed at once with 1012, "the service restarts".
STOP_TIMEOUT_S = 15
MAX_SOCKET_FRAME = 64 * 1024


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def migrate_database(_arguments: argparse.Namespace) -> int:
    """Bring the database to this version's tables."""
    engine = make_engine(load_settings(ApiSettings).database_dsn)
    migrate.upgrade(engine)
    _say(f"The database is at revision {migrate.current_revision(engine)}.")
    engine.dispose()
    return 0


def sign_in_link(_arguments: argparse.Namespace) -> int:
    """Print an address that signs the first administrator in, once, within a day."""
    settings = load_settings(ApiSettings)
    database = Database.connect(settings.database_dsn)
    _say(make_sign_in_link(database, settings))
    database.dispose()
    return 0


def serve(_arguments: argparse.Namespace) -> int:
    """Serve the API and the dashboard until SIGTERM or Ctrl-C."""
    settings = load_settings(ApiSettings)
    configure_logging(settings)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=MAX_SOCKET_FRAME,
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
    )
    uvicorn.Server(config).run()
    return 0


def write_openapi(arguments: argparse.Namespace) -> int:
    """Write the OpenAPI document, the same bytes for the same code."""
    text = json.dumps(build_openapi(bare_app()), indent=2, sort_keys=True, ensure_ascii=False)
    out: Path = arguments.out
    out.write_text(f"{text}\n", encoding="utf-8")
    return 0


def check(_arguments: argparse.Namespace) -> int:
    """Tell whether the settings are right and the database has this version's tables."""
    engine = make_engine(load_settings(ApiSettings).database_dsn)
    current, head = migrate.current_revision(engine), migrate.head_revision()
    if current != head:
        _say(f"The database is at revision {current}, this version needs {head}: run `azuraforge migrate`.")
        return 1
    drift = migrate.schema_drift(engine)
    engine.dispose()
    if drift:
        _say("The database's tables differ from this version's:")
        for difference in drift:
            _say(f"  {difference}")
        return 1
    _say("Settings and database are right.")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="azuraforge", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="command")
    all_commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "migrate": migrate_database,
        "sign-in-link": sign_in_link,
        "serve": serve,
        "openapi": write_openapi,
        "check": check,
    }
    for name, run in all_commands.items():
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        if run is write_openapi:
            command.add_argument("--out", type=Path, required=True, help="the file to write")
    return top


def main() -> None:
    """Run one command; its result is the process's status."""
    arguments = parser().parse_args()
    try:
        sys.exit(arguments.run(arguments))
    except DBAPIError as error:
        sys.exit(f"AZURAFORGE_DATABASE_URL: the database can't be used: {error.__cause__ or error}")
    except PermissionError as error:
        sys.exit(f"AZURAFORGE_DATA_DIR: {error.filename} can't be used: {error.strerror}")
