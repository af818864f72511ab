"""procrastinate on PostgreSQL: it wakes workers and keeps two of them off the same key.

The rows decide what is to do. A job of the queue says only "look at this request": a lost one is
made again by the sweep, one too many finds nothing wanted.
"""

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from procrastinate.types import TimeDeltaParams
from psycopg_pool import ConnectionPool

from server import database, errors, models
from server.jobs import requests, run, warming
from server.jobs.solver import Solver

log = structlog.get_logger()

#: A request of the web never waits longer for the queue than this.
POOL_TIMEOUT_S = 4
RUN, SWEEP, RESCUE = "rounds.run", "rounds.sweep", "rounds.rescue"
UNREACHABLE = (ConnectorException, psycopg.Error, errors.Unavailable, database.OperationalError)
_opening = threading.Lock()


def conninfo(url: str) -> str:
    """Returns the database's address as psycopg reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def apply_schema(url: str) -> None:
    """Adds procrastinate's own tables to a database that has none yet."""
    with psycopg.connect(conninfo(url)) as connection:
        connection.execute(f"SELECT pg_advisory_xact_lock({database.WRITER_LOCK})")
        found = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if found is not None and found[0] is None:
            connection.execute(SchemaManager.get_schema())


def enqueue(app: Any, asked: Iterable[tuple[str, str]]) -> None:
    """Wakes a worker for each request. A queue out of reach is logged: the sweep will do it."""
    try:
        with database.read_transaction(app) as db:
            waits = {pair: _wait_s(app, db, pair) for pair in asked}
        for (task, key), seconds in waits.items():
            _defer(app, task, key, seconds)
    except UNREACHABLE as error:
        log.warning("queue not reached", exc_info=error)


def close(app: Any) -> None:
    """Gives the queue's connections back."""
    rounds = app.extensions["rounds"]
    if rounds.queue is not None:
        _engine, pool = rounds.queue
        pool.close()
    rounds.queue = None


def work(app: Any, concurrency: int = 1, *, wait: bool = True) -> None:
    """Runs procrastinate's worker until it is told to stop (or, not waiting, nothing is queued)."""
    settings = app.extensions["rounds"].settings
    with _solvers(settings, concurrency) as solvers:
        engine = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=conninfo(settings.url), timeout=POOL_TIMEOUT_S
            )
        )
        _register(engine, app, solvers)
        _warm(app, solvers, concurrency)
        sweep(app)
        engine.run_worker(
            concurrency=concurrency,
            wait=wait,
            name="rounds",
            delete_jobs="always",
            install_signal_handlers=threading.current_thread() is threading.main_thread(),
        )


def sweep(app: Any) -> int:
    """Queues every request that may begin, whoever forgot it; returns how many there were."""
    rounds = app.extensions["rounds"]
    with database.read_transaction(app) as db:
        now, real = rounds.clock.now(db), rounds.clock.real()
        found = [(row.task, row.key) for row in requests.wanted(db, rounds.tasks, now, real)]
    for task, key in found:
        _defer(app, task, key)
    return len(found)


def _register(engine: procrastinate.App, app: Any, solvers: "queue.Queue[Solver]") -> None:
    """Gives the engine its three jobs: run a request, sweep, rescue what a dead worker held."""

    @engine.task(name=RUN)
    def run_request(task: str, key: str) -> None:
        solver = solvers.get()
        try:
            claimed = run.claim_next(app, task, key)
            if claimed is not None:
                run.run(app, claimed, solver.compute)
        finally:
            solvers.put(solver)

    @engine.periodic(cron="* * * * *")
    @engine.task(name=SWEEP, queueing_lock=SWEEP)
    def sweep_requests(timestamp: int) -> None:
        sweep(app)

    @engine.periodic(cron="* * * * *")
    @engine.task(name=RESCUE, queueing_lock=RESCUE)
    async def rescue_stalled(timestamp: int) -> None:
        # Nothing else does: a killed worker's job would hold its lock for ever. It is dropped, not
        # tried again: the sweep has queued another look meanwhile, and there may be one only.
        for job in await engine.job_manager.get_stalled_jobs():
            await engine.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@contextmanager
def _solvers(settings: Any, count: int) -> Iterator["queue.Queue[Solver]"]:
    """Yields as many solver processes as requests may run at once."""
    made = [Solver(settings.solver_seconds, settings.solver_memory_mb) for _ in range(count)]
    free: queue.Queue[Solver] = queue.Queue()
    for solver in made:
        free.put(solver)
    try:
        yield free
    finally:
        for solver in made:
            solver.close()


def _warm(app: Any, solvers: "queue.Queue[Solver]", count: int) -> None:
    """Gets each solver's process ready, one after the other: the first leaves what all need."""
    tasks = warming.warming_tasks(app.extensions["rounds"].tasks.values())
    for _ in range(count):
        solver = solvers.get()
        try:
            warming.warm_solver(solver, tasks)
        except errors.AppError as error:
            log.warning("not warmed", error=str(error))
        solvers.put(solver)


def _defer(app: Any, task: str, key: str, wait_s: int = 0) -> None:
    """Queues one look at a request, unless one is queued already."""
    name = f"{task}:{key}"
    wait: TimeDeltaParams | None = {"seconds": wait_s} if wait_s > 0 else None
    what = app.extensions["rounds"].tasks[task]
    # Quick work comes first, what waits for others' machines last.
    first = int(what.quick) - int(what.waits)
    job = _door(app).configure_task(
        RUN, lock=name, queueing_lock=name, schedule_in=wait, priority=first
    )
    try:
        job.defer(task=task, key=key)
    except AlreadyEnqueued:
        log.debug("already queued", task=task, key=key)


def _door(app: Any) -> procrastinate.App:
    """Returns the engine as the web uses it: only to queue, over a few connections of its own."""
    rounds = app.extensions["rounds"]
    with _opening:
        if rounds.queue is None:
            # Our own pool: the connector's would wait 30 s for a database that is away.
            pool = ConnectionPool(
                conninfo(rounds.settings.url),
                timeout=POOL_TIMEOUT_S,
                min_size=0,
                max_size=4,
                open=True,
                check=ConnectionPool.check_connection,
            )
            engine = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
            engine.connector.open(pool)
            rounds.queue = (engine, pool)
        return rounds.queue[0]


def _wait_s(app: Any, db: Any, pair: tuple[str, str]) -> int:
    """Returns how long a request rests before it may begin."""
    row = db.get(models.Request, pair)
    if row is None or row.not_before is None:
        return 0
    return max(0, round((row.not_before - app.extensions["rounds"].clock.now(db)).total_seconds()))
