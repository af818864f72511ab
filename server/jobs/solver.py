"""The solver's process: spawned, kept warm, limited in time and memory, replaced when it dies."""

import multiprocessing
import pickle
import signal
import sys
import time
import traceback
from multiprocessing.connection import Connection
from typing import Any, Self

from server import errors
from server.jobs.requests import Progress, Task

#: A process is replaced after so many computations, so that nothing can pile up in it.
RECYCLE_AFTER = 50


class SolverFailed(errors.AppError):
    """The computation ended without a result."""


class Solver:
    """One process for computations. ``compute`` is for one thread at a time."""

    def __init__(self, seconds: float, memory_mb: int) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._process: Any = None
        self._pipe: Connection | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def compute(self, task: Task, problem: Any, progress: Progress) -> Any:
        """Returns ``task.compute(problem)``, done by the process; raises when a limit was hit."""
        pipe = self._warm()
        pipe.send_bytes(pickle.dumps((task, problem)))
        deadline = time.monotonic() + self.seconds
        while True:
            kind, value = self._next(pipe, deadline)
            if kind == "progress":
                progress(value)
            elif kind == "failed":
                raise SolverFailed(value)
            else:
                return value

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None

    def _warm(self) -> Connection:
        alive = self._process is not None and self._process.is_alive()
        if not alive or self._count >= RECYCLE_AFTER:
            self.close()
            self._begin()
        self._count += 1
        assert self._pipe is not None
        return self._pipe

    def _begin(self) -> None:
        # Not forked: a fork of a process with threads inherits locks nobody will release.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self.memory_mb), name="rounds-solver", daemon=True
        )
        self._process.start()
        theirs.close()
        self._count = 0

    def _next(self, pipe: Connection, deadline: float) -> tuple[str, Any]:
        try:
            if pipe.poll(max(0.0, deadline - time.monotonic())):
                return pipe.recv()
        except (EOFError, ConnectionResetError):
            self.close()
            raise SolverFailed(
                f"The solver's process died; its memory is limited to {self.memory_mb} MB."
            ) from None
        self.close()
        raise SolverFailed(f"It was not ready within {self.seconds:g} seconds.")


def _serve(pipe: Connection, memory_mb: int) -> None:
    """The process's own loop: a task and a problem in, progress and a result out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends us
    _limit_memory(memory_mb)
    while True:
        try:
            task, problem = pickle.loads(pipe.recv_bytes())
        except EOFError:
            return
        try:
            made = task.compute(problem, lambda text: pipe.send(("progress", text)))
            answer = ("made", made)
        except MemoryError:
            answer = ("failed", f"It needed more than {memory_mb} MB of memory.")
        except Exception as error:
            traceback.print_exc()
            answer = ("failed", f"{type(error).__name__}: {error}")
        pipe.send(answer)


def _limit_memory(memory_mb: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    # What is written to, not what is mapped: compiled code maps gigabytes it never touches.
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
