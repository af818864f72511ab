"""Order and times of one day: exact where small, possible always, explained where not."""

import math
import random
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import day_route
from routing.day_route import MUST_S, DayProblem, DayRouteParams, DayStop, proof, search
from routing.day_route.course import course
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


@pytest.mark.parametrize("bad", [{"labels": -1}, {"iterations": -1}, {"solutions": -1}])
def test_params_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError, match="must be"):
        DayRouteParams(**bad)


# The parts of the search


def tight(size, seed, slack=60):
    """A tour that always drives to the nearest, without service, each stop open around its time."""
    dice = random.Random(seed)
    points = [(dice.uniform(0, 50), dice.uniform(0, 50)) for _ in range(size + 1)]
    legs = [[int(math.dist(a, b)) for b in points] for a in points]
    now, at, left, open_ = 0, size, set(range(size)), {}
    while left:
        nearest = min(left, key=lambda k: (legs[at][k], k))
        left.remove(nearest)
        now, at = now + legs[at][nearest], nearest
        open_[at] = (max(0, now - dice.randint(0, slack)), now + dice.randint(0, slack))
    places = [*range(size), size, size]
    drive = [[legs[a][b] for b in places] for a in places]
    clock = timing.Clock(0, now + legs[at][size] + slack)
    return course(clock, drive, [0] * size, [(open_[k],) for k in range(size)])


def cost(work, stops):
    size = len(work.service)
    driven = sum(int(work.drive[a, b]) for a, b in pairwise((size, *stops, size + 1)))
    return driven + MUST_S * (size - len(stops))


def is_on_time(work, stops):
    size = len(work.service)
    now, at = int(work.gates[0, 1]), size
    for k in stops:
        now, at = max(now + int(work.drive[at, k]), int(work.first[k])), k
        if now > work.last[k]:
            return False
    return now + int(work.drive[at, size + 1]) <= work.gates[1, 1]


def test_a_relaxation_that_goes_round_in_short_legs_comes_to_an_end():
    """Without a limit on how often a label is expanded again this instance never ends."""
    work = tight(60, 1)
    first = search.improved(work, [MUST_S] * 60, [], 300)
    found, bound = proof.proven(work, [MUST_S] * 60, first, cost(work, first), 1 << 14)
    assert 0 < bound <= cost(work, found) <= cost(work, first)
    assert is_on_time(work, found)


@pytest.mark.parametrize("size", [12, 30, 70])
def test_the_best_beginnings_lead_to_an_order_of_all_stops(size):
    work = tight(size, size)
    found = proof.complete(work, 300)
    assert sorted(found) == [*range(size)]
    assert is_on_time(work, found)


def test_every_beginning_kept_the_order_is_the_proven_one():
    work = tight(12, 3)
    found = proof.complete(work, 5000, 0)
    proven, bound = proof.proven(work, [MUST_S] * 12, found, cost(work, found), 1 << 16)
    assert bound == cost(work, proven) == cost(work, found)


def test_around_an_order_no_stop_moves_further_than_asked():
    work = tight(30, 12, slack=200)
    first = proof.complete(work, 5, 16)
    other = proof.complete(work, 300, 0, first, 3)
    moved = [abs(first.index(k) - other.index(k)) for k in range(30)]
    assert 0 < max(moved) <= 3
    assert cost(work, other) < cost(work, first)


def test_appointments_that_bar_one_another_when_put_in_one_by_one_are_all_kept(monkeypatch):
    """Neither the draft nor greedy insertion, and nothing that searches on from there."""
    work = tight(12, 6)
    places = [12, *range(12)]
    matrix = tuple(tuple(int(work.drive[a, b]) for b in places) for a in places)
    stops = [
        stop(k + 1, TimeWindow(int(work.first[k]), int(work.last[k]) + 1), service_s=0)
        for k in range(12)
    ]
    hours_ = TimeWindow(0, int(work.gates[1, 1]))
    wanted = DayProblem(day(MONDAY, hours=hours_, lunch=None, lunch_s=0), 0, tuple(stops),
                        matrix, matrix)  # fmt: skip
    monkeypatch.setattr(day_route.engine, "best_found", lambda model, order, effort: order)
    assert len(day_route._inserted(day_route.build(wanted))) < 12
    assert len(day_route.day_route(wanted, OR_TOOLS).visits) == 12


def test_where_not_all_fit_there_is_no_order_of_all():
    clock = timing.Clock(0, 100)
    work = course(clock, [[20] * 4] * 4, [0, 0], [((0, 25),), ((0, 25),)])
    assert proof.complete(work, 100) == []


def test_another_seed_searches_elsewhere_the_same_seed_does_not():
    work = tight(40, 2)
    first, again, other = (search.improved(work, [MUST_S] * 40, [], 30, s) for s in (1, 1, 2))
    assert first == again != other
