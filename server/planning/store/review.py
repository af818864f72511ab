"""How a rep's plans are published and what they weigh, as their manager decided."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from routing.plan.weighing import USUAL, Weights
from server import errors, wire
from server.auth import Scope
from server.models import AuditEntry, Person, Plan, RepSettings
from server.people import store as people
from server.planning.store import plans

HELD, RELEASED, REFUSED, WEIGHED = "plans_held", "plans_released", "plan_refused", "plans_weighed"


def load_weights(db: Session, rep_id: UUID) -> Weights:
    """Returns what a rep's plans weigh otherwise than the company's."""
    kept = db.scalar(select(RepSettings.weights).where(RepSettings.person_id == rep_id))
    return Weights(**kept) if kept else USUAL


def save_weights(db: Session, scope: Scope, rep_id: UUID, weights: Weights, now: datetime) -> None:
    """Writes what a rep's plans weigh and asks for one; the usual weights are kept as none."""
    kept = None if weights.are_usual else asdict(weights)
    people.save_rep(db, scope, rep_id, {"weights": kept}, now)
    people.audit(db, now, scope, WEIGHED, rep_id, asdict(weights))


def hold(db: Session, scope: Scope, rep_id: UUID, why: str, now: datetime) -> None:
    """Keeps the published plan: new ones wait as drafts until the rep's plans are released."""
    if not people.load_rep(db, scope, rep_id).auto_publish:
        raise errors.Conflict("This rep's plans are held already.")
    people.save_rep(db, scope, rep_id, {"auto_publish": False}, now)
    people.audit(db, now, scope, HELD, rep_id, {"why": why.strip()})


def release(db: Session, scope: Scope, rep_id: UUID, now: datetime) -> None:
    """Lets plans publish by themselves again, and asks for one."""
    if people.load_rep(db, scope, rep_id).auto_publish:
        raise errors.Conflict("This rep's plans are not held.")
    people.save_rep(db, scope, rep_id, {"auto_publish": True}, now)
    people.audit(db, now, scope, RELEASED, rep_id, {})


def refuse(db: Session, scope: Scope, plan_id: UUID, now: datetime, why: str = "") -> None:
    """Says no to a draft, and why."""
    plans.refuse(db, scope, plan_id, now)
    people.audit(db, now, scope, REFUSED, plan_id, {"why": why.strip()})


def load_review(db: Session, scope: Scope, rep_id: UUID) -> wire.ReviewOut:
    """Returns how a rep's plans are made and published now."""
    rep = people.load_rep(db, scope, rep_id)
    weights = load_weights(db, rep_id)
    by_itself = rep.auto_publish and people.load_setting(db, "auto_publish")
    return wire.ReviewOut(
        rep_id=rep_id,
        publishing="held" if not rep.auto_publish else "itself" if by_itself else "company",
        held=None if rep.auto_publish else _held(db, rep_id),
        weights=wire.Weights(**asdict(weights)),
        usual=weights.are_usual,
        refused=_refused(db, rep_id),
    )


def _held(db: Session, rep_id: UUID) -> wire.HeldOut:
    """Returns who held a rep's plans and why, where it was said: settings may say it too."""
    found = _latest(db, str(rep_id), HELD, RELEASED)
    if found is None or found[0].action == RELEASED:
        return wire.HeldOut(at=None, by="", why="")
    entry, by = found
    return wire.HeldOut(at=entry.at, by=by, why=entry.details.get("why", ""))


def _refused(db: Session, rep_id: UUID) -> wire.RefusedOut | None:
    """Returns the latest draft that was refused, while no later plan was published."""
    query = (
        select(Plan)
        .where(Plan.rep_id == rep_id)
        .where(Plan.refused_at.is_not(None) | Plan.published_at.is_not(None))
        .order_by(Plan.made_at.desc(), Plan.id.desc())
        .options(defer(Plan.body))
    )
    row = db.scalars(query.limit(1)).first()
    if row is None or row.refused_at is None:
        return None
    entry, by = _latest(db, str(row.id), REFUSED) or (None, "")
    why = entry.details.get("why", "") if entry else ""
    return wire.RefusedOut(made_at=row.made_at, at=row.refused_at, by=by, why=why)


def _latest(db: Session, about: str, *actions: str) -> tuple[AuditEntry, str] | None:
    """Returns the last of these entries about something, and who made it."""
    query = (
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.about == about, AuditEntry.action.in_(actions))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    found = db.execute(query.limit(1)).first()
    return (found[0], found[1] or "") if found else None
