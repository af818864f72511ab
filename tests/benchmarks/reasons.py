"""Whether what a plan says of its visits is true: the referee asks again, and displaced ones try.

A displaced visit is forced in: on each day of its window it must be visited, and everybody else of
that day may give way, in the best order there is. Were driving and what is missed worth less then,
by the referee of ``rep``, the plan had claimed a reason that does not hold.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from routing import check, day_route, plan
from routing.domain import (
    Account,
    AccountClass,
    Avoided,
    Channel,
    Held,
    HeldKind,
    Nights,
    Overload,
    Plan,
    Policy,
    Problem,
    Published,
    Reason,
    SoftRegion,
    TimeWindow,
    Unplanned,
)
from routing.rotation import RotationParams
from tests.benchmarks import generator, nominal, referee
from tests.benchmarks.generator import HOUR
from tests.benchmarks.result import Result
from tests.routing import problems
from tests.routing.by_hand import rich_problem

#: Visits and due visits left out that are asked again, and displaced ones that are forced in.
DRAWN, FORCED, QUICK_FORCED = 1000, 100, 25
#: Reps with a bit of everything, and small odd ones.
REPS, ODD = 3, 40
ACCOUNTS, DAYS, LOAD = 120, 20, 1.35

JUDGED = ("why_wrong", "reason_wrong")
FORCED_IN = "displaced, forced in"
COLUMNS = ("Reason", "Drawn", "Confirmed", "Better otherwise", "By s", "CPU s")


@dataclass(frozen=True)
class Claim:
    """What a plan says of one visit; ``fault`` is what the referee says to that."""

    reason: str
    fault: str | None


@dataclass(frozen=True)
class Forced:
    """A displaced visit on its best day, and what that costs more; None where it fits no day."""

    name: str
    worse_s: int | None

    @property
    def is_false(self) -> bool:
        return self.worse_s is not None and self.worse_s < 0


def run(shared: Path | None = None) -> Result:
    """Draws a thousand claims of plans with everything in them, and forces in a few."""
    return main(quick=True)


def main(
    seconds: float | None = None, seed: int = 1, out: Path | None = None, *, quick: bool = False
) -> Result:
    """Asks the plans of the problems made from ``seed`` on, and forces in more unless ``quick``.

    Plans are made by a count of moves: ``seconds`` and ``out`` are not used.
    """
    began = time.process_time()
    drawn, broken = _drawn(seed)
    asked_s, began = time.process_time() - began, time.process_time()
    forced = [*_forced(seed, QUICK_FORCED if quick else FORCED)]
    forced_s = time.process_time() - began
    count = Counter(claim.reason for claim in drawn)
    false = Counter(claim.reason for claim in drawn if claim.fault)
    rows = [(name, n, n - false[name], 0, 0, 0.0) for name, n in sorted(count.items())]
    rows.append(("all", len(drawn), len(drawn) - false.total(), 0, 0, asked_s))
    better = [one for one in forced if one.is_false]
    by_s = -sum(one.worse_s or 0 for one in better)
    rows.append((FORCED_IN, len(forced), len(forced) - len(better), len(better), by_s, forced_s))
    broken += [f"{claim.reason}: {claim.fault}" for claim in drawn if claim.fault]
    broken += [f"{one.name} is worth more than what it was displaced by" for one in better]
    if len(drawn) < DRAWN:
        broken.append(f"{DRAWN} visits to ask, not {len(drawn)}")
    return Result(COLUMNS, rows, broken)


# What the referee says


def _drawn(seed: int) -> tuple[list[Claim], list[str]]:
    """Returns the claims drawn, and every other fault of their plans."""
    claims: list[Claim] = []
    faults: list[str] = []
    for asked in _asked(seed):
        made = plan.make_plan(asked)
        found = check.violations(asked, made)
        false = {one.where: one.text for one in found if one.code in JUDGED}
        claims += claimed(made, false)
        faults += [f"{one.where}: {one.text}" for one in found if one.code not in JUDGED]
    dice = random.Random(seed)
    return dice.sample(claims, min(DRAWN, len(claims))), faults


def _asked(seed: int) -> Iterator[Problem]:
    yield from (everything(one) for one in range(seed, seed + REPS))
    yield from (rich_problem(1000 * seed + one) for one in range(ODD))


def claimed(made: Plan, false: Mapping[str, str]) -> Iterator[Claim]:
    """Yields why each visit is planned, and why each other is not; ``false`` by its place."""
    for day in made.days:
        for visit in (*day.stops, *day.calls):
            where = f"{day.on}, account {visit.account_id}"
            yield Claim(f"planned: {visit.reason}", false.get(where))
    for entry in made.unplanned:
        where = f"account {entry.visit.account_id}, due {entry.visit.target}"
        yield Claim(f"left out: {entry.reason}", false.get(where))


def everything(seed: int) -> Problem:
    """Returns an overloaded rep with seasons, a share for prospects, regions, nights and wishes."""
    dice = random.Random(seed)
    plain = generator.instance(seed, ACCOUNTS, DAYS, LOAD, seasons=True)
    accounts = tuple(_odd(dice, account) for account in plain.accounts)
    ids = [account.id for account in accounts]
    days = [
        replace(day, lunch=problems.hours(11.5, 13.5), lunch_s=1800)
        for day in plain.rep.working_days
    ]
    off = days.pop(7).on
    days[3] = replace(days[3], busy=(TimeWindow(14 * HOUR, 15 * HOUR),))
    base_s = plain.travel_s[0]
    far = max(range(len(base_s)), key=lambda place: base_s[place])
    rep = replace(
        plain.rep,
        working_days=tuple(days),
        days_off={off: "leave"},
        nights=Nights((far,), 1, 1800),
    )
    return replace(
        plain,
        rep=rep,
        accounts=accounts,
        held=tuple(_held(dice, account) for account in dice.sample(accounts, 8)),
        avoided=tuple(_avoided(dice.sample(ids, 4))),
        published=tuple(Published(i, dice.choice(days).on) for i in dice.sample(ids, 20)),
        policies={
            AccountClass.OPPORTUNISTIC: Policy(Overload.STRETCH, 1.25),
            AccountClass.INVEST: Policy(Overload.LAPSE),
        },
        prospecting_share=0.04,
        regions=(SoftRegion("north", tuple(dice.sample(ids, 30)), (0, 1)),),
    )


def _odd(dice: random.Random, account: Account) -> Account:
    """One in ten is called, one in forty has no place, one in forty never opens in time."""
    drawn = dice.random()
    if drawn < 0.1:
        called = replace(account.cadence, channel=Channel.PHONE) if account.cadence else None
        return replace(account, cadence=called)
    if drawn < 0.125:
        return replace(account, location=None)
    if drawn < 0.15:
        evenings = ((problems.hours(19, 22),),) * 7
        return replace(account, hours=replace(account.hours, week=evenings))
    return account


def _held(dice: random.Random, account: Account) -> Held:
    on = generator.MONDAY + timedelta(days=dice.randrange(28))
    at = dice.randrange(8, 15)
    kind = dice.choice(list(HeldKind))
    window = problems.hours(at, at + 1) if kind is HeldKind.APPOINTMENT else None
    return Held(account.id, on, kind, window=window)


def _avoided(ids: Iterable[str]) -> Iterator[Avoided]:
    for account_id in ids:
        yield from (Avoided(account_id, generator.MONDAY + timedelta(days=n)) for n in range(28))


# What is displaced


def _forced(seed: int, most: int) -> Iterator[Forced]:
    """Yields up to so many displaced visits of overloaded reps, forced in."""
    left = most
    while left > 0:
        asked = generator.instance(seed, ACCOUNTS, DAYS, LOAD)
        made = plan.make_plan(asked, plan.PlanParams(search=PARAMS))
        displaced = [one for one in made.unplanned if one.reason is Reason.DISPLACED]
        dice = random.Random(seed)
        some = dice.sample(displaced, min(len(displaced), left, -(-most // REPS)))
        yield from (forced_in(asked, made, one, f"seed {seed}, ") for one in some)
        left, seed = left - max(1, len(some)), seed + 1


#: The weights of the model in ``nominal``.
PARAMS = RotationParams(
    near_s=0, balance_s=0, drop_s=nominal.DROP_S, drop_least_s=0, late_d=0, region_s=0
)


def forced_in(asked: Problem, made: Plan, entry: Unplanned, where: str = "") -> Forced:
    """Returns what a plan would cost more with the visit on the best day of its window."""
    ids = {day.on: [stop.account_id for stop in day.stops] for day in made.days}
    without = referee.judge(asked, ids).objective
    due, found = entry.visit, []
    for day in made.days:
        on = day.on
        if due.earliest <= on <= due.latest and due.account_id not in ids[on]:
            order = _order_with(asked, made, due.account_id, on)
            if order is not None:
                verdict = referee.judge(asked, {**ids, on: order})
                assert not verdict.violations, verdict.violations
                found.append(verdict.objective - without)
    name = f"{where}{due.account_id} on {entry.figures.get('on')}"
    return Forced(name, min(found, default=None))


def _order_with(asked: Problem, made: Plan, account_id: str, on: date) -> list[str] | None:
    """Returns the best order of a day that visits an account, whoever gives way; None for none."""
    accounts = {account.id: account for account in asked.accounts}
    worth = {(v.account.id, v.due.number): v.penalty_s for v in nominal.visits(asked)}
    (day,) = (day for day in made.days if day.on == on)
    worths = {s.account_id: worth[s.account_id, s.due.number] for s in day.stops if s.due}
    worths[account_id] = day_route.MUST_S
    stops = tuple(_stop(accounts[i], on, worth_s) for i, worth_s in worths.items())
    (work,) = (work for work in asked.rep.working_days if work.on == on)
    found = day_route.day_route(
        day_route.DayProblem(work, asked.rep.base, stops, asked.travel_s, asked.travel_m)
    )
    order = [visit.account_id for visit in found.visits]
    return order if account_id in order else None


def _stop(account: Account, on: date, worth_s: int) -> day_route.DayStop:
    assert account.location is not None
    assert account.cadence is not None
    return day_route.DayStop(
        account.id, account.location, account.cadence.service_s, account.hours.on(on), worth_s
    )
