"""What is different in a rep's plan: a draft against what is published, or since a date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from routing import workdays
from server import clock, errors
from server.auth import Scope
from server.models import Plan, PublishedPlan
from server.people import store as people
from server.planning import changes
from server.planning.changes import Changed
from server.planning.store import plans, problem


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan and what it changed. ``nervousness`` is None where there was no plan before."""

    plan_id: UUID
    state: Literal["draft", "published"]
    made_at: datetime
    nervousness: float | None
    changes: tuple[Changed, ...]


def load_comparison(
    db: Session, scope: Scope, rep_id: UUID, since: date | None, now: datetime
) -> Comparison:
    """Returns what the rep's latest draft would change, or without one what the plan did change.

    With ``since`` it is what all plans published from that date on changed together.
    """
    rep = people.load_rep(db, scope, rep_id)
    followed = db.scalar(
        select(Plan)
        .join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
        .where(PublishedPlan.rep_id == rep_id)
        .options(defer(Plan.body))
    )
    if followed is None:
        raise errors.NotFound
    today = clock.local_date(now, rep.zone)
    if since is not None:
        before = _followed_before(db, rep_id, since, rep.zone)
        found = plans.load_changes_since(db, rep_id, since, rep.zone)
        return _comparison(followed, "published", before, found, today)
    draft = _draft(db, rep_id, followed)
    if draft is None:
        before = db.get(Plan, followed.compared_with) if followed.compared_with else None
        found = changes.read(followed.changes or ())
        return _comparison(followed, "published", before, found, today)
    if draft.compared_with == followed.id:
        found = changes.read(draft.changes or ())
    else:
        # Another plan was published since it was made: what it was compared with is no more.
        wanted = problem.load_wanted(db, scope, rep_id, now)
        found = changes.between(plans.made_of(followed), plans.made_of(draft), wanted.problem)
    return _comparison(draft, "draft", followed, found, today)


def _draft(db: Session, rep_id: UUID, followed: Plan) -> Plan | None:
    """Returns the latest plan nobody has decided about, if it is later than the published one."""
    query = (
        select(Plan)
        .where(
            Plan.rep_id == rep_id,
            Plan.made_at >= followed.made_at,
            Plan.published_at.is_(None),
            Plan.refused_at.is_(None),
        )
        .order_by(Plan.made_at.desc(), Plan.id.desc())
    )
    return db.scalars(query.limit(1).options(defer(Plan.body))).first()


def _followed_before(db: Session, rep_id: UUID, since: date, zone: str) -> Plan | None:
    """Returns the plan that was followed when a date began."""
    midnight = workdays.instant(since, 0, zone)
    query = (
        select(Plan)
        .where(Plan.rep_id == rep_id, Plan.published_at < midnight)
        .order_by(Plan.published_at.desc(), Plan.id.desc())
    )
    return db.scalars(query.limit(1).options(defer(Plan.body))).first()


def _comparison(
    row: Plan,
    state: Literal["draft", "published"],
    before: Plan | None,
    found: tuple[Changed, ...],
    today: date,
) -> Comparison:
    share = changes.nervousness(found, plans.made_of(before), today) if before else None
    return Comparison(row.id, state, row.made_at, share, found)
