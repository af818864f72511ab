"""Before anybody waits for an answer: each process loads, or compiles, what it computes with.

Compiling takes most of a minute and would hold up every other thread of the process, so that a
solver's process does it; afterwards loading what it left takes half a second.
"""

import gc
import threading
from collections.abc import Iterable
from typing import Any

import structlog

from server.jobs.requests import Progress, Task
from server.jobs.solver import Solver

log = structlog.get_logger()


class Warm(Task):
    """Warms a solver's process; what it is given are the tasks."""

    name = "warm"

    def compute(self, problem: Iterable[Task], progress: Progress) -> None:
        """Warms every task."""
        for task in problem:
            task.warm()


def begin(app: Any) -> None:
    """Warms this process in the background, for one whose work is done elsewhere."""
    settings = app.extensions["rounds"].settings

    def warm() -> None:
        with Solver(settings.solver_seconds, settings.solver_memory_mb) as solver:
            warm_up(app, solver)

    app.extensions["rounds"].warm = threading.Event()
    threading.Thread(target=warm, name="rounds-warming", daemon=True).start()


def warm_up(app: Any, solver: Solver) -> None:
    """Warms the solver's process, then this one. What goes wrong only makes the first one wait."""
    rounds = app.extensions["rounds"]
    tasks = warming_tasks(rounds.tasks.values())
    try:
        warm_solver(solver, tasks)
        for task in tasks:
            task.warm()
    except Exception as error:  # whatever it was: the first who asks will meet it again
        log.warning("not warmed", error=str(error))
    finally:
        _settle()
        if rounds.warm is not None:
            rounds.warm.set()


def _settle() -> None:
    """What is loaded by now stays: collecting garbage need not look through it during answers."""
    gc.collect()
    gc.freeze()


def warm_solver(solver: Solver, tasks: tuple[Task, ...]) -> None:
    """Warms a solver's process, unless there is nothing to warm."""
    if tasks:
        solver.compute(Warm(), tasks, lambda text: None)


def warming_tasks(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Returns the tasks that have something to warm."""
    return tuple(task for task in tasks if type(task).warm is not Task.warm)


def is_warm(app: Any, wait_s: float = 0) -> bool:
    """Says whether this process can compute without delay; waits so long until it can.

    One that nobody warms, such as a command's, is said to be warm.
    """
    warm = app.extensions["rounds"].warm
    return warm is None or warm.wait(wait_s)
