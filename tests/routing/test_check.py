"""The referee, rule by rule: a good plan, one change to it, the violation it must find."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing import check, plan
from routing.domain import (
    Avoided,
    Cadence,
    Channel,
    Held,
    HeldKind,
    MonthDay,
    Need,
    OpeningHours,
    Reason,
    Season,
    SeasonState,
    SeasonWindow,
    Underway,
    Unplanned,
)
from routing.rotation import RotationParams
from tests.routing.problems import MONDAY, account, hours, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=1, round_iterations=50))
TUESDAY = MONDAY + timedelta(days=1)

# Accounts 1 to 3, ten minutes apart on a line, due on Monday; an appointment at ten holds a1 there.
HELD = Held("a1", MONDAY, HeldKind.APPOINTMENT, None, hours(10, 10.5))
BY_PHONE = account(4, cadence=Cadence(14, 0.25, 900, Channel.PHONE))
GOOD = problem(account(1), account(2), account(3), BY_PHONE, held=(HELD,), days=7)


@pytest.fixture(scope="module")
def good():
    """A plan with three stops on Monday, two of them held there, and a call."""
    pinned = tuple(Held(f"a{n}", MONDAY, HeldKind.PIN) for n in (2, 3, 4))
    made = plan.make_plan(replace(GOOD, held=(HELD, *pinned)), QUICK)
    monday = made.days[0]
    free = tuple(replace(s, held=HELD if s.account_id == "a1" else None) for s in monday.stops)
    return replace(made, days=(replace(monday, stops=free), *made.days[1:]))


def codes(problem_, plan_):
    return {violation.code for violation in check.violations(problem_, plan_)}


def with_day(good, **changes):
    return replace(good, days=(replace(good.days[0], **changes), *good.days[1:]))


def with_stop(good, account_id, **changes):
    stops = tuple(
        replace(s, **changes) if s.account_id == account_id else s for s in good.days[0].stops
    )
    return with_day(good, stops=stops)


def changed(account_id, **changes):
    accounts = tuple(replace(a, **changes) if a.id == account_id else a for a in GOOD.accounts)
    return replace(GOOD, accounts=accounts)


def test_a_good_plan_has_no_violation(good):
    assert {s.account_id for s in good.days[0].stops} == {"a1", "a2", "a3"}
    assert [c.account_id for c in good.days[0].calls] == ["a4"]
    assert check.violations(GOOD, good) == ()


OFF = Season((SeasonWindow(SeasonState.OFF, MonthDay(4, 1), MonthDay(12, 31)),), ramp_visits=0)
LATE_SHOP = OpeningHours(((hours(18, 20),),) * 7)
BUSY_NOON = (hours(12, 12.5),)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (changed("a2", hours=LATE_SHOP), "opening_hours"),
        (changed("a4", hours=OpeningHours(((),) * 7)), "opening_hours"),
        (changed("a2", cadence=Cadence(14, 0.25, 1801)), "service_time"),
        (changed("a4", cadence=Cadence(14, 0.25, 901, Channel.PHONE)), "service_time"),
        (changed("a4", cadence=Cadence(14, 0.25, 900)), "not_by_phone"),
        (changed("a2", not_before=TUESDAY), "not_before"),
        (changed("a2", season=OFF), "off_season"),
        (changed("a2", location=None), "no_location"),
        (replace(GOOD, avoided=(Avoided("a2", MONDAY),)), "avoided"),
        (replace(GOOD, held=(replace(HELD, window=hours(9, 9.5)),)), "held_moved"),
        (replace(GOOD, held=(replace(HELD, on=TUESDAY),)), "held_missing"),
        (replace(GOOD, accounts=GOOD.accounts[1:]), "unknown_account"),
        (replace(GOOD, accounts=(*GOOD.accounts, account(3, id="a9"))), "due_forgotten"),
        (replace(GOOD, travel_s=tuple(tuple(2 * s for s in r) for r in GOOD.travel_s)),
         "impossible_travel"),
        (replace(GOOD, travel_m=tuple(tuple(2 * s for s in r) for r in GOOD.travel_m)), "totals"),
        (replace(GOOD, underway=Underway(MONDAY, 0, 12 * 3600)), "working_hours"),
        (replace(GOOD, rep=replace(GOOD.rep, working_days=GOOD.rep.working_days[1:])),
         "not_worked"),
        (replace(GOOD, rep=replace(GOOD.rep, id="bob")), "wrong_horizon"),
    ],
)  # fmt: skip
def test_a_plan_that_breaks_a_fact_is_found_out(good, facts, code):
    assert code in codes(facts, good)


def test_a_meeting_on_the_road_is_found_out(good):
    first = good.days[0].stops[0]
    meeting = replace(
        GOOD.rep.working_days[0],
        busy=(hours(first.start_s / 3600, first.departure_s / 3600),),
    )
    days = (meeting, *GOOD.rep.working_days[1:])
    assert "overlaps_break" in codes(replace(GOOD, rep=replace(GOOD.rep, working_days=days)), good)


def test_a_stop_before_the_one_before_is_over_is_found_out(good):
    second = good.days[0].stops[1]
    early = with_stop(good, second.account_id, start_s=second.start_s - 1200)
    assert {"overlap", "service_time"} <= codes(GOOD, early)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"leave_s": 7 * 3600}, "working_hours"),
        ({"home_s": 17 * 3600 - 60}, "working_hours"),  # the call no longer fits
        ({"travel_s": 1}, "totals"),
        ({"lunch_start_s": 9 * 3600}, "lunch"),
        ({"leave_s": 9 * 3600, "home_s": 16 * 3600, "lunch_start_s": None}, "lunch"),
    ],
)
def test_a_day_with_wrong_times_is_found_out(good, changes, code):
    assert code in codes(GOOD, with_day(good, **changes))


def test_a_visit_that_starts_before_arrival_is_found_out(good):
    stop = good.days[0].stops[0]
    late = with_stop(good, stop.account_id, arrival_s=stop.start_s + 1)
    assert "starts_early" in codes(GOOD, late)


def test_a_visit_on_another_day_than_it_is_held_for_is_found_out(good):
    moved = with_stop(good, "a2", held=Held("a2", TUESDAY, HeldKind.PIN))
    assert "held_moved" in codes(GOOD, moved)


def test_days_that_are_missing_or_double_are_found_out(good):
    assert codes(GOOD, replace(good, days=good.days[:-1])) == {"missing_day"}
    assert {"day_twice", "twice_a_day", "due_twice"} <= codes(
        GOOD, replace(good, days=(*good.days, good.days[0]))
    )


def test_a_visit_both_planned_and_unplanned_is_found_out(good):
    due = good.days[0].stops[0].due
    both = replace(good, unplanned=(Unplanned(due, Reason.CLOSED),))
    assert codes(GOOD, both) == {"due_twice"}


def test_a_held_visit_may_be_missing_with_a_reason(good):
    """The appointment moved to Tuesday, said not to fit there: no longer a violation."""
    tuesday = replace(HELD, on=TUESDAY)
    due = good.days[0].stops[0].due
    said = replace(good, unplanned=(Unplanned(replace(due, number=99), Reason.DOES_NOT_FIT_DAY),))
    problem_ = replace(GOOD, held=(tuesday,))
    assert "held_missing" in codes(problem_, good)
    assert "held_missing" not in codes(problem_, replace(said, unplanned=_of("a1", said)))


def _of(account_id, plan_):
    return tuple(replace(u, visit=replace(u.visit, account_id=account_id)) for u in plan_.unplanned)


@pytest.mark.parametrize(
    ("need", "forgotten"),
    [(0.5, False), (0.7, False), (0.95, True), (1.1, True), (1.9, True)],
)
def test_only_a_window_that_closes_within_the_week_must_appear(good, need, forgotten):
    """Every 14 days, three of slack: 1 - 3/14 opens, 1 + 3/14 closes; a week adds one half."""
    more = replace(GOOD, accounts=(*GOOD.accounts, account(3, id="a9", need=Need(MONDAY, need))))
    assert ("due_forgotten" in codes(more, good)) is forgotten


def test_every_rule_is_listed():
    """A rule that is not in its list is never asked."""
    rules = {f.__name__ for f in (*check.PLAN_RULES, *check.DAY_RULES)}
    written = {
        name
        for name, f in vars(check).items()
        if callable(f) and "Iterator[" in str(getattr(f, "__annotations__", {}).get("return"))
    }
    assert written == rules
