"""Plans are computed while whoever computes them is killed: each is made once, in the end."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from server import database, models
from server.jobs import queue
from tests.chaos.conftest import Company
from tests.demo_server import RoundsProcess, Server

PATIENCE_S = 150


def wait_until(done: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, f"{what} within {PATIENCE_S} s"
        time.sleep(0.05)


def wait_until_computing(company: Company) -> None:
    """Progress is written from inside the computation."""
    wait_until(lambda: "week" in company.request().progress, "computing")


def wait_until_done(company: Company) -> None:
    def done() -> bool:
        row = company.request()
        assert row.failed_at is None, row.error
        return row.done_rev >= row.asked_rev

    wait_until(done, "done")


def assert_planned_once(company: Company) -> None:
    """One plan, published; nothing is left to do."""
    (plan,) = company.plans()
    assert plan.published_at is not None
    assert company.request().claimed_by is None


def solver_of(process: RoundsProcess) -> int:
    """Returns the id of the process that computes: the one this group spawned for it."""
    (found,) = [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and is_solver(int(entry.name), process.pid)
    ]
    return found


def is_solver(pid: int, group: int) -> bool:
    try:
        ours = os.getpgid(pid) == group
        return ours and b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (ProcessLookupError, FileNotFoundError):
        return False


def let_the_claim_run_out(company: Company) -> None:
    """Minutes pass: nobody else may believe any longer that the dead worker works."""
    with database.write_transaction(company.app) as db:
        row = db.get_one(models.Request, ("plan", str(company.cast.ann)))
        assert row.claimed_until is not None
        row.claimed_until -= timedelta(hours=1)


def test_a_killed_solver_is_replaced_and_the_plan_made_once(company: Company, server: Server):
    server.start()
    company.ask_for_a_plan()
    wait_until_computing(company)
    os.kill(solver_of(server), signal.SIGKILL)
    wait_until(lambda: company.request().error, "the failure noted")
    assert "died" in company.request().error
    wait_until_done(company)
    assert_planned_once(company)


def test_a_plan_under_way_when_the_server_is_killed_is_made_once_by_the_next(
    company: Company, server: Server
):
    server.start()
    company.ask_for_a_plan()
    wait_until_computing(company)
    server.kill()
    assert company.request().claimed_by is not None
    assert company.plans() == []
    server.start()  # the one process of this installation: it gives the dead one's claim back
    wait_until_done(company)
    assert_planned_once(company)


@pytest.mark.postgres
def test_a_plan_under_way_when_a_worker_is_killed_is_made_once_by_another(
    postgres_company: Company, launched: Callable[..., RoundsProcess]
):
    """The job of the dead worker holds a lock; the rescue of the next minute ends that."""
    company = postgres_company
    company.ask_for_a_plan()
    first = launched(RoundsProcess, company, "worker")
    first.launch()
    wait_until_computing(company)
    first.kill()
    let_the_claim_run_out(company)
    let_the_heart_stop(company)
    launched(RoundsProcess, company, "worker").launch()
    wait_until_done(company)
    assert_planned_once(company)


def let_the_heart_stop(company: Company) -> None:
    """The dead worker's last sign of life lies minutes back."""
    url = company.app.extensions["rounds"].settings.url
    with psycopg.connect(queue.conninfo(url)) as connection:
        stopped = connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'"
        )
        assert stopped.rowcount == 1
