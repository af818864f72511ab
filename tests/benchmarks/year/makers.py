"""Makes the reps and their accounts; see ``world`` for what they mean."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from routing import cadence, travel
from routing.domain import (
    Account,
    AccountClass,
    Location,
    MonthDay,
    Need,
    OpeningHours,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
    TimeWindow,
)
from tests.benchmarks.year import rhythm
from tests.benchmarks.year.world import (
    AFTER_D,
    BASE_AT,
    BEFORE_D,
    END_S,
    FIRST,
    HOUR,
    LUNCH_S,
    SATURDAY,
    START_S,
    Appointment,
    Site,
    World,
    start_spans,
)

YEAR_D = 364
#: The loads in turn, each with its share of work in the hours there are.
LOADS = {"fits": (0.62, 0.80), "tight": (0.88, 0.98), "over": (1.10, 1.25)}
#: Days lost to illness; hours lost to doors still shut and to days that end a little early.
ILL_SHARE, IDLE_SHARE = 0.03, 0.05
#: One visit in twelve is in vain, so that more are driven to than made.
TRIES = 1.08
NEAREST, STOPS_A_DAY = 3, 8

Kind = tuple[AccountClass, Tier]
A, B, C = Tier
CORE, INVEST = AccountClass.CORE, AccountClass.INVEST
OPPORTUNISTIC, DIVEST = AccountClass.OPPORTUNISTIC, AccountClass.DIVEST
PROSPECT = AccountClass.PROSPECT
MIX: dict[Kind, int] = {
    (CORE, A): 4, (CORE, B): 10, (CORE, C): 17, (INVEST, A): 2, (INVEST, B): 5, (INVEST, C): 8,
    (OPPORTUNISTIC, A): 3, (OPPORTUNISTIC, B): 9, (OPPORTUNISTIC, C): 13,
    (DIVEST, A): 2, (DIVEST, B): 6,
    (PROSPECT, A): 3, (PROSPECT, B): 7, (PROSPECT, C): 11,
}  # fmt: skip
#: What an account becomes when a rep has too little to do, or too much.
OFTEN: tuple[Kind, ...] = ((CORE, A), (CORE, B), (CORE, B), (INVEST, B), (INVEST, C), (CORE, C))
RARE: tuple[Kind, ...] = ((CORE, C), (OPPORTUNISTIC, B), (OPPORTUNISTIC, C), (PROSPECT, C))
LEADS: tuple[Kind, ...] = (
    (PROSPECT, A), (PROSPECT, B), (PROSPECT, B), (PROSPECT, C), (PROSPECT, C), (PROSPECT, C),
    (INVEST, C), (CORE, C),
)  # fmt: skip
LEADS_A_YEAR = 0.15
APPOINTMENTS_A_WEEK = 0.7

HOLIDAYS = [
    date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
    date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2027, 1, 1),
    date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17),
]  # fmt: skip
ILLNESSES_A_DAY = 1 / 60
ILL_FOR_D = (1, 1, 1, 1, 2, 2, 3, 3, 5, 8)


def world(seed: int, rep: int, weeks: int = 52) -> World:
    """Returns one rep's year; a shorter one is the beginning of the longer one."""
    dice = random.Random(f"{seed} year {rep}")
    load = list(LOADS)[rep % len(LOADS)]
    working = _working(dice)
    places = _places(dice)
    times = travel.great_circle([place for place, _ in places])
    drafts = [_draft(dice, times, n, on) for n, (_, on) in enumerate(places) if n]
    hours_s = sum(FIRST <= on < FIRST + timedelta(days=YEAR_D) for on in working) * (
        (END_S - START_S - LUNCH_S) * (1 - ILL_SHARE) * (1 - IDLE_SHARE)
    )
    _tune(dice, drafts, hours_s * dice.uniform(*LOADS[load]))
    sites = tuple(
        _site(dice, draft, where, load)
        for draft, (where, _) in zip(drafts, places[1:], strict=True)
    )
    appointments = _appointments(dice, sites, working)
    ill = _ill(dice, working)
    return World(seed, rep, load, weeks, sites, times, working, ill, appointments)


# Where


def _places(dice: random.Random) -> list[tuple[Location, date | None]]:
    """Returns the base, then accounts in towns and a few between them; leads with their date."""
    size = dice.randint(100, 250)
    towns = [_around(dice, 0.24) for _ in range(dice.randint(7, 12))]
    weights = [1 / (n + 2) for n in range(len(towns))]
    places: list[tuple[Location, date | None]] = [(BASE_AT, None)]
    for n in range(size + round(LEADS_A_YEAR * size)):
        on = None if n < size else FIRST + timedelta(days=dice.randrange(1, YEAR_D))
        lat, lon = dice.choices(towns, weights)[0]
        if dice.random() < 0.15:
            lat, lon = _around(dice, 0.28)
        lat, lon = lat + dice.gauss(0, 0.015), lon + dice.gauss(0, 0.02)
        there = Location(BASE_AT.lat + lat, BASE_AT.lon + lon)
        places.append((there, on))
    return places


def _around(dice: random.Random, wide: float) -> tuple[float, float]:
    """Returns a place around the base, degrees; at this latitude 0.24 are 27 km north, 26 east."""
    return dice.uniform(-wide, wide), dice.uniform(-wide, wide) / 0.75


def _way_s(times: travel.TravelTimes, place: int) -> float:
    """Returns the driving to expect for one visit: from its neighbours, and a share of the haul."""
    near = sorted(times.duration_s[place][1:])[1 : NEAREST + 1]
    return sum(near) / len(near) + 2 * times.duration_s[0][place] / STOPS_A_DAY


# What


@dataclass
class _Draft:
    """An account while the work of its rep is tuned to the hours."""

    account: Account
    known_from: date
    way_s: float

    def work_s(self) -> float:
        """Returns what the account asks for in a year, driving included."""
        wanted = self.account.cadence
        assert wanted
        end = FIRST + timedelta(days=YEAR_D)
        start = max(FIRST, self.known_from)
        asked = rhythm.rhythm(self.account, FIRST, end).required(start, end)
        way_s = 0.0 if wanted.channel == "phone" else TRIES * self.way_s
        return asked * (wanted.service_s + way_s)


def _draft(
    dice: random.Random, times: travel.TravelTimes, number: int, lead_on: date | None
) -> _Draft:
    kind = dice.choices(list(MIX), list(MIX.values()))[0]
    account = _account(dice, number, dice.choice(LEADS) if lead_on else kind)
    known_from = lead_on or FIRST - timedelta(days=BEFORE_D)
    return _Draft(account, known_from, _way_s(times, number))


def _account(dice: random.Random, number: int, kind: Kind) -> Account:
    plain = Account(
        f"a{number:03}", f"Account {number}", number, *kind, None, Need(FIRST, 0.0),
        hours=_hours(dice), season=_season(dice),
    )  # fmt: skip
    return _as(plain, kind)


def _as(account: Account, kind: Kind) -> Account:
    season = Season() if kind[0] is DIVEST else account.season
    return replace(
        account,
        account_class=kind[0],
        tier=kind[1],
        cadence=cadence.CADENCE_TABLE[kind],
        value=cadence.VALUE_WEIGHTS[kind],
        season=season,
    )


def _hours(dice: random.Random) -> OpeningHours:
    """Returns office hours, mornings only or a long noon; a fifth has a weekday of its own off."""
    day = dice.choices(
        [(_h(8, 18),), (_h(9, 17),), (_h(8, 13),), (_h(8, 12), _h(14, 18))], [45, 25, 14, 16]
    )[0]
    off = dice.randrange(5) if dice.random() < 0.2 else None
    return OpeningHours((*(() if day_no == off else day for day_no in range(5)), (), ()))


def _h(start: float, end: float) -> TimeWindow:
    return TimeWindow(round(start * HOUR), round(end * HOUR))


def _season(dice: random.Random) -> Season:
    """Returns a summer business, a holiday in summer or winter, a rush before Christmas, or none"""
    luck, shift = dice.random(), dice.randrange(25)
    if luck < 0.12:
        first, last = MonthDay(4, 1 + shift), MonthDay(10, 1 + shift)
        return Season((SeasonWindow(SeasonState.IN, first, last),))
    if luck < 0.15:
        return Season((SeasonWindow(SeasonState.OFF, MonthDay(7, 10), MonthDay(8, 6 + shift)),))
    if luck < 0.18:
        return Season((SeasonWindow(SeasonState.OFF, MonthDay(12, 15), MonthDay(2, 1 + shift)),))
    if luck < 0.21:
        all_year = SeasonWindow(SeasonState.IN, MonthDay(1, 1), MonthDay(12, 31))
        rush = SeasonWindow(SeasonState.PEAK, MonthDay(11, 1), MonthDay(12, 18))
        return Season((all_year, rush))
    return Season()


def _tune(dice: random.Random, drafts: list[_Draft], wanted_s: float) -> None:
    """Lets accounts ask for more or less until their work is what the rep is to have."""
    work = [draft.work_s() for draft in drafts]
    for n in _forever(dice, len(drafts)):
        gap = wanted_s - sum(work)
        if abs(gap) < 0.01 * wanted_s:
            break
        draft = drafts[n]
        if draft.known_from > FIRST:
            continue
        before = draft.account
        draft.account = _as(before, dice.choice(OFTEN if gap > 0 else RARE))
        changed = draft.work_s()
        if (changed - work[n]) * gap > 0:
            work[n] = changed
        else:
            draft.account = before


def _forever(dice: random.Random, size: int) -> Iterator[int]:
    while True:
        yield dice.randrange(size)


def _site(dice: random.Random, draft: _Draft, where: Location, load: str) -> Site:
    """Returns the account with its past: who has too much work is behind already."""
    account = draft.account
    assert account.cadence
    if draft.known_from >= FIRST:
        return Site(account, where, draft.known_from)
    ago = dice.uniform(0.05, 1.25 if load == "over" else 1.05) * account.cadence.interval_d
    last = FIRST - timedelta(days=max(1, round(ago)))
    while last.weekday() >= SATURDAY:
        last -= timedelta(days=1)
    return Site(account, where, draft.known_from, last)


# When


def _working(dice: random.Random) -> tuple[date, ...]:
    """Returns the dates worked as planned: no weekends, holidays or leave; a while beyond."""
    leave = set(HOLIDAYS)
    for month, weeks in ((5, 1), (8, 2), (10, 1), (12, 1), (2, 0)):
        first = date(2026 + (month == 2), month, dice.randrange(1, 20) if month != 12 else 21)
        monday = first - timedelta(days=first.weekday())
        leave |= {monday + timedelta(days=i) for i in range(7 * weeks)}
    leave |= {FIRST + timedelta(days=dice.randrange(20, YEAR_D)) for _ in range(4)}
    days = (FIRST + timedelta(days=i) for i in range(YEAR_D + AFTER_D))
    return tuple(on for on in days if on.weekday() < SATURDAY and on not in leave)


def _ill(dice: random.Random, working: Sequence[date]) -> dict[date, date]:
    ill: dict[date, date] = {}
    for n, on in enumerate(working):
        if on not in ill and dice.random() < ILLNESSES_A_DAY:
            ill |= dict.fromkeys(working[n : n + dice.choice(ILL_FOR_D)], on)
    return ill


def _appointments(
    dice: random.Random, sites: Sequence[Site], working: Sequence[date]
) -> tuple[Appointment, ...]:
    """Returns visits that accounts ask for, some days ahead, at an hour they are open."""
    found: dict[tuple[str, date], Appointment] = {}
    for _ in range(round(APPOINTMENTS_A_WEEK * YEAR_D / 7)):
        place = dice.randrange(len(working) - 90)
        asked, on = working[place], working[place + dice.randint(4, 12)]
        site, hour = dice.choice(sites), dice.random()
        spans = start_spans(site.account.hours.on(on), site.service_s)
        if site.is_call or site.known_from >= FIRST or not spans or _is_off(site, on):
            continue
        first, last = max(spans[-1][0], START_S + HOUR), min(spans[-1][1], END_S - 2 * HOUR)
        start = (first + round(hour * max(0, last - first))) // 900 * 900
        window = TimeWindow(start, min(start + site.service_s + 1800, 24 * HOUR))
        found[site.id, on] = Appointment(site.id, asked, on, window)
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.account_id)))


def _is_off(site: Site, on: date) -> bool:
    asked = rhythm.rhythm(site.account, FIRST, FIRST + timedelta(days=YEAR_D + AFTER_D))
    return asked.rates[asked.day(on)] == 0
