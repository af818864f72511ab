"""An appointment its day cannot hold is left out and explained, and nothing else takes its time."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import check, plan, workdays
from routing.domain import Cadence, Held, HeldKind, Need, Rep, Underway
from routing.rotation import RotationParams
from tests.routing.problems import CLOSED, HOUR, MONDAY, account, day, hours, odd_problem, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=1, round_iterations=500))
DAILY = {"cadence": Cadence(1, 0.5, 1800), "need": Need(MONDAY, 1.0)}


def agreed(number: int, start: float, end: float, on=MONDAY) -> Held:
    length = round((end - start) * HOUR)
    return Held(f"a{number}", on, HeldKind.APPOINTMENT, None, hours(start, end), length)


def made_of(*held: Held, accounts: int = 12, days: int = 1, **changes):
    """So many accounts that every free hour is sought after; judged by the referee."""
    all_ = tuple(account(n, **(DAILY if n > 4 else {})) for n in range(1, accounts + 1))
    return judged(problem(*all_, days=days, step_s=300, held=held, **changes))


def judged(asked):
    made = plan.make_plan(asked, QUICK)
    assert check.violations(asked, made) == ()
    return made


def meets(made, start: float, end: float, on=MONDAY) -> set[str]:
    """Returns who is visited between two hours."""
    [day] = [one for one in made.days if one.on == on]
    return {
        stop.account_id
        for stop in day.stops
        if stop.start_s < end * HOUR and start * HOUR < stop.departure_s
    }


def left_out(made) -> dict[str, str]:
    """Returns the appointments left out, with the time that is kept free for each."""
    return {
        one.visit.account_id: str(one.figures["kept_free"])
        for one in made.unplanned
        if one.figures.get("held") == "appointment"
    }


def test_an_appointment_at_the_hour_the_day_begins_cannot_be_reached_and_keeps_its_time():
    made = made_of(agreed(4, 8, 10))
    assert left_out(made) == {"a4": "08:00-10:00"}
    assert meets(made, 8, 10) == set()


def test_where_two_appointments_overlap_the_rep_is_at_one_and_the_rest_of_the_other_is_kept():
    made = made_of(agreed(1, 9, 11), agreed(2, 10, 12))
    [out] = left_out(made)
    [kept] = {"a1", "a2"} - {out}
    assert meets(made, 9, 12) == {kept}


def test_of_two_appointments_too_far_apart_both_times_are_taken():
    made = made_of(agreed(1, 9, 10), agreed(12, 10, 11))
    assert len(left_out(made)) == 1
    assert len(meets(made, 9, 11)) == 1


def test_an_appointment_inside_another_one_leaves_no_hole_in_it():
    made = made_of(agreed(1, 9, 12), agreed(2, 10, 11))
    assert len(left_out(made)) == 1
    assert len(meets(made, 9, 12)) <= 1


def test_an_appointment_over_the_time_of_lunch_is_left_out_and_its_time_kept():
    made = made_of(agreed(1, 11, 14))
    assert left_out(made) == {"a1": "11:00-14:00"}
    assert meets(made, 11, 14) == set()


def test_an_appointment_that_has_begun_is_not_planned_over():
    made = made_of(agreed(1, 10, 11), underway=Underway(MONDAY, 0, round(10.5 * HOUR)))
    assert left_out(made) == {"a1": "10:00-11:00"}
    assert meets(made, 10.5, 11) == set()


def test_an_appointment_at_a_closed_door_keeps_its_time():
    closed = account(1, hours=CLOSED)
    crowd = (account(n, **DAILY) for n in range(2, 13))
    made = judged(problem(closed, *crowd, days=1, step_s=300, held=(agreed(1, 10, 11),)))
    assert meets(made, 10, 11) == set()


def test_an_appointment_on_a_day_off_is_said_to_be_one():
    off = {MONDAY + timedelta(days=1): "leave"}
    rep = Rep("ann", "Ann", 0, (day(MONDAY),), off)
    held = agreed(1, 10, 11, MONDAY + timedelta(days=1))
    [entry] = judged(problem(account(1, cadence=None), days=2, rep=rep, held=(held,))).unplanned
    assert plan.sentence(entry) == (
        "No working day in its due window (leave, held as appointment)."
    )


def test_the_sentence_says_that_the_time_is_kept_free():
    made = made_of(agreed(4, 8, 10))
    [entry] = [one for one in made.unplanned if one.figures.get("held")]
    assert "08:00-10:00 is kept free for it" in plan.sentence(entry)


def test_appointments_that_fit_beside_one_another_are_all_kept():
    made = made_of(agreed(1, 9, 10), agreed(2, 10.25, 11), agreed(3, 14, 15))
    assert left_out(made) == {}
    assert {"a1", "a2", "a3"} <= meets(made, 9, 15)


def test_an_appointment_agreed_only_within_a_span_blocks_nothing():
    """From 8 to 12 o'clock, an hour of it: nobody knows which hour to keep free."""
    loose = replace(agreed(4, 8, 12), service_s=4 * HOUR - 1)
    made = made_of(loose)
    assert meets(made, 8, 12)


def test_the_referee_finds_a_visit_in_the_time_of_an_appointment_left_out():
    asked = problem(account(1), account(2), days=1, held=(agreed(1, 8, 10),))
    blind = plan.make_plan(replace(asked, held=()), QUICK)
    explained = plan.make_plan(asked, QUICK).unplanned
    [day] = blind.days
    stops = tuple(stop for stop in day.stops if stop.account_id == "a2")
    early = replace(blind, days=(replace(day, stops=stops),), unplanned=explained)
    assert "overlaps_break" in {one.code for one in check.violations(asked, early)}


def test_kept_free_fills_the_days_of_a_plan_made_before_the_appointment():
    asked = problem(account(1), account(2), days=1)
    made = plan.make_plan(asked, QUICK)
    later = replace(asked, held=(agreed(1, 15, 16),))
    assert plan.kept_free(later, made).rep.working_days[0].busy == (hours(15, 16),)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_no_visit_is_ever_in_the_time_of_an_appointment_left_out(seed):
    dice, asked = random.Random(seed), odd_problem(seed)
    names = [one.id for one in asked.accounts]
    dates = list(workdays.dates(asked.today, asked.last_day))
    begins = [dice.randint(14, 34) / 2 for _ in range(6)]
    held = tuple(
        replace(agreed(1, start, start + dice.randint(1, 6) / 2, dice.choice(dates)),
                account_id=dice.choice(names))
        for start in begins
    )  # fmt: skip
    judged(replace(asked, held=(*asked.held, *held)))


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_with_appointments_left_out_is_the_same_twice(seed):
    asked = problem(
        *(account(n, **DAILY) for n in range(1, 9)),
        days=2,
        held=(agreed(1, 8, 9), agreed(2, 10, 12), agreed(3, 11, 13 + seed)),
    )
    assert plan.make_plan(asked, QUICK) == plan.make_plan(asked, QUICK)
