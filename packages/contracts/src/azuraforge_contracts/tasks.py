"""Task names and queues, spelled once. A message is a wake-up for a queue, never a job."""

from azuraforge_contracts.jobs import Queue

WAKE_TASK = "azuraforge.wake"
CELERY_QUEUE: dict[Queue, str] = {queue: f"azuraforge.{queue.value}" for queue in Queue}
