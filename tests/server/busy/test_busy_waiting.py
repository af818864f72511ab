"""A calendar whose server keeps us waiting holds up other calendars only."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from server import database, jobs, models
from server.busy import store
from server.busy.tasks import ReadCalendar
from server.database import write_transaction
from server.jobs import engine
from tests.server.busy.ics import calendar, meeting
from tests.server.busy.listener import answer, listening


class Note(jobs.Task):
    """Work that is done at once."""

    name = "note"

    def load(self, db, key, now):
        return key

    def compute(self, problem, progress):
        return problem

    def save(self, db, key, made, now):
        return None


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Takes connections and says nothing to them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


class Here:
    """Computes in the worker's own thread: a process takes seconds to start."""

    def __init__(self, seconds: float, memory_mb: int) -> None:
        self.is_open = False

    def compute(self, task, problem, progress):
        self.is_open = True
        return task.compute(problem, progress)

    def close(self) -> None:
        self.is_open = False


@pytest.fixture
def working(app, monkeypatch) -> Iterator[None]:
    """The engine of SQLite at work, as in `rounds serve`."""
    monkeypatch.setattr(engine, "Solver", Here)
    app.extensions["rounds"].tasks = {one.name: one for one in (ReadCalendar(), Note())}
    app.extensions["rounds"].ticks = {}
    jobs.start(app)
    yield
    jobs.stop(app)


def add(browser, rep_id, port: int) -> str:
    ask = {"url": f"http://127.0.0.1:{port}/c.ics", "name": "Work"}
    added = browser.post(f"/api/reps/{rep_id}/calendars", json=ask)
    assert added.status_code == 201, added.text
    return added.json["id"]


def state(app, task: str, key: object) -> str:
    with database.read_transaction(app) as db:
        [row] = jobs.load_requests(db, task, [key])
        return jobs.state(row, app.extensions["rounds"].clock.real())


def wait_for(true, seconds: float = 20) -> float:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def test_other_work_is_done_at_once_while_a_calendar_does_not_answer(
    app, cast, ann, silent, working
):
    slow = add(ann, cast.ann, silent.getsockname()[1])
    client, _ = silent.accept()
    with client:
        with write_transaction(app) as db:
            jobs.request(db, "note", "x")
        took = wait_for(lambda: state(app, "note", "x") == "done")
        assert state(app, store.TASK, slow) == "running"
    assert took < 5


def test_nothing_is_locked_while_a_calendar_does_not_answer(app, cast, ann, silent, working):
    add(ann, cast.ann, silent.getsockname()[1])
    client, _ = silent.accept()
    with client:
        began = time.monotonic()
        with write_transaction(app) as db:
            db.get(models.Person, cast.ann).name = "Anna"
        assert time.monotonic() - began < 1


def test_the_next_calendar_is_read_once_the_slow_one_has_answered(app, cast, ann, silent, working):
    with listening(answer(calendar(meeting()))) as other:
        slow = add(ann, cast.ann, silent.getsockname()[1])
        client, _ = silent.accept()
        quick = add(ann, cast.ann, other.port)
        client.close()
        wait_for(lambda: state(app, store.TASK, quick) == "done")
    assert state(app, store.TASK, slow) == "done"


def test_between_readings_there_is_no_second_process(app, cast, ann, working):
    with listening(answer(calendar(meeting()))) as other:
        added = add(ann, cast.ann, other.port)
        wait_for(lambda: state(app, store.TASK, added) == "done")
    [reader] = [one for one in threading.enumerate() if one.name == "rounds-reader"]
    wait_for(lambda: not reader._solver.is_open)
