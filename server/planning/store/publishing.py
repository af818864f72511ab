"""Publishing: the pointer moves, and visits and days follow the plan."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, select
from sqlalchemy.orm import Session

from routing import domain
from server import clock, database, errors
from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Day,
    Plan,
    PublishedPlan,
    Report,
    Tombstone,
    Visit,
)
from server.people import store as people
from server.planning import identity, rows
from server.planning.identity import OpenRow, Planned
from server.planning.store import plans, pocket, scoped, underway


def publish(
    db: Session, scope: Scope, plan_id: UUID, now: datetime, by: UUID | None = None
) -> identity.Changes:
    """Makes a rep follow a plan: moves the pointer and brings visits and days to it.

    Days before today stay as they are, whatever the plan says of them. A plan that a later report
    has overtaken is refused: it could send the rep where they have just been.
    """
    row = plans.stored(db, scope, plan_id)
    _must_be_publishable(db, row)
    rep = people.load_rep(db, Scope.system(), row.rep_id)
    first = max(row.today, clock.local_date(now, rep.zone))
    rev = database.take_rev(db)
    before = _move_pointer(db, row, rev, now, by)
    made = plans.made_of(row)
    edge = _Edge.between(before, row, timedelta(days=scoped.DAYS_AHEAD))
    near = _Edge.between(before, row, timedelta(days=pocket.DAYS_SENT - 1))
    were = _dates_of_visits(db, row.rep_id, first)
    changes = _publish_visits(db, row, made, first, edge, rev, now)
    lunches = {day.on: day.lunch_s for day in people.working_days(rep, first, row.last_day)[0]}
    _publish_days(db, row, made, first, (edge, near), lunches, were, rev, now)
    cancelled = set(db.scalars(select(Visit.account_id).where(Visit.id.in_(changes.cancel))))
    _touch_accounts(db, changes, cancelled, before, made, rev)
    return changes


@dataclass(frozen=True, slots=True)
class _Edge:
    """The dates that come within reach because the plan begins later than the one before.

    Within the phones' view, or among those they are sent travel times of.
    """

    after: date
    upto: date

    @classmethod
    def between(cls, before: Plan | None, now: Plan, ahead: timedelta) -> "_Edge":
        return cls((before.today if before else now.today) + ahead, now.today + ahead)

    def __contains__(self, on: date) -> bool:
        return self.after < on <= self.upto


def _must_be_publishable(db: Session, row: Plan) -> None:
    if row.refused_at is not None:
        raise errors.Conflict("This plan was refused. Ask for a new one.")
    overtaken = select(exists().where(Report.rep_id == row.rep_id, Report.rev > row.based_on_rev))
    if db.scalar(overtaken):
        raise errors.Conflict("Visits were reported since this plan was made. Ask for a new one.")


def _move_pointer(db: Session, row: Plan, rev: int, now: datetime, by: UUID | None) -> Plan | None:
    """Returns the plan followed until now."""
    pointer = db.get(PublishedPlan, row.rep_id)
    before = db.get(Plan, pointer.plan_id) if pointer else None
    if pointer is None:
        db.add(PublishedPlan(rep_id=row.rep_id, plan_id=row.id, rev=rev))
    else:
        pointer.plan_id, pointer.rev = row.id, rev
    row.published_at, row.published_by = now, by
    return before


def _publish_visits(
    db: Session, row: Plan, made: domain.Plan, first: date, edge: _Edge, rev: int, now: datetime
) -> identity.Changes:
    _settle_reported(db, row.rep_id, first, rev, now)
    standing = underway.load_movable(db, row.rep_id, made, first, now)
    by_id = {visit.id: visit for visit in standing}
    changes = identity.matches(
        [OpenRow(visit.id, _planned(visit)) for visit in standing],
        _planned_from(db, row.rep_id, made, first, [v.id for v in standing if v.on == first]),
    )
    for change in changes.change:
        _write(by_id[change.id], change.planned, row.id, rev, now)
        by_id[change.id].sequence += change.moved
    for planned in changes.add:
        db.add(_write(Visit(created_at=now), planned, row.id, rev, now))
    for visit_id in changes.cancel:
        visit = by_id[visit_id]
        visit.cancelled_at = visit.changed_at = now
        visit.rev, visit.sequence = rev, visit.sequence + 1
    for visit_id in changes.keep:
        if by_id[visit_id].on in edge:
            by_id[visit_id].rev = rev
    db.flush()
    return changes


def _planned_from(
    db: Session, rep_id: UUID, made: domain.Plan, first: date, movable: Collection[UUID]
) -> list[Planned]:
    """Returns the plan's visits from a date on; those of a day under way count on from the last.

    So the stops still to come keep their numbers when the one before them is reported or begun.
    """
    done = (
        db.scalar(
            select(func.max(Visit.position)).where(
                Visit.rep_id == rep_id,
                Visit.on == first,
                Visit.cancelled_at.is_(None),
                Visit.id.not_in(movable),
            )
        )
        or 0
    )
    return [
        identity.moved_down(visit, done) if visit.on == first else visit
        for visit in rows.planned_visits(made, rep_id)
        if visit.on >= first
    ]


def _settle_reported(db: Session, rep_id: UUID, first: date, rev: int, now: datetime) -> None:
    """Brings a visit made before its planned date back to the date it was made on.

    It was moved away while the phone was offline; it keeps its row, and the calendar the truth.
    """
    query = (
        select(Visit, Report.on)
        .join(Report, and_(Report.visit_id == Visit.id, Report.withdrawn_at.is_(None)))
        .where(
            Visit.rep_id == rep_id,
            Visit.on >= first,
            Visit.cancelled_at.is_(None),
            Report.on < Visit.on,
        )
        .order_by(Report.on.desc())
    )
    for visit, on in {visit.id: (visit, on) for visit, on in db.execute(query)}.values():
        visit.on, visit.changed_at = on, now
        visit.rev, visit.sequence = rev, visit.sequence + 1


def _planned(visit: Visit) -> Planned:
    return Planned(**{name: getattr(visit, name) for name in identity.WRITTEN})


def _write(visit: Visit, planned: Planned, plan_id: UUID, rev: int, now: datetime) -> Visit:
    for name in identity.WRITTEN:
        setattr(visit, name, getattr(planned, name))
    visit.plan_id, visit.rev, visit.changed_at = plan_id, rev, now
    return visit


def _publish_days(
    db: Session,
    row: Plan,
    made: domain.Plan,
    first: date,
    edges: Collection[_Edge],
    lunches: Mapping[date, int],
    were: Mapping[UUID, date],
    rev: int,
    now: datetime,
) -> None:
    """Brings the days to the plan. One counts as changed when its frame or its visits did.

    ``were`` says on which date each visit stood before this publication.
    """
    rep_id, places = row.rep_id, row.places or {}
    standing = {
        day.on: day for day in db.scalars(select(Day).where(Day.rep_id == rep_id, Day.on >= first))
    }
    routes = {day.on: day for day in made.days if day.on >= first and (day.stops or day.calls)}
    visits = _dates_of_visits(db, rep_id, first)
    last = pocket.last_sent(row.today)
    left = {on for visit_id, on in were.items() if visits.get(visit_id) != on and on <= last}
    others = left | _dates_written(db, rep_id, rev, last)
    for on, route in routes.items():
        day = standing.get(on)
        ends = places.get(on.isoformat(), {})
        frame = _frame(route, ends, lunches.get(on, 0), day if on == first else None)
        if day is None:
            db.add(Day(rep_id=rep_id, on=on, rev=rev, **frame))
        elif (
            on in others
            or any(on in edge for edge in edges)
            or any(getattr(day, name) != value for name, value in frame.items())
        ):
            _set(day, frame | {"rev": rev})
    busy = set(visits.values())
    for on in (left & busy & standing.keys()) - routes.keys():
        standing[on].rev = rev
    gone = [day for on, day in standing.items() if on not in routes and on not in busy]
    for day in gone:
        db.delete(day)
    _leave(db, rep_id, "day", [day.on.isoformat() for day in gone], rev, now)
    _come_back(db, rep_id, "day", [on.isoformat() for on in routes.keys() - standing.keys()])
    db.flush()


def _frame(
    route: domain.DayRoute, ends: Mapping[str, Any], lunch_s: int, begun: Day | None
) -> dict[str, Any]:
    """Returns a day's frame. A day under way keeps its beginning: the plan knows only the rest."""
    frame = {
        "leave_s": route.leave_s,
        "home_s": route.home_s,
        "lunch_start_s": route.lunch_start_s,
        "lunch_s": lunch_s if route.lunch_start_s is not None else 0,
        "travel_s": route.travel_s,
        "travel_m": route.travel_m,
        "proven": route.proven,
        "bound_s": route.bound_s,
        "start": ends.get("start"),
        "end": ends.get("end"),
    }
    if begun is not None and begun.leave_s < route.leave_s:
        frame["leave_s"] = begun.leave_s
        if route.lunch_start_s is None:
            frame |= {"lunch_start_s": begun.lunch_start_s, "lunch_s": begun.lunch_s}
    return frame


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _dates_written(db: Session, rep_id: UUID, rev: int, last: date) -> set[date]:
    """Returns the dates with travel times whose visits this publication has written."""
    query = select(Visit.on).where(Visit.rep_id == rep_id, Visit.rev == rev, Visit.on <= last)
    return set(db.scalars(query.distinct()))


def _dates_of_visits(db: Session, rep_id: UUID, first: date) -> dict[UUID, date]:
    query = select(Visit.id, Visit.on).where(
        Visit.rep_id == rep_id, Visit.on >= first, Visit.cancelled_at.is_(None)
    )
    return {visit_id: on for visit_id, on in db.execute(query)}


def _leave(
    db: Session, person_id: UUID, kind: str, row_ids: Iterable[str], rev: int, now: datetime
) -> None:
    """Tells a person's phone to delete rows."""
    for row_id in row_ids:
        db.add(Tombstone(person_id=person_id, type=kind, row_id=row_id, at=now, rev=rev))


def _come_back(db: Session, person_id: UUID, kind: str, row_ids: Collection[str]) -> None:
    """Takes tombstones away again: a row that is back must not be deleted by an old one."""
    db.execute(
        delete(Tombstone).where(
            Tombstone.person_id == person_id, Tombstone.type == kind, Tombstone.row_id.in_(row_ids)
        )
    )


def _touch_accounts(
    db: Session,
    changes: identity.Changes,
    cancelled: Collection[UUID],
    before: Plan | None,
    made: domain.Plan,
    rev: int,
) -> None:
    """Marks the accounts whose next visit, or whose reason for having none, is another now."""
    then = plans.made_of(before).unplanned if before else ()
    reasons = {(one.visit.account_id, one.reason) for one in then}
    reasons ^= {(one.visit.account_id, one.reason) for one in made.unplanned}
    moved = {change.planned.account_id for change in changes.change if change.moved}
    new = {planned.account_id for planned in changes.add}
    left_out = {UUID(account_id) for account_id, _ in reasons}
    accounts.touch(db, moved | new | set(cancelled) | left_out, rev)
