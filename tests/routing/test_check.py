"""The referee, rule by rule: a good plan, one change to it, the violation it must find."""

import inspect
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from routing import check, plan
from routing.check import day as day_rules
from routing.check import reasons, whole, whys
from routing.domain import (
    AccountClass,
    Avoided,
    Cadence,
    Channel,
    Held,
    HeldKind,
    MonthDay,
    Need,
    Nights,
    OpeningHours,
    Overload,
    Policy,
    Reason,
    Season,
    SeasonState,
    SeasonWindow,
    Underway,
    Unplanned,
    Why,
)
from routing.rotation import RotationParams
from tests.routing.problems import MONDAY, account, hours, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=1, round_iterations=500))
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
    free = tuple(_let_go(s, HELD if s.account_id == "a1" else None) for s in monday.stops)
    calls = tuple(_let_go(c, None) for c in monday.calls)
    return replace(made, days=(replace(monday, stops=free, calls=calls), *made.days[1:]))


def _let_go(visit, held):
    """A visit that says nothing of why it is there."""
    return replace(visit, held=held, reason=None, figures={})


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
    both = replace(good, unplanned=(Unplanned(due, Reason.NO_WORKING_DAY),))
    assert codes(GOOD, both) == {"due_twice", "reason_wrong"}


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


@pytest.mark.parametrize(
    ("policy", "factor", "allowed"),
    [
        (None, 1.0, True),
        (None, 1.2, False),
        (Policy(Overload.STRETCH, 1.5), 1.5, True),
        (Policy(Overload.STRETCH, 1.5), 1.51, False),
        (Policy(Overload.STRETCH, 1.5), 0.9, False),
        (Policy(Overload.LAPSE, 1.5), 1.2, False),
        (Policy(Overload.PROTECT, 1.5), 1.2, False),
    ],
)
def test_a_class_is_stretched_only_as_far_as_its_policy_says(good, policy, factor, allowed):
    policies = {AccountClass.CORE: policy} if policy else {}
    slower = replace(good, stretch={AccountClass.CORE: factor})
    assert codes(replace(GOOD, policies=policies), slower) == (set() if allowed else {"stretch"})


def test_a_stretched_window_closes_later(good):
    """Need 0.9 of 14 days: the window closes on Saturday; of 21 days on the Monday after."""
    more = (*GOOD.accounts, account(3, id="a9", need=Need(MONDAY, 0.9)))
    policies = {AccountClass.CORE: Policy(Overload.STRETCH, 2)}
    stretched = replace(GOOD, accounts=more, policies=policies)
    assert codes(stretched, good) == {"due_forgotten"}
    assert codes(stretched, replace(good, stretch={AccountClass.CORE: 1.5})) == set()


@pytest.mark.parametrize(
    ("bound_s", "proven", "code"),
    [(0, True, set()), (1, False, set()), (1, True, {"bound"}), (10**6, False, {"bound"})],
)
def test_no_day_drives_less_than_its_bound(good, bound_s, proven, code):
    assert codes(GOOD, with_day(good, bound_s=bound_s, proven=proven)) == code
    driven = good.days[0].travel_s
    assert codes(GOOD, with_day(good, bound_s=driven, proven=True)) == set()


# Places on a line, ten minutes apart; Monday ends at place 6, Tuesday begins there.
SIX = problem(account(5), account(6, cadence=None), days=7)
SIX = replace(SIX, rep=replace(SIX.rep, nights=Nights((6,), 1, 3600)))


def with_night(nights=1, place=6, **tuesday):
    """A plan of SIX with a5 on Monday, and the first nights of the week spent at a place."""
    held = tuple(Held("a5", MONDAY + timedelta(days=i), HeldKind.PIN) for i in range(5))
    made = plan.make_plan(replace(SIX, held=held), QUICK)
    days = list(made.days)
    for i in range(nights):
        days[i] = _ending(days[i], place)
        days[i + 1] = _beginning(days[i + 1], place)
    days[1] = replace(days[1], **tuesday)
    free = (
        replace(d, stops=tuple(_let_go(s, None) for s in d.stops), bound_s=0, proven=False)
        for d in days
    )
    return replace(made, days=tuple(free), unplanned=())


def _ending(route, place):
    leg = 600 * abs((5 if route.stops else 0) - place)
    saved = 3000 - leg
    return replace(
        route, end=place, travel_s=route.travel_s - saved, travel_m=route.travel_m - 10 * saved
    )


def _beginning(route, place):
    leg = 600 * abs(5 - place)
    stop = replace(route.stops[0], travel_s=leg, travel_m=10 * leg)
    rest = route.stops[1:]
    saved = 3000 - leg
    return replace(
        route,
        start=place,
        stops=(stop, *rest),
        travel_s=route.travel_s - saved,
        travel_m=route.travel_m - 10 * saved,
    )


def test_a_night_away_is_driven_from_where_it_was_spent():
    assert codes(SIX, with_night()) == set()


@pytest.mark.parametrize(
    ("nights", "code"),
    [
        (None, "night"),
        (Nights((5,), 1, 0), "night"),
        (Nights((6,), 1, 3601), "night"),
        (Nights((6,), 0, 0), "nights_a_week"),
    ],
)
def test_a_night_the_rep_does_not_accept_is_found_out(nights, code):
    refused = replace(SIX, rep=replace(SIX.rep, nights=nights))
    assert code in codes(refused, with_night())


def test_more_nights_a_week_than_accepted_are_found_out():
    assert codes(SIX, with_night(nights=2)) == {"nights_a_week"}
    two = replace(SIX, rep=replace(SIX.rep, nights=Nights((6,), 2, 3600)))
    assert codes(two, with_night(nights=2)) == set()


def test_nights_of_two_weeks_are_counted_apart():
    """Sunday to Monday is worked here: the evening of the night says its week."""
    dates = [MONDAY + timedelta(days=i) for i in range(4, 9)]
    weekend = tuple(replace(SIX.rep.working_days[0], on=on) for on in dates)
    rep = replace(SIX.rep, working_days=weekend)
    empty = [replace(with_night().days[4], on=on, stops=(), travel_s=0, travel_m=0) for on in dates]

    def sleeping(*evenings):
        days = list(empty)
        for i in evenings:
            days[i] = replace(days[i], end=6, travel_s=days[i].travel_s + 3600)
            days[i + 1] = replace(days[i + 1], start=6, travel_s=days[i + 1].travel_s + 3600)
        days = [replace(d, travel_m=10 * d.travel_s, home_s=d.leave_s + d.travel_s) for d in days]
        return replace(with_night(), days=tuple(days), last_day=SIX.last_day + timedelta(days=7))

    apart = replace(SIX, rep=rep, last_day=SIX.last_day + timedelta(days=7), accounts=())
    assert codes(apart, sleeping(1, 3)) == set()
    assert codes(apart, sleeping(0, 2)) == {"nights_a_week"}


def test_the_day_after_a_night_away_begins_there():
    assert "night" in codes(SIX, with_night(start=None))


def test_the_last_day_ends_at_home():
    made = with_night(nights=0)
    away = replace(made, days=(*made.days[:-1], _ending(made.days[-1], 6)))
    assert codes(SIX, away) == {"night"}


def test_a_day_begins_at_base_unless_its_date_says_otherwise():
    made = with_night(nights=0)
    elsewhere = replace(made, days=(_beginning(made.days[0], 6), *made.days[1:]))
    assert codes(SIX, elsewhere) == {"day_start"}
    first, *rest = SIX.rep.working_days
    there = replace(SIX.rep, working_days=(replace(first, start=6), *rest))
    assert codes(replace(SIX, rep=there), elsewhere) == set()
    unsaid = replace(elsewhere, days=(replace(elsewhere.days[0], start=None), *made.days[1:]))
    assert codes(replace(SIX, rep=there), unsaid) == set()


def test_a_day_that_its_date_ends_elsewhere_is_no_night():
    made = with_night(nights=0)
    ends = replace(made, days=(_ending(made.days[0], 6), *made.days[1:]))
    first, *rest = SIX.rep.working_days
    there = replace(SIX.rep, working_days=(replace(first, end=6), *rest), nights=None)
    assert codes(replace(SIX, rep=there), ends) == set()


def prospecting(share, *accounts):
    """Two visits of half an hour on Monday, both with prospects unless said otherwise."""
    made = problem(*accounts, days=7)
    pinned = tuple(Held(a.id, MONDAY, HeldKind.PIN) for a in accounts)
    day, *rest = plan.make_plan(replace(made, held=pinned), QUICK).days
    stops = tuple(replace(_let_go(s, None), reason=Why.PROSPECTING) for s in day.stops)
    planned = replace(plan.make_plan(made, QUICK), unplanned=())
    return (
        replace(made, prospecting_share=share),
        replace(planned, days=(replace(day, stops=stops), *(replace(d, stops=()) for d in rest))),
    )


PROSPECTS = [account(n, account_class=AccountClass.PROSPECT) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("share", "found"), [(0.0, False), (0.01, True), (0.0235, True), (0.024, False), (1.0, False)]
)
def test_prospects_take_their_share_and_one_visit_more_at_most(share, found):
    """Three half hours in 42.5 hours: 3600 s beside the last of them are 2.35 %."""
    assert ("prospecting_share" in codes(*prospecting(share, *PROSPECTS))) is found


def test_a_held_visit_of_a_prospect_does_not_count():
    problem_, made = prospecting(0.01, *PROSPECTS)
    held = tuple(Held(a.id, MONDAY, HeldKind.PIN) for a in PROSPECTS[:2])
    assert "prospecting_share" not in codes(replace(problem_, held=held), made)


def test_every_rule_is_listed():
    """A rule that is not in its list is never asked."""
    rules = {f.__name__ for f in (*check.PLAN_RULES, *check.DAY_RULES)}
    written = {
        name
        for room in (whole, day_rules, whys, reasons)
        for name, f in vars(room).items()
        if callable(f)
        and not name.startswith("_")
        and "Iterator[routing.check.base.Violation]" in _answer(f)
    }
    assert written == rules


@pytest.mark.parametrize("room", [whole, day_rules, whys, reasons], ids=lambda m: m.__name__)
def test_every_code_is_in_the_documents(room):
    page = (Path(__file__).parents[2] / "docs" / "problem-format.md").read_text()
    codes = re.findall(r'Violation\(\s*"(\w+)"', inspect.getsource(room))
    assert codes
    assert [code for code in codes if f"`{code}`" not in page] == []


@pytest.mark.parametrize("code", [*Reason, *Why])
def test_every_reason_is_in_the_documents(code):
    page = (Path(__file__).parents[2] / "docs" / "problem-format.md").read_text()
    assert f"`{code}`" in page


def _answer(f):
    return str(getattr(f, "__annotations__", {}).get("return"))
