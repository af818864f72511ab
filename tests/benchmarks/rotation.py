"""Twelve weeks of one synthetic rep: our plan beside "most overdue first, then the nearest"."""

import math
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from routing import check, plan, travel
from routing.domain import Account, Cadence, Location, Need, OpeningHours, Plan, Problem, Rep, Tier
from tests.benchmarks.result import Result
from tests.routing import problems
from tests.routing.problems import MONDAY, hours

SIZES, WEEKS = (85, 200), 12
COLUMNS = (
    "Accounts", "Planner", "Visits", "Travel h", "Travel min a visit", "Late days", "Violations",
    "CPU s",
)  # fmt: skip
#: Windows follow the dates that are due, not those chosen, so gaps stretch by a day now and then.
MOST_LATE_D_A_VISIT = 0.1
INTERVALS = {Tier.A: 14, Tier.B: 28, Tier.C: 56}

Visited = Mapping[str, list[date]]


def run(shared: Path | None = None) -> Result:
    """Late days: how long accounts stood beyond the end of their due windows, one rule for both."""
    rows, broken = [], []
    for size in SIZES:
        problem = instance(size, seed=size)
        ours, baseline = planned(problem), simulated(problem)
        rows += [(size, "rounds", *ours), (size, "most overdue, nearest", *baseline)]
        if ours[4]:
            broken.append(f"{size} accounts: no violation")
        if ours[2] >= baseline[2]:
            broken.append(f"{size} accounts: less driving a visit than the baseline")
        if ours[3] > max(baseline[3], MOST_LATE_D_A_VISIT * ours[0]):
            broken.append(f"{size} accounts: over {MOST_LATE_D_A_VISIT} late days a visit")
    return Result(COLUMNS, rows, broken)


def instance(size: int, seed: int) -> Problem:
    """Accounts in towns around the base; most keep office hours, some only mornings."""
    dice = random.Random(seed)
    times = travel.great_circle(_places(dice, size))
    accounts = tuple(_account(dice, n) for n in range(1, size + 1))
    days = problems.weekdays(MONDAY, 7 * WEEKS)
    last_day = MONDAY + timedelta(weeks=WEEKS, days=-1)
    rep = Rep("ann", "Ann", 0, days)
    return Problem(rep, accounts, MONDAY, last_day, times.duration_s, times.length_m)


def places(size: int, seed: int) -> list[Location]:
    """Returns where the base and the accounts of an instance lie."""
    return _places(random.Random(seed), size)


def _places(dice: random.Random, size: int) -> list[Location]:
    towns = [(dice.uniform(-0.4, 0.4), dice.uniform(-0.5, 0.5)) for _ in range(9)]
    return [Location(42.5, -88.4)] + [_near(dice, dice.choice(towns)) for _ in range(size)]


def _near(dice: random.Random, town: tuple[float, float]) -> Location:
    lat, lon = (at + dice.gauss(0, 0.02) for at in town)
    return Location(42.5 + lat, -88.4 + lon)


def _account(dice: random.Random, number: int) -> Account:
    tier = dice.choice([Tier.A, Tier.B, Tier.B, Tier.C, Tier.C])
    day = dice.choice([(hours(9, 18),), (hours(9, 18),), (hours(8, 13),)])
    return problems.account(
        number,
        tier=tier,
        cadence=Cadence(INTERVALS[tier], 0.25, dice.choice([1200, 1800])),
        need=Need(MONDAY, dice.uniform(0.0, 1.2)),
        hours=OpeningHours((day,) * 5 + ((), ())),
    )


def planned(problem: Problem) -> tuple[int, float, float, int, int, float]:
    began = time.process_time()
    made = plan.make_plan(problem)
    seconds = time.process_time() - began
    visited = _visited((day.on, [s.account_id for s in day.stops]) for day in made.days)
    return *_figures(problem, visited, _travel_s(made)), len(_faults(problem, made)), seconds


def _faults(problem: Problem, made: Plan) -> tuple[check.Violation, ...]:
    return check.violations(problem, made)


def _travel_s(made: Plan) -> int:
    return sum(day.travel_s for day in made.days)


def simulated(problem: Problem) -> tuple[int, float, float, int, int, float]:
    """What a rep without a planner does: each morning the most overdue, in the nearest order."""
    began = time.process_time()
    need_on = {a.id: _due_on(a, None, problem.today) for a in problem.accounts}
    days, travel_s = [], 0
    for day in problem.rep.working_days:
        route, driven = _naive_day(problem, day, need_on)
        days.append((day.on, [account.id for account in route]))
        travel_s += driven
        need_on |= {a.id: _due_on(a, day.on, problem.today) for a in route}
    seconds = time.process_time() - began
    return *_figures(problem, _visited(days), travel_s), 0, seconds


def _naive_day(problem, day, due_on: Mapping[str, date]) -> tuple[list[Account], int]:
    """Takes the most overdue one by one, as long as the nearest-neighbour day still fits."""
    waiting = sorted(
        (a for a in problem.accounts if _opens(a, due_on[a.id]) <= day.on),
        key=lambda a: (due_on[a.id], a.id),
    )
    chosen: list[Account] = []
    driven = 0
    for account in waiting:
        route = _nearest_order(problem, [*chosen, account])
        fits = _driven(problem, day, route)
        if fits is not None:
            chosen, driven = [*chosen, account], fits
    return chosen, driven


def _nearest_order(problem: Problem, accounts: Iterable[Account]) -> list[Account]:
    left, order, at = list(accounts), [], problem.rep.base
    while left:
        near = min(left, key=lambda a: (problem.travel_s[at][a.location], a.id))
        left.remove(near)
        order.append(near)
        at = near.location
    return order


def _driven(problem, day, route: list[Account]) -> int | None:
    """Returns the driving of a day; None where a door is shut or the evening too late."""
    now, at, driven, eaten = day.hours.start_s, problem.rep.base, 0, False
    for account in route:
        if not eaten and now >= day.lunch.start_s:
            now, eaten = now + day.lunch_s, True
        leg = problem.travel_s[at][account.location]
        (window,) = account.hours.on(day.on)
        now = max(now + leg, window.start_s) + account.cadence.service_s
        if now > window.end_s:
            return None
        at, driven = account.location, driven + leg
    home = problem.travel_s[at][problem.rep.base]
    now += home + (0 if eaten else day.lunch_s)
    return driven + home if now <= day.hours.end_s else None


def _due_on(account: Account, last: date | None, today: date) -> date:
    """Returns the date on which the next visit is due: an interval after the last one."""
    interval = account.cadence.interval_d
    if last is not None:
        return last + timedelta(days=interval)
    return today + timedelta(days=math.ceil((1 - account.need.value) * interval))


def _opens(account: Account, due_on: date) -> date:
    cadence = account.cadence
    return due_on - timedelta(days=int(cadence.tolerance * cadence.interval_d))


def _visited(days: Iterable[tuple[date, list[str]]]) -> Visited:
    found: dict[str, list[date]] = defaultdict(list)
    for on, account_ids in days:
        for account_id in account_ids:
            found[account_id].append(on)
    return found


def _figures(problem: Problem, visited: Visited, travel_s: int) -> tuple[int, float, float, int]:
    visits = sum(map(len, visited.values()))
    late = sum(_late_days(problem, a, visited.get(a.id, [])) for a in problem.accounts)
    return visits, travel_s / 3600, travel_s / 60 / max(1, visits), late


def _late_days(problem: Problem, account: Account, visits: list[date]) -> int:
    """Returns the days an account stood beyond the end of its windows, the last one included."""
    slack = timedelta(days=math.ceil(account.cadence.tolerance * account.cadence.interval_d))
    late, due_on = 0, _due_on(account, None, problem.today)
    for on in [*visits, problem.last_day]:
        late += max(0, (on - max(due_on + slack, problem.today)).days)
        due_on = _due_on(account, on, problem.today)
    return late
