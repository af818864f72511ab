"""Reports and adherence, as the rooms after this one read them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from server.auth import Scope
from server.models import Person, Report, ReportPhoto
from server.planning import store as planning

#: So many ids fit one statement in every database.
FEW = 5000


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What happened at an account. ``amended``: a later report of the same visit leads."""

    id: UUID
    rev: int
    account_id: UUID
    rep_id: UUID
    rep: str
    visit_id: UUID | None
    on: date
    outcome: Literal["made", "phone", "missed"]
    result: str
    note: str
    minutes: int | None
    next_step: str
    next_step_on: date | None
    class_answer: str
    class_wanted: str | None
    events: tuple[str, ...]
    order_value: float | None
    photos: tuple[str, ...]
    at_phone: datetime | None
    received_at: datetime
    source: str
    withdrawn: bool
    amended: bool

    @property
    def leads(self) -> bool:
        """Whether this is what counts: neither taken back nor amended by a later one."""
        return not (self.withdrawn or self.amended)


@dataclass(frozen=True, slots=True)
class Adherence:
    """A stop of a morning's copy, and whether it was done that same day."""

    rep_id: UUID
    on: date
    account_id: UUID
    visit_id: UUID
    done: bool


def load_reports(
    db: Session,
    scope: Scope,
    first: date,
    last: date,
    *,
    rep_id: UUID | None = None,
    ids: Collection[UUID] | None = None,
    leading_only: bool = True,
) -> tuple[ReportRecord, ...]:
    """Returns the reports about dates ``first`` to ``last``, in the server's order.

    By default only those that lead: of several about one visit the last received counts, and
    none that was withdrawn.
    """
    query = _reports().where(Report.on.between(first, last), *_seen(scope, Report.rep_id))
    if rep_id is not None:
        query = query.where(Report.rep_id == rep_id)
    if ids is not None:
        query = query.where(Report.id.in_(ids))
    query = query.order_by(Report.received_at, Report.id)
    rows = db.execute(query).all()
    photos = _photos(db, [row.id for row in rows])
    records = (_record(row._mapping, photos.get(row.id, ())) for row in rows)
    return tuple(record for record in records if record.leads or not leading_only)


def load_adherence(
    db: Session,
    scope: Scope,
    first: date,
    last: date,
    reports: Collection[ReportRecord] | None = None,
) -> tuple[Adherence, ...]:
    """Returns the mornings' stops, each with whether it was done that same day.

    A visit at the account that day counts, be it told of this visit or as an extra one; where a
    call was planned, a call. ``reports`` are those of the dates, where they are known already.
    """
    done: dict[tuple[UUID, UUID, date], set[str]] = {}
    for report in load_reports(db, scope, first, last) if reports is None else reports:
        done.setdefault((report.rep_id, report.account_id, report.on), set()).add(report.outcome)
    return tuple(
        Adherence(
            stop.rep_id,
            stop.on,
            stop.account_id,
            stop.visit_id,
            _is_done(stop.channel, done.get((stop.rep_id, stop.account_id, stop.on), set())),
        )
        for stop in planning.load_frozen(db, scope, first, last)
    )


#: What a record takes from its row as it stands there.
_OWN = tuple(f.name for f in fields(ReportRecord) if f.name not in {
    "rep", "withdrawn", "amended", "photos"
})  # fmt: skip


def _is_done(channel: str, outcomes: set[str]) -> bool:
    return "made" in outcomes or (channel == "phone" and "phone" in outcomes)


def _reports() -> Select:
    later = aliased(Report)
    amended = exists().where(
        later.visit_id == Report.visit_id,
        later.withdrawn_at.is_(None),
        or_(
            later.received_at > Report.received_at,
            and_(later.received_at == Report.received_at, later.id > Report.id),
        ),
    )
    columns = [getattr(Report, name) for name in _OWN]
    return select(
        *columns, Report.withdrawn_at, Person.name.label("rep"), amended.label("amended")
    ).join(Person, Person.id == Report.rep_id)


def _photos(db: Session, report_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Returns the pictures of reports, in their order; most reports have none."""
    if not report_ids:
        return {}
    few = len(report_ids) <= FEW
    query = select(ReportPhoto.report_id, ReportPhoto.sha256).order_by(ReportPhoto.position)
    if few:
        query = query.where(ReportPhoto.report_id.in_(report_ids))
    found: dict[UUID, tuple[str, ...]] = {}
    for report_id, sha256 in db.execute(query):
        found[report_id] = (*found.get(report_id, ()), sha256)
    return found


def _record(row: Mapping[Any, Any], photos: tuple[str, ...]) -> ReportRecord:
    told = dict(row)
    told["withdrawn"] = told.pop("withdrawn_at") is not None
    told["events"] = tuple(told["events"] or ())
    return ReportRecord(photos=photos, **told)


def _seen(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    return [] if scope.rep_ids is None else [column.in_(scope.rep_ids)]
