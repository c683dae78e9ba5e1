"""Makes warm children: one process imports the libraries once, and each child is a fork of it.

    python -m azuraforge_worker.executor.fork_server <socket fd> <parent pid>

It never computes and starts no thread, so that nothing OpenMP or OpenBLAS holds is forked half-way. A child
that ends stays a zombie, with its process group's number reserved, until the worker asks to reap it.
"""

import gc
import os
import socket
import sys
import traceback
from typing import NoReturn

from azuraforge_worker.executor import fork_protocol as protocol
from azuraforge_worker.executor.child import Child
from azuraforge_worker.executor.lifeline import tie_to_parent
from azuraforge_worker.executor.programs import Programs

_STDOUT, _STDERR = 1, 2


def serve(control: socket.socket) -> None:
    """Fork and reap until the worker closes its side."""
    programs = Programs()
    programs.warm_up()
    # What was imported stays: the children's collectors needn't look at it, nor copy its pages.
    gc.collect()
    gc.freeze()
    while received := protocol.receive(control):
        request, descriptors = received
        if request.op == protocol.FORK:
            protocol.answer(control, _fork(control, descriptors, programs))
        else:
            protocol.answer(control, _reap(request.pid))


def _fork(control: socket.socket, descriptors: list[int], programs: Programs) -> int:
    server = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        control.close()
        _become_child(server, descriptors, programs)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _become_child(server: int, descriptors: list[int], programs: Programs) -> NoReturn:
    try:
        os.setsid()
        tie_to_parent(server)
        connection, *outputs = descriptors
        for output, number in zip(outputs, (_STDOUT, _STDERR), strict=True):
            os.dup2(output, number)
            os.close(output)
        os.set_inheritable(connection, False)
        Child(socket.socket(fileno=connection), programs).serve()
    except BaseException:  # noqa: BLE001 - it must not go on as a second server
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)


def _reap(pid: int) -> int:
    """The exit status as `subprocess` has it: negative for a signal; `STILL_RUNNING` if it hasn't ended."""
    reaped, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if reaped else protocol.STILL_RUNNING


def main() -> None:
    """Entry point."""
    descriptor, parent = (int(argument) for argument in sys.argv[1:3])
    tie_to_parent(parent)
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    serve(control)


if __name__ == "__main__":
    main()
