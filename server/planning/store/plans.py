"""Plans as they are stored: drafts, the published one, those replaced or refused."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from routing import domain, workdays
from routing.plan import WeekCapacity
from server import clock, errors, jobs, wire
from server.auth import Scope
from server.models import (
    Account,
    Person,
    Plan,
    PublishedPlan,
    Request,
)
from server.people import store as people
from server.planning import changes, places, rows
from server.planning.changes import Changed
from server.planning.places import Places
from server.planning.rows import (
    PlanRecord,
    PublishedRecord,
)
from server.planning.store import scoped

#: Plans kept in memory as they were read: they never change, and reading one takes a moment.
KEPT_PLANS = 32


@dataclass(frozen=True, slots=True)
class Followed:
    """The published plan with the places of a problem; ``starts`` are days not begun at base."""

    id: UUID
    plan: domain.Plan
    starts: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a plan's row keeps beside the plan: its days' places, and what it changed of which."""

    places: Mapping[str, Any] | None = None
    compared_with: UUID | None = None
    changes: Sequence[Changed] = ()
    #: What it weighed otherwise than usual; None for nothing.
    weights: Mapping[str, float] | None = None


def save_draft(
    db: Session,
    rep_id: UUID,
    made: domain.Plan,
    based_on_rev: int,
    seconds: float,
    now: datetime,
    weeks: Sequence[WeekCapacity] = (),
    beside: Beside | None = None,
) -> UUID:
    """Adds a plan, which nobody follows before it is published. Returns its id."""
    beside = beside or Beside()
    compared = beside.compared_with is not None
    row = Plan(
        rep_id=rep_id,
        made_at=now,
        today=made.today,
        last_day=made.last_day,
        based_on_rev=based_on_rev,
        body=rows.plan_body(made),
        summary=rows.summary(made, seconds, weeks) | {"weights": beside.weights},
        places=dict(beside.places) if beside.places else None,
        compared_with=beside.compared_with,
        changes=changes.stored(beside.changes) if compared else None,
    )
    db.add(row)
    db.flush()
    return row.id


def made_of(row: Plan) -> domain.Plan:
    """Returns the plan of a row; of the last few plans it is kept."""
    with _keeping:
        if row.id in _kept:
            _kept.move_to_end(row.id)
            return _kept[row.id]
    found = rows.plan_of(row.body)
    with _keeping:
        _kept[row.id] = found
        if len(_kept) > KEPT_PLANS:
            _kept.popitem(last=False)
    return found


_kept: OrderedDict[UUID, domain.Plan] = OrderedDict()
_keeping = threading.Lock()


def load_followed(db: Session, rep_id: UUID, known: Places) -> Followed | None:
    """Returns the plan a rep follows, with the places of a problem; None before the first."""
    row = db.scalar(_of_rep(rep_id).options(defer(Plan.body)))
    if row is None:
        return None
    kept = row.places or {}
    plan = places.numbered(made_of(row), kept, known)
    return Followed(row.id, plan, places.starts(kept, known))


def publishes_itself(db: Session, rep_id: UUID) -> bool:
    """Returns whether a plan of this rep needs nobody's yes: the company's rule and the rep's."""
    rep = people.load_rep(db, Scope.system(), rep_id)
    return bool(rep.auto_publish and people.load_setting(db, "auto_publish"))


def load_plans(db: Session, scope: Scope, rep_id: UUID | None = None) -> tuple[PlanRecord, ...]:
    """Returns the latest plans, newest first, without what they left out."""
    query = _plans().order_by(Plan.made_at.desc(), Plan.id.desc()).limit(50)
    query = query.where(*scoped.in_scope(scope, Plan.rep_id, rep_id)).options(defer(Plan.body))
    return tuple(_plan_record(*row) for row in db.execute(query))


def load_plan(db: Session, scope: Scope, plan_id: UUID) -> PlanRecord:
    """Returns one plan with what it left out."""
    query = _plans().where(Plan.id == plan_id, *scoped.in_scope(scope, Plan.rep_id))
    query = query.options(defer(Plan.body))
    row = db.execute(query).first()
    if row is None:
        raise errors.NotFound
    return _whole(db, *row)


def load_published(db: Session, scope: Scope, rep_id: UUID) -> PublishedRecord | None:
    """Returns the plan a rep follows, with what it left out; None before the first."""
    scoped.must_see(scope, rep_id)
    query = _plans().where(PublishedPlan.rep_id == rep_id).options(defer(Plan.body))
    row = db.execute(query).first()
    if row is None:
        return None
    pointer = db.get_one(PublishedPlan, rep_id)
    return PublishedRecord(_whole(db, *row), pointer.rev, _working(db, rep_id))


def load_unplanned(
    db: Session, scope: Scope, rep_id: UUID | None = None
) -> list[wire.UnplannedOut]:
    """Returns what the published plans left out, by date."""
    followed = select(Plan).join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
    followed = followed.where(*scoped.in_scope(scope, Plan.rep_id, rep_id))
    plans = db.scalars(followed.options(defer(Plan.body)))
    return sorted(
        (one for plan in plans for one in _unplanned(db, plan)),
        key=lambda one: (one.target, one.account),
    )


def refuse(db: Session, scope: Scope, plan_id: UUID, now: datetime) -> None:
    """Says no to a draft; it stays to be looked at."""
    row = stored(db, scope, plan_id)
    if row.published_at is not None:
        raise errors.Conflict("This plan was already published.")
    row.refused_at = row.refused_at or now


def stored(db: Session, scope: Scope, plan_id: UUID) -> Plan:
    """Returns a plan's row; one of a rep outside the scope is as unknown as one that is not."""
    row = db.get(Plan, plan_id)
    if row is None or not scope.sees(row.rep_id):
        raise errors.NotFound
    return row


def plan_state(db: Session, scope: Scope, rep_id: UUID, now: datetime) -> wire.PlanState | None:
    """Returns what a phone says of its plan; None before the first."""
    published = load_published(db, scope, rep_id)
    if published is None:
        return None
    zone = people.load_rep(db, scope, rep_id).zone
    today = clock.local_date(now, zone)
    found = changes.soon(load_changes_since(db, rep_id, today, zone), today)
    return rows.plan_state(published, now, change_rows(db, found))


def load_changes_since(db: Session, rep_id: UUID, since: date, zone: str) -> tuple[Changed, ...]:
    """Returns what the plans published from a date on changed together."""
    midnight = workdays.instant(since, 0, zone)
    query = (
        select(Plan.changes)
        .where(Plan.rep_id == rep_id, Plan.published_at >= midnight)
        .order_by(Plan.published_at, Plan.made_at, Plan.id)
    )
    return changes.merged(changes.read(one or ()) for one in db.scalars(query))


def change_rows(db: Session, found: Sequence[Changed]) -> list[wire.ChangeOut]:
    """Returns changes as people read them."""
    names = _names(db, {one.account_id for one in found})
    return [changes.change_row(one, names) for one in found]


def _of_rep(rep_id: UUID):
    followed = select(Plan).join(PublishedPlan, PublishedPlan.plan_id == Plan.id)
    return followed.where(PublishedPlan.rep_id == rep_id)


def _plans():
    return (
        select(Plan, Person.name, PublishedPlan.plan_id)
        .join(Person, Person.id == Plan.rep_id)
        .outerjoin(PublishedPlan, PublishedPlan.plan_id == Plan.id)
    )


def _whole(db: Session, row: Plan, rep: str, published: UUID | None) -> PlanRecord:
    return replace(_plan_record(row, rep, published), unplanned=_unplanned(db, row))


def _plan_record(row: Plan, rep: str, published: UUID | None) -> PlanRecord:
    return PlanRecord(
        id=row.id,
        rep_id=row.rep_id,
        rep=rep,
        made_at=row.made_at,
        today=row.today,
        last_day=row.last_day,
        based_on_rev=row.based_on_rev,
        state=_state(row, published is not None),
        summary={**row.summary, "changes": None if row.changes is None else len(row.changes)},
    )


def _state(row: Plan, is_published: bool) -> rows.PlanStates:
    if is_published:
        return "published"
    if row.refused_at is not None:
        return "refused"
    return "draft" if row.published_at is None else "replaced"


def _unplanned(db: Session, row: Plan) -> tuple[wire.UnplannedOut, ...]:
    made = made_of(row)
    ids = {UUID(one.visit.account_id) for one in made.unplanned}
    names = _names(db, ids | {by for one in made.unplanned if (by := rows.displaced_by(one))})
    return tuple(rows.unplanned_row(one, names) for one in made.unplanned)


def _names(db: Session, account_ids: Collection[UUID]) -> dict[UUID, str]:
    query = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {account_id: name for account_id, name in db.execute(query)}


def load_requests(db: Session, scope: Scope, real_now: datetime) -> list[wire.RequestOut]:
    """Returns what is being planned, and what failed: of the reps in sight; an admin sees all."""
    names = _rep_names(db, scope)
    task, keys = (None, None) if scope.rep_ids is None else ("plan", list(names))
    return [_request(row, names, real_now) for row in jobs.load_requests(db, task, keys)]


def load_request(
    db: Session, scope: Scope, task: str, key: str, real_now: datetime
) -> wire.RequestOut:
    """Returns one piece of background work."""
    found = [
        row for row in load_requests(db, scope, real_now) if (row.task, row.key) == (task, key)
    ]
    if not found:
        raise errors.NotFound
    return found[0]


def _rep_names(db: Session, scope: Scope) -> dict[str, str]:
    query = select(Person.id, Person.name).where(*scoped.in_scope(scope, Person.id))
    return {str(person_id): name for person_id, name in db.execute(query)}


def _request(row: Request, names: Mapping[str, str], real_now: datetime) -> wire.RequestOut:
    return wire.RequestOut(
        task=row.task,
        key=row.key,
        about=names.get(row.key, row.key),
        state=jobs.state(row, real_now),
        progress=row.progress,
        error=row.error,
        attempts=row.attempts,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
    )


def _working(db: Session, rep_id: UUID) -> str:
    """Returns what planning does for a rep now, in words; empty when it rests or has failed."""
    row = db.get(Request, ("plan", str(rep_id)))
    if row is None or row.done_rev >= row.asked_rev or row.failed_at is not None:
        return ""
    return row.progress or "A new plan is wanted."
