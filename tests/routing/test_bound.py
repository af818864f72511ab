"""The certified bound against every plan there is, on problems small enough to try them all."""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from routing import travel
from routing.domain import Cadence, Location, Need, OpeningHours, Problem, Rep, WorkingDay
from tests.benchmarks import bound, generator, nominal, referee
from tests.benchmarks import bound_pricing as pricing
from tests.routing.problems import MONDAY, account, hours, weekdays

SEEDS = range(12)
#: Minutes of a visit: all fit into three days; not much more does; some are left out.
MINUTES = (45, 100, 170)
DAY = [(hours(9, 18),), (hours(8, 12.5),), (hours(8, 11), hours(13, 17)), (hours(12, 16.5),)]


def tiny(seed, minutes=100):
    """Six accounts asked for every two days to two weeks, three days."""
    dice = random.Random(seed)
    places = [Location(42.5 + dice.gauss(0, 0.2), -88.4 + dice.gauss(0, 0.3)) for _ in range(7)]
    times = travel.great_circle(places)
    accounts = tuple(_account(dice, number, minutes) for number in range(1, 7))
    rep = Rep("ann", "Ann", 0, tuple(WorkingDay(d.on, hours(8, 16)) for d in weekdays(MONDAY, 3)))
    return Problem(rep, accounts, MONDAY, rep.working_days[-1].on, times.duration_s, times.length_m)


def _account(dice, number, minutes):
    week = tuple(dice.choice([*DAY, *DAY, ()]) for _ in range(7))
    return account(
        number,
        cadence=Cadence(dice.choice([2, 4, 7, 14]), dice.choice([0.2, 0.4]), 60 * minutes),
        need=Need(MONDAY, dice.uniform(0.6, 1.2)),
        hours=OpeningHours(week),
        value=dice.choice([0.3, 1.0, 3.0]),
    )


def best_objective(problem):
    """Tries each set of visits on each day, in each order."""
    visits = nominal.visits(problem)
    saved = {frozenset(): sum(v.penalty_s for v in visits)}
    for day in nominal.days(problem):
        drives = {}
        routes(problem, visits, day, (), problem.rep.base, day.hours.start_s, 0, drives)
        following = defaultdict(lambda: 10**9)
        for made, objective in saved.items():
            for more, drive_s in drives.items():
                if not made & more:
                    worth = sum(visits[v].penalty_s for v in more)
                    whole = made | more
                    following[whole] = min(following[whole], objective + drive_s - worth)
        saved = following
    return min(saved.values())


def routes(problem, visits, day, route, at, now, drive_s, drives):
    """Notes the least driving of each set of visits that can be made on a day."""
    home = problem.travel_s[at][problem.rep.base]
    if now + home <= day.hours.end_s:
        made = frozenset(route)
        drives[made] = min(drives.get(made, 10**9), drive_s + home)
    for v, visit in enumerate(visits):
        twice = any(visits[other].account.id == visit.account.id for other in route)
        if twice or not visit.due.earliest <= day.on <= visit.due.latest:
            continue
        leg = problem.travel_s[at][visit.place]
        for window in visit.account.hours.on(day.on):
            end = max(now + leg, window.start_s) + visit.service_s
            if end <= min(window.end_s, day.hours.end_s):
                way = (*route, v)
                routes(problem, visits, day, way, visit.place, end, drive_s + leg, drives)


@pytest.mark.parametrize("minutes", MINUTES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_bound_is_at_most_the_best_objective_and_its_plan_is_that_best(seed, minutes):
    problem = tiny(seed, minutes)
    found, best = bound.lower_bound(problem), best_objective(problem)
    assert found.value <= best
    assert found.optimal
    assert found.upper == best


def test_bounds_lie_close_to_the_best_objectives():
    found = [bound.lower_bound(tiny(seed, minutes)) for seed in SEEDS for minutes in MINUTES]
    assert sum(f.value for f in found) >= 0.98 * sum(f.upper for f in found)


def test_the_referee_agrees_with_the_plan_beside_the_bound():
    problem = generator.instance(1, accounts=25, days=10, load=1.3)
    found = bound.lower_bound(problem)
    verdict = referee.judge(problem, {on: [a for a, _ in route] for on, route in found.routes})
    assert verdict.violations == ()
    assert verdict.objective == found.upper


def test_cuts_raise_a_bound_and_never_above_a_plan():
    found = bound.lower_bound(generator.instance(1, accounts=25, days=10, load=1.3))
    assert found.cuts
    assert found.root < found.value <= found.upper


@pytest.mark.parametrize("seed", SEEDS)
def test_a_search_cut_short_certifies_less_and_still_bounds(seed):
    problem = tiny(seed)
    short, whole = bound.lower_bound(problem, seconds=0), bound.lower_bound(problem)
    assert short.value <= whole.value
    assert short.rounds == 1 <= whole.rounds


def test_no_better_plan_hides_beyond_the_gap_listed(monkeypatch):
    problem = generator.instance(3, accounts=25, days=10, load=1.3)
    found = bound.lower_bound(problem)
    assert found.optimal
    monkeypatch.setattr(bound, "FIRST_GAP", 2 * found.gap)
    assert bound.lower_bound(problem).upper == found.upper


def test_a_plan_visits_an_account_once_a_day():
    """Two due windows overlap on the one day that is open."""
    tuesday = tuple((hours(9, 12),) if weekday == 1 else () for weekday in range(7))
    often = account(1, cadence=Cadence(2, 0.5, 600), hours=OpeningHours(tuesday), value=3.0)
    problem = replace(tiny(1), accounts=(often,))
    assert len(nominal.visits(problem)) == 2
    found = bound.lower_bound(problem)
    assert found.value < found.upper == best_objective(problem)
    assert [len(route) for _, route in found.routes] == [1]


def test_the_same_problem_has_the_same_bound():
    first, second = (bound.lower_bound(tiny(1)) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_what_no_day_can_hold_is_lost_in_any_plan():
    problem = tiny(2)
    shut = replace(problem.accounts[0], hours=OpeningHours(((),) * 7))
    lost = [v.penalty_s for v in nominal.visits(problem) if v.account.id == shut.id]
    alone = replace(problem, accounts=(shut,))
    found = bound.lower_bound(alone)
    assert found.value == found.upper == sum(lost) > 0
    assert found.optimal


def test_a_problem_outside_the_model_has_no_bound():
    problem = tiny(1)
    days = tuple(WorkingDay(d.on, d.hours, hours(12, 14), 1800) for d in problem.rep.working_days)
    with pytest.raises(ValueError, match="lunch"):
        bound.lower_bound(replace(problem, rep=replace(problem.rep, working_days=days)))


# Pricing


def odd_day(dice, places):
    """Split hours, times that differ by direction, shortcuts by a third place.

    A day of five minutes has many labels a bucket.
    """
    long = dice.choice([300, 20_000])
    spans = []
    for _ in range(places):
        ends = sorted(dice.sample(range(long), 2 * dice.randint(1, 2)))
        spans.append([*zip(ends[::2], ends[1::2], strict=True)])
    size = places + 1
    times = np.array([[dice.randint(0, long // 5) for _ in range(size)] for _ in range(size)])
    service = np.array([dice.randint(1, long // 7) for _ in range(places)])
    first, last = np.array([s for some in spans for s in some]).T.copy()
    out, between, back = times[0, 1:].copy(), times[1:, 1:].copy(), times[1:, 0].copy()
    at = np.cumsum([0, *map(len, spans)])
    metric = bound._is_metric(out, between, back, service)
    return pricing.Day(out, between, back, first, last, at, service, 0, long, metric)


def odd_prizes(dice, places, most, cuts=4):
    trios = [dice.sample(range(places), 3) for _ in range(cuts)]
    member = [sum(1 << c for c, trio in enumerate(trios) if p in trio) for p in range(places)]
    return pricing.Prizes(
        np.array([dice.randint(0, most) for _ in range(places)]),
        np.array(member),
        np.array([pricing.words(trio, places) for trio in trios]),
        np.array([dice.randint(1, most // 2) for _ in range(cuts)]),
    )


def memories(dice, day):
    size = len(day.service)
    return [bound._near(day, dice.randint(1, size)), bound._near(day, size)]


def cost(day, prizes, route):
    """Returns what a route costs beyond its prizes; None where it is late."""
    now, drive_s, at = day.start_s, 0, None
    for place in route:
        leg = day.out[place] if at is None else day.between[at, place]
        spans = range(day.at[place], day.at[place + 1])
        starts = [max(now + leg, day.first[s]) for s in spans if now + leg <= day.last[s]]
        if not starts:
            return None
        now, drive_s, at = min(starts) + day.service[place], drive_s + leg, place
    if now + day.back[at] > day.end_s:
        return None
    drive_s += day.back[at]
    met = [sum(int(prizes.member[p]) >> c & 1 for p in route) for c in range(len(prizes.fine))]
    fines = sum(int(fine) * (n // 2) for fine, n in zip(prizes.fine, met, strict=True))
    return int(pricing.SCALE * drive_s - prizes.prize[[*route]].sum() + fines)


def all_costs(day, prizes):
    places = range(len(day.service))
    ways = (way for k in places for way in permutations(places, k + 1))
    return {way: c for way in ways if (c := cost(day, prizes, way)) is not None}


def odd_case(seed, places=5):
    dice = random.Random(seed)
    day = odd_day(dice, places)
    prizes = odd_prizes(dice, places, pricing.SCALE * day.end_s // 4)
    return day, prizes, memories(dice, day), pricing.workspace(20_000, places)


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_route_is_the_cheapest_of_all_orders(seed):
    day, prizes, near, labels = odd_case(seed)
    costs = all_costs(day, prizes)
    least = min([0, *costs.values()])
    found = pricing.cheapest(day, prizes, near, 0, labels)
    assert found.cost == least
    assert least == 0 or least in [costs[route] for route in found.routes]


@pytest.mark.parametrize("seed", range(20))
def test_little_memory_bounds_from_below(seed):
    day, prizes, near, labels = odd_case(seed)
    least = min([0, *all_costs(day, prizes).values()])
    assert pricing.cheapest(day, prizes, near[:1], 0, labels).cost <= least


@pytest.mark.parametrize("seed", range(20))
def test_a_guess_is_a_route_below_the_limit(seed):
    day, prizes, near, labels = odd_case(seed)
    costs = all_costs(day, prizes)
    limit = sorted(costs.values())[len(costs) // 3] if costs else 0
    for route in pricing.guess(day, prizes, near[-1], limit, labels):
        assert costs[route] < limit


@pytest.mark.parametrize("seed", range(20))
def test_every_set_below_the_limit_is_listed_in_its_best_order(seed):
    day, prizes, near, labels = odd_case(seed)
    costs = all_costs(day, prizes)
    limit = sorted(costs.values())[len(costs) // 3] if costs else 0
    best = {}
    for route, found in costs.items():
        if found < limit:
            made = frozenset(route)
            best[made] = min(best.get(made, limit), found)
    listed = pricing.every(day, prizes, near, limit, labels)
    assert best == {
        made: min(costs[r] for r in listed if frozenset(r) == made)
        for made in map(frozenset, listed)
    }


def test_a_place_too_late_to_drive_to_may_be_in_time_by_a_shortcut():
    """From the first place the third is far, but near by way of the second."""
    between = np.array([[0, 5, 90], [90, 0, 5], [90, 90, 0]])
    shut_at = np.array([50, 50, 50])
    day = pricing.Day(
        np.array([5, 60, 60]), between, np.zeros(3, np.int64), np.zeros(3, np.int64), shut_at,
        np.arange(4), np.ones(3, np.int64), 0, 100, 0,
    )  # fmt: skip
    none = np.zeros(0, np.int64)
    prizes = pricing.Prizes(np.full(3, 10**6), np.zeros(3, np.int64), none.reshape(0, 1), none)
    near = [np.full((3, 1), 7)]
    found = pricing.cheapest(day, prizes, near, 0, pricing.workspace(100, 3))
    assert found.routes[0] == (0, 1, 2)
    assert not bound._is_metric(day.out, day.between, day.back, day.service)


def test_labels_that_overflow_prove_nothing_and_list_nothing():
    day, prizes, near, _ = odd_case(1)
    small = pricing.workspace(1, len(day.service))
    assert pricing.cheapest(day, prizes, near, 0, small).cost == -pricing.NEVER
    assert pricing.every(day, prizes, near, 10**9, small) is None


def spread(day, prizes, near, where, places):
    """Returns the same case with its places among others, which are never reached in time."""
    shut = np.setdiff1d(np.arange(places), where)
    wide = np.zeros((places, places), np.int64)
    wide[np.ix_(where, where)] = day.between
    out, back, service, at = (np.zeros(places + k, np.int64) for k in (0, 0, 0, 1))
    out[where], back[where], service[where] = day.out, day.back, day.service
    service[shut] = day.end_s + 1
    at[np.array(where) + 1] = np.diff(day.at)
    prize, member = np.full(places, 10**9), np.zeros(places, np.int64)
    prize[where], member[where] = prizes.prize, prizes.member

    def moved(bits):
        here = [w for p, w in enumerate(where) if int(bits[0]) >> p & 1]
        return pricing.words(here, places)

    memories = [np.array([moved(row) for row in some]) for some in near]
    memories = [_rows(some, where, places) for some in memories]
    day = day._replace(out=out, between=wide, back=back, service=service, at=np.cumsum(at))
    trio = np.array([moved(row) for row in prizes.trio])
    return day._replace(metric=0), pricing.Prizes(prize, member, trio, prizes.fine), memories


def _rows(some, where, places):
    rows = np.zeros((places, some.shape[1]), np.int64)
    rows[where] = some
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_memory_and_cuts_span_words_of_bits(seed):
    day, prizes, near, labels = odd_case(seed)
    where = [3, pricing.WORD - 1, pricing.WORD, 100, 129]
    expected = pricing.cheapest(day._replace(metric=0), prizes, near, 0, labels)
    wide = pricing.workspace(20_000, 130)
    found = pricing.cheapest(*spread(day, prizes, near, where, 130), 0, wide)
    assert found.cost == expected.cost
    assert found.routes == [tuple(where[p] for p in route) for route in expected.routes]
