"""Which day each due visit gets, before the days get their exact times."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import rotation
from routing.domain import (
    Avoided,
    Cadence,
    Channel,
    Held,
    HeldKind,
    Need,
    OpeningHours,
    Rep,
    TimeWindow,
    Underway,
)
from routing.rotation import RotationParams, core, timing
from tests.routing.problems import MONDAY, account, day, hours, line, odd_problem, problem

QUICK = RotationParams(rounds=1, round_iterations=500)


def dates_of(result, account_id):
    return [
        on
        for on, draft in result.days.items()
        if account_id in {p.account.id for p in (*draft.stops, *draft.calls)}
    ]


def test_a_visit_with_time_for_it_falls_on_its_target():
    result = rotation.rotation(problem(account(1)), QUICK)
    assert dates_of(result, "a1") == [MONDAY]


def test_neighbours_share_a_day():
    """Two accounts side by side, an hour out, due two days apart: one trip serves both."""
    far = account(6), account(7, need=Need(MONDAY, 1 - 2 / 14))
    result = rotation.rotation(problem(*far, days=7), QUICK)
    assert dates_of(result, "a6") == dates_of(result, "a7")


def test_a_promised_weekday_is_kept_though_it_costs_a_trip():
    """As above, but the second account's day is fixed."""
    fixed = account(7, need=Need(MONDAY, 1 - 2 / 14), cadence=Cadence(14, 3 / 14, fixed_day=True))
    result = rotation.rotation(problem(account(6), fixed, days=7, step_s=500), QUICK)
    assert dates_of(result, "a7") == [MONDAY + timedelta(days=2)]


def test_a_held_visit_is_never_moved():
    held = Held("a1", MONDAY + timedelta(days=3), HeldKind.FROZEN)
    result = rotation.rotation(problem(account(1), held=(held,), days=7), QUICK)
    assert dates_of(result, "a1") == [held.on]


def test_the_strongest_of_two_held_visits_on_a_date_counts():
    weak = Held("a1", MONDAY, HeldKind.FROZEN, "v1")
    strong = Held("a1", MONDAY, HeldKind.APPOINTMENT, None, hours(9, 10))
    result = rotation.rotation(problem(account(1), held=(strong, weak), days=7), QUICK)
    assert [p.held for p in result.days[MONDAY].stops] == [strong]


def test_a_held_visit_far_off_does_not_replace_the_ones_before_it():
    """Weekly, with an appointment in the fourth week: four visits."""
    weekly = account(1, cadence=Cadence(7, 2 / 7, 1800))
    held = Held("a1", MONDAY + timedelta(days=21), HeldKind.APPOINTMENT)
    result = rotation.rotation(problem(weekly, held=(held,), days=26), QUICK)
    assert len(dates_of(result, "a1")) == 4
    assert held.on in dates_of(result, "a1")


def test_an_avoided_date_is_respected():
    result = rotation.rotation(problem(account(1), avoided=(Avoided("a1", MONDAY),)), QUICK)
    assert dates_of(result, "a1") == [MONDAY + timedelta(days=1)]


def test_not_before_is_respected():
    held_back = account(1, not_before=MONDAY + timedelta(days=2))
    result = rotation.rotation(problem(held_back), QUICK)
    assert dates_of(result, "a1") == [MONDAY + timedelta(days=2)]


def test_a_closed_weekday_is_avoided():
    no_monday = OpeningHours(((), *((hours(8, 17),),) * 4, (), ()))
    result = rotation.rotation(problem(account(1, hours=no_monday)), QUICK)
    assert dates_of(result, "a1") == [MONDAY + timedelta(days=1)]


def test_nothing_new_joins_a_day_under_way():
    underway = Underway(MONDAY, 0, 9 * 3600)
    result = rotation.rotation(problem(account(1), underway=underway), QUICK)
    assert dates_of(result, "a1") == [MONDAY + timedelta(days=1)]


def test_a_phone_visit_waits_for_a_day_with_time_for_it():
    """Nine hours without lunch: Monday is full to the last minute."""
    no_lunch = tuple(day(MONDAY + timedelta(days=i), lunch=None, lunch_s=0) for i in range(5))
    full = account(1, cadence=Cadence(14, 0.1, 8 * 3600 + 40 * 60))
    call = account(2, cadence=Cadence(14, 3 / 14, 900, Channel.PHONE))
    held = Held("a1", MONDAY, HeldKind.PIN)
    busy = problem(full, call, held=(held,), rep=Rep("ann", "Ann", 0, no_lunch))
    result = rotation.rotation(busy, QUICK)
    assert dates_of(result, "a1") == [MONDAY]
    assert dates_of(result, "a2") == [MONDAY + timedelta(days=1)]


def test_an_unplanned_visit_does_not_end_the_account():
    """The first window has no working day it is open on; the second has."""
    closed = {MONDAY + timedelta(days=i): () for i in range(14)}
    shut = account(1, hours=OpeningHours(((hours(8, 17),),) * 7, closed))
    result = rotation.rotation(problem(shut, days=28), QUICK)
    assert len(result.absent) == 1
    assert len(dates_of(result, "a1")) == 1


def test_what_is_due_after_the_horizon_is_neither_planned_nor_unplanned():
    later = account(1, need=Need(MONDAY, 0.4))
    result = rotation.rotation(problem(later, days=7), QUICK)
    assert not dates_of(result, "a1")
    assert not result.absent


def test_a_longer_search_is_no_worse():
    some = problem(*(account(n, need=Need(MONDAY, 1 - n / 40)) for n in range(1, 30)), days=28)
    short, longer = (
        rotation.rotation(some, RotationParams(rounds=n, round_iterations=1500)) for n in (0, 2)
    )
    assert longer.cost < short.cost


def test_another_seed_may_find_another_rotation_the_same_seed_does_not():
    odd = problem(*(account(n, need=Need(MONDAY, 1 - n / 40)) for n in range(1, 30)), days=14)
    one = rotation.rotation(odd, replace(QUICK, seed=1))
    assert one == rotation.rotation(odd, replace(QUICK, seed=1))
    assert any(one != rotation.rotation(odd, replace(QUICK, seed=s)) for s in (2, 3, 4))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_every_draft_can_be_driven_in_its_own_order(seed):
    """What the search calls feasible in constant time, the exact clock can drive."""
    odd = odd_problem(seed)
    result = rotation.rotation(odd, QUICK)
    for work in odd.rep.working_days:
        draft = result.days[work.on]
        underway = odd.underway if odd.underway and odd.underway.on == work.on else None
        clock = timing.clock(work, underway, sum(p.service_s for p in draft.calls))
        start = underway.location if underway else 0
        path = [start, *(p.account.location for p in draft.stops), 0]
        drives = [odd.travel_s[a][b] for a, b in pairwise(path)]
        spans = [timing.start_spans(p.windows, p.service_s, clock.busy) for p in draft.stops]
        if draft.stops:
            assert timing.times(clock, drives, spans, [p.service_s for p in draft.stops])


blocks = st.lists(st.tuples(st.integers(28_800, 57_600), st.integers(60, 7200)), max_size=3).map(
    lambda rows: tuple(TimeWindow(a, a + b) for a, b in rows)
)
RECEIVES = (hours(9, 12), hours(13, 18))


def drives_of(places):
    return [line(7)[a][b] for a, b in pairwise([0, *places, 0])]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(blocks, st.lists(st.tuples(st.integers(1, 6), st.integers(600, 7200)), max_size=6))
def test_room_in_a_route_is_judged_as_the_exact_clock_does(busy, stops):
    """One stop after another, each put where it is cheapest: the exact clock agrees with both."""
    clock = timing.clock(day(MONDAY, busy=busy))
    spans = [timing.start_spans(RECEIVES, service, clock.busy) for _, service in stops]
    accounts = [
        core.Account(place, [core.Slot(0, service, one)], [])
        for (place, service), one in zip(stops, spans, strict=True)
    ]
    search = core.Search(core.build(accounts, [core.Day(clock, 0, 0)], line(7)))
    order: list[int] = []
    for number in range(len(stops)):
        tries = [[*order[:k], number, *order[k:]] for k in range(len(order) + 1)]
        possible = [
            one
            for one in tries
            if timing.times(
                clock,
                drives_of([stops[n][0] for n in one]),
                [spans[n] for n in one],
                [stops[n][1] for n in one],
            )
        ]
        fitted = search.place([number])
        assert fitted == [bool(possible)]
        for one in tries:
            drives = drives_of([stops[n][0] for n in one])
            wanted = [spans[n] for n in one], [stops[n][1] for n in one]
            assert timing.is_possible(clock, drives, *wanted) == (one in possible)
        order = list(search.found().stops[0])
        assert not fitted[0] or order in possible
        assert len(order) == 0 or cost_s(stops, order) <= min(
            (cost_s(stops, one) for one in possible), default=cost_s(stops, order)
        )


def cost_s(stops, order):
    return sum(drives_of([stops[n][0] for n in order]))


@pytest.mark.parametrize(
    "bad",
    [{"rounds": -1}, {"round_iterations": 0}, {"late_d": -1}, {"near_s": -1}, {"moved_s": -1}],
)
def test_params_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError, match="must"):
        RotationParams(**bad)
