"""What the nights before the demo would have kept, so that trends have a past."""

from datetime import date

from server import database
from server.coverage import tasks as coverage_tasks
from server.demo import tasks
from server.models import Snapshot
from tests.factories import NOW, TODAY


def run(app):
    task = tasks.PastNights()
    with database.write_transaction(app) as db:
        task.save(db, "demo", task.load(db, "demo", NOW), NOW)


def dates(app) -> set[date]:
    with database.read_transaction(app) as db:
        return {row.on for row in db.query(Snapshot)}


def test_each_of_the_past_weeks_ends_with_the_figures_of_its_sunday(app, cast):
    run(app)
    found = dates(app)
    assert len(found) == tasks.WEEKS
    assert {on.weekday() for on in found} == {6}
    assert max(found) < TODAY


def test_what_a_night_has_kept_stays(app, cast):
    with database.write_transaction(app) as db:
        coverage_tasks.take_snapshots(db, NOW)
    before = dates(app)
    run(app)
    run(app)
    assert before < dates(app)
    assert len(dates(app)) == tasks.WEEKS + 1
