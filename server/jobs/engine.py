"""What drives the work: threads on SQLite, procrastinate's workers on PostgreSQL, and the clock.

Both engines go through ``run``; what wakes them may be lost, the sweep finds the rows.
"""

import threading
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from server import database, errors
from server.jobs import queue, requests, run, ticks, warming
from server.jobs.solver import Solver

log = structlog.get_logger()

SWEEP_S = 10
TICK_S = 60


class Workers:
    """The engine on SQLite: a thread for all work, and one for what waits for others' machines.

    So a calendar whose server does not answer holds up calendars only.
    """

    def __init__(self, app: Any) -> None:
        tasks = app.extensions["rounds"].tasks
        waiting = frozenset(name for name, task in tasks.items() if task.waits)
        self._main = Worker(app, frozenset(tasks) - waiting)
        self._others = [Worker(app, waiting, waits=True)] if waiting else []

    def start(self) -> None:
        """Begins in threads beside the caller's."""
        for worker in (self._main, *self._others):
            worker.start()

    def run(self) -> None:
        """Works in the caller's own thread until interrupted."""
        for worker in self._others:
            worker.start()
        self._main.run()

    def wake(self) -> None:
        for worker in (self._main, *self._others):
            worker.wake()

    def stop(self) -> None:
        """Ends the threads. What they were computing is claimed again later, by whoever runs."""
        for worker in (self._main, *self._others):
            worker.stop()


class Worker(threading.Thread):
    """One thread for some tasks, one request after the other, with a solver process of its own.

    The process of one that ``waits`` is there only while there is something to do.
    """

    def __init__(self, app: Any, tasks: frozenset[str], *, waits: bool = False) -> None:
        super().__init__(name="rounds-reader" if waits else "rounds-worker", daemon=True)
        self._app, self._tasks, self._waits = app, tasks, waits
        self._wanted = threading.Event()
        self._stopping = False
        settings = app.extensions["rounds"].settings
        self._solver = Solver(settings.solver_seconds, settings.solver_memory_mb)

    def run(self) -> None:
        """Runs what is wanted, then waits to be woken or for the sweep."""
        if not self._waits:
            warming.warm_up(self._app, self._solver)
        while not self._stopping:
            self._wanted.clear()
            self._drain()
            if self._waits:
                self._solver.close()
            self._wanted.wait(SWEEP_S)

    def wake(self) -> None:
        self._wanted.set()

    def stop(self) -> None:
        self._stopping = True
        self._wanted.set()
        self._solver.close()
        if self.is_alive():
            self.join(10)

    def _drain(self) -> None:
        try:
            compute = self._solver.compute
            while not self._stopping and run.drain(self._app, compute, 1, self._tasks):
                pass
        except (errors.Unavailable, database.OperationalError) as error:
            log.error("worker cannot reach the database", exc_info=error)


def start(app: Any) -> None:
    """Starts the clock and the engine of this process. Call it after any fork."""
    rounds = app.extensions["rounds"]
    if rounds.settings.on_sqlite and rounds.settings.worker == "inside":
        # Nobody else works here: what is claimed was claimed by a process that died.
        with database.write_transaction(app) as db:
            requests.release_all(db)
        rounds.warm = threading.Event()
        rounds.worker = Workers(app)
        rounds.worker.start()
    else:
        warming.begin(app)
    if not rounds.settings.on_sqlite:
        queue.apply_schema(rounds.settings.url)
        rounds.wakes = True
    rounds.scheduler = _scheduler(app)
    rounds.scheduler.start()


def stop(app: Any) -> None:
    """Stops what ``start`` began."""
    rounds = app.extensions["rounds"]
    if rounds.scheduler is not None:
        rounds.scheduler.shutdown(wait=False)
    if rounds.worker is not None:
        rounds.worker.stop()
    queue.close(app)
    rounds.scheduler = rounds.worker = None


def wake(app: Any, asked: set[tuple[str, str]] | None = None) -> None:
    """Tells whoever works that something is wanted. Never fails: the sweep would find it too."""
    rounds = app.extensions["rounds"]
    if rounds.worker is not None:
        rounds.worker.wake()
    elif not rounds.settings.on_sqlite and rounds.wakes:
        queue.enqueue(app, asked or set())


def work(app: Any, concurrency: int = 1) -> None:
    """Works until interrupted: what `rounds worker` does, on either database."""
    rounds = app.extensions["rounds"]
    rounds.scheduler = _scheduler(app)
    rounds.scheduler.start()
    try:
        if rounds.settings.on_sqlite:
            rounds.worker = Workers(app)
            rounds.worker.run()
        else:
            queue.work(app, concurrency)
    finally:
        stop(app)


def _scheduler(app: Any) -> BackgroundScheduler:
    """The clock only: which tick counts is decided by rows, so every node may have one."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        _look,
        "interval",
        [app],
        seconds=TICK_S,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.add_job(_look, args=[app], misfire_grace_time=None)
    return scheduler


def _look(app: Any) -> None:
    try:
        ticks.check_ticks(app)
    except (errors.Unavailable, database.OperationalError) as error:
        log.error("clock cannot reach the database", exc_info=error)
