"""What late visits cost is made up for: not by a debt, but by coming as soon as it counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from routing import cadence, rotation
from routing.cadence import Touch
from routing.domain import Cadence, Held, HeldKind, Need, Season
from routing.rotation import RotationParams
from tests.routing.problems import MONDAY, account, day, hours, line, problem

FORTNIGHT = Cadence(14, 0.25)
QUICK = RotationParams(rounds=1, round_iterations=500)


def on(n):
    return MONDAY + timedelta(days=n)


def behind(*visits, today=90, cadence_=FORTNIGHT):
    steps = cadence.replay(cadence_, Season(), [Touch(on(n)) for n in visits], "a1", on(today))
    return cadence.behind_after(cadence_, steps, on(today))


@pytest.mark.parametrize(
    ("visits", "lost"),
    [
        ((0, 14, 28), 0),
        ((0, 17, 28), 0),  # within the tolerance the grid stays, nothing is lost
        ((0, 21), 0.5),
        ((0, 21, 42), 1.0),
        ((0, 21, 42, 63), 1.0),  # more is not made up for
        ((0, 21, 28), 0.0),  # early by half an interval wins back what was lost
        ((0, 7), 0),  # and never more
    ],
)
def test_a_late_visit_loses_what_the_need_stood_above_one(visits, lost):
    assert behind(*visits) == pytest.approx(lost)


def test_a_loss_of_a_quarter_ago_is_forgotten():
    assert behind(0, 21, today=21 + 90) > 0
    assert behind(0, 21, today=21 + 91) == 0


def test_a_promised_weekday_is_never_behind():
    assert behind(0, 40, cadence_=Cadence(14, 0.25, fixed_day=True)) == 0


def test_who_is_behind_may_be_seen_as_soon_as_a_visit_counts():
    """14 days, a quarter of tolerance: 10.5 days after the last visit, whatever the grid says."""
    early = account(1, cadence=FORTNIGHT, need=Need(MONDAY, -0.25), last_visit=MONDAY)
    usual = cadence.due_visit(early, MONDAY, on(60))
    sooner = cadence.due_visit(replace(early, behind=0.3), MONDAY, on(60))
    assert (usual.earliest, sooner.earliest) == (on(14), on(11))
    assert (sooner.target, sooner.latest) == (usual.target, usual.latest)


def test_a_visit_planned_or_given_up_ends_the_catching_up():
    late = account(1, cadence=FORTNIGHT, last_visit=on(-14), behind=0.5)
    due = cadence.due_visit(late, MONDAY, on(60))
    assert cadence.visited(late, on(2)).behind == 0
    assert cadence.lapsed(late, due).behind == 0


def test_the_rotation_sees_who_is_behind_first():
    someone = account(1, need=Need(MONDAY, 0.4), last_visit=on(-12))
    [usual] = days_of(problem(someone))
    [sooner] = days_of(problem(replace(someone, behind=0.5)))
    assert sooner < usual


def days_of(asked):
    found = rotation.rotation(asked, QUICK).days
    return [on for on, draft in found.items() if draft.stops]


def test_a_held_visit_that_serves_is_the_only_one():
    """Overdue, and already set for tomorrow: today has room, but one visit is enough."""
    late = account(1, need=Need(MONDAY, 2.0))
    held = Held("a1", on(1), HeldKind.FROZEN)
    assert days_of(problem(late, held=(held,), days=7)) == [held.on]


def test_held_visits_that_fit_in_one_order_only_find_it():
    """Each must be served at its hour; put in one by one they would bar one another's way."""
    stops = [account(n) for n in (4, 1, 3, 2)]
    windows = {4: hours(9, 9.5), 1: hours(10, 10.5), 3: hours(11, 11.5), 2: hours(12, 12.5)}
    held = tuple(
        Held(one.id, MONDAY, HeldKind.APPOINTMENT, window=windows[one.location]) for one in stops
    )
    asked = problem(*stops, held=held, days=1, travel_s=line(5, 600))
    asked = replace(asked, rep=replace(asked.rep, working_days=(day(MONDAY),)))
    result = rotation.rotation(asked, QUICK)
    assert [p.account.location for p in result.days[MONDAY].stops] == [4, 1, 3, 2]
    assert not result.unfit


@pytest.mark.parametrize(
    ("published", "on_", "price"),
    [
        (3, 3, 0),
        (3, 4, 300 * 5 // 4 + 900),
        (10, 11, 300 * 5 // 4),
        (10, 5, 300 * 8 // 4 + 900),
        (20, 24, 60),  # nobody has looked at it yet
        (3, None, 300 * 8 // 4 + 900),
        (20, None, 60),
    ],
)
def test_what_is_near_costs_a_price_to_move_and_what_is_far_little(published, on_, price):
    prices = rotation.weights.Prices(problem(account(1)), RotationParams())
    today = MONDAY.toordinal()
    assert prices.moved_s(today + published, None if on_ is None else today + on_) == price
