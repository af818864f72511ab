"""Appointments that have begun: the rep is there, so no new plan moves or cancels their rows."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from routing import domain
from server.auth import Scope
from server.models import Visit
from server.people import store as people
from server.planning.store import scoped


def load_movable(
    db: Session, rep_id: UUID, made: domain.Plan, first: date, now: datetime
) -> list[Visit]:
    """Returns the open visits from a date on that a plan may move or cancel.

    An appointment of today that has begun is none of them, unless the plan still has it on its
    date: it was made before, and published only now.
    """
    local = now.astimezone(ZoneInfo(people.load_rep(db, Scope.system(), rep_id).zone))
    now_s = local.hour * 3600 + local.minute * 60 + local.second
    planned = {(day.on, stop.account_id) for day in made.days for stop in day.stops}

    def has_begun(visit: Visit) -> bool:
        return (
            visit.held == domain.HeldKind.APPOINTMENT
            and visit.on == local.date()
            and visit.start_s is not None
            and visit.start_s <= now_s
            and (visit.on, str(visit.account_id)) not in planned
        )

    standing = db.scalars(scoped.open_visits(rep_id).where(Visit.on >= first))
    return [visit for visit in standing if not has_begun(visit)]
