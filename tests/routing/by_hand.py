"""Plans made by hand, with no solver, and problems with everything a file may hold."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from routing import cadence, check
from routing.domain import (
    AccountClass,
    Call,
    Channel,
    DayRoute,
    Nights,
    Overload,
    Plan,
    Policy,
    Published,
    Rep,
    SoftRegion,
    Stop,
)
from tests.routing.problems import MONDAY, day, odd_problem

HOUR = 3600


def eight_to_five(days=5, **changes):
    """Working days from Monday on, without lunch."""
    fields = {"lunch": None, "lunch_s": 0} | changes
    return Rep(
        "ann", "Ann", 0, tuple(day(MONDAY + timedelta(days=i), **fields) for i in range(days))
    )


def due(account_, problem_):
    return cadence.due_visit(account_, problem_.today, problem_.last_day)


def planned(problem_, visits, unplanned=(), **changes):
    """The plan that visits accounts in the given order of each date, as early as may be."""
    accounts = {a.id: a for a in problem_.accounts}
    days = [
        _driven(problem_, work, [accounts[i] for i in visits.get(work.on, ())])
        for work in problem_.rep.working_days
    ]
    unplanned = tuple(unplanned)
    made = Plan("ann", problem_.today, problem_.last_day, tuple(days), unplanned)
    return replace(made, **changes)


def _driven(problem_, work, accounts):
    travel = problem_.travel_s
    start = work.start if work.start is not None else 0
    called = [a for a in accounts if a.cadence and a.cadence.channel is Channel.PHONE]
    stopped = [a for a in accounts if a not in called]
    path = [start, *(a.location for a in stopped), 0]
    now, stops = work.hours.start_s, []
    for (a, b), one in zip(pairwise(path), stopped, strict=False):
        there = now + travel[a][b]
        begin = max(there, one.hours.on(work.on)[0].start_s)
        now = begin + one.cadence.service_s
        visit = due(one, problem_)
        stops.append(Stop(one.id, visit, there, begin, now, travel[a][b], 10 * travel[a][b]))
    home = now + travel[path[-2]][0]
    driven = sum(travel[a][b] for a, b in pairwise(path))
    calls = tuple(Call(a.id, due(a, problem_), a.cadence.service_s) for a in called)
    return DayRoute(
        work.on, work.hours.start_s, home, tuple(stops), calls, None, driven, 10 * driven
    )


def faults(problem_, plan_):
    return [(v.code, v.text) for v in check.violations(problem_, plan_)]


def with_visit(plan_, on, account_id, **changes):
    def change(visits):
        return tuple(replace(v, **changes) if v.account_id == account_id else v for v in visits)

    days = tuple(
        replace(d, stops=change(d.stops), calls=change(d.calls)) if d.on == on else d
        for d in plan_.days
    )
    return replace(plan_, days=days)


def rich_problem(seed):
    """An odd problem with nights, policies, regions, a prospecting share and published visits."""
    dice, odd = random.Random(seed), odd_problem(seed)
    size, ids = len(odd.travel_s), [a.id for a in odd.accounts]
    nights = Nights((dice.randrange(size),), dice.randint(0, 7), dice.choice([0, 3600, 5400]))
    days = tuple(
        replace(d, start=dice.choice([None, 0]), end=dice.choice([None, size - 1]))
        for d in odd.rep.working_days
    )
    classes = dice.sample(list(AccountClass), 3)
    policy = [Policy(dice.choice(list(Overload)), dice.choice([1.0, 1.25, 4.0])) for _ in classes]
    region = SoftRegion(
        "north", tuple(dice.sample(ids, 1)), *dice.choice([((0, 4),), ((), (0, 2), 4), ()])
    )
    return replace(
        odd,
        rep=replace(odd.rep, working_days=days, nights=dice.choice([None, nights])),
        published=(Published(dice.choice(ids), odd.today + timedelta(days=dice.randint(0, 9))),),
        policies=dict(zip(classes, policy, strict=True)),
        prospecting_share=dice.choice([0.0, 0.15]),
        regions=dice.choice([(), (region,)]),
    )
