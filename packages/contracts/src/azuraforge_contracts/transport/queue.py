"""Wake-ups over Celery: the message says that a queue has work, never which job.

Losing one is harmless (the sweeper sends more) and so is a double (a claim that finds nothing returns).
"""

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from azuraforge_contracts.jobs import Queue
from azuraforge_contracts.settings import CoreSettings
from azuraforge_contracts.tasks import CELERY_QUEUE, WAKE_TASK

PUBLISH_TIMEOUT_S = 2.0


def celery_app(settings: CoreSettings, name: str = "azuraforge") -> Celery:
    """A Celery app without tasks, results, retries or ETA, as the database owns every job."""
    app = Celery(name, broker=settings.celery_broker_url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        task_default_queue=CELERY_QUEUE[Queue.COMPUTE],
        task_create_missing_queues=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "health_check_interval": 5,
            "socket_connect_timeout": PUBLISH_TIMEOUT_S,
            "socket_keepalive": settings.celery_broker_url.startswith("redis://"),
            "visibility_timeout": 3600,
        },
    )
    return app


class WakeUpError(Exception):
    """The broker could not be reached in time; the sweeper will wake the queue later."""


class WakeUps:
    """Sends wake-ups; safe to share between threads."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, queue: Queue, count: int = 1) -> None:
        """Wake up to `count` slots of a queue; raises `WakeUpError` when the broker is away."""
        try:
            with self._app.producer_pool.acquire(block=True, timeout=PUBLISH_TIMEOUT_S) as producer:
                for _ in range(count):
                    self._app.send_task(
                        WAKE_TASK,
                        args=[queue.value],
                        queue=CELERY_QUEUE[queue],
                        producer=producer,
                        retry=False,
                        expires=60,
                    )
        except (OperationalError, RedisError, OSError) as error:
            raise WakeUpError(str(error)) from error
