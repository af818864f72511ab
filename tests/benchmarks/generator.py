"""Made-up reps whose seeds are arguments: towns around a city, opening hours, due visits."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from routing import cadence, travel
from routing.domain import (
    Account,
    AccountClass,
    Cadence,
    Location,
    MonthDay,
    Need,
    OpeningHours,
    Problem,
    Rep,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
    TimeWindow,
    WorkingDay,
)
from tests.benchmarks import nominal

MONDAY = date(2026, 5, 4)
HOUR = 3600
CITY = Location(49.4, 8.7)
KM_A_DEGREE = 111.2

WORKED = TimeWindow(8 * HOUR, 16 * HOUR)
#: What a rep's day holds at a load of 1: so many visits, and their share of the hours. The rest
#: is driving, and a little air.
VISITS_A_DAY = 9.725
SERVED = 0.6
#: A rep of few accounts makes fewer and longer visits.
MOST_A_DAY_AND_ACCOUNT = 0.12

TOWNS = 10
#: Kilometres from the city, and how far its own and a town's accounts lie apart.
NEAREST_TOWN, FARTHEST_TOWN, EDGE = 8, 40, 42
CITY_KM, TOWN_KM = 3.0, 2.0

#: Interval in days and the tolerance the cadence table gives it.
TOLERANCES = {7: 2 / 7, 14: 3 / 14, 28: 5 / 28, 56: 0.25}
INTERVALS = sorted(TOLERANCES)

CLASSES = {
    AccountClass.CORE: 0.45,
    AccountClass.INVEST: 0.2,
    AccountClass.OPPORTUNISTIC: 0.2,
    AccountClass.PROSPECT: 0.15,
}
#: Nobody drives far for the rest, so that all visits of a load that fits are worth their driving.
WORTH_A_DRIVE = (AccountClass.CORE, AccountClass.INVEST)
FAR_S = 25 * 60

TIERS = {Tier.A: (0.1, (7, 14, 14)), Tier.B: (0.27, (28,)), Tier.C: (0.63, (56,))}
SERVICES = (2, 2, 3, 3, 3, 4, 5)


def _hours(*times: float) -> tuple[TimeWindow, ...]:
    pairs = zip(times[::2], times[1::2], strict=True)
    return tuple(TimeWindow(round(a * HOUR), round(b * HOUR)) for a, b in pairs)


#: What a day looks like, and how often.
OPEN = {
    _hours(9, 18): 0.35,
    _hours(7, 20): 0.15,
    _hours(8, 12): 0.15,
    _hours(12.5, 18): 0.15,
    _hours(9, 12, 14, 18): 0.2,
}

SEASONS = (
    (SeasonState.IN, MonthDay(6, 8), MonthDay(9, 30)),  # wakes up within the first weeks
    (SeasonState.IN, MonthDay(7, 6), MonthDay(10, 15)),  # its ramp falls into them
    (SeasonState.IN, MonthDay(10, 1), MonthDay(5, 31)),  # closes for the summer
    (SeasonState.PEAK, MonthDay(5, 1), MonthDay(9, 15)),
)


def instance(
    seed: int, accounts: int = 250, days: int = 40, load: float = 1.0, seasons: bool = False
) -> Problem:
    """One rep, Monday to Friday, eight hours. At a load of 1 all visits fit, not much more does.

    Load counts the visits: 1.25 asks for a quarter more than at 1. The same arguments, the same
    problem.
    """
    dice = random.Random(seed)
    worked = _working_days(days)
    today, last_day = worked[0].on, worked[-1].on
    plain = min(VISITS_A_DAY, MOST_A_DAY_AND_ACCOUNT * accounts) * days
    service_s = SERVED * days * 8 * HOUR / plain
    places = [CITY, *_places(dice, accounts)]
    times = travel.great_circle(places)
    far = [drive_s > FAR_S for drive_s in times.duration_s[0]]
    made = [_account(dice, n, far[n], service_s, seasons) for n in range(1, accounts + 1)]
    made = _asking_for(dice, made, round(load * plain), today, last_day)
    rep = Rep("ann", "Ann", 0, worked)
    return Problem(rep, tuple(made), today, last_day, times.duration_s, times.length_m)


def name(seed: int, accounts: int = 250, days: int = 40, load: float = 1.0) -> str:
    return f"rep-{accounts}x{days}-load{round(100 * load)}-seed{seed}"


def _working_days(days: int) -> tuple[WorkingDay, ...]:
    dates = (MONDAY + timedelta(days=n // 5 * 7 + n % 5) for n in range(days))
    return tuple(WorkingDay(on, WORKED) for on in dates)


# Places


def _places(dice: random.Random, number: int) -> list[Location]:
    """A fifth in the city, a fifth anywhere, the rest in towns of unlike size.

    Distances are dealt out, not drawn, so that seeds differ in shape more than in driving.
    """
    steps = (FARTHEST_TOWN - NEAREST_TOWN) / (TOWNS - 1)
    turn = dice.random()
    angles = [2 * math.pi * (turn + (k + dice.uniform(-0.4, 0.4)) / TOWNS) for k in range(TOWNS)]
    dice.shuffle(angles)
    towns = [_from_city(NEAREST_TOWN + k * steps, angle) for k, angle in enumerate(angles)]
    sizes = [dice.uniform(1, 2) for _ in towns]
    in_city, scattered = round(number / 5), round(number / 5)
    found = [_near(dice, CITY, CITY_KM) for _ in range(in_city)]
    for k in range(scattered):
        km = EDGE * math.sqrt((k + 0.5) / scattered)
        found.append(_from_city(km, 2 * math.pi * dice.random()))
    in_towns = dice.choices(towns, sizes, k=number - len(found))
    found += [_near(dice, town, TOWN_KM) for town in in_towns]
    dice.shuffle(found)
    return found


def _from_city(km: float, angle: float) -> Location:
    return _moved(CITY, km * math.sin(angle), km * math.cos(angle))


def _near(dice: random.Random, place: Location, km: float) -> Location:
    return _moved(place, dice.gauss(0, km), dice.gauss(0, km))


def _moved(place: Location, north_km: float, east_km: float) -> Location:
    shrink = math.cos(math.radians(place.lat))
    lat = place.lat + north_km / KM_A_DEGREE
    return Location(round(lat, 5), round(place.lon + east_km / KM_A_DEGREE / shrink, 5))


# Accounts


def _account(
    dice: random.Random, number: int, is_far: bool, service_s: float, seasons: bool
) -> Account:
    classes = [c for c in CLASSES if not is_far or c in WORTH_A_DRIVE]
    account_class = dice.choices(classes, [CLASSES[c] for c in classes])[0]
    tier = dice.choices([*TIERS], [share for share, _ in TIERS.values()])[0]
    interval = dice.choice(TIERS[tier][1])
    minutes = dice.choice(SERVICES) * service_s / (sum(SERVICES) / len(SERVICES)) / 60
    return Account(
        id=f"a{number}",
        name=f"Account {number}",
        location=number,
        account_class=account_class,
        tier=tier,
        cadence=Cadence(interval, TOLERANCES[interval], 60 * round(minutes)),
        # Due by today at the latest: what is overdue begins a grid of its own when it is visited.
        need=Need(MONDAY, round(dice.random(), 3)),
        value=cadence.VALUE_WEIGHTS[account_class, tier],
        hours=_opening_hours(dice),
        season=_season(dice) if seasons else Season(),
    )


def _opening_hours(dice: random.Random) -> OpeningHours:
    """The same hours all week; a quarter of the accounts keeps a day or two of rest."""
    day = dice.choices([*OPEN], [*OPEN.values()])[0]
    closed = dice.sample(range(5), dice.choices([0, 1, 2], [0.75, 0.15, 0.1])[0])
    week = [() if weekday in closed else day for weekday in range(5)]
    return OpeningHours((*week, (), ()))


def _season(dice: random.Random) -> Season:
    if dice.random() < 0.7:
        return Season()
    return Season((SeasonWindow(*dice.choice(SEASONS)),))


def _asking_for(
    dice: random.Random, accounts: Sequence[Account], visits: int, today: date, last_day: date
) -> list[Account]:
    """Shortens or lengthens intervals, an account at a time, until so many visits are due."""
    found = list(accounts)
    due = [len(nominal.account_visits(a, today, last_day)) for a in found]
    for number in [n for _ in INTERVALS for n in dice.sample(range(len(found)), len(found))]:
        off = visits - sum(due)
        other = _next_interval(found[number], shorter=off > 0)
        changed = len(nominal.account_visits(other, today, last_day)) - due[number]
        if off and abs(off - changed) <= abs(off):
            found[number], due[number] = other, due[number] + changed
    return found


def _next_interval(account: Account, shorter: bool) -> Account:
    here = INTERVALS.index(int(account.cadence.interval_d)) + (-1 if shorter else 1)
    interval = INTERVALS[min(max(here, 0), len(INTERVALS) - 1)]
    asked = replace(account.cadence, interval_d=interval, tolerance=TOLERANCES[interval])
    return replace(account, cadence=asked)
