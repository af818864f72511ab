"""The whole pipeline: nothing is lost, nothing is broken, the same problem gives the same plan."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import cadence, check, json_format, plan
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
    Rep,
    Season,
    SeasonState,
    SeasonWindow,
    Underway,
    Unplanned,
)
from routing.rotation import RotationParams
from tests.routing.by_hand import rich_problem
from tests.routing.problems import MONDAY, account, day, hours, odd_problem, problem, weekdays

QUICK = plan.PlanParams(search=RotationParams(rounds=1, round_iterations=500))


def visits(made):
    return [(r.on, v) for r in made.days for v in (*r.stops, *r.calls)]


def dates_of(made, account_id):
    return [on for on, visit in visits(made) if visit.account_id == account_id]


def strange(seed):
    """Odd problems, and richer ones with nights, policies, regions, shares, published visits."""
    return rich_problem(seed) if seed % 2 else odd_problem(seed)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_the_referee_finds_nothing_in_any_plan(seed):
    asked = strange(seed)
    assert check.violations(asked, plan.make_plan(asked, QUICK)) == ()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_each_due_visit_is_planned_or_explained_exactly_once(seed):
    """Following the cadence from visit to visit meets every entry of the plan, and no other."""
    asked = strange(seed)
    made = plan.make_plan(asked, QUICK)
    entries = Counter((v.due.account_id, v.due.number) for _, v in visits(made) if v.due)
    entries.update((u.visit.account_id, u.visit.number) for u in made.unplanned)
    assert all(
        count == 1 for (_, number), count in entries.items() if number >= 0
    )  # -1: held, asked for by no cadence
    for each in asked.accounts:
        numbers = sorted(n for account_id, n in entries if account_id == each.id and n >= 0)
        assert numbers == list(range(len(numbers)))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_the_same_problem_gives_the_same_plan(seed):
    assert plan.make_plan(strange(seed), QUICK) == plan.make_plan(strange(seed), QUICK)


def test_a_weekly_account_gets_a_visit_every_week():
    weekly = account(1, cadence=Cadence(7, 2 / 7, 1800))
    dates = dates_of(plan.make_plan(problem(weekly, days=84), QUICK), "a1")
    assert len(dates) == 12
    assert all(5 <= (b - a).days <= 9 for a, b in pairwise(dates))


def test_visits_lie_in_their_due_windows_when_there_is_time():
    made = plan.make_plan(problem(*(account(n) for n in range(1, 9)), days=28), QUICK)
    assert visits(made)
    assert all(v.due.earliest <= on <= v.due.latest for on, v in visits(made))


def test_the_next_due_visit_counts_from_the_planned_one():
    """An overdue visit begins the grid anew on its own day."""
    late = account(1, need=Need(MONDAY, 1.9))
    made = plan.make_plan(problem(late, days=28), QUICK)
    first, second = visits(made)[:2]
    assert second[1].due.target == first[0] + timedelta(days=14)


def test_every_working_day_appears_even_without_visits():
    small = problem(account(1), days=14)
    assert [r.on for r in plan.make_plan(small, QUICK).days] == [
        d.on for d in small.rep.working_days
    ]


def test_overdue_accounts_come_first_when_hours_are_short():
    """Two hours on one day this week, an hour a visit: room for one of two."""
    short = (day(MONDAY, hours=hours(8, 10), lunch=None, lunch_s=0),)
    due, overdue = account(1, need=Need(MONDAY, 0.9)), account(2, need=Need(MONDAY, 2.5))
    due, overdue = (replace(a, cadence=Cadence(14, 0.25, 3600)) for a in (due, overdue))
    tight = problem(due, overdue, days=5, rep=Rep("ann", "Ann", 0, short))
    assert [v.account_id for _, v in visits(plan.make_plan(tight, QUICK))] == ["a2"]


SUMMER = Season((SeasonWindow(SeasonState.IN, MonthDay(7, 1), MonthDay(9, 15)),))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (account(1, location=None), Reason.NO_LOCATION),
        (account(1, hours=OpeningHours(((),) * 7)), Reason.CLOSED),
        (account(1, hours=OpeningHours(((hours(18, 20),),) * 7)), Reason.CLOSED),
        (account(1, cadence=Cadence(14, 0.2, 6 * 3600)), Reason.DOES_NOT_FIT_DAY),  # lunch
        (account(30), Reason.TOO_FAR),  # five hours each way
        (account(1, cadence=Cadence(14, 0.2, 9 * 3600)), Reason.TOO_FAR),
    ],
)
def test_a_due_visit_that_cannot_be_says_why(changed, reason):
    made = plan.make_plan(problem(changed), QUICK)
    assert {u.reason for u in made.unplanned} == {reason}
    assert not visits(made)


def test_too_far_counts_the_whole_way_of_a_day_that_ends_elsewhere():
    """200 minutes there, 30 on site, 150 to where the day ends; four hours are there."""
    short = day(MONDAY, hours=hours(8, 12), lunch=None, lunch_s=0, end=5)
    far = problem(account(20), days=5, rep=Rep("ann", "Ann", 0, (short,)))
    [left] = plan.make_plan(far, QUICK).unplanned
    assert left.reason is Reason.TOO_FAR
    assert left.figures == {"minutes_needed": 380, "minutes_there": 240}
    assert check.violations(far, plan.make_plan(far, QUICK)) == ()


def test_hours_that_are_missing_are_said_in_figures():
    crowd = [account(n, cadence=Cadence(14, 0.1, 3 * 3600)) for n in range(1, 30)]
    crowd = [replace(a, location=1) for a in crowd]
    made = plan.make_plan(problem(*crowd), QUICK)
    missing = [u for u in made.unplanned if u.reason is Reason.NOT_ENOUGH_HOURS]
    assert missing
    assert all(u.figures["hours_needed"] > 2.9 for u in missing)


def test_a_window_without_a_working_day_moves_to_the_next_one():
    away = Rep("ann", "Ann", 0, weekdays(MONDAY + timedelta(days=7), 7))
    made = plan.make_plan(problem(account(1, cadence=Cadence(14, 0.1, 1800)), rep=away), QUICK)
    assert dates_of(made, "a1") == [MONDAY + timedelta(days=7)]


def test_a_rep_away_all_the_while_is_the_reason():
    holiday = {MONDAY + timedelta(days=i): "holiday" for i in range(14)}
    made = plan.make_plan(problem(account(1), rep=Rep("ann", "Ann", 0, (), holiday)), QUICK)
    assert [u.reason for u in made.unplanned] == [Reason.NO_WORKING_DAY]
    assert plan.sentence(made.unplanned[0]) == "No working day in its due window (holiday)."


def test_nobody_is_sent_off_season():
    made = plan.make_plan(problem(account(1, season=SUMMER)), QUICK)
    assert not visits(made)
    assert not made.unplanned


def test_an_appointment_is_kept_to_the_minute():
    held = Held("a1", MONDAY, HeldKind.APPOINTMENT, "v1", hours(10, 10.5))
    made = plan.make_plan(problem(*(account(n) for n in range(1, 8)), held=(held,)), QUICK)
    stop = next(v for on, v in visits(made) if v.account_id == "a1" and on == MONDAY)
    assert (stop.start_s, stop.held) == (10 * 3600, held)
    assert stop.why.startswith("appointment on Monday 4 May at 10:00")


def test_of_two_appointments_that_clash_one_is_kept_and_one_explained():
    """Places an hour apart, both at ten."""
    held = [Held(f"a{n}", MONDAY, HeldKind.APPOINTMENT, None, hours(10, 10.5)) for n in (1, 7)]
    made = plan.make_plan(problem(account(1), account(7), held=tuple(held)), QUICK)
    on_monday = [v.account_id for on, v in visits(made) if on == MONDAY]
    explained = [u for u in made.unplanned if u.reason is Reason.DOES_NOT_FIT_DAY]
    assert len(on_monday) == len(explained) == 1
    assert explained[0].figures["held"] == "appointment"


def test_a_held_visit_takes_the_place_of_the_due_one():
    held = Held("a1", MONDAY + timedelta(days=2), HeldKind.PIN)
    made = plan.make_plan(problem(account(1), held=(held,), days=7), QUICK)
    assert dates_of(made, "a1") == [held.on]


def test_an_avoided_window_is_said_to_be_dropped():
    from_monday = [MONDAY + timedelta(days=i) for i in range(20)]
    avoided = tuple(Avoided("a1", on) for on in from_monday)
    made = plan.make_plan(problem(account(1), avoided=avoided, days=10), QUICK)
    assert [u.reason for u in made.unplanned] == [Reason.DROPPED]


def test_phone_visits_are_calls_after_coming_home():
    by_phone = account(1, cadence=Cadence(14, 0.25, 900, Channel.PHONE), location=None)
    made = plan.make_plan(problem(by_phone, account(2)), QUICK)
    calls = [c for r in made.days for c in r.calls]
    assert [c.service_s for c in calls] == [900]


def test_a_ramp_visit_says_so():
    opens = Season((SeasonWindow(SeasonState.IN, MonthDay(6, 1), MonthDay(9, 15)),))
    made = plan.make_plan(problem(account(1, season=opens), days=35), QUICK)
    assert [v.why.split(";")[0] for _, v in visits(made)] == [
        "ramp: season opens 1 Jun, visit 1 of 2",
        "ramp: season opens 1 Jun, visit 2 of 2",
    ]


def test_a_late_visit_says_when_it_was_due():
    late = account(1, need=Need(MONDAY, 1.5))
    first = visits(plan.make_plan(problem(late), QUICK))[0]
    assert first[1].why == "due 27 Apr, 7 days late; Core B every 2 weeks; 20 min off the way"


def test_a_day_under_way_starts_where_the_rep_is():
    """At place 3 at noon, lunch taken: the remaining held visits, nothing new."""
    held = tuple(Held(f"a{n}", MONDAY, HeldKind.FROZEN) for n in (1, 5))
    some = problem(
        *(account(n) for n in range(1, 8)),
        held=held,
        underway=Underway(MONDAY, 3, 12 * 3600, lunch_taken=True),
    )
    today = plan.make_plan(some, QUICK).days[0]
    assert [s.account_id for s in today.stops] == ["a5", "a1"]
    assert today.leave_s >= 12 * 3600
    assert plan.today_route(some, plan.make_plan(some, QUICK)).stops == today.stops


def test_progress_ends_with_all_weeks():
    heard = []
    plan.make_plan(
        problem(account(1), days=21), QUICK, lambda done, all_: heard.append((done, all_))
    )
    assert heard[-1] == (3, 3)
    assert heard == sorted(heard)


def test_each_reason_has_its_sentence():
    due = cadence.due_visit(account(1), MONDAY, MONDAY)
    assert set(plan.REASON_TEXT) == set(Reason)
    for reason in Reason:
        assert plan.sentence(Unplanned(due, reason, {"hours_needed": 2.5})).endswith(
            "(needs 2.5 h)."
        )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"days_already_set": 1}, "(1 day already set)."),
        ({"working_days": 2}, "(2 working days tried)."),
        ({"hours_needed": 0.43, "hours_there": 0.23}, "(needs 26 min, 14 min left)."),
        ({"by": "4", "on": "2026-12-01"}, "(displaced by 4, on 1 Dec)."),
    ],
)
def test_figures_are_said_as_a_person_would(figures, said):
    due = cadence.due_visit(account(1), MONDAY, MONDAY)
    assert plan.sentence(Unplanned(due, Reason.DISPLACED, figures)).endswith(said)


def test_five_places_on_a_line_are_one_trip():
    """Known optimum: out to the fifth and back, five legs of ten minutes each way."""
    path = Path(__file__).parents[1] / "instances" / "line_of_five.json"
    made = plan.make_plan(json_format.read_problem(path.read_text()))
    assert len(visits(made)) == 5
    assert sum(r.travel_s for r in made.days) == 2 * 5 * 600


def test_an_overdue_visit_does_not_push_out_one_with_less_time():
    """Room for one long visit a day: the overdue one can wait, the promised week cannot."""
    tight = account(1, cadence=Cadence(7, 1 / 7, 4 * 3600), need=Need(MONDAY, 1 + 1 / 7))
    overdue = account(2, cadence=Cadence(28, 0.1, 4 * 3600), need=Need(MONDAY, 1.5))
    made = plan.make_plan(problem(tight, overdue, days=5), QUICK)
    assert dates_of(made, "a1") == [MONDAY]
    assert dates_of(made, "a2") == [MONDAY + timedelta(days=1)]
