"""The child process: a fork of the fork server, which works through one request at a time.

When its worker goes away, it and everything it started ends.
"""

import os
import queue
import signal
import socket
import sys
import threading
import traceback
from contextlib import suppress
from typing import Any

from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_pipelines.errors import Stopped

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.child_events import EventSender
from azuraforge_worker.executor.child_usage import RunMeter
from azuraforge_worker.executor.context import Wishes
from azuraforge_worker.executor.programs import Programs

_MESSAGE_LIMIT = 1000


class Child:
    """Reads requests and stops in one thread, works in the main one."""

    def __init__(self, connection: socket.socket, programs: Programs) -> None:
        self._connection = connection
        self._send_lock = threading.Lock()
        self._requests: queue.SimpleQueue[frames.Frame] = queue.SimpleQueue()
        self._events = EventSender(self._send)
        self._programs = programs
        self._meter = RunMeter()
        self._stopped: set[str] = set()
        self._finishing: set[str] = set()

    def serve(self) -> None:
        """Work until the worker is gone."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        self._events.start()
        self._meter.warm()
        while True:
            self._answer(self._requests.get())

    def _listen(self) -> None:
        with suppress(OSError):
            for frame in frames.FrameReader().read(self._connection):
                if frame["op"] == frames.STOP:
                    self._stopped.add(frame["id"])
                elif frame["op"] == frames.FINISH:
                    self._finishing.add(frame["id"])
                else:
                    self._requests.put(frame)
        # The worker is gone; what the run started is in this process group.
        os.killpg(0, signal.SIGKILL)

    def _send(self, content: bytes) -> None:
        with self._send_lock:
            self._connection.sendall(content)

    def _answer(self, request: frames.Frame) -> None:
        run_id: str = request["id"]
        if request["op"] == frames.RUN:
            self._programs.forget(request)
            if not self._meter.make_room(request["memory_bytes"]):
                os._exit(0)  # the run hasn't begun, and a fresh process takes it over
        self._send(frames.encode(frames.STARTED, id=run_id, cpu_s=self._meter.begin()))
        self._events.begin(run_id)
        wishes = Wishes(lambda: run_id in self._stopped, lambda: run_id in self._finishing)
        outcome = self._perform(request, wishes)
        sys.stdout.flush()
        sys.stderr.flush()
        self._stopped.clear()  # one request at a time: all of them meant this one
        self._finishing.clear()
        done = frames.encode(frames.DONE, id=run_id, **self._meter.read(), **outcome)
        self._send(self._events.take() + done)  # at once, so that the worker is woken once

    def _perform(self, request: frames.Frame, wishes: Wishes) -> dict[str, Any]:
        try:
            return {"status": "ok", "result": self._programs.perform(request, self._events, wishes)}
        except Stopped as error:
            if wishes.stop():
                return {"status": "stopped"}
            return _failure(JobErrorCode.PIPELINE_ERROR, "The pipeline stopped though nobody asked.", error)
        except JobFailedError as error:
            return _failure(error.code, error.message, error)
        except MemoryError as error:
            return _failure(
                JobErrorCode.OUT_OF_MEMORY,
                "The run asked for more memory than there is."
                " Use fewer rows or columns, or a smaller configuration.",
                error,
            )
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a plug-in may raise anything
            said = f": {error}" if str(error) else ""
            return _failure(JobErrorCode.PIPELINE_ERROR, f"{type(error).__name__}{said}", error)


def _failure(code: str, message: str, error: BaseException) -> dict[str, Any]:
    short = message if len(message) <= _MESSAGE_LIMIT else message[: _MESSAGE_LIMIT - 1] + "…"
    return {
        "status": "failed",
        "code": code,
        "message": short.replace("\0", ""),
        "traceback": "".join(traceback.format_exception(error)),
    }
