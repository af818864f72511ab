"""What drives the work: a thread on SQLite, procrastinate's workers on PostgreSQL, and the clock.

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


class Worker(threading.Thread):
    """The engine on SQLite: one thread beside the web's, one solver process."""

    def __init__(self, app: Any) -> None:
        super().__init__(name="rounds-worker", daemon=True)
        self._app = app
        self._wanted = threading.Event()
        self._stopping = False
        settings = app.extensions["rounds"].settings
        self._solver = Solver(settings.solver_seconds, settings.solver_memory_mb)

    def run(self) -> None:
        """Runs what is wanted, then waits to be woken or for the sweep."""
        warming.warm_up(self._app, self._solver)
        while not self._stopping:
            self._wanted.clear()
            self._drain()
            self._wanted.wait(SWEEP_S)

    def wake(self) -> None:
        self._wanted.set()

    def stop(self) -> None:
        """Ends the thread. What it was computing is claimed again later, by whoever runs then."""
        self._stopping = True
        self._wanted.set()
        self._solver.close()
        self.join(10)

    def _drain(self) -> None:
        try:
            while not self._stopping and run.drain(self._app, self._solver.compute, limit=1):
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
        rounds.worker = Worker(app)
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
            Worker(app).run()
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
