"""Why a visit is planned: a true reason passes, the same with one figure changed does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from routing import check, plan
from routing.domain import (
    AccountClass,
    Cadence,
    Channel,
    DueVisit,
    Held,
    HeldKind,
    MonthDay,
    Need,
    Nights,
    OpeningHours,
    Season,
    SeasonState,
    SeasonWindow,
    Stop,
    Why,
)
from routing.rotation import RotationParams
from tests.routing.by_hand import HOUR, eight_to_five, faults, planned, with_visit
from tests.routing.problems import MONDAY, account, hours, odd_problem, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=0))
TUESDAY, FRIDAY = (MONDAY + timedelta(days=i) for i in (1, 4))

NINE = OpeningHours(((hours(8, 12), hours(13, 18)),) * 7)
SUMMER = Season((SeasonWindow(SeasonState.IN, MonthDay(5, 11), MonthDay(9, 15)),))
APPOINTED = Held("a5", TUESDAY, HeldKind.APPOINTMENT, None, hours(9.5, 11))
PINNED = Held("a6", TUESDAY, HeldKind.PIN)
GOOD = problem(
    account(1, hours=NINE),
    account(2, hours=NINE, need=Need(MONDAY, 1.6)),
    account(3, hours=NINE, season=SUMMER),
    account(4, hours=NINE, account_class=AccountClass.PROSPECT, value=2.0),
    account(5, hours=NINE),
    account(6, hours=NINE),
    account(7, cadence=Cadence(14, 0.25, 900, Channel.PHONE)),
    days=5,
    rep=eight_to_five(),
    held=(APPOINTED, PINNED),
    prospecting_share=0.5,
)
DUE = {
    "due": "2026-05-04", "earliest": "2026-05-04", "latest": "2026-05-07", "days": 0,
    "window": "08:00-12:00",
}  # fmt: skip
LATE_DUE = DueVisit("a2", 0, date(2026, 4, 27), date(2026, 4, 27), date(2026, 5, 1))
RAMP = DueVisit("a3", 0, MONDAY, MONDAY, FRIDAY, ramp=True)
RAMPING = {**DUE, "latest": "2026-05-08", "detour_s": 0}


@pytest.fixture
def told():
    """Monday: a1 due, a2 late, a3 in its ramp, a4 a prospect, a7 called; Tuesday: two held."""
    made = planned(GOOD, {MONDAY: ["a1", "a2", "a3", "a4", "a7"], TUESDAY: ["a6", "a5"]})
    late = {**DUE, "earliest": "2026-04-27", "latest": "2026-05-01", "days": 9, "detour_s": 0}
    whys = {
        "a1": (MONDAY, Why.DUE, None, {**DUE, "detour_s": 0}),
        "a2": (MONDAY, Why.LATE, LATE_DUE, {**late, "due": "2026-04-25"}),
        "a3": (MONDAY, Why.RAMP, RAMP, RAMPING),
        "a4": (MONDAY, Why.PROSPECTING, None, {**DUE, "detour_s": 1200, "value": 2.0}),
        "a5": (TUESDAY, Why.APPOINTMENT, None,
               {"held_on": "2026-05-05", "detour_s": 0, "window": "09:30-11:00"}),
        "a6": (TUESDAY, Why.PIN, None, {"held_on": "2026-05-05", "detour_s": 1200}),
        "a7": (MONDAY, Why.DUE, None, {k: v for k, v in DUE.items() if k != "window"}),
    }  # fmt: skip
    for account_id, (on, why, visit, figures) in whys.items():
        changes = {"reason": why, "figures": figures} | ({"due": visit} if visit else {})
        made = with_visit(made, on, account_id, **changes)
    return made


def figure(told, on, account_id, **changes):
    visits = next(d for d in told.days if d.on == on)
    figures = next(v.figures for v in (*visits.stops, *visits.calls) if v.account_id == account_id)
    return with_visit(told, on, account_id, figures={**figures, **changes})


def test_reasons_that_hold_are_no_violation(told):
    assert faults(GOOD, told) == []
    reasons = {v.reason for d in told.days for v in (*d.stops, *d.calls)}
    assert reasons == {Why.DUE, Why.LATE, Why.RAMP, Why.PROSPECTING, Why.APPOINTMENT, Why.PIN}


def test_a_visit_without_a_reason_says_nothing_wrong(told):
    silent = with_visit(told, MONDAY, "a1", reason=None, figures={})
    assert faults(GOOD, silent) == []


@pytest.mark.parametrize(
    ("on", "account_id", "changes"),
    [
        (MONDAY, "a1", {"due": "2026-05-03"}),  # no: days say 0
        (MONDAY, "a1", {"due": "2026-05-05", "days": -1}),
        (MONDAY, "a1", {"due": "soon"}),
        (MONDAY, "a1", {"earliest": "2026-05-03"}),
        (MONDAY, "a1", {"latest": "2026-05-08"}),
        (MONDAY, "a1", {"days": 1}),
        (MONDAY, "a1", {"detour_s": 1}),
        (MONDAY, "a1", {"window": "13:00-18:00"}),
        (MONDAY, "a1", {"window": "08:00-18:00"}),
        (MONDAY, "a4", {"detour_s": 1199}),
        (MONDAY, "a4", {"value": 3.0}),
        (TUESDAY, "a5", {"window": "08:00-12:00"}),
        (TUESDAY, "a5", {"held_on": "2026-05-06"}),
        (TUESDAY, "a6", {"detour_s": 0}),
        (TUESDAY, "a6", {"held_on": "2026-05-04"}),
        (MONDAY, "a7", {"days": 2}),
        (MONDAY, "a7", {"window": "08:00-12:00"}),  # it answers all day
    ],
)
def test_a_figure_that_does_not_hold_is_found_out(told, on, account_id, changes):
    assert [code for code, _ in faults(GOOD, figure(told, on, account_id, **changes))] == [
        "why_wrong"
    ]


@pytest.mark.parametrize("name", ["due", "earliest", "latest", "days", "detour_s", "window"])
def test_a_figure_that_is_missing_is_found_out(told, name):
    stop = told.days[0].stops[0]
    less = {key: value for key, value in stop.figures.items() if key != name}
    codes = [code for code, _ in faults(GOOD, with_visit(told, MONDAY, "a1", figures=less))]
    assert set(codes) == {"why_wrong"}


@pytest.mark.parametrize(
    ("on", "account_id", "why"),
    [
        (MONDAY, "a1", Why.LATE),
        (MONDAY, "a1", Why.RAMP),
        (MONDAY, "a1", Why.PROSPECTING),
        (MONDAY, "a1", Why.PIN),
        (MONDAY, "a1", Why.FROZEN),
        (MONDAY, "a2", Why.DUE),
        (MONDAY, "a2", Why.RAMP),
        (MONDAY, "a3", Why.DUE),
        (MONDAY, "a4", Why.DUE),
        (TUESDAY, "a5", Why.PIN),
        (TUESDAY, "a6", Why.APPOINTMENT),
        (TUESDAY, "a6", Why.DUE),
    ],
)
def test_another_reason_than_the_true_one_is_found_out(told, on, account_id, why):
    assert "why_wrong" in [
        code for code, _ in faults(GOOD, with_visit(told, on, account_id, reason=why))
    ]


def test_a_visit_before_its_window_is_found_out(told):
    later = DueVisit("a1", 0, TUESDAY, TUESDAY, FRIDAY)
    early = {**DUE, "due": "2026-05-05", "earliest": "2026-05-05", "latest": "2026-05-08",
             "days": -1, "detour_s": 0}  # fmt: skip
    made = with_visit(told, MONDAY, "a1", due=later, figures=early)
    assert faults(GOOD, made) == [("why_wrong", "due: its window opens on 2026-05-05.")]


def test_without_a_share_prospects_are_due_like_anybody(told):
    plain = replace(GOOD, prospecting_share=0.0)
    assert [code for code, _ in faults(plain, told)] == ["why_wrong"]
    assert faults(plain, with_visit(told, MONDAY, "a4", reason=Why.DUE)) == []


def test_the_detour_of_a_stop_counts_from_where_the_day_begins(told):
    """Tuesday begins at place 7: a6 lies on the way from there to a5."""
    night = replace(GOOD.rep, nights=Nights((7,), 1, 0))
    away = replace(GOOD, rep=night)
    tuesday = told.days[1]
    first = replace(tuesday.stops[0], travel_s=600, travel_m=6000)
    travel_s = tuesday.travel_s - 3000
    stops = (first, *tuesday.stops[1:])
    moved = replace(tuesday, start=7, stops=stops, travel_s=travel_s, travel_m=10 * travel_s)
    monday = replace(told.days[0], end=7, travel_s=4200, travel_m=42000, home_s=15 * HOUR)
    slept = replace(told, days=(monday, moved, *told.days[2:]))
    found = faults(away, slept)
    assert ("why_wrong", "pin: detour_s is 1200, it should be 0.") in found
    assert ("why_wrong", "prospecting: detour_s is 1200, it should be 0.") in found


def explained(problem_, plan_):
    """The plan with every planned visit's reason, as the contract of figures has it."""
    days = []
    for route in plan_.days:
        here = problem_.underway
        start = here.location if here and here.on == route.on else problem_.rep.base
        accounts = {a.id: a for a in problem_.accounts}
        path = [start, *(accounts[s.account_id].location for s in route.stops), problem_.rep.base]
        travel = problem_.travel_s
        stops = []
        for stop, a, b, c in zip(route.stops, path, path[1:], path[2:], strict=False):
            detour = travel[a][b] + travel[b][c] - travel[a][c]
            stops.append(reasoned(problem_, route.on, stop, {"detour_s": detour}))
        calls = tuple(reasoned(problem_, route.on, c, {}) for c in route.calls)
        days.append(replace(route, stops=tuple(stops), calls=calls))
    return replace(plan_, days=tuple(days))


def reasoned(problem_, on, visit, figures):
    if visit.held:
        window = visit.held.window
        agreed = {"window": span(window)} if window else {}
        figures |= {"held_on": on.isoformat(), **agreed}
        return replace(visit, reason=Why(visit.held.kind.value), figures=figures)
    due_ = visit.due
    why = Why.RAMP if due_.ramp else Why.DUE
    figures |= {"due": due_.target.isoformat(), "earliest": due_.earliest.isoformat(),
                "latest": due_.latest.isoformat(), "days": (on - due_.target).days}  # fmt: skip
    if isinstance(visit, Stop):
        one = next(a for a in problem_.accounts if a.id == visit.account_id)
        windows = one.hours.on(on)
        inside = [w for w in windows if w.start_s <= visit.start_s <= visit.departure_s <= w.end_s]
        figures["window"] = span(inside[0])
    return replace(visit, reason=Why.LATE if on > due_.latest else why, figures=figures)


def span(window):
    ends = (f"{s // 3600:02}:{s // 60 % 60:02}" for s in (window.start_s, window.end_s))
    return "-".join(ends)


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_an_odd_plan_is_looked_at(seed):
    odd = odd_problem(seed)
    made = explained(odd, plan.make_plan(odd, QUICK))
    whys = [v for v in check.violations(odd, made) if v.code == "why_wrong"]
    assert whys == []
    for route in made.days[:4]:
        for stop in route.stops[:2]:
            for name, value in stop.figures.items():
                other = value + 1 if isinstance(value, int) else "2019-04-01"
                if name == "window" and stop.reason in (Why.FROZEN, Why.PIN):
                    continue  # said, but nothing they promise
                wrong = with_visit(made, route.on, stop.account_id,
                                   figures={**stop.figures, name: other})  # fmt: skip
                codes = {v.code for v in check.violations(odd, wrong)}
                assert "why_wrong" in codes, name
