"""A day for one account, and the other answers to a tap."""

from datetime import timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import plan
from routing.day_route import MUST_S, DayProblem, DayStop, taps
from routing.domain import Avoided, OpeningHours, Reason
from routing.find_day import find_day
from routing.rotation import RotationParams, timing
from tests.routing.problems import MONDAY, account, day, hours, line, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=1, round_iterations=200))
ONE_DAY = timedelta(days=1)


def stop(place, *windows, value_s=MUST_S, service_s=1800):
    return DayStop(f"a{place}", place, service_s, windows or (hours(0, 24),), value_s)


def day_of(*stops, places=12, **changes):
    return DayProblem(day(MONDAY, **changes), 0, stops, line(places), line(places))


def best_s(problem):
    """Returns the least driving of all orders that can be driven, tried one by one; or None."""
    clock = timing.clock(problem.day)
    found = []
    for chosen in permutations(problem.stops):
        places = [0, *(s.place for s in chosen), 0]
        drives = [problem.travel_s[a][b] for a, b in pairwise(places)]
        spans = [timing.start_spans(s.windows, s.service_s, clock.busy) for s in chosen]
        if timing.times(clock, drives, spans, [s.service_s for s in chosen]):
            found.append(sum(drives))
    return min(found, default=None)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 10), min_size=0, max_size=4, unique=True),
    st.sampled_from([(), (hours(9, 11),), (hours(15, 17),)]),
)
def test_a_detour_is_the_best_day_with_less_the_best_day_without(places, windows):
    kept = day_of(*(stop(place) for place in places))
    candidate = stop(11, *windows, value_s=600)
    with_it = DayProblem(kept.day, 0, (*kept.stops, candidate), kept.travel_s, kept.travel_m)
    before, after = best_s(kept), best_s(with_it)
    offers = taps.one_more(kept, [candidate], limit_s=1 << 20)
    if before is None:
        return
    assert [o.detour_s for o in offers] == ([] if after is None else [after - before])


def test_one_more_is_offered_by_value_and_only_near_the_way():
    offers = taps.one_more(
        day_of(stop(5)), [stop(3, value_s=60), stop(4, value_s=900), stop(9, value_s=9000)]
    )
    assert [o.account_id for o in offers] == ["a4", "a3"]
    assert [o.detour_s for o in offers] == [0, 0]


def test_who_is_late_drops_what_is_worth_least():
    crowded = day_of(*(stop(n, value_s=1000 * n, service_s=9000) for n in (1, 2, 3)), stop(4))
    less = taps.what_to_drop(crowded)
    assert [d.account_id for d in less.dropped] == ["a1"]
    assert less.dropped[0].won_s >= 9000
    earlier = taps.what_to_drop(crowded, until_s=14 * 3600)
    assert [d.account_id for d in earlier.dropped] == ["a1", "a2"]
    assert earlier.day.home_s <= 14 * 3600


def test_each_date_has_a_detour_or_a_reason():
    no_tuesday = OpeningHours(((hours(8, 17),), (), *((hours(8, 17),),) * 3, (), ()))
    some = problem(
        account(1), account(5, hours=no_tuesday), avoided=(Avoided("a5", MONDAY + 2 * ONE_DAY),)
    )
    made = plan.make_plan(some, QUICK)
    on = next(r.on for r in made.days if any(s.account_id == "a5" for s in r.stops))
    offers = {o.on: o for o in find_day(some, made, "a5", MONDAY, MONDAY + 6 * ONE_DAY)}
    assert offers[on].reason is Reason.DOES_NOT_FIT_DAY
    assert offers[MONDAY + ONE_DAY].reason is Reason.CLOSED
    assert offers[MONDAY + 2 * ONE_DAY].reason is Reason.DROPPED
    assert offers[MONDAY + 5 * ONE_DAY].reason is Reason.NO_WORKING_DAY
    thursday = offers[MONDAY + 3 * ONE_DAY]
    assert thursday.detour_s == 2 * 5 * 600
    assert thursday.start_s is not None


def test_a_visit_being_moved_may_stay_where_it_is():
    some = problem(account(1), account(5))
    made = plan.make_plan(some, QUICK)
    on = next(r.on for r in made.days if any(s.account_id == "a5" for s in r.stops))
    (offer,) = find_day(some, made, "a5", on, on, moving=on)
    assert offer.detour_s is not None


def test_an_account_that_is_not_there_is_refused():
    some = problem(account(1))
    with pytest.raises(ValueError, match="a9 is not in the problem"):
        find_day(some, plan.make_plan(some, QUICK), "a9", MONDAY, MONDAY)
