"""What a manager asks of a rep's next plan: a visit held to a date, or not made on one.

These are wishes like a rep's own, with the manager's name on them: the same rules refuse them, the
same plan answers them, and of two about one visit the later counts, whoever made it.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server import clock, database, errors, jobs, wire
from server.auth import Scope
from server.models import Account, Report, Visit, Wish
from server.people import store as people
from server.planning import wishes
from server.planning.store import answers


def move(
    db: Session, scope: Scope, visit_id: UUID, asked: wire.MoveRequest, now: datetime
) -> tuple[UUID, UUID]:
    """Holds a visit to a date, unless a hard rule breaks. Returns the wish's id and the rep's."""
    visit = _open_visit(db, scope, visit_id)
    if (asked.start_s or 0) >= (86400 if asked.end_s is None else asked.end_s):
        raise errors.Invalid("The visit must begin before it ends.")
    wish = _wish(visit, scope, "pin", asked.on, asked.why, now)
    wish.start_s, wish.end_s = asked.start_s, asked.end_s
    code = answers.rule(db, visit.rep_id, _today(db, visit.rep_id, now), _record(wish))
    if code:
        raise errors.Invalid(wishes.TEXTS[code])
    if _has_another(db, visit, asked.on):
        raise errors.Conflict("The account has another visit on that day already.")
    details = {"from": visit.on.isoformat(), "on": asked.on.isoformat(), "why": asked.why}
    return _save(db, scope, wish, "visit_moved", details, now)


def veto(db: Session, scope: Scope, visit_id: UUID, why: str, now: datetime) -> tuple[UUID, UUID]:
    """Keeps a visit off its date. Returns the wish's id and the rep's."""
    visit = _open_visit(db, scope, visit_id)
    wish = _wish(visit, scope, "drop", visit.on, why, now)
    return _save(db, scope, wish, "visit_vetoed", {"on": visit.on.isoformat(), "why": why}, now)


def take_back(db: Session, scope: Scope, wish_id: UUID, now: datetime) -> None:
    """Takes back what a manager asked, and asks for a new plan; a rep's own wish is the rep's."""
    row = db.get(Wish, wish_id)
    if row is None or not scope.sees(row.rep_id):
        raise errors.NotFound
    if row.by is None:
        raise errors.Conflict("The rep asked for this. Move the visit instead, or speak to them.")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.rev = now, database.take_rev(db)
        jobs.request(db, "plan", row.rep_id)
        details = {"kind": row.kind, "on": row.on.isoformat()}
        people.audit(db, now, scope, "wish_taken_back", row.account_id, details)


def load_asked(
    db: Session, scope: Scope, rep_id: UUID, now: datetime, wish_id: UUID | None = None
) -> list[wire.ReviewWish]:
    """Returns what was asked of a rep's plan from today on and still counts, by date."""
    first = _today(db, rep_id, now, scope)
    found = answers.load_answered_wishes(db, scope, rep_id, first)
    standing = {one.id for one in wishes.standing(wish for wish, _ in found)}
    ids = {wish.account_id for wish, _ in found}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    names = {account_id: name for account_id, name in db.execute(query)}
    return [
        _row(wish, said, names[wish.account_id])
        for wish, said in sorted(found, key=lambda one: (one[0].on, one[0].rev))
        if wish.id in standing and wish_id in (None, wish.id)
    ]


def _row(wish: Any, said: Any, account: str) -> wire.ReviewWish:
    return wire.ReviewWish(
        id=wish.id,
        account_id=wish.account_id,
        account=account,
        visit_id=wish.visit_id,
        kind=wish.kind,
        on=wish.on,
        start_s=wish.start_s,
        end_s=wish.end_s,
        why=wish.reason,
        by=wish.by,
        answer=said.answer,
        answer_text=said.text,
    )


def _open_visit(db: Session, scope: Scope, visit_id: UUID) -> Visit:
    visit = db.get(Visit, visit_id)
    if visit is None or not scope.sees(visit.rep_id):
        raise errors.NotFound
    if visit.cancelled_at is not None:
        raise errors.Conflict("This visit is not in the plan any more.")
    told = select(exists().where(Report.visit_id == visit.id, Report.withdrawn_at.is_(None)))
    if db.scalar(told):
        raise errors.Conflict("This visit was reported already.")
    return visit


def _has_another(db: Session, visit: Visit, on: date) -> bool:
    same_day = exists().where(
        Visit.account_id == visit.account_id,
        Visit.on == on,
        Visit.id != visit.id,
        Visit.cancelled_at.is_(None),
    )
    return bool(db.scalar(select(same_day)))


def _today(db: Session, rep_id: UUID, now: datetime, scope: Scope | None = None) -> date:
    return clock.local_date(now, people.load_rep(db, scope or Scope.system(), rep_id).zone)


def _wish(visit: Visit, scope: Scope, kind: str, on: date, why: str, now: datetime) -> Wish:
    return Wish(
        id=database.new_id(),
        rep_id=visit.rep_id,
        account_id=visit.account_id,
        visit_id=visit.id,
        kind=kind,
        on=on,
        reason=why.strip(),
        by=scope.person_id,
        made_at=now,
    )


def _record(wish: Wish) -> wishes.WishRecord:
    return wishes.WishRecord(
        wish.id,
        0,
        wish.rep_id,
        wish.account_id,
        wish.visit_id,
        wish.kind,
        wish.on,
        wish.start_s,
        wish.end_s,
    )


def _save(
    db: Session, scope: Scope, wish: Wish, action: str, details: dict[str, str], now: datetime
) -> tuple[UUID, UUID]:
    wish.rev = database.take_rev(db)
    db.add(wish)
    db.flush()
    jobs.request(db, "plan", wish.rep_id)
    people.audit(db, now, scope, action, wish.account_id, details)
    return wish.id, wish.rep_id
