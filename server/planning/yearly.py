"""The year of a rep as messages: required minutes beside those there, and who causes too much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from routing import territories
from routing.domain import AccountClass
from routing.plan import year
from routing.plan.year import Asked, Hours, Limits, Year, YearWeek
from server import wire
from server.accounts.store import AccountRecord


@dataclass(frozen=True, slots=True)
class RepAsked:
    """What the year of a rep is made from. ``hours`` are by Mondays, ``asked`` by account."""

    rep_id: UUID
    rep: str
    asked: Sequence[Asked]
    records: Mapping[str, AccountRecord]
    hours: Mapping[date, Hours]
    assumed_min: float
    legs_min: Sequence[float]
    prospecting: float
    legs_enough: float = year.FEWEST_LEGS

    @property
    def is_logged(self) -> bool:
        """Whether enough ways were driven to know the usual one."""
        return len(self.legs_min) >= self.legs_enough

    @property
    def way_min(self) -> float:
        """The minutes on the way to one visit."""
        return year.travel_min(self.assumed_min, self.legs_min, self.legs_enough)

    def year(self) -> Year:
        """Returns the weeks, and those that ask for too much."""
        return year.year(self.asked, self.hours, self.way_min, self.prospecting)


def year_out(reps: Sequence[RepAsked], settings: Mapping[str, Any]) -> wire.YearOut:
    """Returns everybody's year, and how evenly the load lies: each against the own hours."""
    limits = limits_of(settings)
    made = [(one, one.year()) for one in reps]
    shares = {str(one.rep_id): found.share for one, found in made}
    band = settings["balance_band"]
    even = territories.balance({k: v for k, v in shares.items() if v is not None}, band=band)
    return wire.YearOut(
        overload=limits.overload,
        slack=limits.slack,
        items=[rep_year(one, found, settings) for one, found in made],
        balance=wire.YearBalance(
            index={UUID(rep): value for rep, value in even.index.items()},
            cv=even.cv,
            gini=even.gini,
            max_min=even.max_min,
            band=band,
            outside=[UUID(rep) for rep in even.outside],
        ),
    )


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """Returns from where on a week has too much or too little."""
    return Limits(settings["overload_share"], settings["slack_share"])


def reps_needed(minutes: float, settings: Mapping[str, Any]) -> float | None:
    """Returns how many reps a year's minutes keep busy; None where nobody wants to know."""
    if not settings["field_share"]:
        return None
    return year.reps_needed(
        minutes, settings["year_weeks"], settings["week_hours"], settings["field_share"]
    )


def rep_year(of: RepAsked, found: Year, settings: Mapping[str, Any]) -> wire.RepYear:
    """Returns one rep's year."""
    limits = limits_of(settings)
    minutes = sum(week.all_min for week in found.weeks)
    return wire.RepYear(
        rep_id=of.rep_id,
        rep=of.rep,
        way_min=of.way_min,
        way_from="legs" if of.is_logged else "setting",
        legs=len(of.legs_min),
        accounts=len(of.asked),
        weeks=[_week(week, of.hours[week.first], limits) for week in found.weeks],
        collisions=[_collision(one) for one in found.collisions],
        all_min=minutes,
        available_min=sum(week.available_min for week in found.weeks),
        share=found.share,
        flag=year.flag(found.share, limits),
        reps_needed=reps_needed(minutes, settings),
    )


def _week(week: YearWeek, hours: Hours, limits: Limits) -> wire.YearWeekOut:
    return wire.YearWeekOut(
        first=week.first,
        last=week.first + timedelta(days=6),
        week=week.first.isocalendar().week,
        required_min={name.value: value for name, value in week.required_min.items()},
        all_min=week.all_min,
        available_min=week.available_min,
        share=week.share,
        flag=year.flag(week.share, limits),
        short=list(hours.short),
    )


def _collision(found: year.Collision) -> wire.YearCollision:
    return wire.YearCollision(
        first=found.first,
        last=found.last,
        kind=found.kind,
        by=found.by,
        causes=list(found.causes),
        share=found.share,
        sentence=found.sentence,
    )


def year_list(of: RepAsked, ask: wire.YearQuery) -> wire.YearList:
    """Returns the accounts behind a week's minutes, of all classes or one; they add up to it."""
    monday = ask.week - timedelta(days=ask.week.weekday())
    hours = of.hours.get(monday, Hours(0))
    minutes = {one.id: year.week_min(one, monday, of.way_min) for one in of.asked}
    prospects = [one.id for one in of.asked if one.account_class is AccountClass.PROSPECT]
    required = sum(minutes[one] for one in prospects)
    kept = year.prospects_kept(required, hours.minutes, of.prospecting)
    minutes |= {one: kept * minutes[one] for one in prospects}
    items = [
        _account(one, of, minutes[one.id])
        for one in of.asked
        if ask.account_class in (None, one.account_class.value) and minutes[one.id] > 0
    ]
    return wire.YearList(
        first=monday,
        last=monday + timedelta(days=6),
        total_min=sum(one.minutes for one in items),
        available_min=hours.minutes,
        items=sorted(items, key=lambda one: (-one.minutes, one.account)),
    )


def _account(one: Asked, of: RepAsked, minutes: float) -> wire.YearAccount:
    record = of.records[one.id]
    return wire.YearAccount(
        account_id=record.id,
        account=record.name,
        account_class=record.account_class,
        tier=record.tier,
        segment=one.segment,
        city=record.city,
        visits=minutes / year.visit_min(one, of.way_min),
        minutes=minutes,
    )
