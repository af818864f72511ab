"""What the year of reps is made from: accounts with cadence and season, working hours, legs."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain import AccountClass, WorkingDay
from routing.plan import year
from routing.plan.driving import free_s
from routing.plan.year import Asked, Hours
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Report, Visit
from server.people import store as people
from server.planning.yearly import RepAsked

#: Legs of half a year count: what was driven before may have been to other accounts.
LEGS_BACK = timedelta(days=182)


def load_years(
    db: Session, scope: Scope, today: date, rep_id: UUID | None = None, weeks: int = year.WEEKS
) -> tuple[RepAsked, ...]:
    """Returns what the year asks of one rep, or of everybody in sight who works here."""
    if rep_id is None:
        reps = [one for one in people.load_reps(db, scope) if one.active]
    else:
        reps = [people.load_rep(db, scope, rep_id)]
    found = accounts.load_accounts(db, scope, today, rep_id=rep_id)
    settings = people.load_settings(db)
    mondays = year.mondays(today, weeks)
    return tuple(
        _asked(
            rep,
            [one for one in found if one.rep_id == rep.id],
            _hours(rep, mondays),
            settings,
            _legs(db, rep.id, today),
        )
        for rep in reps
    )


def _asked(
    rep: people.RepRecord,
    records: list[accounts.AccountRecord],
    hours: Mapping[date, Hours],
    settings: Mapping[str, float],
    legs: tuple[float, ...],
) -> RepAsked:
    asked = tuple(
        Asked(
            str(one.id),
            AccountClass(one.account_class),
            one.cadence,
            one.season,
            one.segment_label or one.segment or "",
            one.city,
        )
        for one in records
        if one.cadence is not None
    )
    return RepAsked(
        rep.id,
        rep.name,
        asked,
        {str(one.id): one for one in records},
        hours,
        settings["travel_minutes"],
        legs,
        settings["prospecting_share"],
        settings["legs_enough"],
    )


def _hours(rep: people.RepRecord, mondays: tuple[date, ...]) -> dict[date, Hours]:
    """Returns the hours of each week without lunch, holidays and days off, and what those are."""
    last = mondays[-1] + timedelta(days=6)
    days, off = people.working_days(rep, mondays[0], last)
    return {monday: _week(monday, days, off) for monday in mondays}


def _week(monday: date, days: tuple[WorkingDay, ...], off: Mapping[date, str]) -> Hours:
    sunday = monday + timedelta(days=6)
    minutes = sum(free_s(day) for day in days if monday <= day.on <= sunday) / 60
    why = dict.fromkeys(text for on, text in sorted(off.items()) if monday <= on <= sunday)
    return Hours(minutes, tuple(why))


def _legs(db: Session, rep_id: UUID, today: date) -> tuple[float, ...]:
    """Returns the minutes driven to the visits a rep has made as planned."""
    query = (
        select(Visit.id, Visit.travel_s)
        .join(Report, Report.visit_id == Visit.id)
        .where(
            Visit.rep_id == rep_id,
            Visit.channel == "visit",
            Report.outcome == "made",
            Report.withdrawn_at.is_(None),
            Report.on.between(today - LEGS_BACK, today),
        )
        .distinct()
    )
    return tuple(travel_s / 60 for _, travel_s in db.execute(query))
