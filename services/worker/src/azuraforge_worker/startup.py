"""What has to be there before a worker works: the database and its schema."""

from collections.abc import Callable

import structlog
from azuraforge_contracts.transport.outages import Outage
from azuraforge_dbmodels.migrate import current_revision, head_revision
from azuraforge_dbmodels.session import DATABASE_ERRORS, Database

from azuraforge_worker.shutdown import Shutdown

_log = structlog.get_logger(__name__)
_RETRY_SECONDS = 1.0


def patiently(step: Callable[[], None], shutdown: Shutdown, outage: Outage) -> bool:
    """Do a step that needs the database, waiting for it; False when a signal came first."""
    while not shutdown.asked:
        try:
            step()
        except DATABASE_ERRORS as error:
            outage.began(error)
            shutdown.wait(_RETRY_SECONDS)
        else:
            outage.ended()
            return True
    return False


def wait_for_schema(database: Database, shutdown: Shutdown) -> None:
    """Wait until the database is migrated to what this code knows, or a signal came."""
    said = False
    while current_revision(database.engine) != head_revision():
        if not said:
            _log.warning("waiting_for_migration", wanted=head_revision())
            said = True
        if shutdown.wait(_RETRY_SECONDS):
            return
