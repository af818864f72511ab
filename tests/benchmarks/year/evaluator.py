"""What a planner's year was worth, counted by rules of its own.

It knows what happened (``nights.YearLog``) and what was asked for (``rhythm``), and nothing of how
any planner decides.

Attainment
    Of the visits required (the rate of each date summed up, unrounded, from the day an account is
    known), the share counted, at most all of them: ``sum(min(counted, required))`` over
    ``sum(required)``, plain or weighted by the accounts' values. A visit counts when the need since
    the last one counted has reached 1 - tolerance: at a plain account that is (1 - tolerance) of
    its interval. What comes sooner is an extra visit and earns nothing.
Priority served
    The weighted numerator: the value of each counted visit, at most the required ones.
On time
    Of the visits counted, and of the accounts overdue when the year ends, those seen when the need
    since *any* last visit was at most 1 + tolerance.
Late days
    Each day an account stands beyond 1 + tolerance, times its value.
Driving and hours
    As they came true. Driving a visit is over all visits made in person, extra ones included.
Moved
    Of the visits that one night's plan showed for its next 14 days, the share not on the same date
    in the next night's. Not counted: those made, out or called off on that day, those on dates ill,
    and those of accounts that were out, called off, agreed an appointment or were to be seen on a
    date ill: a person or an illness moved them, no planner. What a rep could not fit into the day
    after all did move.
Kept
    Of the visits on a date when it first came within those 14 days, the share made on that date,
    with the same exceptions up to that date.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import pairwise

from tests.benchmarks.year.field import DayLog, Outcome
from tests.benchmarks.year.nights import Night, YearLog
from tests.benchmarks.year.rhythm import EPS, Rhythm, rhythm
from tests.benchmarks.year.world import AFTER_D, BEFORE_D, FIRST, Site, World

VIEW_D = 14
#: What nobody can plan: the account was out, or called off.
FORCED = (Outcome.MISSED, Outcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums, so that those of several reps add up; the shares are made of them."""

    required: float = 0.0
    served: float = 0.0
    required_value: float = 0.0
    served_value: float = 0.0
    counted: int = 0
    extra: int = 0
    due: int = 0
    on_time: int = 0
    late_days_value: float = 0.0
    made: int = 0
    in_person: int = 0
    missed: int = 0
    cancelled: int = 0
    closed: int = 0
    dropped: int = 0
    days: int = 0
    driving_s: int = 0
    field_s: int = 0
    appointments: int = 0
    appointments_kept: int = 0
    shown: int = 0
    moved: int = 0
    first_shown: int = 0
    kept: int = 0
    nights: int = 0
    cpu_s: float = 0.0

    def __add__(self, other: "Figures") -> "Figures":
        names = [field.name for field in fields(self)]
        return Figures(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class Served:
    """One account's year."""

    required: float
    counted: int
    extra: int
    due: int
    on_time: int
    late_days: int


def evaluated(world: World, log: YearLog) -> Figures:
    """Returns the figures of one planner's year."""
    made = _made(log.days)
    outcomes = Counter(what for day in log.days for _, what in day.outcomes)
    shown, moved = _moved(log)
    first_shown, kept = _kept(log)
    agreed = [one for one in world.appointments if one.on < world.end and one.on not in world.ill]
    return replace(
        _service(world, made),
        made=outcomes[Outcome.MADE],
        in_person=sum(len(on) for one, on in made.items() if not world.by_id[one].is_call),
        missed=outcomes[Outcome.MISSED],
        cancelled=outcomes[Outcome.CANCELLED],
        closed=outcomes[Outcome.CLOSED],
        dropped=outcomes[Outcome.DROPPED],
        days=sum(not day.ill for day in log.days),
        driving_s=sum(day.driving_s for day in log.days),
        field_s=sum(day.field_s for day in log.days),
        appointments=len(agreed),
        appointments_kept=sum(one.on in made.get(one.account_id, ()) for one in agreed),
        shown=shown,
        moved=moved,
        first_shown=first_shown,
        kept=kept,
        nights=len(log.nights),
        cpu_s=sum(night.cpu_s for night in log.nights),
    )


# What was asked for, and what was made of it


def _made(days: Sequence[DayLog]) -> dict[str, list[date]]:
    made: dict[str, list[date]] = {}
    for day in days:
        for account_id in day.of(Outcome.MADE):
            made.setdefault(account_id, []).append(day.on)
    return made


def _service(world: World, made: Mapping[str, Sequence[date]]) -> Figures:
    """Returns what all accounts were given of what they asked for."""
    total = Figures()
    for site in world.sites:
        one, value = served(site, made.get(site.id, ()), world.end), site.account.value
        reached = min(one.counted, one.required)
        total += Figures(
            one.required, reached, value * one.required, value * reached, one.counted, one.extra,
            one.due, one.on_time, value * one.late_days,
        )  # fmt: skip
    return total


def served(site: Site, made: Sequence[date], end: date) -> Served:
    """Returns what one account was given from the year's start, or its own, to before ``end``.

    Two clocks run: the need since the last visit that counted, and since the last visit at all.
    """
    asked = rhythm(site.account, FIRST - timedelta(days=BEFORE_D), end + timedelta(days=AFTER_D))
    start = max(FIRST, site.known_from)
    visits = {asked.day(on) for on in made}
    opens, closes = 1 - asked.slack - EPS, 1 + asked.slack + EPS
    spaced = seen = _need_at(asked, site, start)
    counted = on_time = late_days = 0
    for day in range(asked.day(start), asked.day(end)):
        if day in asked.resets and day > asked.day(start):
            spaced = seen = asked.resets[day]
        if day in visits:
            if spaced >= opens:
                counted, on_time, spaced = counted + 1, on_time + (seen <= closes), 0.0
            seen = 0.0
        late_days += seen > closes
        spaced, seen = spaced + asked.rates[day], seen + asked.rates[day]
    due = counted + (seen > closes)
    extra = len(visits) - counted
    return Served(asked.required(start, end), counted, extra, due, on_time, late_days)


def _need_at(asked: Rhythm, site: Site, start: date) -> float:
    """Returns the need when counting begins: a lead is due at once."""
    return 1.0 if site.last_visit is None else asked.since(site.last_visit, start)


# What people saw in advance


def _moved(log: YearLog) -> tuple[int, int]:
    """Returns the visits shown one night and to be seen again the next, and those that moved."""
    shown = moved = 0
    for day, (before, after) in zip(log.days, pairwise(log.nights), strict=False):
        ill, excused = _ill_dates(day, before, after), _excused(day, before, after)
        met = {*day.of(Outcome.MADE), *excused}
        for on, account_id in _view(before):
            if on in ill or account_id in (met if on == day.on else excused):
                continue
            shown += 1
            moved += account_id not in after.shown.get(on, ())
    return shown, moved


def _view(night: Night) -> Iterator[tuple[date, str]]:
    """Yields the visits of the next 14 days, each once."""
    for on, listed in night.shown.items():
        if night.first <= on < night.first + timedelta(days=VIEW_D):
            yield from ((on, account_id) for account_id in dict.fromkeys(listed))


def _ill_dates(day: DayLog, before: Night, after: Night) -> set[date]:
    """Returns the dates shown that fell to illness: from a morning ill to the next day worked."""
    return {on for on in before.shown if day.ill and day.on <= on < after.first}


def _excused(day: DayLog, before: Night, after: Night) -> set[str]:
    """Returns the accounts whose visits somebody else than the planner moved between two nights."""
    excused = {account_id for account_id, what in day.outcomes if what in FORCED}
    for on in _ill_dates(day, before, after):
        excused |= {*before.shown[on]}
    return excused | {*after.called_off, *after.agreed}


def _kept(log: YearLog) -> tuple[int, int]:
    """Returns the visits first shown 14 days ahead, and those of them made on that date."""
    nights, first_shown, kept = log.nights, 0, 0
    excused = [_excused(day, *pair) for day, pair in zip(log.days, pairwise(nights), strict=False)]
    ahead = timedelta(days=VIEW_D - 1)
    for here, day in enumerate(log.days):
        if day.ill or day.on < nights[0].first + ahead:
            continue
        then = next(k for k, night in enumerate(nights) if night.first + ahead >= day.on)
        forced = {account_id for account_id, what in day.outcomes if what in FORCED}
        wanted = {*nights[then].shown.get(day.on, ())} - forced.union(*excused[then:here])
        first_shown += len(wanted)
        kept += len(wanted & {*day.of(Outcome.MADE)})
    return first_shown, kept
