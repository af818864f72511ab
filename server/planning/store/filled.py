"""A rep's working days without what other calendars take, beside the plan that is followed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing import workdays
from routing.domain import TimeWindow, WorkingDay
from server.busy import store as busy
from server.models import Visit
from server.people import store as people
from server.planning.taken import taken


def load_worked(
    db: Session, rep: people.RepRecord, first: date, last: date
) -> tuple[tuple[WorkingDay, ...], Mapping[date, str]]:
    """Returns the dates worked with what is taken of them, and why others are not.

    The time of an appointment that is planned is its visit's. Whatever else another calendar
    holds is taken, also an appointment the plan had to leave out.
    """
    days, _ = people.working_days(rep, first, last)
    begin, end = (datetime.combine(on, time(), ZoneInfo(rep.zone)) for on in (first, last))
    times = busy.load_times(db, rep.id, begin, end + timedelta(days=1))
    filled = taken(times, rep.zone, {day.on: day for day in days}, {})
    planned = _appointments(db, rep, first, last)
    left = {on: _left(found, planned[on]) for on, found in filled.busy.items()}
    return people.working_days(rep, first, last, left, filled.days_off)


def _left(found: tuple[TimeWindow, ...], planned: list[TimeWindow]) -> tuple[TimeWindow, ...]:
    for one in planned:
        found = workdays.without(found, one)
    return found


def _appointments(
    db: Session, rep: people.RepRecord, first: date, last: date
) -> defaultdict[date, list[TimeWindow]]:
    """Returns from when to when the planned appointments of each date last."""
    query = select(Visit.on, Visit.start_s, Visit.departure_s).where(
        Visit.rep_id == rep.id,
        Visit.on.between(first, last),
        Visit.held == "appointment",
        Visit.cancelled_at.is_(None),
    )
    found: defaultdict[date, list[TimeWindow]] = defaultdict(list)
    for on, start_s, end_s in db.execute(query):
        if start_s is not None and end_s is not None and start_s < end_s:
            found[on].append(TimeWindow(start_s, end_s))
    return found
