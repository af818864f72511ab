"""Writes what makes the demo's accounts tell a story: files, what reports told, today's ticket."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server import database
from server.accounts import imports
from server.accounts import store as accounts
from server.auth import Scope
from server.demo import files, told, touches
from server.demo.company import DemoCompany
from server.demo.mix import Row
from server.models import Account, Report, Touch, Visit

#: The source of reports the demo made itself.
SIMULATED = "simulated"


def bring_in(db: Session, kind: str, text: str, today: date) -> None:
    """Imports one of the demo's own files, through the same door as anybody's."""
    made = imports.read_and_apply(
        db, Scope.system(), kind, f"demo-{kind}.csv", text.encode(), None, today, True
    )
    if made.problems:
        problems = "; ".join(f"line {p.line}: {p.text}" for p in made.problems[:5])
        raise RuntimeError(f"The demo's own {kind} do not import: {problems}")


def save_told(db: Session, company: DemoCompany) -> None:
    """Adds to the simulated reports what a file of visits cannot say."""
    query = select(Account.number, Report.on, Report.outcome, Report.id)
    query = query.join(Report, Report.account_id == Account.id)
    found = db.execute(query.where(Report.source == SIMULATED))
    ids = {(number, on.isoformat(), outcome): report_id for number, on, outcome, report_id in found}
    rows = ((ids[_key(row)], row) for row in company.told if _key(row) in ids)
    db.execute(update(Report), [{"id": report_id, **_fields(row)} for report_id, row in rows])


def _key(row: Row) -> tuple[str, str, str]:
    return row["account_number"], row["date"], row["outcome"]


def _fields(row: Row) -> Row:
    """Returns the columns of a report that a row of the demo holds."""
    fields = {name: row[name] for name in told.FIELDS if name in row}
    if day := fields.get("next_step_on"):
        fields["next_step_on"] = date.fromisoformat(day)
    return fields


def forget_touches(db: Session, today: date) -> None:
    """Deletes the demo's own touches, and whatever would lie in the future."""
    simulated = Touch.by.in_(touches.COLLEAGUES)
    db.execute(delete(Touch).where(simulated | (Touch.on > today)))


# --- today ----------------------------------------------------------------------------------------


class _Stop(NamedTuple):
    rep_id: UUID
    account_id: UUID
    number: str


def tell_of_today(db: Session, today: date) -> None:
    """Gives each rep's published day a promise at its first stop and a ticket at its second."""
    days = [list(stops) for _, stops in groupby(_stops(db, today), lambda stop: stop.rep_id)]
    for first, *_ in days:
        _promise(db, first, today)
    rows = [touches.ticket(stops[1].number, today) for stops in days if len(stops) > 1]
    if rows:
        bring_in(db, "touches", files.touches_csv(rows), today)


def _stops(db: Session, today: date) -> Iterable[_Stop]:
    query = (
        select(Visit.rep_id, Visit.account_id, Account.number)
        .join(Account, Account.id == Visit.account_id)
        .where(Visit.on == today, Visit.cancelled_at.is_(None), Visit.channel == "visit")
        .order_by(Visit.rep_id, Visit.position, Visit.id)
    )
    return [_Stop(*row) for row in db.execute(query)]


def _promise(db: Session, stop: _Stop, today: date) -> None:
    """Writes the promise into the last simulated visit or call; none where nobody ever came."""
    query = select(Report).where(
        Report.account_id == stop.account_id,
        Report.source == SIMULATED,
        Report.outcome != "missed",
    )
    report = db.scalars(query.order_by(Report.on.desc())).first()
    if report is not None:
        rev = database.take_rev(db)
        for name, value in _fields(told.promise_of_today(stop.number, today)).items():
            setattr(report, name, value)
        report.rev = rev
        accounts.touch(db, {stop.account_id}, rev)
