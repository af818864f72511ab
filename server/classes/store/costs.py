"""Reads what the quarterly reviews of cost need: sales with margins, and visits made."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing import results
from routing.results import Frame, Made, Sale
from server.auth import Scope
from server.classes.costs import QUARTER, YEAR, Served
from server.models import SalesMonth, Visit
from server.people import store as people
from server.visits import store as visits

#: The published visit of a report may lie a little before or after the report's day.
AROUND = timedelta(days=31)


def load_served(db: Session, today: date, reviews: int) -> Served:
    """Returns the sales and visits of the last so many quarterly reviews, of all accounts."""
    told = db.execute(
        select(func.min(SalesMonth.month), func.max(SalesMonth.month)).where(
            SalesMonth.month <= today
        )
    ).one()
    cost = float(people.load_setting(db, "cost_per_minute"))
    frame = Frame(date(today.year, 1, 1), date(today.year + 1, 1, 1), told_since=told[0],
                  cost_a_minute=cost,
                  margin_share=float(people.load_setting(db, "margin_share")))  # fmt: skip
    if told[1] is None or not cost:
        return Served({}, {}, frame, None)
    first = results.month_after(told[1].replace(day=1), -(YEAR + QUARTER * (reviews + 1)))
    made = _made(db, first, today)
    untimed = float(people.load_setting(db, "visit_minutes"))
    usual = results.usual_minutes((v for one in made.values() for v in one), untimed)
    frame = Frame(frame.first, frame.end, told[0], usual, cost, frame.margin_share)
    return Served(_sales(db, first, today), made, frame, told[1])


def _sales(db: Session, first: date, today: date) -> Mapping[UUID, list[Sale]]:
    query = select(
        SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.margin,
        SalesMonth.orders,
    ).where(SalesMonth.month.between(first, today)).order_by(SalesMonth.month)  # fmt: skip
    found: dict[UUID, list[Sale]] = defaultdict(list)
    for account_id, *values in db.execute(query):
        found[account_id].append(Sale(*values))  # type: ignore[arg-type]
    return found


def _made(db: Session, first: date, today: date) -> Mapping[UUID, list[Made]]:
    """Returns visits made with their minutes on site and on the way."""
    assumed = float(people.load_setting(db, "travel_minutes"))
    query = select(Visit.id, Visit.travel_s).where(Visit.on.between(first - AROUND, today + AROUND))
    travel = {visit_id: travel_s / 60 for visit_id, travel_s in db.execute(query)}
    found: dict[UUID, list[Made]] = defaultdict(list)
    for one in visits.load_reports(db, Scope.system(), first, today):
        if one.outcome == "made":
            minutes = travel.get(one.visit_id, assumed) if one.visit_id else assumed
            found[one.account_id].append(Made(one.on, one.minutes, minutes))
    return found
