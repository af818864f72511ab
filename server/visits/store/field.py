"""What reps told of their accounts, as the manager's desk looks at it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import errors
from server.accounts import store as accounts
from server.auth import Scope
from server.models import Account, ClassChange, ClassProposal, Fact, Person, Photo, Report
from server.visits.store.reports import ReportRecord, load_reports

#: So many reports of one account are shown.
REPORTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A report, and the account it is about as that stands now."""

    report: ReportRecord
    account: str
    account_class: str


@dataclass(frozen=True, slots=True)
class FoundProspect:
    """An account a rep added on the road, and what was said about it then."""

    account_id: UUID
    account: str
    city: str
    account_class: str
    rep: str
    on: date
    note: str


def load_proposals(db: Session, scope: Scope, first: date, last: date) -> tuple[Told, ...]:
    """Returns who wants another class, the latest first, as long as nobody has decided it.

    Only the last answer of each account counts, and none that a class change or a refusal has
    followed. The last is the one about the latest date: history may be imported after it was told.
    """
    reports = sorted(
        load_reports(db, scope, first, last), key=lambda one: (one.on, one.received_at)
    )
    said = {one.account_id: one for one in reports if one.class_answer}
    wanted = [one for one in said.values() if one.class_answer == "change"]
    decided = _decisions(db, {one.account_id for one in wanted})
    still = [
        one
        for one in _told(db, scope, wanted)
        if one.report.class_wanted != one.account_class
        and not any(at > one.report.received_at for at in decided.get(one.report.account_id, ()))
    ]
    return _latest_first(still)


def load_missed(db: Session, scope: Scope, first: date, last: date) -> tuple[Told, ...]:
    """Returns the visits somebody reported as missed, the latest first."""
    reports = load_reports(db, scope, first, last)
    return _latest_first(_told(db, scope, [one for one in reports if one.outcome == "missed"]))


def load_found(db: Session, scope: Scope, since: datetime) -> tuple[FoundProspect, ...]:
    """Returns the accounts that reps added since a moment, the latest first."""
    query = (
        select(Fact, Person.name)
        .join(Person, Person.id == Fact.person_id)
        .where(Fact.kind == "prospect", Fact.status == "accepted", Fact.received_at >= since)
        .order_by(Fact.received_at.desc(), Fact.id.desc())
    )
    if scope.rep_ids is not None:
        query = query.where(Fact.person_id.in_(scope.rep_ids))
    found = [(fact, rep) for fact, rep in db.execute(query) if fact.about]
    known = _accounts(db, scope, {UUID(fact.about) for fact, _ in found})
    return tuple(
        _found(fact, rep, known[UUID(fact.about)])
        for fact, rep in found
        if UUID(fact.about) in known
    )


def load_reports_at(db: Session, scope: Scope, account_id: UUID) -> tuple[Told, ...]:
    """Returns what was reported at an account in sight, by whomever, the latest first.

    Of the pictures only those that have arrived and that this person may see.
    """
    account = _accounts(db, scope, {account_id}).get(account_id)
    if account is None:
        raise errors.NotFound()
    ids = select(Report.id).where(Report.account_id == account_id)
    reports = load_reports(db, Scope.system(), date.min, date.max, ids=list(db.scalars(ids)))
    shown = sorted(reports, key=lambda one: (one.on, one.received_at), reverse=True)
    return tuple(
        Told(one, account.name, account.account_class)
        for one in _with_seen_photos(db, scope, shown[:REPORTS_SHOWN])
    )


def _with_seen_photos(
    db: Session, scope: Scope, reports: Iterable[ReportRecord]
) -> tuple[ReportRecord, ...]:
    reports = tuple(reports)
    named = {sha256 for one in reports for sha256 in one.photos}
    arrived = set(db.scalars(select(Photo.sha256).where(Photo.sha256.in_(named))))
    return tuple(
        replace(one, photos=tuple(p for p in one.photos if p in arrived and scope.sees(one.rep_id)))
        for one in reports
    )


def _told(db: Session, scope: Scope, reports: Iterable[ReportRecord]) -> list[Told]:
    """Returns reports with their accounts; one that was given to another team is left out."""
    reports = list(reports)
    known = _accounts(db, scope, {one.account_id for one in reports})
    return [
        Told(one, known[one.account_id].name, known[one.account_id].account_class)
        for one in reports
        if one.account_id in known
    ]


def _latest_first(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda one: (one.report.on, one.report.id), reverse=True))


def _accounts(db: Session, scope: Scope, ids: set[UUID]) -> dict[UUID, Any]:
    query = select(Account.id, Account.name, Account.city, Account.account_class)
    query = query.where(Account.id.in_(ids), *accounts.in_sight(scope))
    return {row.id: row for row in db.execute(query)}


def _decisions(db: Session, ids: set[UUID]) -> dict[UUID, list[datetime]]:
    """Returns when somebody changed a class or refused to."""
    found: dict[UUID, list[datetime]] = {}
    changed = select(ClassChange.account_id, ClassChange.at).where(
        ClassChange.account_id.in_(ids), ClassChange.from_class != ClassChange.to_class
    )
    still_open = select(ClassProposal.account_id).where(ClassProposal.decision == "")
    decided = select(ClassProposal.account_id, ClassProposal.decided_at).where(
        ClassProposal.account_id.in_(ids),
        ClassProposal.decided_at.is_not(None),
        # A decision that was taken back has left an open proposal.
        ~ClassProposal.account_id.in_(still_open),
    )
    for account_id, at in [*db.execute(changed), *db.execute(decided)]:
        found.setdefault(account_id, []).append(at)
    return found


def _found(fact: Fact, rep: str, account: Any) -> FoundProspect:
    return FoundProspect(
        account_id=account.id,
        account=account.name,
        city=account.city,
        account_class=account.account_class,
        rep=rep,
        on=date.fromisoformat(fact.args["on"]),
        note=fact.args.get("note", ""),
    )
