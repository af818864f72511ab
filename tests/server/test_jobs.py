"""Background work: what is asked is done, once, as of the revision asked, whoever dies."""

import os
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from server import database, errors, jobs, models
from server.database import read_transaction, write_transaction
from server.jobs import queue, run
from server.jobs.solver import Solver, SolverFailed
from server.jobs.ticks import due_slot
from tests import factories
from tests.conftest import ON_BOTH


class Naming(jobs.Task):
    """Adds a team named for the key and the process that computed it."""

    name = "naming"

    def load(self, db, key, now):
        return None if key == "nobody" else key

    def compute(self, problem, progress):
        progress("half way")
        behaviour = {"slow": self._sleep, "dies": self._die, "greedy": self._eat, "bad": self._fail}
        behaviour.get(problem, str)()
        return problem, os.getpid()

    def save(self, db, key, made, now):
        factories.make_team(db, f"{made[0]} {db.scalar(select(models.Company.rev))}")

    def _sleep(self):
        time.sleep(60)

    def _die(self):
        os._exit(1)

    def _eat(self):
        return [bytearray(64 << 20) for _ in range(100)]

    def _fail(self):
        raise ValueError("no such place")


@pytest.fixture
def app(app):
    rounds = app.extensions["rounds"]
    rounds.tasks = {"naming": Naming()}
    rounds.ticks = {}
    with write_transaction(app) as db:
        factories.make_company(db, rev=0)
    return app


def ask(app, key="x", **how):
    with write_transaction(app) as db:
        jobs.request(db, "naming", key, **how)


def row(app, key="x"):
    with read_transaction(app) as db:
        return db.get(models.Request, ("naming", key))


def teams(app):
    with read_transaction(app) as db:
        return db.scalars(select(models.Team.name).order_by(models.Team.name)).all()


def state(app, key="x"):
    return jobs.state(row(app, key), app.extensions["rounds"].clock.real())


@ON_BOTH
def test_asking_twice_is_asking_once(app):
    ask(app)
    ask(app)
    assert state(app) == "waiting"
    assert jobs.run_pending(app) == 1
    assert (teams(app), state(app)) == (["x 2"], "done")
    assert jobs.run_pending(app) == 0


@ON_BOTH
def test_asking_again_after_it_was_done_runs_again(app):
    for _ in range(2):
        ask(app)
        jobs.run_pending(app)
    assert teams(app) == ["x 1", "x 2"]


def test_a_request_that_is_rolled_back_never_was(app):
    with database.work(app, write=True):
        jobs.request(database.db(), "naming", "x")
    assert jobs.run_pending(app) == 0


def test_nothing_to_load_is_done_without_saving(app):
    ask(app, "nobody")
    assert jobs.run_pending(app) == 1
    assert (teams(app), state(app, "nobody")) == ([], "done")


def test_a_cancelled_request_is_not_run(app):
    ask(app)
    with write_transaction(app) as db:
        jobs.cancel(db, "naming", "x")
    assert jobs.run_pending(app) == 0


def test_not_before_is_obeyed_and_the_earlier_wish_counts(app, clock):
    ask(app, not_before=clock.instant + timedelta(minutes=5))
    ask(app, not_before=clock.instant + timedelta(minutes=9))
    assert jobs.run_pending(app) == 0
    clock.instant += timedelta(minutes=6)
    assert jobs.run_pending(app) == 1


@ON_BOTH
def test_a_result_is_refused_when_something_newer_was_asked_meanwhile(app):
    """It was made from data that are older than the wish: the request is run again."""
    ask(app)

    def compute(task, problem, progress):
        if not teams(app):
            ask(app)
        compute.count += 1
        if compute.count == 1:
            assert state(app) == "running"
        return problem, 0

    compute.count = 0
    claimed = run.claim_next(app)
    run.run(app, claimed, compute)
    assert (teams(app), state(app)) == ([], "waiting")
    assert jobs.run_pending(app) == 1
    assert len(teams(app)) == 1


@ON_BOTH
def test_a_worker_that_lost_its_claim_saves_nothing(app, clock):
    """It was suspended; another took over after the claim ran out. One effect, not two."""
    ask(app)
    suspended = run.claim_next(app)
    assert run.claim_next(app) is None
    clock.instant += timedelta(hours=1)
    assert jobs.run_pending(app) == 1
    run.run(app, suspended, run.here)
    assert len(teams(app)) == 1


def test_two_workers_never_claim_the_same(app):
    for key in range(12):
        ask(app, str(key))
    claimed = []

    def claim_all():
        while (one := run.claim_next(app)) is not None:
            claimed.append(one.key)

    threads = [threading.Thread(target=claim_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(map(str, range(12)))


@ON_BOTH
def test_a_failure_is_tried_five_times_with_growing_delays_then_shown(app, clock):
    ask(app, "bad")
    waits = []
    for _ in range(5):
        assert jobs.run_pending(app) == 1
        assert jobs.run_pending(app) == 0
        found = row(app, "bad")
        if found.not_before and found.failed_at is None:
            waits.append(found.not_before - clock.instant)
            clock.instant = found.not_before
    assert waits == sorted(waits)
    assert len(waits) == 4
    assert (state(app, "bad"), found.error) == ("failed", "ValueError: no such place")


def test_asking_again_forgets_a_failure(app):
    with write_transaction(app) as db:
        jobs.request(db, "naming", "x")
        found = db.get(models.Request, ("naming", "x"))
        found.failed_at, found.attempts, found.error = factories.NOW, 5, "no"
    assert jobs.run_pending(app) == 0
    with write_transaction(app) as db:
        assert jobs.again(db, "naming", "x")
        assert not jobs.again(db, "naming", "unknown")
    assert jobs.run_pending(app) == 1
    assert row(app).error == ""


def test_what_cannot_get_better_is_not_tried_again(app, monkeypatch):
    def load(self, db, key, now):
        raise errors.ProviderFailed("The map has no such road.", permanent=True)

    monkeypatch.setattr(Naming, "load", load)
    ask(app)
    jobs.run_pending(app)
    assert (state(app), row(app).error) == ("failed", "The map has no such road.")


def test_a_request_that_kills_its_workers_is_given_up(app, clock):
    ask(app)
    for _ in range(5):
        assert run.claim_next(app) is not None
        clock.instant += timedelta(hours=1)
    assert run.claim_next(app) is None
    assert state(app) == "failed"


def test_progress_is_seen_while_it_runs(app):
    ask(app)
    seen = []

    def compute(task, problem, progress):
        progress("planning Ann: 4 of 12 weeks")
        seen.append(row(app).progress)
        return problem, 0

    run.run(app, run.claim_next(app), compute)
    assert seen == ["planning Ann: 4 of 12 weeks"]
    assert row(app).progress == ""


def test_a_task_of_a_later_version_waits(app):
    with write_transaction(app) as db:
        jobs.request(db, "unknown", "x")
    assert jobs.run_pending(app) == 0


def test_the_solver_is_another_process_and_stays_warm():
    told = []
    with Solver(30, 4096) as solver:
        first = solver.compute(Naming(), "a", told.append)
        second = solver.compute(Naming(), "b", told.append)
    assert first[1] == second[1] != os.getpid()
    assert told == ["half way", "half way"]


@pytest.mark.parametrize(
    ("key", "said"), [("slow", "not ready within"), ("dies", "died"), ("greedy", "MB of memory"),
                      ("bad", "ValueError: no such place")],
)  # fmt: skip
def test_a_computation_beyond_its_limits_ends_and_the_next_one_works(key, said):
    with Solver(3 if key == "slow" else 30, 1024) as solver:
        with pytest.raises(SolverFailed, match=said):
            solver.compute(Naming(), key, lambda text: None)
        solver.seconds = 30
        assert solver.compute(Naming(), "next", lambda text: None)[0] == "next"


def test_two_solvers_share_what_is_wanted(app):
    for key in ("a", "b", "c"):
        ask(app, key)
    assert jobs.run_pending(app, solvers=2) == 3
    assert len(teams(app)) == 3


def test_a_commit_wakes_the_worker_of_this_process(app):
    jobs.start(app)
    try:
        ask(app)
        wait_for(lambda: state(app) == "done")
    finally:
        jobs.stop(app)


def test_after_a_restart_the_rest_is_done(app):
    """Nobody told the new worker: it finds the row."""
    ask(app)
    jobs.start(app)
    try:
        wait_for(lambda: state(app) == "done")
    finally:
        jobs.stop(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_procrastinates_worker_goes_through_the_same_door(app):
    settings = app.extensions["rounds"].settings
    queue.apply_schema(settings.url)
    queue.apply_schema(settings.url)
    app.extensions["rounds"].wakes = True
    ask(app)
    ask(app)
    with write_transaction(app) as db:
        rows = db.execute(
            text("SELECT lock, queueing_lock, status::text FROM procrastinate_jobs")
        ).all()
    assert rows == [("naming:x", "naming:x", "todo")]
    queue.work(app, wait=False)
    assert (state(app), teams(app)) == ("done", ["x 2"])
    queue.close(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_started_web_process_wakes_the_workers_at_once(app):
    """Without this a request waits for the sweep, up to a minute."""
    jobs.start(app)
    try:
        ask(app)
        with write_transaction(app) as db:
            queued = db.execute(text("SELECT lock FROM procrastinate_jobs")).scalars().all()
        assert "naming:x" in queued
    finally:
        jobs.stop(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_what_the_queue_forgot_the_sweep_finds(app):
    queue.apply_schema(app.extensions["rounds"].settings.url)
    ask(app)
    queue.work(app, wait=False)
    assert state(app) == "done"
    queue.close(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_queue_out_of_reach_does_not_fail_the_request(app):
    """Its tables are missing here; the wish is kept all the same."""
    app.extensions["rounds"].wakes = True
    ask(app)
    assert state(app) == "waiting"
    queue.close(app)


@ON_BOTH
def test_a_tick_counts_once_however_many_nodes_look(app):
    asked = []
    ticks = app.extensions["rounds"].ticks
    ticks["night"] = jobs.Tick("night", 2, lambda db, now: asked.append(now))
    threads = [threading.Thread(target=jobs.check_ticks, args=(app,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1


def test_a_tick_comes_again_the_next_day_and_follows_the_demos_clock(app, clock):
    asked = []
    app.extensions["rounds"].ticks["night"] = jobs.Tick("night", 2, lambda db, now: asked.append(1))
    assert jobs.check_ticks(app) == ["night"]
    assert jobs.check_ticks(app) == []
    with write_transaction(app) as db:
        clock.set_to(db, clock.instant + timedelta(days=1))
    assert jobs.check_ticks(app) == ["night"]
    assert len(asked) == 2


@ON_BOTH
def test_the_ticks_of_two_weeks_are_remembered_and_none_before(app, clock):
    first = clock.instant
    app.extensions["rounds"].ticks["night"] = jobs.Tick("night", 2, lambda db, now: None)
    for days in range(20):
        clock.instant = first + timedelta(days=days)
        assert jobs.check_ticks(app) == ["night"]
        assert jobs.check_ticks(app) == []
    with read_transaction(app) as db:
        kept = db.scalars(select(models.Tick.at).order_by(models.Tick.at)).all()
    assert kept == [first + timedelta(days=days) for days in range(5, 20)]


def test_a_tick_that_fails_is_not_used_up(app):
    def broken(db, now):
        raise RuntimeError

    ticks = app.extensions["rounds"].ticks
    ticks["night"] = jobs.Tick("night", 2, broken)
    with pytest.raises(RuntimeError):
        jobs.check_ticks(app)
    ticks["night"] = jobs.Tick("night", 2, lambda db, now: None)
    assert jobs.check_ticks(app) == ["night"]


@pytest.mark.parametrize(
    ("hours", "slot"), [(0, "2026-05-05T05"), (-3, "2026-05-04T05"), (-2, "2026-05-05T05")]
)
def test_a_slot_is_a_local_date_and_hour(hours, slot):
    """07:40 in Chicago; three hours before, the slot of five o'clock is yesterday's."""
    now = factories.NOW + timedelta(hours=hours)
    assert due_slot(5, now, factories.ZONE) == slot


def test_requests_are_listed_open_ones_first(app):
    ask(app, "a")
    jobs.run_pending(app)
    ask(app, "b")
    with read_transaction(app) as db:
        assert [found.key for found in jobs.load_requests(db)] == ["b", "a"]
        assert [found.key for found in jobs.load_requests(db, "naming", ["a"])] == ["a"]


def wait_for(done, seconds=20):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_what_a_dead_process_had_claimed_is_done_at_the_next_start(app):
    """On SQLite there is one process: its claims need no waiting out."""
    ask(app)
    assert run.claim_next(app) is not None
    assert run.claim_next(app) is None
    jobs.start(app)
    try:
        wait_for(lambda: state(app) == "done")
    finally:
        jobs.stop(app)


# --- getting ready --------------------------------------------------------------------------------


class Warmed(Naming):
    """Says in which processes it was warmed: each leaves a file."""

    def __init__(self, folder):
        self.folder = folder

    def warm(self):
        (self.folder / f"warm {os.getpid()}").touch()


class Cold(Naming):
    def warm(self):
        raise ValueError("no compiler")


def warmed(folder):
    return {int(path.name.split()[1]) for path in folder.glob("warm *")}


@pytest.mark.parametrize("worker", ["inside", "none"])
def test_a_started_process_warms_a_solver_first_and_then_itself(app, tmp_path, worker):
    rounds = app.extensions["rounds"]
    rounds.tasks = {"naming": Warmed(tmp_path)}
    rounds.settings = replace(rounds.settings, worker=worker)
    assert jobs.is_warm(app)  # nobody warms it: whoever asks computes
    jobs.start(app)
    try:
        wait_for(lambda: jobs.is_warm(app))
        assert os.getpid() in warmed(tmp_path)
        assert len(warmed(tmp_path)) == 2
    finally:
        jobs.stop(app)


def test_what_cannot_be_warmed_is_tried_again_by_whoever_asks_first(app):
    app.extensions["rounds"].tasks = {"naming": Cold()}
    jobs.start(app)
    try:
        assert jobs.is_warm(app, 20)
        ask(app)
        wait_for(lambda: state(app) == "done")
    finally:
        jobs.stop(app)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_worker_is_warm_before_its_first_request(app, tmp_path):
    settings = app.extensions["rounds"].settings
    queue.apply_schema(settings.url)
    app.extensions["rounds"].tasks = {"naming": Warmed(tmp_path)}
    queue.work(app, 2, wait=False)
    assert len(warmed(tmp_path) - {os.getpid()}) == 2
    queue.close(app)
