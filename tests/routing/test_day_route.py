"""Order and times of one day: exact where small, possible always, explained where not."""

from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import day_route
from routing.day_route import MUST_S, DayProblem, DayRouteParams, DayStop
from routing.domain import DAY_S, Reason, TimeWindow, Underway
from routing.rotation import timing
from tests.routing.problems import HOUR, MONDAY, day, hours, line

ANY_TIME = (TimeWindow(0, DAY_S),)
OR_TOOLS = DayRouteParams(iterations=0, labels=0)


def stop(place, *windows, **changes):
    return DayStop(
        f"a{place}", place, **({"service_s": 1800, "windows": windows or ANY_TIME} | changes)
    )


def day_problem(*stops, step_s=600, **changes):
    size = 1 + max([s.place for s in stops], default=0)
    matrix = line(size, step_s)
    return DayProblem(**({"day": day(MONDAY), "base": 0, "stops": stops,
                          "travel_s": matrix, "travel_m": matrix} | changes))  # fmt: skip


def order(result):
    return [visit.account_id for visit in result.visits]


@st.composite
def day_problems(draw, most=7):
    """Stops on a plane, some with two windows a day, some worth little; lunch and a meeting."""
    size = draw(st.integers(0, most))
    points = draw(
        st.lists(
            st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=size + 1, max_size=size + 1
        )
    )
    matrix = tuple(tuple(90 * (abs(a - c) + abs(b - d)) for c, d in points) for a, b in points)
    windows = st.sampled_from(
        [ANY_TIME, (hours(9, 12),), (hours(11, 14), hours(16, 22)), (hours(8, 10), hours(14, 17))]
    )
    stops = tuple(
        stop(
            i + 1,
            *draw(windows),
            service_s=draw(st.sampled_from([900, 1800, 5400])),
            penalty_s=draw(st.sampled_from([600, 3000, MUST_S])),
        )
        for i in range(size)
    )
    busy = draw(st.sampled_from([(), (hours(10, 10.5),), (hours(12, 12.5), hours(15, 16))]))
    return DayProblem(day(MONDAY, busy=busy), 0, stops, matrix, matrix)


def assert_can_be_driven(problem, result):
    """The day, told again from its times: hours, windows, drives, breaks."""
    work = problem.day
    by_id = {s.account_id: s for s in problem.stops}
    places = [problem.start, *(by_id[v.account_id].place for v in result.visits), problem.base]
    leaves = [result.leave_s, *(v.departure_s for v in result.visits)]
    arrivals = [*(v.arrival_s for v in result.visits), result.home_s]
    breaks = [(b.start_s, b.end_s) for b in work.busy]
    if result.lunch_start_s is not None:
        breaks.append((result.lunch_start_s, result.lunch_start_s + work.lunch_s))
    for (a, b), leave, there in zip(pairwise(places), leaves, arrivals, strict=True):
        paused = sum(max(0, min(there, y) - max(leave, x)) for x, y in breaks)
        assert there - leave - paused >= problem.travel_s[a][b]
    for visit in result.visits:
        wanted = by_id[visit.account_id]
        assert visit.arrival_s <= visit.start_s == visit.departure_s - wanted.service_s
        assert any(
            w.start_s <= visit.start_s and visit.departure_s <= w.end_s for w in wanted.windows
        )
        assert all(visit.departure_s <= x or y <= visit.start_s for x, y in breaks)
    assert work.hours.start_s <= result.leave_s <= result.home_s <= work.hours.end_s


@settings(max_examples=60, deadline=None, derandomize=True)
@given(day_problems())
def test_any_day_can_be_driven_and_names_every_stop_once(problem):
    for params in (DayRouteParams(), OR_TOOLS):
        result = day_route.day_route(problem, params)
        assert_can_be_driven(problem, result)
        named = order(result) + [out.account_id for out in result.left_out]
        assert sorted(named) == sorted(s.account_id for s in problem.stops)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(day_problems(most=5))
def test_no_order_of_any_subset_beats_a_proven_day(problem):
    result = day_route.day_route(problem)
    assert result.proven
    assert result.cost_s <= min(costs_of_all_orders(problem))


def costs_of_all_orders(problem):
    """Returns travel plus penalties of every order that can be driven, tried one by one."""
    clock = timing.clock(problem.day)
    for size in range(len(problem.stops) + 1):
        for chosen in permutations(problem.stops, size):
            places = [0, *(s.place for s in chosen), 0]
            drives = [problem.travel_s[a][b] for a, b in pairwise(places)]
            spans = [timing.start_spans(s.windows, s.service_s, clock.busy) for s in chosen]
            if timing.times(clock, drives, spans, [s.service_s for s in chosen]):
                fits = {s.account_id for s in chosen} | impossible(problem)
                left = [s.penalty_s for s in problem.stops if s.account_id not in fits]
                yield sum(drives) + sum(left)


def impossible(problem):
    """Stops that fit no order at all carry no penalty in the cost."""
    alone = [replace(problem, stops=(s,)) for s in problem.stops]
    outs = [out for p in alone for out in day_route.day_route(p).left_out]
    return {out.account_id for out in outs if out.reason is not Reason.DISPLACED}


def test_or_tools_finds_the_proven_cost_of_a_full_day():
    stops = [stop(n, hours(9, 18)) if n % 2 else stop(n) for n in (3, 8, 1, 6, 2, 7, 4, 5, 9)]
    problem = day_problem(*stops, step_s=120)
    proven, found = day_route.day_route(problem), day_route.day_route(problem, OR_TOOLS)
    assert proven.proven
    assert not found.proven
    assert found.cost_s == proven.cost_s == 2 * 9 * 120


def test_twelve_stops_get_an_order_of_or_tools():
    places = (12, 3, 8, 1, 6, 11, 2, 7, 4, 5, 9, 10)
    problem = day_problem(*(stop(n, service_s=900) for n in places), step_s=300)
    result = day_route.day_route(problem)
    assert len(result.visits) == 12
    assert result.travel_s == 2 * 12 * 300
    assert result == day_route.day_route(problem)


def test_a_shop_open_twice_is_visited_in_one_of_its_windows():
    """Place 1 opens 8:00-8:20 and 15:00-16:00; only the second holds half an hour."""
    result = day_route.day_route(day_problem(stop(1, hours(8, 8.3), hours(15, 16)), stop(2)))
    start = {v.account_id: v.start_s for v in result.visits}["a1"]
    assert 15 * HOUR <= start <= 15.5 * HOUR


def test_the_rep_leaves_so_late_that_the_first_stop_is_open():
    result = day_route.day_route(day_problem(stop(1, hours(10, 12))))
    assert (result.leave_s, result.visits[0].arrival_s) == (10 * HOUR - 600, 10 * HOUR)


def test_lunch_interrupts_the_day_inside_its_window():
    """Three visits of two hours: somewhere between 11:30 and 13:30 half an hour is free."""
    result = day_route.day_route(day_problem(*(stop(n, service_s=2 * HOUR) for n in (1, 2, 3))))
    assert len(result.visits) == 3
    assert 11.5 * HOUR <= result.lunch_start_s <= 13 * HOUR


def test_a_day_over_before_lunch_has_none():
    result = day_route.day_route(day_problem(stop(1, hours(8, 10))))
    assert result.lunch_start_s is None


def test_nothing_happens_during_a_meeting():
    meeting = day(MONDAY, busy=(hours(9, 16),), lunch=None, lunch_s=0)
    result = day_route.day_route(day_problem(stop(1), day=meeting))
    assert result.visits[0].departure_s <= 9 * HOUR or result.visits[0].start_s >= 16 * HOUR


def test_calls_keep_their_time_after_coming_home():
    """Eight hours of calls in a nine-hour day leave no time for an hour's visit and its drive."""
    result = day_route.day_route(day_problem(stop(1, service_s=HOUR), calls_s=8 * HOUR))
    assert [out.reason for out in result.left_out] == [Reason.TOO_FAR]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (stop(1, windows=()), Reason.CLOSED),
        (stop(1, hours(19, 20)), Reason.DOES_NOT_FIT_DAY),  # after work
        (stop(60), Reason.TOO_FAR),  # ten hours each way
    ],
)
def test_a_stop_that_fits_no_order_says_why(changed, reason):
    result = day_route.day_route(day_problem(changed))
    assert [out.reason for out in result.left_out] == [reason]


def test_what_is_worth_less_than_its_detour_is_displaced():
    """A detour of 40 minutes for a visit worth 20."""
    result = day_route.day_route(day_problem(stop(2, penalty_s=1200)))
    assert [out.reason for out in result.left_out] == [Reason.DISPLACED]


def test_the_more_valuable_of_two_clashing_visits_stays():
    at_ten = hours(10, 10.5)
    both = day_problem(stop(1, at_ten, penalty_s=MUST_S), stop(2, at_ten, penalty_s=2 * MUST_S))
    assert order(day_route.day_route(both)) == ["a2"]


def test_a_day_under_way_starts_there_and_then():
    underway = Underway(MONDAY, 3, 14 * HOUR)
    result = day_route.day_route(day_problem(stop(1), stop(4), underway=underway))
    assert order(result) == ["a4", "a1"]
    assert result.leave_s >= 14 * HOUR
    assert result.lunch_start_s is None


@pytest.mark.parametrize("bad", [{"labels": -1}, {"iterations": -1}, {"solutions": 0}])
def test_params_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError, match="must be"):
        DayRouteParams(**bad)
