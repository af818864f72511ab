"""Reads sales by month, and the visits they are held against."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.results import Frame, Made, Sale, month_after, usual_minutes
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Account, SalesMonth, Visit
from server.people import store as people
from server.review.results import Sold
from server.visits import store as visits
from server.visits.store import ReportRecord

#: What a report says of an order.
ORDER = "order"
#: The published visit of a report may lie a little before or after the report's day.
AROUND = timedelta(days=31)


def load_sold(db: Session, scope: Scope, first: date, end: date, today: date) -> tuple[Sold, ...]:
    """Returns every account in scope with its sales, and its visits since a year before ``first``.

    Accounts that are no longer active are there too: what they bought was sold.
    """
    rows = accounts.load_accounts(db, scope, today, active_only=False)
    sales, since = _sales(db, scope, today), month_after(first, -12)
    made = _visits(db, scope, since, min(today, end - timedelta(days=1)))
    teams = {rep.id: str(rep.team_id or "") for rep in people.load_reps(db, scope)}
    return tuple(
        Sold(
            row,
            teams.get(row.rep_id, "") if row.rep_id else "",
            sales.get(row.id, ()),
            made.get(row.id, ()),
        )
        for row in rows
    )


def load_frame(db: Session, first: date, end: date, sold: Sequence[Sold]) -> Frame:
    """Returns the frame of these months with the measures a manager set."""
    assumed = float(people.load_setting(db, "visit_minutes"))
    return Frame(
        first,
        end,
        told_since=db.scalar(select(func.min(SalesMonth.month))),
        usual_minutes=usual_minutes((v for one in sold for v in one.visits), assumed),
        cost_a_minute=float(people.load_setting(db, "cost_per_minute")),
        margin_share=float(people.load_setting(db, "margin_share")),
        few=float(people.load_setting(db, "few_results")),
    )


def load_labels(db: Session, scope: Scope) -> Mapping[str, str]:
    """Returns names of the groups that are known by an id: reps and teams."""
    reps = people.load_reps(db, scope)
    return {str(rep.id): rep.name for rep in reps} | {
        str(rep.team_id): rep.team for rep in reps if rep.team_id and rep.team
    }


def _sales(db: Session, scope: Scope, today: date) -> Mapping[UUID, tuple[Sale, ...]]:
    query = (
        select(SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.margin,
               SalesMonth.orders)
        .join(Account, Account.id == SalesMonth.account_id)
        .where(SalesMonth.month <= today, *accounts.in_sight(scope))
        .order_by(SalesMonth.month)
    )  # fmt: skip
    found: dict[UUID, list[Sale]] = defaultdict(list)
    for account_id, *values in db.execute(query):
        found[account_id].append(Sale(*values))  # type: ignore[arg-type]
    return {key: tuple(sales) for key, sales in found.items()}


def _visits(db: Session, scope: Scope, first: date, last: date) -> Mapping[UUID, tuple[Made, ...]]:
    """Returns visits made, each with whether an order came with it or within the days set."""
    days = timedelta(days=int(people.load_setting(db, "order_days")))
    assumed = float(people.load_setting(db, "travel_minutes"))
    reports = visits.load_reports(db, scope, first, last + days)
    orders = _order_days(reports)
    travel = _travel_minutes(db, first - AROUND, last + AROUND)
    found: dict[UUID, list[Made]] = defaultdict(list)
    for one in reports:
        if one.outcome != "made" or one.on > last:
            continue
        ordered = any(one.on <= on <= one.on + days for on in orders.get(one.account_id, ()))
        minutes = travel.get(one.visit_id, assumed) if one.visit_id else assumed
        found[one.account_id].append(Made(one.on, one.minutes, minutes, ordered))
    return {key: tuple(made) for key, made in found.items()}


def _order_days(reports: Sequence[ReportRecord]) -> Mapping[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    for one in reports:
        if one.outcome != "missed" and (one.result == ORDER or (one.order_value or 0) > 0):
            found[one.account_id].append(one.on)
    return found


def _travel_minutes(db: Session, first: date, last: date) -> Mapping[UUID, float]:
    """Returns the minutes of the way to each published visit."""
    query = select(Visit.id, Visit.travel_s).where(Visit.on.between(first, last))
    return {visit_id: travel_s / 60 for visit_id, travel_s in db.execute(query)}
