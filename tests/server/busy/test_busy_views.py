"""Other calendars over the interface: whose they are, what is kept, what stays secret."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from server import create_app, database, jobs, models
from server.cli import backup
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW
from tests.server.busy.ics import calendar, meeting

SECRET = "private-4711"


def rows(app, table):
    with database.read_transaction(app) as db:
        return db.query(table).all()


@ON_BOTH
def test_a_calendar_is_read_as_soon_as_it_is_added(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    shown = elsewhere.add(ann, cast.ann)
    assert (shown["times"], shown["problem"], shown["state"]) == (1, "", "done")
    assert ann.get(f"/api/reps/{cast.ann}/busy").json["items"][0]["start"].startswith("2026-05-06")


def test_a_manager_adds_one_for_a_rep(cast, bob, elsewhere):
    elsewhere.says(calendar(meeting()))
    assert elsewhere.add(bob, cast.ann)["times"] == 1


def test_another_team_sees_and_changes_nothing(cast, ann, dan, cleo, elsewhere):
    elsewhere.says(calendar(meeting()))
    hers = elsewhere.add(ann, cast.ann)["id"]
    for browser in (cleo, dan):
        assert browser.get(f"/api/reps/{cast.ann}/calendars").status_code == 404
        assert browser.patch(f"/api/calendars/{hers}", json={"name": "x"}).status_code == 404
        assert browser.delete(f"/api/calendars/{hers}").status_code == 404


@ON_BOTH
def test_the_address_stands_in_no_row_and_no_answer(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    shown = elsewhere.add(ann, cast.ann)
    assert SECRET not in str(shown)
    with database.read_transaction(app) as db:
        for mapper in models.Model.registry.mappers:
            for row in db.query(mapper.class_):
                assert SECRET not in str(vars(row)), mapper


def test_the_address_stands_in_no_backup(app, cast, ann, elsewhere, tmp_path):
    elsewhere.says(calendar(meeting()))
    elsewhere.add(ann, cast.ann)
    made = backup.make(app, tmp_path / "b" / "copy.sqlite")
    kept = b"".join(file.read_bytes() for file in made.parent.rglob("*") if file.is_file())
    key = (app.extensions["rounds"].settings.data_folder / "secret.key").read_bytes()
    assert SECRET.encode() not in kept
    assert key not in kept
    with sqlite3.connect(made) as copy:
        assert copy.execute("select count(*) from other_calendar").fetchone() == (1,)


@pytest.mark.parametrize("status", ["500 Broken", "302 Found", "404 Gone", "200 OK"])
def test_a_failure_puts_the_address_and_the_answer_in_no_log(
    app, cast, ann, elsewhere, capfd, status
):
    elsewhere.says(b"a body nobody may read", status)
    shown = elsewhere.add(ann, cast.ann)
    assert shown["problem"] in {"answered", "redirects", "gone", "not_calendar"}
    seen = "".join(capfd.readouterr()) + str([vars(row) for row in rows(app, models.Request)])
    assert SECRET not in seen
    assert "nobody may read" not in seen


def test_what_is_no_address_is_refused_without_being_repeated(cast, ann):
    asked = ann.post(f"/api/reps/{cast.ann}/calendars", json={"url": "ftp://who/secret"})
    assert asked.status_code == 422
    assert "secret" not in asked.text


def test_the_last_good_copy_stays_with_its_age_after_a_failure(app, cast, ann, clock, elsewhere):
    elsewhere.says(calendar(meeting()))
    first = elsewhere.add(ann, cast.ann)
    clock.instant = NOW + timedelta(hours=3)
    elsewhere.says(b"", "500 Broken")
    assert ann.post(f"/api/calendars/{first['id']}/read").status_code == 202
    jobs.run_pending(app)
    later = elsewhere.shown(ann, cast.ann)
    assert (later["times"], later["problem"]) == (1, "answered")
    assert later["read_at"] == first["read_at"] < later["tried_at"]


def test_a_title_is_kept_only_where_the_rep_wants_it(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting("20260506T150000Z", "SUMMARY:Dentist")))
    elsewhere.add(ann, cast.ann)
    assert [row.title for row in rows(app, models.BusyTime)] == [""]
    elsewhere.add(ann, cast.ann, titles=True)
    assert sorted(row.title for row in rows(app, models.BusyTime)) == ["", "Dentist"]


def test_titles_go_at_once_when_they_are_no_longer_wanted(app, cast, ann, elsewhere):
    bad = "UID:2\nDTSTART:soon\nSUMMARY:Broken"
    elsewhere.says(calendar(meeting("20260506T150000Z", "SUMMARY:Dentist"), bad))
    added = elsewhere.add(ann, cast.ann, titles=True)
    assert added["unread"][0]["title"] == "Broken"
    ann.patch(f"/api/calendars/{added['id']}", json={"titles": False})
    assert [row.title for row in rows(app, models.BusyTime)] == [""]
    assert elsewhere.shown(ann, cast.ann)["unread"][0]["title"] == ""


def test_a_manager_neither_lets_titles_be_kept_nor_reads_them(cast, ann, bob, elsewhere):
    elsewhere.says(calendar(meeting("20260506T150000Z", "SUMMARY:Dentist")))
    asked = bob.post(f"/api/reps/{cast.ann}/calendars", json={"url": elsewhere.url, "titles": True})
    assert asked.status_code == 403
    elsewhere.add(ann, cast.ann, titles=True)
    assert bob.get(f"/api/reps/{cast.ann}/busy").json["items"][0]["title"] == ""


def test_what_could_not_be_read_is_listed_and_the_rest_counts(cast, ann, elsewhere):
    bad = "UID:2\nDTSTART:soon\nSUMMARY:Broken"
    elsewhere.says(calendar(bad, meeting()))
    shown = elsewhere.add(ann, cast.ann)
    assert shown["times"] == 1
    assert shown["unread"] == [{"code": "faulty", "title": "", "begins": "soon"}]


def test_whole_days_fill_nothing_where_the_rep_says_so(app, cast, ann, elsewhere):
    elsewhere.says(calendar("UID:1\nDTSTART;VALUE=DATE:20260507"))
    assert elsewhere.add(ann, cast.ann)["times"] == 1
    ann.patch(f"/api/calendars/{elsewhere.shown(ann, cast.ann)['id']}", json={"all_day_off": False})
    jobs.run_pending(app)
    assert elsewhere.shown(ann, cast.ann)["times"] == 0


def test_another_key_asks_for_the_address_once_more(app, settings, clock, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    elsewhere.add(ann, cast.ann)
    other = create_app(replace(settings, secret_key="k" * 32), clock)
    with database.write_transaction(other) as db:
        jobs.request(db, "read calendar", rows(app, models.OtherCalendar)[0].id)
    jobs.run_pending(other)
    other.extensions["rounds"].database.dispose()
    shown = elsewhere.shown(ann, cast.ann)
    assert (shown["problem"], shown["times"]) == ("key_changed", 1)


def test_removing_a_calendar_frees_what_it_filled_and_plans_again(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    added = elsewhere.add(ann, cast.ann)
    assert ann.delete(f"/api/calendars/{added['id']}").status_code == 204
    assert rows(app, models.BusyTime) == []
    assert _plan_wanted(app, cast.ann)


def _plan_wanted(app, rep_id) -> bool:
    return any(
        row.task == "plan" and row.key == str(rep_id) and row.done_rev < row.asked_rev
        for row in rows(app, models.Request)
    )


def test_only_a_change_within_the_horizon_asks_for_a_plan(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    added = elsewhere.add(ann, cast.ann)
    for body, wanted in (
        (calendar(meeting()), False),
        (calendar(meeting(), meeting("20261020T150000Z", uid="far")), False),
        (calendar(meeting("20260506T160000Z")), True),
    ):
        _forget_plans(app)
        elsewhere.says(body)
        ann.post(f"/api/calendars/{added['id']}/read")
        jobs.run_pending(app, limit=1)
        assert _plan_wanted(app, cast.ann) is wanted


def _forget_plans(app) -> None:
    with database.write_transaction(app) as db:
        db.query(models.Request).filter_by(task="plan").delete()


def test_at_most_ten_calendars_a_rep(app, cast, ann, elsewhere):
    path = f"/api/reps/{cast.ann}/calendars"
    told = [ann.post(path, json={"url": elsewhere.url}).status_code for _ in range(11)]
    assert told == [201] * 10 + [409]


def test_every_calendar_is_read_each_hour(app, cast, ann, clock, elsewhere):
    elsewhere.says(calendar(meeting()))
    elsewhere.add(ann, cast.ann)
    jobs.check_ticks(app)
    clock.instant = NOW + timedelta(minutes=10)
    assert "read calendars" not in jobs.check_ticks(app)
    clock.instant = NOW + timedelta(minutes=30)
    assert "read calendars" in jobs.check_ticks(app)


@pytest.fixture
def asked(app, cast, ann, elsewhere):
    """An event every Wednesday that may be with either of two accounts."""
    with database.write_transaction(app) as db:
        ids = [factories.make_account(db, cast.ann, name="Luna").id for _ in "ab"]
    elsewhere.says(calendar(meeting("20260506T150000Z", "SUMMARY:Luna", "RRULE:FREQ=WEEKLY")))
    elsewhere.add(ann, cast.ann)
    return ids, ann.get(f"/api/reps/{cast.ann}/busy").json["items"][0]


def test_a_rep_is_asked_which_account_an_event_means(asked):
    ids, event = asked
    assert {one["id"] for one in event["choices"]} == {str(one) for one in ids}
    assert event["account"] is None


def test_the_answer_holds_for_repetitions_and_later_readings(app, cast, ann, elsewhere, asked):
    ids, event = asked
    told = ann.put(f"/api/busy/{event['id']}/account", json={"account_id": str(ids[1])})
    assert told.status_code == 204
    elsewhere.says(calendar(meeting("20260506T160000Z", "SUMMARY:Luna", "RRULE:FREQ=WEEKLY")))
    ann.post(f"/api/calendars/{event['calendar_id']}/read")
    jobs.run_pending(app)
    shown = ann.get(f"/api/reps/{cast.ann}/busy").json["items"]
    assert {one["account"]["id"] for one in shown} == {str(ids[1])}
    assert not any(one["choices"] for one in shown)


def test_an_account_of_another_rep_is_no_answer(app, cast, ann, asked):
    with database.write_transaction(app) as db:
        theirs = factories.make_account(db, cast.cleo).id
    told = ann.put(f"/api/busy/{asked[1]['id']}/account", json={"account_id": str(theirs)})
    assert told.status_code == 422


def test_a_reading_whose_worker_died_says_so(app, cast, ann, elsewhere):
    elsewhere.says(calendar(meeting()))
    elsewhere.add(ann, cast.ann)
    with database.write_transaction(app) as db:
        row = db.query(models.Request).filter_by(task="read calendar").one()
        row.failed_at, row.done_rev = NOW, -1
    shown = elsewhere.shown(ann, cast.ann)
    assert (shown["state"], shown["problem"], shown["times"]) == ("failed", "unreadable", 1)


def test_an_event_that_goes_on_for_years_asks_for_no_plan_each_hour(
    app, cast, ann, clock, elsewhere
):
    elsewhere.says(calendar("UID:1\nDTSTART:20200101T000000Z\nDTEND:20300101T000000Z"))
    added = elsewhere.add(ann, cast.ann)
    _forget_plans(app)
    clock.instant = NOW + timedelta(hours=1)
    ann.post(f"/api/calendars/{added['id']}/read")
    jobs.run_pending(app, limit=1)
    assert not _plan_wanted(app, cast.ann)
