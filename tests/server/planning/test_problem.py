"""What the night plans from: what is published, who decided what, where days begin and end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from routing.domain import AccountClass, Overload, Policy, SoftRegion
from server import database, models
from server.auth import Scope
from server.people import store as people
from server.planning import store
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made

SYSTEM = Scope.system()
#: Beyond the frozen days.
LATER = TODAY + timedelta(days=7)
INN = {"label": "Inn at Madison", "lat": 43.07, "lon": -89.4}


@pytest.fixture
def db(app):
    with database.write_transaction(app) as session:
        yield session


@pytest.fixture
def rep(db):
    factories.make_company(db)
    return factories.make_rep(db, "Ann").id


@pytest.fixture
def account(db, rep):
    return factories.make_account(db, rep)


def wanted(db, rep, now=NOW):
    return store.load_wanted(db, SYSTEM, rep, now)


def problem(db, rep, now=NOW):
    return wanted(db, rep, now).problem


def day_on(found, on):
    return next(day for day in found.rep.working_days if day.on == on)


def wish(db, rep, account, kind, on, **changes):
    fields = {"rep_id": rep, "account_id": account.id, "kind": kind, "on": on, "made_at": NOW}
    return factories.save(db, models.Wish(**(fields | {"rev": database.take_rev(db)} | changes)))


def published(db, rep, now=NOW):
    return [(one.account_id, one.on) for one in problem(db, rep, now).published]


# --- what is published ----------------------------------------------------------------------------


@ON_BOTH
def test_open_visits_beyond_the_frozen_days_may_move_at_a_price(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0, 7, 21))
    assert published(db, rep) == [
        (str(account.id), LATER),
        (str(account.id), TODAY + timedelta(days=21)),
    ]


def test_without_frozen_days_everything_published_may_move(db, rep, account):
    people.save_setting(db, SYSTEM, "frozen_days", 0, NOW)
    made.published(db, rep, made.week(rep, account.id, 0, 7))
    assert problem(db, rep).held == ()
    assert [on for _, on in published(db, rep)] == [TODAY, LATER]


def test_a_pinned_visit_is_held_where_it_is_wanted_and_published_nowhere(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 7))
    [visit] = store.load_visits(db, SYSTEM, rep_id=rep)
    wish(db, rep, account, "pin", LATER + timedelta(days=1), visit_id=visit.id)
    assert (published(db, rep), len(problem(db, rep).held)) == ([], 1)


def test_a_visit_that_was_reported_or_wished_away_or_cancelled_is_not_published(db, rep, account):
    gone, dropped = (factories.make_account(db, rep) for _ in range(2))
    stops = [made.stop(one.id, LATER) for one in (account, gone, dropped)]
    made.published(db, rep, made.plan(rep, made.day(LATER, *stops)))
    by_account = {one.account_id: one for one in store.load_visits(db, SYSTEM, rep_id=rep)}
    factories.make_report(db, account, rep, visit_id=by_account[account.id].id)
    db.get(models.Visit, by_account[gone.id].id).cancelled_at = NOW
    wish(db, rep, dropped, "drop", LATER)
    assert published(db, rep) == []


def test_what_was_handed_over_or_closed_is_not_published(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 7))
    account.active = False
    assert published(db, rep) == []


# --- what a manager decided -----------------------------------------------------------------------


def test_classes_have_policies_before_anybody_decides(db, rep):
    found = problem(db, rep)
    assert found.policies == {
        AccountClass.CORE: Policy(Overload.PROTECT),
        AccountClass.INVEST: Policy(Overload.PROTECT),
        AccountClass.OPPORTUNISTIC: Policy(Overload.STRETCH, 1.5),
        AccountClass.DIVEST: Policy(Overload.LAPSE),
        AccountClass.PROSPECT: Policy(Overload.LAPSE),
    }
    assert found.prospecting_share == 0.15


@ON_BOTH
def test_what_a_manager_decided_holds_for_the_next_plan(db, rep):
    stretched = {AccountClass.INVEST: Policy(Overload.STRETCH, 1.25)}
    people.save_policies(db, SYSTEM, stretched, NOW)
    people.save_setting(db, SYSTEM, "prospecting_share", 0.3, NOW)
    found = problem(db, rep)
    assert found.policies[AccountClass.INVEST] == Policy(Overload.STRETCH, 1.25)
    assert found.policies[AccountClass.OPPORTUNISTIC] == Policy(Overload.STRETCH, 1.5)
    assert found.prospecting_share == 0.3


# --- where days begin and end ---------------------------------------------------------------------


@ON_BOTH
def test_a_weekday_begins_and_ends_where_the_rep_said(db, rep, account):
    friday = [None] * 4 + [{"start": None, "end": INN}] + [None] * 2
    people.save_rep(db, SYSTEM, rep, {"ends": friday}, NOW)
    found = wanted(db, rep)
    days = [day_on(found.problem, TODAY + timedelta(days=n)) for n in (2, 3)]
    assert [day.end is None for day in days] == [True, False]
    here = found.locations[days[1].end]
    assert (days[1].start, here.lat, here.lon) == (None, INN["lat"], INN["lon"])
    assert found.labels[days[1].end] == INN["label"]
    assert found.problem.accounts[0].location not in (0, days[1].end)


def test_a_day_that_began_goes_on_from_where_it_begins(db, rep, account):
    tuesday = [None, {"start": INN, "end": None}] + [None] * 5
    people.save_rep(db, SYSTEM, rep, {"ends": tuesday}, NOW)
    found = problem(db, rep, NOW + timedelta(hours=2))
    assert found.underway.location == day_on(found, TODAY).start


@ON_BOTH
def test_nights_are_at_places_the_problem_knows(db, rep, account):
    people.save_rep(db, SYSTEM, rep, {"nights": {"places": [INN], "a_week": 2, "least_s": 1800}},
                    NOW)  # fmt: skip
    found = wanted(db, rep)
    nights = found.problem.rep.nights
    assert (nights.a_week, nights.least_s) == (2, 1800)
    assert [found.labels[place] for place in nights.places] == [INN["label"]]


def away(db, rep, account):
    """A published plan with a night at the inn after tomorrow; its numbers mean its own problem."""
    people.save_rep(db, SYSTEM, rep, {"nights": {"places": [INN], "a_week": 1, "least_s": 0}}, NOW)
    one, other = (TODAY + timedelta(days=n) for n in (1, 2))
    days = [
        replace(made.day(one, made.stop(account.id, one)), end=9, bound_s=1100),
        replace(made.day(other, made.stop(account.id, other)), start=9),
    ]
    kept = {
        one.isoformat(): {"start": None, "end": INN},
        other.isoformat(): {"start": INN, "end": None},
    }
    beside = store.Beside(kept)
    rev = database.current_rev(db)
    plan = made.plan(rep, *days)
    plan_id = store.save_draft(db, rep, plan, rev, 1.0, NOW, beside=beside)
    store.publish(db, SYSTEM, plan_id, NOW)


@ON_BOTH
def test_a_published_day_says_where_it_begins_and_ends_and_what_it_must_drive(db, rep, account):
    away(db, rep, account)
    one, other = store.load_days(db, SYSTEM, TODAY, TODAY + timedelta(days=9))
    assert (one.start, one.end, one.bound_s) == (None, INN, 1100)
    assert (other.start, other.end, other.bound_s) == (INN, None, 0)


def test_the_followed_plan_comes_with_the_places_of_the_new_problem(db, rep, account):
    away(db, rep, account)
    found = wanted(db, rep)
    [inn] = found.problem.rep.nights.places
    assert [(day.start, day.end) for day in found.followed.plan.days] == [(None, inn), (inn, None)]


def test_the_day_after_a_night_away_begins_there_also_when_it_is_planned_again(db, rep, account):
    away(db, rep, account)
    morning = NOW + timedelta(days=2)
    found = problem(db, rep, morning - timedelta(hours=2))
    assert day_on(found, found.today).start == found.rep.nights.places[0]
    assert problem(db, rep, morning + timedelta(hours=1)).underway.location != 0
    # The evening before, that night is still to be decided.
    assert day_on(problem(db, rep), TODAY + timedelta(days=2)).start is None


# --- regions --------------------------------------------------------------------------------------


@ON_BOTH
def test_regions_hold_the_accounts_that_are_still_the_rep_s(db, rep, account):
    other = factories.make_account(db, rep)
    lakes = SoftRegion("Lakes", (str(account.id), str(other.id)), (1,), (0,), 2)
    store.save_regions(db, SYSTEM, rep, [lakes], NOW)
    assert problem(db, rep).regions == (lakes,)
    other.rep_id = factories.make_rep(db, "Cleo").id
    db.flush()
    assert problem(db, rep).regions == (replace(lakes, account_ids=(str(account.id),)),)


def test_the_problem_ends_with_the_horizon(db, rep, account):
    """What was published beyond it, by a longer one, is nobody's business now."""
    made.published(db, rep, made.week(rep, account.id, 7))
    people.save_setting(db, SYSTEM, "horizon_weeks", 1, NOW)
    found = problem(db, rep)
    assert (found.published, found.last_day) == ((), date(2026, 5, 11))
