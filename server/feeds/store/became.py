"""What came of a visit whose calendar link somebody opened, maybe weeks later."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import Scope
from server.errors import NotFound
from server.feeds.records import Became
from server.feeds.store.visits import address_of
from server.models import Account, Contact, Person, Report, Visit


def load_became(db: Session, scope: Scope, visit_id: UUID, today: date) -> Became:
    """Returns what came of one visit; another's visit is as unknown as one that never was."""
    query = (
        select(Visit, Account, Person.name)
        .join(Account, Account.id == Visit.account_id)
        .join(Person, Person.id == Visit.rep_id)
        .where(Visit.id == visit_id)
    )
    row = db.execute(query).first()
    if row is None or not scope.sees(row[0].rep_id):
        raise NotFound
    visit, account, rep = row
    report = _report(db, visit_id)
    following = _following(db, scope, visit, today)
    return Became(
        id=visit.id,
        account_id=account.id,
        account=account.name,
        rep_id=visit.rep_id,
        rep=rep,
        on=visit.on,
        start_s=visit.start_s,
        state=report.outcome if report else _state(visit, today),
        told_on=report.on if report else None,
        next_id=following.id if following else None,
        next_on=following.on if following else None,
        address=address_of(account),
        lat=account.lat,
        lon=account.lon,
        phone=_phone(db, account.id),
    )


def _state(visit: Visit, today: date) -> str:
    if visit.cancelled_at is not None:
        return "cancelled"
    return "open" if visit.on >= today else "unreported"


def _report(db: Session, visit_id: UUID) -> Report | None:
    """Of two reports the later received one leads."""
    query = (
        select(Report)
        .where(Report.visit_id == visit_id, Report.withdrawn_at.is_(None))
        .order_by(Report.received_at.desc(), Report.rev.desc())
    )
    return db.scalars(query).first()


def _following(db: Session, scope: Scope, visit: Visit, today: date) -> Visit | None:
    """Returns the account's next visit that the reader may see."""
    query = (
        select(Visit)
        .where(
            Visit.account_id == visit.account_id,
            Visit.id != visit.id,
            Visit.on >= today,
            Visit.cancelled_at.is_(None),
        )
        .order_by(Visit.on)
    )
    return next((one for one in db.scalars(query) if scope.sees(one.rep_id)), None)


def _phone(db: Session, account_id: UUID) -> str:
    query = select(Contact.phone).where(Contact.account_id == account_id, Contact.phone != "")
    return db.scalar(query.order_by(Contact.id)) or ""
