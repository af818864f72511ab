"""What the queries of planning share: who sees which rows, and what is still open."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from server import errors
from server.auth import Scope
from server.models import Person, Report, Visit, Wish
from server.people.store import RepRecord
from server.planning.wishes import WishRecord

#: What a phone holds of the future, counted from the published plan's first day.
DAYS_AHEAD = 56


def reported() -> ColumnElement[bool]:
    return exists().where(Report.visit_id == Visit.id, Report.withdrawn_at.is_(None))


def open_visits(rep_id: UUID):
    """Returns the visits that may still move: neither cancelled nor reported."""
    return select(Visit).where(Visit.rep_id == rep_id, Visit.cancelled_at.is_(None), ~reported())


def must_be_plannable(rep: RepRecord) -> None:
    """Says in words why somebody cannot be planned for: paused, or no place to start from."""
    if not rep.active:
        raise errors.Conflict(f"{rep.name} is paused: let them work again, then plan.")
    if rep.base_lat is None or rep.base_lon is None:
        raise errors.Invalid(f"{rep.name} has no base yet: say where the days start, then plan.")


def must_see(scope: Scope, rep_id: UUID) -> None:
    if not scope.sees(rep_id):
        raise errors.NotFound


def in_scope(scope: Scope, column: Any, rep_id: UUID | None = None) -> list[ColumnElement[bool]]:
    """Returns the conditions that keep a query to the reps somebody sees, and to one of them."""
    seen = [] if scope.rep_ids is None else [column.in_(scope.rep_ids)]
    return seen if rep_id is None else [*seen, column == rep_id]


def load_wishes(db: Session, rep_id: UUID, first: date) -> list[WishRecord]:
    query = select(Wish, Person.name).outerjoin(Person, Person.id == Wish.by)
    query = query.where(Wish.rep_id == rep_id, Wish.on >= first)
    return [
        WishRecord(
            wish.id,
            wish.rev,
            wish.rep_id,
            wish.account_id,
            wish.visit_id,
            wish.kind,
            wish.on,
            wish.start_s,
            wish.end_s,
            wish.reason,
            wish.withdrawn_at is not None,
            manager or "",
        )
        for wish, manager in db.execute(query.order_by(Wish.made_at, Wish.id))
    ]
