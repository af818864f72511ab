"""Publishing on real databases: what moves, what stays, what phones and calendars are told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from server import database, errors, models
from server.auth import Scope
from server.planning import store
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import NOW, TODAY
from tests.server.planning import made

SYSTEM = Scope.system()
TOMORROW = TODAY + timedelta(days=1)


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


def later(days=0, hours=1):
    return NOW + timedelta(days=days, hours=hours)


def visits(db, rep, **changes):
    return store.load_visits(db, SYSTEM, rep_id=rep, **changes)


def report(db, account, rep, visit, **changes):
    rev = database.take_rev(db)
    return factories.make_report(db, account, rep, visit_id=visit.id, rev=rev, **changes)


def next_transaction(db):
    """Each publication takes a revision of its own, as each request does."""
    db.commit()
    db.connection()


@ON_BOTH
def test_a_visit_is_born_when_first_published(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0, 14))
    first, second = visits(db, rep)
    assert (first.on, first.account, first.service_s) == (TODAY, "Anchor Grill", 1800)
    assert (second.sequence, second.why, second.latest) == (0, "due", TODAY + timedelta(days=16))


@ON_BOTH
def test_planning_again_moves_the_visit_and_keeps_its_id(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 2))
    [before] = visits(db, rep)
    next_transaction(db)
    made.published(db, rep, made.week(rep, account.id, 3), later())
    [after] = visits(db, rep)
    assert (after.id, after.sequence, after.on.day) == (before.id, 1, before.on.day + 1)
    assert (after.changed_at, after.created_at, after.rev > before.rev) == (later(), NOW, True)


@ON_BOTH
def test_an_unchanged_visit_keeps_its_revision(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 2))
    [before] = visits(db, rep)
    [day_before] = store.load_days(db, SYSTEM, TODAY, TODAY + timedelta(days=9))
    next_transaction(db)
    made.published(db, rep, made.week(rep, account.id, 2), later())
    assert visits(db, rep) == (before,)
    assert store.load_days(db, SYSTEM, TODAY, TODAY + timedelta(days=9)) == (day_before,)


def test_a_visit_without_a_match_is_cancelled_not_deleted(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 2))
    made.published(db, rep, made.plan(rep), later())
    assert visits(db, rep) == ()
    [gone] = visits(db, rep, include_cancelled=True)
    assert (gone.cancelled_at, gone.sequence) == (later(), 1)


@ON_BOTH
def test_a_reported_visit_keeps_its_row_and_the_next_one_gets_its_own(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0))
    [done] = visits(db, rep)
    report(db, account, rep, done)
    made.published(db, rep, made.week(rep, account.id, 14), later())
    assert [one.id == done.id for one in visits(db, rep)] == [True, False]


def test_a_visit_made_before_its_date_comes_back_to_the_day_it_was_made(db, rep, account):
    """It was moved while the phone was offline."""
    made.published(db, rep, made.week(rep, account.id, 3))
    [moved] = visits(db, rep)
    report(db, account, rep, moved, on=TODAY)
    made.published(db, rep, made.plan(rep), later())
    [settled] = visits(db, rep)
    assert (settled.id, settled.on, settled.sequence) == (moved.id, TODAY, 1)


def test_days_before_today_stay_as_they_were(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0))
    made.published(db, rep, made.week(rep, account.id, 0, 7), later(days=1))
    first, second = visits(db, rep)
    assert (first.on, second.on) == (TODAY, TODAY + timedelta(days=7))


def test_stops_still_to_come_keep_their_numbers_when_the_first_is_reported(db, rep, account):
    other = factories.make_account(db, rep)
    stops = [made.stop(account.id, TODAY), made.stop(other.id, TODAY, 40000)]
    made.published(db, rep, made.plan(rep, made.day(TODAY, *stops)))
    report(db, account, rep, visits(db, rep)[0])
    changes = made.published(db, rep, made.plan(rep, made.day(TODAY, stops[1])), later())[1]
    assert (len(changes.keep), visits(db, rep)[1].position) == (1, 2)


def test_a_day_under_way_keeps_when_it_began(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0))
    rest = made.day(TODAY, made.stop(account.id, TODAY, 50000))
    rest = made.replaced(rest, leave_s=45000)
    made.published(db, rep, made.plan(rep, rest), later())
    [frame] = store.load_days(db, SYSTEM, TODAY, TODAY)
    assert frame.leave_s == 28800


def test_a_call_has_minutes_and_no_times(db, rep, account):
    made.published(db, rep, made.plan(rep, made.day(TOMORROW, made.call(account.id))))
    [one] = visits(db, rep)
    assert (one.channel, one.start_s, one.service_s) == ("phone", None, 900)


def test_a_day_that_empties_leaves_the_phone_and_may_come_back(db, rep, account):
    buried = select(models.Tombstone.row_id).where(models.Tombstone.person_id == rep)
    made.published(db, rep, made.week(rep, account.id, 2))
    made.published(db, rep, made.week(rep, account.id, 3), later())
    assert db.scalars(buried).all() == ["2026-05-07"]
    made.published(db, rep, made.week(rep, account.id, 2), later(hours=2))
    assert db.scalars(buried).all() == ["2026-05-08"]


def test_an_account_handed_over_is_cancelled_here_and_new_there(db, rep, account):
    cleo = factories.make_rep(db, "Cleo").id
    made.published(db, rep, made.week(rep, account.id, 2))
    [old] = visits(db, rep)
    account.rep_id = cleo
    made.published(db, rep, made.plan(rep), later())
    made.published(db, cleo, made.week(cleo, account.id, 2), later())
    assert visits(db, rep) == ()
    assert visits(db, cleo)[0].id != old.id


def test_a_report_overtakes_a_plan_made_before_it(db, rep, account):
    plan_id = store.save_draft(db, rep, made.week(rep, account.id, 0), 0, 1.0, NOW)
    factories.make_report(db, account, rep, rev=database.take_rev(db))
    with pytest.raises(errors.Conflict):
        store.publish(db, SYSTEM, plan_id, NOW)


def test_a_refused_plan_cannot_be_published_nor_a_published_one_refused(db, rep, account):
    no = store.save_draft(db, rep, made.week(rep, account.id, 0), 1, 1.0, NOW)
    yes, _ = made.published(db, rep, made.week(rep, account.id, 0))
    store.refuse(db, SYSTEM, no, NOW)
    with pytest.raises(errors.Conflict):
        store.publish(db, SYSTEM, no, NOW)
    with pytest.raises(errors.Conflict):
        store.refuse(db, SYSTEM, yes, NOW)


def test_plans_are_draft_published_replaced_or_refused(db, rep, account):
    old, _ = made.published(db, rep, made.week(rep, account.id, 0))
    now, _ = made.published(db, rep, made.week(rep, account.id, 1))
    draft = store.save_draft(db, rep, made.plan(rep), 1, 1.0, NOW)
    states = {one.id: one.state for one in store.load_plans(db, SYSTEM)}
    assert states == {old: "replaced", now: "published", draft: "draft"}


def test_cleo_finds_none_of_ann_s_plans_and_visits(db, rep, account):
    cleo = Scope.rep(factories.make_rep(db, "Cleo").id)
    plan_id, _ = made.published(db, rep, made.week(rep, account.id, 0))
    with pytest.raises(errors.NotFound):
        store.load_plan(db, cleo, plan_id)
    with pytest.raises(errors.NotFound):
        store.publish(db, cleo, plan_id, NOW)
    assert store.load_visits(db, cleo) == ()
    assert store.load_days(db, cleo, TODAY, TODAY) == ()


def test_publishing_tells_phones_of_accounts_whose_next_visit_or_reason_changed(db, rep, account):
    left_out, untouched = (factories.make_account(db, rep) for _ in range(2))
    plan = made.plan(rep, made.day(TODAY, made.stop(account.id, TODAY)), left_out=[left_out.id])
    made.published(db, rep, plan)
    rev = database.current_rev(db)
    db.expire_all()
    assert [one.rev for one in (account, left_out, untouched)] == [rev, rev, 0]


def test_dates_that_enter_the_phone_s_view_are_marked(db, rep, account):
    """A phone that asks only for changes must get the visit that came into its eight weeks."""
    made.published(db, rep, made.week(rep, account.id, 55, 57))
    next_transaction(db)
    again = made.week(rep, account.id, 54, 56, today=TOMORROW)
    made.published(db, rep, again, later(days=1))
    inside, entered = visits(db, rep)
    assert (inside.rev < entered.rev, entered.sequence) == (True, 0)
    assert store.view_end(db, rep, TODAY) == entered.on


@ON_BOTH
def test_the_morning_is_copied_once(db, rep, account):
    made.published(db, rep, made.week(rep, account.id, 0, 1))
    assert [store.freeze_morning(db, rep, TODAY) for _ in range(2)] == [1, 0]
    [stop] = store.load_frozen(db, SYSTEM, TODAY, TOMORROW)
    assert (stop.account_id, stop.channel) == (account.id, "visit")


# --- what a plan is made from ---------------------------------------------------------------------


def problem(db, rep, now=NOW):
    return store.load_problem(db, SYSTEM, rep, now)


def local(hour, on=TODAY):
    """An instant by Chicago's clock in summer."""
    return NOW.replace(year=on.year, month=on.month, day=on.day, hour=hour + 5, minute=0)


@ON_BOTH
def test_the_problem_holds_the_rep_s_accounts_and_twelve_weeks(db, rep, account):
    factories.make_account(db, factories.make_rep(db, "Cleo").id)
    factories.make_account(db, rep, active=False)
    found = problem(db, rep)
    assert [one.id for one in found.accounts] == [str(account.id)]
    assert (found.today, found.last_day) == (TODAY, TODAY + timedelta(days=83))
    assert (len(found.travel_s), found.underway) == (2, None)


def test_published_visits_of_today_and_tomorrow_are_frozen_unless_reported(db, rep):
    one, two, three = (factories.make_account(db, rep) for _ in range(3))
    today = made.day(TODAY, made.stop(one.id, TODAY), made.stop(two.id, TODAY, 40000))
    after = made.day(TODAY + timedelta(days=2), made.stop(three.id, TODAY + timedelta(days=2)))
    made.published(db, rep, made.plan(rep, today, after))
    report(db, two, rep, visits(db, rep, account_id=two.id)[0])
    assert [(hold.account_id, hold.kind) for hold in problem(db, rep).held] == [
        (str(one.id), "frozen")
    ]


def wish(db, rep, account, kind="pin", on=TOMORROW, **changes):
    fields = {"rep_id": rep, "account_id": account.id, "kind": kind, "on": on, "made_at": NOW}
    row = models.Wish(**(fields | {"rev": database.take_rev(db)} | changes))
    return factories.save(db, row)


def test_a_pin_is_held_and_a_drop_is_avoided_and_no_longer_frozen(db, rep, account):
    other = factories.make_account(db, rep)
    visits_ = made.stop(account.id, TODAY), made.stop(other.id, TODAY, 40000)
    made.published(db, rep, made.plan(rep, made.day(TODAY, *visits_)))
    wish(db, rep, account, "drop", TODAY)
    wish(db, rep, other, "pin", start_s=36000)
    found = problem(db, rep)
    assert [(h.account_id, h.kind, h.on) for h in found.held] == [(str(other.id), "pin", TOMORROW)]
    assert [(one.account_id, one.on) for one in found.avoided] == [(str(account.id), TODAY)]


def test_a_pin_that_breaks_a_hard_rule_never_reaches_the_planner(db, rep, account):
    saturday = date(2026, 5, 9)
    pinned = wish(db, rep, account, on=saturday)
    assert problem(db, rep).held == ()
    made.published(db, rep, made.plan(rep))
    [(found, said)] = store.load_answered_wishes(db, SYSTEM, rep, TODAY)
    assert (found.id, said.answer, said.code) == (pinned.id, "refused", "day_off")


@ON_BOTH
def test_a_wish_is_answered_by_the_first_plan_that_knew_it(db, rep, account):
    wish(db, rep, account, on=TODAY + timedelta(days=2))
    assert store.load_answered_wishes(db, SYSTEM, rep, TODAY)[0][1].answer == "waiting"
    made.published(db, rep, made.week(rep, account.id, 2))
    assert store.load_answered_wishes(db, SYSTEM, rep, TODAY)[0][1].answer == "kept"


def test_a_day_that_began_goes_on_from_the_last_report_now(db, rep, account):
    assert problem(db, rep, local(7)).underway is None
    factories.make_report(db, account, rep)
    found = problem(db, rep, local(10))
    assert (found.underway.location, found.underway.at_s) == (len(found.travel_s) - 1, 36000)


def test_without_a_report_a_day_that_began_goes_on_from_the_base(db, rep, account):
    assert problem(db, rep, local(9)).underway.location == 0


def test_lunch_is_over_when_its_planned_time_is(db, rep, account):
    assert [problem(db, rep, local(h)).underway.lunch_taken for h in (12, 14)] == [False, True]


def test_a_working_day_that_is_over_is_not_planned(db, rep, account):
    found = problem(db, rep, local(17))
    assert (found.today, found.underway, found.held) == (TOMORROW, None, ())


def test_a_rep_without_a_base_is_told_so(db, rep):
    db.get(models.RepSettings, rep).base_lat = None
    with pytest.raises(errors.Invalid, match="no base"):
        problem(db, rep)
