"""One warm child process: start it, give it a request, follow it, end it."""

import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import IO, Any, Final

from azuraforge_worker.executor import frames
from azuraforge_worker.executor.errors import (
    ChildNotStartedError,
    RunStoppedError,
    death_error,
    describe_exit,
    limit_error,
    oom_kills,
)
from azuraforge_worker.executor.escalation import ASK, Escalation, Limits
from azuraforge_worker.executor.forks import ForkServer
from azuraforge_worker.executor.group_usage import GroupMeter, RunUsage
from azuraforge_worker.executor.output import OutputLines
from azuraforge_worker.executor.sink import LastLine, OutputName, RunSink
from azuraforge_worker.executor.stop import StopReason, StopRequest

_OUTPUTS: Final[tuple[OutputName, ...]] = ("stdout", "stderr")
_READ_BYTES = 1 << 16
_REAP_SECONDS = 5.0


class ChildProcess:
    """A child in a session and process group of its own. Use it from one thread at a time."""

    def __init__(self, server: ForkServer) -> None:
        self.limits = server.limits
        self._server = server
        with ExitStack() as opened:
            self._connection, theirs = socket.socketpair()
            opened.enter_context(self._connection)
            readers, writers = zip(os.pipe(), os.pipe(), strict=True)
            self._pipes: dict[OutputName, IO[bytes]] = {
                name: opened.enter_context(os.fdopen(reader, "rb", buffering=0))
                for name, reader in zip(_OUTPUTS, readers, strict=True)
            }
            with theirs:
                try:
                    self.pid = server.fork(theirs, *writers)
                finally:
                    for writer in writers:
                        os.close(writer)
            opened.pop_all()
        self._reader = frames.FrameReader()
        self._outputs = {name: OutputLines() for name in _OUTPUTS}
        self._pidfd = os.pidfd_open(self.pid)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._connection, selectors.EVENT_READ, "frames")
        self._selector.register(self._pidfd, selectors.EVENT_READ, "exit")
        for name, pipe in self._pipes.items():
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ, name)
        self._closed = False
        self._returncode = 0

    def exchange(
        self,
        op: str,
        run_id: str,
        fields: Mapping[str, Any],
        sink: RunSink,
        stop: StopRequest,
        limits: Limits | None = None,
    ) -> frames.Frame:
        """Send a request and return its `done` frame; `limits` are the child's own if left out.

        Raises `RunStoppedError` when it ended because of `stop`, `JobFailedError` when the child died or
        passed a limit, and `ChildNotStartedError` when it was dead before. After any of these the child is of
        no more use, unless it is still `alive`: otherwise `close` it.
        """
        limits = limits or self.limits
        oom_before = oom_kills()
        try:
            frame = frames.encode(op, id=run_id, memory_bytes=limits.memory_bytes, **fields)
            self._connection.sendall(frame)
        except OSError as error:
            raise ChildNotStartedError(self._last_words()) from error
        exchange = _Exchange(self, run_id, sink, stop, limits)
        self._selector.register(stop, selectors.EVENT_READ, "stop")
        try:
            done = exchange.follow()
        finally:
            self._selector.unregister(stop)
        if done is None:
            raise self._why_it_died(exchange, oom_before)
        self._drain_output(sink)
        usage = exchange.meter.merged(done["cpu_s"], done["peak_memory_bytes"])
        sink.on_usage(usage)
        if exchange.escalation.verdict is not None:
            raise exchange.limit_error(usage)
        if done["status"] == "stopped":
            raise RunStoppedError(stop.reason or StopReason.CANCELLED)
        return done

    def _why_it_died(self, exchange: "_Exchange", oom_before: int) -> Exception:
        self._drain_output(exchange.sink)
        usage = exchange.meter.usage()
        if exchange.started:
            exchange.sink.on_usage(usage)
        returncode = self._end()
        if exchange.escalation.verdict is not None:
            return exchange.limit_error(usage)
        if exchange.stop.reason is not None and exchange.stop.reason > StopReason.FINISHED:
            return RunStoppedError(exchange.stop.reason)
        if not exchange.started:
            return ChildNotStartedError(describe_exit(returncode))
        return death_error(returncode, oom_killed=oom_kills() > oom_before)

    @property
    def alive(self) -> bool:
        """Whether the child can take another request."""
        return not self._closed and not self._has_exited(0)

    def _has_exited(self, timeout: float) -> bool:
        waiting = select.poll()
        waiting.register(self._pidfd, select.POLLIN)
        return bool(waiting.poll(timeout * 1000))

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the child and whatever it started."""
        if not self._closed:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def close(self) -> None:
        """End the child and all it started, at once."""
        self._end()

    def _end(self) -> int:
        if not self._closed:
            # The group goes before the leader is reaped, so its number can't be someone else's.
            self.signal_group(signal.SIGKILL)
            self._closed = True
            self._has_exited(_REAP_SECONDS)  # not if stuck inside the kernel: it dies when that ends
            self._returncode = self._server.reap(self.pid)
            self._selector.close()
            self._connection.close()
            for pipe in self._pipes.values():
                pipe.close()
            os.close(self._pidfd)
        return self._returncode

    def send_stop(self, run_id: str) -> None:
        """Tell the run to stop by itself."""
        with suppress(OSError):  # a dead child is noticed by who reads from it
            self._connection.sendall(frames.encode(frames.STOP, id=run_id))

    def send_finish(self, run_id: str) -> None:
        """Tell the run to end with what it has."""
        with suppress(OSError):
            self._connection.sendall(frames.encode(frames.FINISH, id=run_id))

    def wait(self, timeout: float | None) -> list[str]:
        """Names of what is ready: frames, stdout, stderr, exit, stop."""
        return [key.data for key, _ in self._selector.select(timeout)]

    def receive(self) -> list[frames.Frame] | None:
        """Frames that arrived; None when the child closed its side."""
        try:
            received = self._connection.recv(_READ_BYTES, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except OSError:
            return None
        return list(self._reader.feed(received)) if received else None

    def receive_rest(self) -> list[frames.Frame]:
        """All frames a dead child left behind."""
        found: list[frames.Frame] = []
        with suppress(OSError):  # BlockingIOError: no more, though something still holds the other side
            while received := self._connection.recv(_READ_BYTES, socket.MSG_DONTWAIT):
                found += self._reader.feed(received)
        return found

    def read_output(self, name: OutputName, sink: RunSink) -> bool:
        """Pass on printed lines; False when nothing more can be read now."""
        pipe = self._pipes[name]
        try:
            printed = os.read(pipe.fileno(), _READ_BYTES)
        except BlockingIOError:
            return False
        if not printed:
            self._forget(pipe)
            return False
        for line in self._outputs[name].feed(printed):
            sink.on_output(name, line)
        return True

    def _forget(self, pipe: IO[bytes]) -> None:
        with suppress(KeyError):
            self._selector.unregister(pipe)

    def _drain_output(self, sink: RunSink) -> None:
        for name, lines in self._outputs.items():
            while self.read_output(name, sink):
                pass
            for line in lines.end():
                sink.on_output(name, line)

    def _last_words(self) -> str:
        words = LastLine()
        self._drain_output(words)
        return words.line or "it ended without a word"


class _Exchange:
    """One request under way."""

    def __init__(
        self, child: ChildProcess, run_id: str, sink: RunSink, stop: StopRequest, limits: Limits
    ) -> None:
        self._child = child
        self._run_id = run_id
        self.sink = sink
        self.stop = stop
        self.meter = GroupMeter(child.pid)
        self.escalation = Escalation(self.meter, limits)
        self.started = False
        self._done: frames.Frame | None = None

    def follow(self) -> frames.Frame | None:
        """The `done` frame, or None when the child died."""
        while True:
            for name in self._child.wait(self.escalation.timeout(time.monotonic())):
                if not self._react(name):
                    return self._done
            step = self.escalation.due(time.monotonic(), self.stop.reason)
            if step == ASK:
                self._child.send_stop(self._run_id)
            elif step is not None:
                self._child.signal_group(step)

    def limit_error(self, usage: RunUsage) -> Exception:
        """Why the run was ended though nobody asked for it."""
        return limit_error(self.escalation, usage)

    def _react(self, name: str) -> bool:
        if name == "frames":
            return self._read_frames()
        if name == "stop":
            self._stop_asked()
        elif name == "exit":
            for frame in self._child.receive_rest():
                self._take(frame)  # what it said before it died still counts
            return False
        elif name in {"stdout", "stderr"}:
            self._child.read_output("stdout" if name == "stdout" else "stderr", self.sink)
        return True

    def _read_frames(self) -> bool:
        received = self._child.receive()
        for frame in received or ():
            self._take(frame)
        return received is not None and self._done is None

    def _take(self, frame: frames.Frame) -> None:
        if frame.get("id") != self._run_id:
            return
        if frame["op"] == frames.STARTED:
            self.started = True
            self.meter.begin(frame["cpu_s"])
            self.escalation.started(time.monotonic())
        elif frame["op"] == frames.EVENTS:
            self.sink.on_events([(kind, data) for kind, data in frame["events"]])
        elif frame["op"] == frames.DONE:
            self._done = frame

    def _stop_asked(self) -> None:
        self.stop.acknowledge()
        if self.stop.reason is StopReason.FINISHED:
            self._child.send_finish(self._run_id)
