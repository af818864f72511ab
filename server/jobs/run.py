"""One request from claim to save: the only way work is done, whichever engine drives it."""

import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import structlog

from server import database, errors
from server.jobs import requests
from server.jobs.requests import Claim, Progress, Task
from server.jobs.solver import Solver

Compute = Callable[[Task, Any, Progress], Any]

log = structlog.get_logger()

#: A claim outlives the longest computation by this much: loading and saving.
MARGIN = timedelta(minutes=2)
#: Progress is written at most this often: each writing waits for the writers before.
PROGRESS_EVERY_S = 0.5


def run_pending(app: Any, limit: int | None = None, solvers: int = 0) -> int:
    """Runs what is wanted until nothing is left (or ``limit``); returns how many were run.

    Without ``solvers`` everything is computed right here; with them, by that many processes.
    """
    if not solvers:
        return drain(app, here, limit)
    with ThreadPoolExecutor(solvers) as threads:
        return sum(threads.map(lambda _: _with_own_solver(app), range(solvers)))


def here(task: Task, problem: Any, progress: Progress) -> Any:
    """Computes in this process, without any limit."""
    return task.compute(problem, progress)


def drain(
    app: Any, compute: Compute, limit: int | None = None, among: Collection[str] | None = None
) -> int:
    """Runs one request after the other until none may begin; returns how many were run.

    ``among`` names the tasks this worker is there for, None all of them.
    """
    count = 0
    while limit is None or count < limit:
        claimed = claim_next(app, among=among)
        if claimed is None:
            break
        run(app, claimed, compute)
        count += 1
    return count


def claim_next(
    app: Any,
    task: str | None = None,
    key: str | None = None,
    among: Collection[str] | None = None,
) -> Claim | None:
    """Claims what has waited longest, quick work first (or that one); None when none may begin."""
    rounds = app.extensions["rounds"]
    lease = timedelta(seconds=rounds.settings.solver_seconds) + MARGIN
    # Most looks find nothing: they must not take the writers' turn.
    with database.read_transaction(app) as db:
        if not _candidates(db, rounds, task, key, among):
            return None
    with database.write_transaction(app) as db:
        for row in _candidates(db, rounds, task, key, among):
            now = rounds.clock.now(db)
            claimed = requests.claim(db, row, rounds.clock.real(), lease, now)
            if claimed is not None:
                return claimed
    return None


def _candidates(
    db: Any, rounds: Any, task: str | None, key: str | None, among: Collection[str] | None
) -> list[Any]:
    tasks = rounds.tasks if among is None else among
    rows = requests.wanted(db, tasks, rounds.clock.now(db), rounds.clock.real())
    rows.sort(key=lambda row: not rounds.tasks[row.task].quick)
    return [row for row in rows if task is None or (row.task, row.key) == (task, key)]


def run(app: Any, claimed: Claim, compute: Compute) -> None:
    """Loads, computes, saves. A failure is written to the row, never lost and never raised."""
    task: Task = app.extensions["rounds"].tasks[claimed.task]
    started = time.monotonic()
    try:
        made = _made(app, task, claimed, compute)
        _save(app, task, claimed, made)
    except Exception as error:  # whatever it was: the row says it, the loop goes on
        log.error("request failed", task=claimed.task, key=claimed.key, exc_info=error)
        _note_failure(app, claimed, error)
    else:
        seconds = round(time.monotonic() - started, 2)
        log.info("request run", task=claimed.task, key=claimed.key, seconds=seconds)


def _made(app: Any, task: Task, claimed: Claim, compute: Compute) -> Any:
    clock = app.extensions["rounds"].clock
    with database.read_transaction(app) as db:
        problem = task.load(db, claimed.key, clock.now(db))
    if problem is None:
        return None
    return compute(task, problem, _Reporter(app, claimed))


def _save(app: Any, task: Task, claimed: Claim, made: Any) -> None:
    clock = app.extensions["rounds"].clock
    with database.write_transaction(app) as db:
        row = requests.held(db, claimed)
        if row is None:
            log.warning("claim lost", task=claimed.task, key=claimed.key)
            return
        if requests.moved_on(row, claimed):
            requests.put_back(row)
            return
        now = clock.now(db)
        # First the row: saving may ask for the same work again, and that wish must survive.
        requests.finish(row, claimed, now)
        if made is not None:
            task.save(db, claimed.key, made, now)


def _note_failure(app: Any, claimed: Claim, error: Exception) -> None:
    clock = app.extensions["rounds"].clock
    permanent = isinstance(error, errors.Invalid) or getattr(error, "permanent", False)
    try:
        with database.write_transaction(app) as db:
            row = requests.held(db, claimed)
            if row is None:
                return
            if requests.moved_on(row, claimed):
                requests.put_back(row)
            else:
                requests.fail(row, _sentence(error), clock.now(db), permanent=permanent)
    except (errors.Unavailable, database.OperationalError) as unreachable:
        # The claim runs out and the sweep finds the request again.
        log.error("failure not noted", task=claimed.task, key=claimed.key, exc_info=unreachable)


def _sentence(error: Exception) -> str:
    if isinstance(error, errors.AppError):
        return error.detail
    return f"{type(error).__name__}: {error}"


def _with_own_solver(app: Any) -> int:
    settings = app.extensions["rounds"].settings
    with Solver(settings.solver_seconds, settings.solver_memory_mb) as solver:
        return drain(app, solver.compute)


class _Reporter:
    """Writes progress, but seldom, and never fails the work because of it."""

    def __init__(self, app: Any, claimed: Claim) -> None:
        self._app, self._claimed, self._last = app, claimed, 0.0

    def __call__(self, text: str) -> None:
        if time.monotonic() - self._last < PROGRESS_EVERY_S:
            return
        self._last = time.monotonic()
        try:
            requests.set_progress(self._app, self._claimed.task, self._claimed.key, text)
        except (errors.Unavailable, database.OperationalError) as error:
            log.warning("progress not written", exc_info=error)
