"""Planning in the background, through the same door as the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing import check
from server import database, jobs, models
from server.auth import Scope
from server.planning import store, tasks
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made

SYSTEM = Scope.system()

pytestmark = pytest.mark.usefixtures("short_search")


@pytest.fixture
def accounts(app, cast):
    """Four accounts of Ann's in a row along the lake, to be visited weekly and due today."""
    weekly = {"tier": "A", "last_visit": TODAY - timedelta(days=9)}
    with database.write_transaction(app) as db:
        return [
            factories.make_account(db, cast.ann, number=f"A{n}", lat=42.55 + n / 50, **weekly).id
            for n in range(4)
        ]


def planned(app, rep_id):
    """Asks for a plan and waits for it."""
    with database.write_transaction(app) as db:
        jobs.request(db, "plan", rep_id)
    jobs.run_pending(app)


def loaded(app, load, *args, **kwargs):
    with database.read_transaction(app) as db:
        return load(db, SYSTEM, *args, **kwargs)


def request_row(app, rep_id):
    with database.read_transaction(app) as db:
        return db.get(models.Request, ("plan", str(rep_id)))


@ON_BOTH
def test_a_plan_is_made_checked_and_published(app, cast, accounts):
    planned(app, cast.ann)
    [stored] = loaded(app, store.load_plans)
    assert stored.state == "published"
    visits = loaded(app, store.load_visits)
    assert {visit.account_id for visit in visits} == set(accounts)
    assert stored.summary["visits"] == len(visits)
    assert all(visit.why for visit in visits)
    days = loaded(app, store.load_days, TODAY, stored.last_day)
    assert all(day.estimate for day in days)


def test_where_a_manager_decides_a_plan_waits_as_a_draft(app, cast, accounts):
    with database.write_transaction(app) as db:
        db.get(models.RepSettings, cast.ann).auto_publish = False
    planned(app, cast.ann)
    assert [one.state for one in loaded(app, store.load_plans)] == ["draft"]
    assert loaded(app, store.load_visits) == ()


def test_a_faulty_plan_is_never_kept_and_the_request_says_what_is_wrong(
    app, cast, accounts, monkeypatch
):
    fault = check.Violation("overlap", "2026-05-05", "two visits at once.")
    monkeypatch.setattr(check, "violations", lambda problem, plan: (fault,))
    planned(app, cast.ann)
    assert loaded(app, store.load_plans) == ()
    assert "two visits at once" in request_row(app, cast.ann).error


def test_planning_twice_the_same_day_moves_nothing(app, cast, accounts):
    planned(app, cast.ann)
    before = loaded(app, store.load_visits)
    planned(app, cast.ann)
    moved = {one.id: one.on for one in before}.items()
    assert {one.id: one.on for one in loaded(app, store.load_visits)}.items() == moved


def test_a_report_replans_the_rest_of_the_day_from_there(app, cast, accounts, clock, ann):
    planned(app, cast.ann)
    first, *rest = loaded(app, store.load_visits, first=TODAY, last=TODAY)
    assert rest
    with database.write_transaction(app) as db:
        rev = database.take_rev(db)
        account = db.get(models.Account, first.account_id)
        factories.make_report(db, account, cast.ann, visit_id=first.id, rev=rev)
    clock.instant += timedelta(hours=2)
    planned(app, cast.ann)
    after = loaded(app, store.load_visits, first=TODAY, last=TODAY)
    assert [one.id for one in after] == [first.id, *(one.id for one in rest)]
    assert all(one.start_s > 9 * 3600 for one in after[1:])


def test_visits_the_late_rep_cannot_make_move_to_the_next_days_and_keep_their_ids(
    app, cast, accounts, clock
):
    planned(app, cast.ann)
    before = {one.id for one in loaded(app, store.load_visits, first=TODAY, last=TODAY)}
    assert before
    clock.instant = NOW.replace(hour=21, minute=45)  # 16:45 in Chicago, home at 17
    planned(app, cast.ann)
    moved = {one.id: one.on for one in loaded(app, store.load_visits, ids=before)}
    assert moved.keys() == before
    assert all(TODAY < on <= TODAY + timedelta(days=2) for on in moved.values())
    assert loaded(app, store.load_unplanned) == []


def agreed(db, rep_id, account_id, start):
    """An appointment of another calendar: an hour from ``start`` on."""
    calendar = models.OtherCalendar(
        person_id=rep_id, name="Work", sealed="", created_at=NOW, unread=[]
    )
    factories.save(db, calendar)
    factories.save(
        db,
        models.BusyTime(
            calendar_id=calendar.id, person_id=rep_id, series="1", account_id=account_id,
            start=start, end=start + timedelta(hours=1),
        ),
    )  # fmt: skip


def test_an_appointment_that_has_begun_stays_and_nothing_is_planned_into_the_rest_of_it(
    app, cast, accounts, clock
):
    ten = NOW.replace(hour=15, minute=0)  # in Chicago
    with database.write_transaction(app) as db:
        agreed(db, cast.ann, accounts[3], ten)
    planned(app, cast.ann)
    [before] = [one for one in loaded(app, store.load_visits) if one.held == "appointment"]
    clock.instant = ten + timedelta(minutes=15)
    planned(app, cast.ann)
    today = loaded(app, store.load_visits, first=TODAY, last=TODAY)
    [after] = [one for one in today if one.id == before.id]
    assert (after.start_s, after.rev) == (36000, before.rev)
    assert all(one.start_s >= 39600 for one in today if one.id != before.id)
    assert loaded(app, store.load_unplanned) == []
    with database.read_transaction(app) as db:
        changed = [
            change for row in db.scalars(select(models.Plan)) for change in row.changes or []
        ]
    gone = {one["account_id"] for one in changed if one["before"] == f"{TODAY}"}
    assert str(accounts[3]) not in gone


def test_who_has_no_base_yet_is_not_planned_and_nothing_fails(app, cast, accounts):
    with database.write_transaction(app) as db:
        db.get(models.RepSettings, cast.ann).base_lat = None
    planned(app, cast.ann)
    assert loaded(app, store.load_plans) == ()
    assert request_row(app, cast.ann).error == ""


def test_somebody_who_left_is_not_planned(app, cast, accounts):
    with database.write_transaction(app) as db:
        db.get(models.Person, cast.ann).active = False
    planned(app, cast.ann)
    assert loaded(app, store.load_plans) == ()
    assert request_row(app, cast.ann).error == ""


def test_the_night_asks_for_everybody_s_plan_and_renews_what_is_due_on_phones(app, cast, accounts):
    with database.write_transaction(app) as db:
        tasks.renew(db, NOW)
    with database.read_transaction(app) as db:
        keys = set(db.scalars(select(models.Request.key)))
        revs = set(db.scalars(select(models.Account.rev)))
        assert (keys, revs) == ({str(cast.ann), str(cast.cleo)}, {database.current_rev(db)})


@pytest.mark.parametrize(("hour", "copied"), [(4, 0), (5, 1), (11, 1)])
def test_the_morning_s_copy_is_taken_from_five_on_also_late(app, cast, accounts, hour, copied):
    with database.write_transaction(app) as db:
        made.published(db, cast.ann, made.week(cast.ann, accounts[0], 0))
        tasks.freeze(db, NOW.replace(hour=hour + 5))
        assert len(store.load_frozen(db, SYSTEM, TODAY, TODAY)) == copied
