"""A year of required minutes beside the hours there, so that colliding seasons are seen early.

The build-up of Talley (1961): visits required in a week, each with its minutes on site and on the
way. Where a week asks for more than it holds, the groups whose accounts ask for more than in
their average week are its cause.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import Literal, NamedTuple

from routing import cadence as cadences
from routing.domain import AccountClass, Cadence, Channel, Season

Flag = Literal["overload", "over", "slack", ""]
Kind = Literal["season", "hours", "always"]
By = Literal["segment", "town", ""]

WEEKS = 52

FEWEST_LEGS = 30
"""Legs that must be logged before their median replaces the assumed minutes (formulas, 4.1)."""

ENOUGH = 0.8
"""The causes named explain so much of what a week asks for beyond an average one."""
LEAST = 0.1
"""A group that explains less of it is not named."""
MOST_NAMED = 4
FLAT = 0.03
"""Within so much of the average week nothing is in season more than usual."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much and too little of the hours there (formulas, 4.2)."""

    overload: float = 1.1
    slack: float = 0.8


class Asked(NamedTuple):
    """An account as the year sees it: what it asks for, and the groups it stands in."""

    id: str
    account_class: AccountClass
    cadence: Cadence
    season: Season
    segment: str = ""
    town: str = ""


class Hours(NamedTuple):
    """The minutes a week holds, and why it holds fewer than usual (empty where it does not)."""

    minutes: float
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearWeek:
    """One week, Monday first: minutes required by class and minutes there."""

    first: date
    required_min: Mapping[AccountClass, float]
    available_min: float

    @property
    def all_min(self) -> float:
        """The minutes required by all classes together."""
        return math.fsum(self.required_min.values())

    @property
    def share(self) -> float | None:
        """What is required of what is there; None where nothing is there."""
        return self.all_min / self.available_min if self.available_min else None

    @property
    def is_over(self) -> bool:
        """Says whether more is required than is there; a week nobody works in asks for nobody."""
        return self.share is not None and self.share > 1


@dataclass(frozen=True, slots=True)
class Collision:
    """Weeks in a row that ask for more than they hold, and why.

    ``kind`` is ``season`` (``causes`` are segments or towns), ``hours`` (``causes`` say what takes
    them) or ``always`` (no week is better than another). ``share`` is that of the worst week.
    """

    first: date
    last: date
    kind: Kind
    by: By
    causes: tuple[str, ...]
    share: float

    @property
    def sentence(self) -> str:
        """The collision in words, its weeks by their ISO numbers."""
        return f"{_span(self.first, self.last)}: {_cause(self)}, {round(100 * self.share)} %."


@dataclass(frozen=True, slots=True)
class Year:
    """The weeks of a year, and those that ask for too much with who causes it."""

    weeks: tuple[YearWeek, ...]
    collisions: tuple[Collision, ...]

    @property
    def share(self) -> float | None:
        """What the year requires of the minutes there."""
        there = math.fsum(week.available_min for week in self.weeks)
        return math.fsum(week.all_min for week in self.weeks) / there if there else None


def mondays(today: date, count: int = WEEKS) -> tuple[date, ...]:
    """Returns the weeks of a year by their Mondays, the one that holds today first."""
    first = today - timedelta(days=today.weekday())
    return tuple(first + timedelta(weeks=number) for number in range(count))


def travel_min(assumed: float, legs_min: Sequence[float], fewest: float = FEWEST_LEGS) -> float:
    """Returns the minutes on the way to one visit: the median leg where enough are logged."""
    return median(legs_min) if len(legs_min) >= fewest else assumed


def week_min(one: Asked, monday: date, way_min: float) -> float:
    """Returns the minutes an account asks for in a week; a call has no way."""
    return _visits(one, monday) * visit_min(one, way_min)


def visit_min(one: Asked, way_min: float) -> float:
    """Returns the minutes of one visit: on site and, unless it is a call, on the way."""
    way = 0.0 if one.cadence.channel is Channel.PHONE else way_min
    return one.cadence.service_s / 60 + way


def prospects_kept(required: float, available: float, share: float) -> float:
    """Returns what part of the prospects' minutes counts: no more than their share of the hours.

    A share of 0 counts them like any other account.
    """
    limit = share * available
    return 1.0 if not share or required <= limit else limit / required


def year(
    asked: Sequence[Asked], hours: Mapping[date, Hours], way_min: float, prospecting: float = 0.0
) -> Year:
    """Returns the minutes of each week of ``hours`` (by Mondays) beside those required.

    Parameters
    ----------
    way_min
        Minutes on the way to one visit (:func:`travel_min`).
    prospecting
        The share of a week's minutes that prospects fill at the most; 0 for no limit.
    """
    minutes = _minutes(asked, tuple(hours), way_min)
    weeks = tuple(
        _week(asked, minutes, number, monday, there.minutes, prospecting)
        for number, (monday, there) in enumerate(hours.items())
    )
    return Year(weeks, tuple(_collisions(asked, minutes, weeks, tuple(hours.values()))))


def flag(share: float | None, limits: Limits) -> Flag:
    """Returns ``overload``, ``over`` (too much, but within the limit), ``slack`` or nothing."""
    if share is None:
        return ""
    if share > 1:
        return "overload" if share > limits.overload else "over"
    return "slack" if share < limits.slack else ""


def reps_needed(
    minutes: float, weeks: float = 46, hours: float = 40, field_share: float = 0.65
) -> float:
    """Returns how many full-time reps a year's minutes keep busy (Talley's build-up)."""
    return minutes / (60 * weeks * hours * field_share)


# --- each week -----------------------------------------------------------------------------------

#: Minutes of each week, by the place of an account in the list.
Minutes = Sequence[Sequence[float]]


def _minutes(asked: Sequence[Asked], weeks: Sequence[date], way_min: float) -> Minutes:
    """Accounts of one cadence and season ask for the same visits: each rhythm is counted once."""
    known: dict[object, tuple[float, ...]] = {}
    found = []
    for one in asked:
        key = (one.cadence, one.season, one.account_class is AccountClass.DIVEST)
        if key not in known:
            known[key] = tuple(_visits(one, monday) for monday in weeks)
        each = visit_min(one, way_min)
        found.append([visits * each for visits in known[key]])
    return found


def _visits(one: Asked, monday: date) -> float:
    season = cadences.season_for(one.account_class, one.season)
    return cadences.required_visits(one.cadence, season, monday, monday + timedelta(weeks=1))


def _week(
    asked: Sequence[Asked],
    minutes: Minutes,
    number: int,
    monday: date,
    there: float,
    prospecting: float,
) -> YearWeek:
    required = dict.fromkeys(AccountClass, 0.0)
    for one, of_weeks in zip(asked, minutes, strict=True):
        required[one.account_class] += of_weeks[number]
    prospects = required[AccountClass.PROSPECT]
    required[AccountClass.PROSPECT] *= prospects_kept(prospects, there, prospecting)
    return YearWeek(monday, required, there)


# --- who causes it -------------------------------------------------------------------------------


class _Cause(NamedTuple):
    kind: Kind
    by: By
    names: tuple[str, ...]


ALWAYS = _Cause("always", "", ())


def _collisions(
    asked: Sequence[Asked], minutes: Minutes, weeks: Sequence[YearWeek], hours: Sequence[Hours]
) -> Iterator[Collision]:
    """Yields runs of weeks that are over for the same cause; a week that is not ends a run.

    What would fit the usual hours is short of hours, whoever is in season.
    """
    usual = median([one.minutes for one in hours]) if hours else 0.0
    excesses = {
        "segment": _excesses(asked, minutes, lambda one: one.segment),
        "town": _excesses(asked, minutes, lambda one: one.town),
    }
    average = math.fsum(map(math.fsum, minutes)) / max(1, len(weeks))

    def cause(number: int) -> _Cause | None:
        if not weeks[number].is_over:
            return None
        if weeks[number].all_min <= usual:
            return _Cause("hours", "", hours[number].short)
        excess = math.fsum(of_weeks[number] for of_weeks in minutes) - average
        return _seasonal(excesses, number) if excess > FLAT * average else ALWAYS

    for found, numbers in groupby(range(len(weeks)), cause):
        if found is not None:
            run = [weeks[number] for number in numbers]
            worst = max(week.share or 0.0 for week in run)
            last = run[-1].first + timedelta(days=6)
            yield Collision(run[0].first, last, found.kind, found.by, found.names, worst)


def _excesses(
    asked: Sequence[Asked], minutes: Minutes, group: Callable[[Asked], str]
) -> Mapping[str, Sequence[float]]:
    """Returns what each group asks for beyond its average week, week by week."""
    sums: dict[str, list[float]] = {}
    for one, of_weeks in zip(asked, minutes, strict=True):
        known = sums.setdefault(group(one), [0.0] * len(of_weeks))
        for number, value in enumerate(of_weeks):
            known[number] += value
    return {
        name: [value - math.fsum(of_weeks) / len(of_weeks) for value in of_weeks]
        for name, of_weeks in sums.items()
        if name
    }


def _seasonal(excesses: Mapping[str, Mapping[str, Sequence[float]]], number: int) -> _Cause:
    """Returns the segments in season; the towns where many segments are and fewer towns explain it.

    What a whole town lives by shows in all its segments at once.
    """
    segments, towns = (_named(excesses[by], number) for by in ("segment", "town"))
    if towns and (not segments or len(segments) >= MOST_NAMED > len(towns)):
        return _Cause("season", "town", towns)
    return _Cause("season", "segment", segments)


def _named(groups: Mapping[str, Sequence[float]], number: int) -> tuple[str, ...]:
    """Returns the groups that explain most of a week's excess, in alphabetical order."""
    more = [(of_weeks[number], name) for name, of_weeks in groups.items() if of_weeks[number] > 0]
    total, named, explained = math.fsum(value for value, _ in more), [], 0.0
    for value, name in sorted(more, reverse=True)[:MOST_NAMED]:
        if explained >= ENOUGH * total or value < LEAST * total:
            break
        named.append(name)
        explained += value
    return tuple(sorted(named))


# --- in words ------------------------------------------------------------------------------------


def _span(first: date, last: date) -> str:
    from_, to = first.isocalendar().week, last.isocalendar().week
    return f"Week {from_}" if from_ == to else f"Weeks {from_}-{to}"


def _cause(of: Collision) -> str:
    if of.kind == "hours":
        return f"fewer hours than usual ({_listed(of.causes)})" if of.causes else "fewer hours"
    if of.kind == "always" or not of.causes:
        return "the cadences ask for more than the hours hold"
    together = "are in season together" if len(of.causes) > 1 else "in season"
    return f"{_listed(of.causes)} {together}"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
