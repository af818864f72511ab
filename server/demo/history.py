"""The demo company's past: what was bought month by month, and which visits were made.

Visits follow the same need the product computes (it grows with the season, a visit takes one off),
by reps who go where the most overdue account is and take its neighbours along. A few accounts are
left alone on purpose, so that every today has something overdue and something due.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from math import ceil
from random import Random

from server.demo import mix, notes
from server.demo.geography import metres
from server.demo.mix import Row
from server.demo.seasons import BY_NAME, RAMP_GAP_D, receives, season_state

#: The past the company shows, and the longer one that is simulated so that it begins in full swing.
VISITS_D, SIMULATED_D = 91, 300
SALES_MONTHS = 36
#: Stops a rep makes on a full day, calls a rep makes on top.
STOPS, CALLS = 10, 3
#: Accounts of each rep that nobody went to for almost two intervals, and those of exactly one.
NEGLECTED, DUE = 7, 5
#: Of 100 visits: so many made, so many settled by phone instead, the rest missed.
MADE, PHONED = 0.88, 0.06

Works = Callable[[str, date], float]


@dataclass(slots=True)
class _Pulse:
    """Where an account stands: visits accumulated, and before which date not to come again."""

    need: float
    not_before: date


@dataclass(frozen=True, slots=True)
class _Story:
    """What is decided beforehand: last visits on purpose, and from when on nobody comes."""

    last_visit: dict[str, date]
    alone_from: dict[str, date]

    def allows(self, number: str, day: date) -> bool:
        return day < self.alone_from.get(number, date.max)


# --- visits -------------------------------------------------------------------------------------


def past_visits(accounts: Sequence[Row], works: Works, today: date, seed: int) -> list[Row]:
    """Returns the visits of the simulated past, oldest first; none today or later.

    ``works`` says what share of a full day a rep works on a date: 0 is a day off.
    """
    rng = Random(f"{seed} visits {today}")
    rounds = [account for account in accounts if account["rep"] and account["status"] == "active"]
    story = _story(rng, rounds, works, today)
    first = today - timedelta(days=SIMULATED_D)
    pulses = {
        account["account_number"]: _Pulse(rng.random(), _start(rng, account, first))
        for account in rounds
    }
    days = (first + timedelta(days=ahead) for ahead in range(SIMULATED_D))
    return [visit for day in days for visit in _visits_on(rng, rounds, pulses, story, works, day)]


def _start(rng: Random, account: Row, first: date) -> date:
    """Some prospects were never visited yet: their start lies beyond any today."""
    fresh = account["account_class"] == "prospect" and rng.random() < 0.35
    return date.max if fresh else first


def _story(rng: Random, accounts: Sequence[Row], works: Works, today: date) -> _Story:
    story = _Story({}, {})
    for rep in sorted({account["rep"] for account in accounts}):
        mine = [a for a in accounts if a["rep"] == rep and _served_for_long(a, today)]
        rng.shuffle(mine)
        for account in mine[:NEGLECTED]:
            days = ceil(1.9 * (mix.interval_d(account) or 0))
            story.alone_from[account["account_number"]] = today - timedelta(days=days)
        datable = ((a, _an_interval_ago(a, works, today)) for a in mine[NEGLECTED:])
        for account, day in islice(((a, day) for a, day in datable if day), DUE):
            story.last_visit[account["account_number"]] = day
            story.alone_from[account["account_number"]] = day + timedelta(days=1)
    return story


def _served_for_long(account: Row, today: date) -> bool:
    """Says whether an account of a short cadence was in plain season for three intervals."""
    interval = mix.interval_d(account)
    if interval is None or not 7 <= interval <= 28 or mix.by_phone(account):
        return False
    past = (today - timedelta(days=days) for days in range(ceil(3 * interval)))
    return all(season_state(account["segment"], day) == "in" for day in past)


def _an_interval_ago(account: Row, works: Works, today: date) -> date | None:
    """Returns the working day after which the account is due today, but not overdue yet."""
    interval = mix.interval_d(account) or 0
    longest = int(interval * (1 + 0.6 * mix.tolerance(account)))
    days = (today - timedelta(days=ago) for ago in range(ceil(interval), longest + 1))
    return next(
        (day for day in days if works(account["rep"], day) and _receives(account, day)), None
    )


def _visits_on(
    rng: Random, accounts: Sequence[Row], pulses: dict[str, _Pulse], story: _Story,
    works: Works, day: date,
) -> Iterator[Row]:  # fmt: skip
    """Yields one date's visits and calls of all reps."""
    for account in accounts:
        _grow(pulses[account["account_number"]], account, day)
    for rep in sorted({account["rep"] for account in accounts}):
        share = works(rep, day)
        mine = [account for account in accounts if account["rep"] == rep] if share else []
        for account in _chosen(mine, pulses, story, share, day):
            number = account["account_number"]
            sure = story.last_visit.get(number) == day
            yield _visit(rng, account, pulses[number], day, luck=0.0 if sure else rng.random())


def _grow(pulse: _Pulse, account: Row, day: date) -> None:
    """Off season nothing is owed; a ramp starts so that its last visit falls a week before."""
    state = season_state(account["segment"], day)
    if state == "off":
        pulse.need = 0.0
    elif state == "ramp" and season_state(account["segment"], day - timedelta(days=1)) != "ramp":
        pulse.need = RAMP_GAP_D * mix.visits_a_day(account, day)
    else:
        pulse.need += mix.visits_a_day(account, day)


def _chosen(
    accounts: Sequence[Row], pulses: dict[str, _Pulse], story: _Story, share: float, day: date
) -> list[Row]:
    """Returns whom a rep sees on a date: whoever must be, then those near the most overdue."""
    planned = [a for a in accounts if story.last_visit.get(a["account_number"]) == day]
    due = [
        account
        for account in accounts
        if account not in planned
        and story.allows(account["account_number"], day)
        and _is_open(pulses[account["account_number"]], account, day)
    ]
    stops = [account for account in due if not mix.by_phone(account)]
    calls = [account for account in due if mix.by_phone(account)]
    count = max(0, round(STOPS * share) - len(planned))
    return planned + _round_trip(stops, pulses)[:count] + calls[: int(CALLS * share)]


def _is_open(pulse: _Pulse, account: Row, day: date) -> bool:
    wanted = pulse.need >= 1 - mix.tolerance(account) / 2 and day >= pulse.not_before
    in_season = season_state(account["segment"], day) != "off"
    return wanted and in_season and _receives(account, day)


def _receives(account: Row, day: date) -> bool:
    hours = account["opening_hours"] or BY_NAME[account["segment"]].hours[0]
    return receives(hours, day)


def _round_trip(stops: Sequence[Row], pulses: dict[str, _Pulse]) -> list[Row]:
    """Returns stops by distance from the most overdue one; being overdue makes a stop nearer."""
    if not stops:
        return []
    need = {account["account_number"]: pulses[account["account_number"]].need for account in stops}
    anchor = max(stops, key=lambda account: need[account["account_number"]])
    here = anchor["lat"], anchor["lon"]

    def distance(account: Row) -> float:
        away = metres(here, (account["lat"], account["lon"]))
        return away / need[account["account_number"]] ** 4

    return sorted(stops, key=distance)


def _visit(rng: Random, account: Row, pulse: _Pulse, day: date, luck: float) -> Row:
    """Returns the report of one visit and takes from the need what the visit served."""
    row = {"account_number": account["account_number"], "date": day.isoformat(),
           "rep": account["rep"], "reason": None, "note": None, "minutes": None}  # fmt: skip
    if mix.by_phone(account) or MADE <= luck < MADE + PHONED:
        pulse.need = _after(pulse, account) if mix.by_phone(account) else max(0, pulse.need - 0.5)
        return row | _phoned(rng)
    if luck >= MADE + PHONED:
        pulse.not_before = day + timedelta(days=rng.randint(2, 5))
        return row | {"outcome": "missed", "reason": notes.missed_reason(rng)}
    pulse.need = _after(pulse, account)
    return row | _made(rng, account, day)


def _after(pulse: _Pulse, account: Row) -> float:
    """A visit near its date keeps the grid of dates, one far from it starts a new grid."""
    near = abs(pulse.need - 1) <= mix.tolerance(account)
    return pulse.need - 1 if near else 0.0


def _phoned(rng: Random) -> Row:
    return {"outcome": "phone", "note": notes.phone_note(rng), "minutes": rng.randint(4, 14)}


def _made(rng: Random, account: Row, day: date) -> Row:
    state = season_state(account["segment"], day)
    note = notes.visit_note(rng, account["segment"], account["account_class"], state)
    length = mix.minutes(account) * rng.triangular(0.6, 1.5, 1.0)
    return {"outcome": "made", "note": note, "minutes": max(5, round(length))}


# --- sales --------------------------------------------------------------------------------------

#: Of an account's potential: the share bought, and its growth a year.
_SHARE = {"core": 0.68, "invest": 0.34, "opportunistic": 0.14, "divest": 0.09, "prospect": 0.0}
_GROWTH = {"core": 0.02, "invest": 0.10, "opportunistic": 0.0, "divest": -0.12, "prospect": 0.0}
#: What a day is worth in sales: the opening order falls into the ramp.
_APPETITE = {"off": 0.0, "ramp": 0.3, "in": 1.0, "peak": 1.5}
#: Months without an order that make an account lapsed, and one account in so many that is.
_LAPSED_MONTHS, _ONE_IN = 4, 40
_GROWTH_YEAR = 2025


def monthly_sales(accounts: Iterable[Row], today: date, seed: int) -> list[Row]:
    """Returns what was bought in the 36 months before this one; months without sales are absent.

    A month's value does not depend on ``today``, but for accounts that have lapsed by today.
    """
    months = past_months(today, SALES_MONTHS)
    rows = (row for account in accounts for row in _sales_of(account, months, seed))
    return list(rows)


def past_months(today: date, count: int) -> list[date]:
    """Returns the first days of the whole months before the one ``today`` is in, oldest first."""
    now = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(now - count, now)]


def _sales_of(account: Row, months: Sequence[date], seed: int) -> Iterator[Row]:
    rng = Random(f"{seed} sales {account['account_number']}")
    if account["account_class"] == "prospect":
        return
    yearly = account["potential"] * _SHARE[account["account_class"]] * rng.uniform(0.75, 1.25)
    growth = _GROWTH[account["account_class"]] + rng.gauss(0, 0.05)
    order = rng.uniform(280, 900)
    for month in months[:-_LAPSED_MONTHS] if _has_lapsed(account, rng) else months:
        value = yearly / 12 * _profile(account["segment"], month) * _trend(growth, month)
        value *= _luck(account, month, seed)
        if value >= 1:
            yield {"account_number": account["account_number"], "month": f"{month:%Y-%m}",
                   "value": round(value, 2), "orders": max(1, round(value / order))}  # fmt: skip


def _has_lapsed(account: Row, rng: Random) -> bool:
    all_year = season_state(account["segment"], date(2025, 1, 1)) != "off"
    return account["status"] != "active" or (all_year and rng.randrange(_ONE_IN) == 0)


@cache
def _profile(segment: str, month: date) -> float:
    """Returns a month's appetite against the mean month of its year."""
    year = [_appetite(segment, month.replace(month=number)) for number in range(1, 13)]
    return year[month.month - 1] * 12 / sum(year)


@cache
def _appetite(segment: str, month: date) -> float:
    days = [month + timedelta(days=day) for day in range(28)]
    return sum(_APPETITE[season_state(segment, day)] for day in days) / len(days)


def _trend(growth: float, month: date) -> float:
    """Growth counts from a fixed year and stops after three, or a late today would see giants."""
    years = month.year + month.month / 12 - _GROWTH_YEAR
    return (1 + growth) ** max(-3.0, min(3.0, years))


def _luck(account: Row, month: date, seed: int) -> float:
    """Opportunistic accounts buy in two months of five, but then more."""
    rng = Random(f"{seed} sales {account['account_number']} {month}")
    noise = rng.lognormvariate(0, 0.2)
    if account["account_class"] != "opportunistic":
        return noise
    return noise * 2.5 if rng.random() < 0.4 else 0.0
