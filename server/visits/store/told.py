"""What a phone tells, applied: each thing once, in the server's order."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from server import database, errors, jobs, wire
from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Account,
    CheckIn,
    Feedback,
    Report,
    ReportPhoto,
    Tombstone,
    Visit,
    Wish,
)
from server.planning import store as planning
from server.visits.sync import ACCEPTED, Answer, Item, refused

#: West of Greenwich it is still yesterday.
A_DAY = timedelta(days=1)


def save_report(
    db: Session, person_id: UUID, item: Item, said: wire.ReportArgs, now: datetime
) -> Answer:
    """Keeps a report, whatever became of its visit while the phone was away.

    It is linked where the visit still stands, else it tells of an extra one. Only an account the
    person never had is refused.
    """
    account = db.get(Account, item.about) if item.about else None
    if account is None or not _was_theirs(db, person_id, account):
        return refused("not_found")
    visit = _own_visit(db, person_id, account.id, said.visit_id)
    standing = visit is not None and visit.cancelled_at is None
    _save_report(db, person_id, account.id, said.visit_id if standing else None, item, said, now)
    return ACCEPTED


def _save_report(
    db: Session,
    person_id: UUID,
    account_id: UUID,
    visit_id: UUID | None,
    item: Item,
    said: wire.ReportArgs,
    now: datetime,
) -> None:
    rev = database.take_rev(db)
    _touch_reports(db, visit_id, rev)
    db.add(
        Report(
            id=item.id,
            account_id=account_id,
            rep_id=person_id,
            visit_id=visit_id,
            on=said.on,
            outcome=said.outcome,
            result=said.result,
            note=said.note,
            minutes=said.minutes,
            next_step=said.next_step,
            next_step_on=said.next_step_on,
            class_answer=said.class_answer,
            class_wanted=said.class_wanted,
            events=list(said.events),
            order_value=said.order_value,
            at_phone=item.at_phone,
            received_at=now,
            rev=rev,
        )
    )
    db.flush()
    # The same picture twice in one report is one picture.
    for position, sha256 in enumerate(dict.fromkeys(said.photos)):
        db.add(ReportPhoto(report_id=item.id, sha256=sha256, position=position))
    accounts.touch(db, {account_id}, rev)
    if said.class_answer == "change" or said.events:
        jobs.request(db, "classes", account_id)


def save_check_in(
    db: Session, person_id: UUID, item: Item, said: wire.CheckInArgs, now: datetime
) -> Answer:
    """Keeps that somebody was there; like a report it is kept whatever became of the visit."""
    account = db.get(Account, item.about) if item.about else None
    if account is None or not _was_theirs(db, person_id, account):
        return refused("not_found")
    visit = _own_visit(db, person_id, account.id, said.visit_id)
    db.add(
        CheckIn(
            id=item.id,
            account_id=account.id,
            rep_id=person_id,
            visit_id=visit.id if visit else None,
            on=said.on,
            lat=said.lat,
            lon=said.lon,
            accuracy_m=said.accuracy_m,
            at_phone=item.at_phone,
            received_at=now,
        )
    )
    return ACCEPTED


def save_prospect(
    db: Session, person_id: UUID, item: Item, said: wire.ProspectArgs, now: datetime
) -> Answer:
    """Adds an account that has not bought yet, under the id the phone gave it."""
    if item.about is None or db.get(Account, item.about) is not None:
        return refused("id_reuse")
    if (said.lat is None) != (said.lon is None):
        return refused("invalid", "A place needs latitude and longitude.")
    accounts.add_prospect(db, person_id, item.about, said, now)
    return ACCEPTED


def save_correction(
    db: Session, person_id: UUID, item: Item, said: wire.CorrectArgs, now: datetime
) -> Answer:
    """Changes what the phone named, whatever it was before; the log keeps the old values."""
    account = db.get(Account, item.about) if item.about else None
    if account is None or account.rep_id != person_id:
        return refused("not_found")
    changes = said.model_dump(exclude_none=True)
    scope = Scope.rep(person_id)
    try:
        accounts.change_account(
            db, scope, account.id, changes, rev=account.rev, today=now.date(), now=now
        )
    except errors.Invalid as fault:
        return refused("invalid", " ".join(one["text"] for one in fault.problems) or str(fault))
    return ACCEPTED


def save_feedback(
    db: Session, person_id: UUID, item: Item, said: wire.FeedbackArgs, now: datetime
) -> Answer:
    """Keeps a word to the manager."""
    account = db.get(Account, item.about) if item.about else None
    if item.about and (account is None or not _was_theirs(db, person_id, account)):
        return refused("not_found")
    db.add(
        Feedback(
            id=item.id,
            rep_id=person_id,
            account_id=item.about,
            on=said.on,
            topic=said.topic,
            text=said.text,
            at_phone=item.at_phone,
            received_at=now,
            rev=database.take_rev(db),
        )
    )
    return ACCEPTED


def save_drop(
    db: Session, person_id: UUID, item: Item, said: wire.DropArgs, now: datetime
) -> Answer:
    """Keeps the wish not to visit on a date, unless the visit was made already."""
    visit = _own_visit(db, person_id, item.about, said.visit_id)
    if visit is None:
        return refused("not_found")
    if _was_made(db, visit.id):
        return refused("already_made")
    return _wish(db, person_id, item, said, now)


def save_pin(db: Session, person_id: UUID, item: Item, said: wire.PinArgs, now: datetime) -> Answer:
    """Keeps the wish to visit on a date; the next plan says whether it can."""
    account = db.get(Account, item.about) if item.about else None
    if account is None or account.rep_id != person_id:
        return refused("not_found")
    if said.visit_id and _own_visit(db, person_id, account.id, said.visit_id) is None:
        return refused("not_found")
    if (said.start_s or 0) >= (said.end_s if said.end_s is not None else 86400):
        return refused("invalid", "The visit must begin before it ends.")
    return _wish(db, person_id, item, said, now, said.start_s, said.end_s)


def _wish(
    db: Session,
    person_id: UUID,
    item: Item,
    said: wire.DropArgs | wire.PinArgs,
    now: datetime,
    start_s: int | None = None,
    end_s: int | None = None,
) -> Answer:
    """Keeps a wish, unless it would undo what a manager asked for and has not taken back."""
    assert item.about is not None, "both wishes are about an account that was found"
    wish = planning.WishRecord(item.id, 0, person_id, item.about, said.visit_id, item.kind,
                               said.on, start_s, end_s)  # fmt: skip
    if text := planning.load_contrary(db, wish, now.date() - A_DAY):
        return refused("manager_asked", text)
    db.add(
        Wish(
            id=item.id,
            rep_id=person_id,
            account_id=item.about,
            visit_id=said.visit_id,
            kind=item.kind,
            on=said.on,
            start_s=start_s,
            end_s=end_s,
            reason=said.reason,
            made_at=now,
            rev=database.take_rev(db),
        )
    )
    return ACCEPTED


def withdraw(
    db: Session, person_id: UUID, item: Item, said: wire.WithdrawArgs, now: datetime
) -> Answer:
    """Takes back what a person told or wished; it stays in the log, and once is enough.

    What a manager asked for is the manager's to take back.
    """
    row = _told(db, said.of)
    if row is None or row.rep_id != person_id:
        return refused("not_found")
    if isinstance(row, Wish) and row.by is not None:
        return refused("manager_asked")
    if row.withdrawn_at is None:
        rev = database.take_rev(db)
        row.withdrawn_at = now
        if not isinstance(row, CheckIn):
            row.rev = rev
        if isinstance(row, Report):
            _touch_reports(db, row.visit_id, rev)
            accounts.touch(db, {row.account_id}, rev)
    return ACCEPTED


def _told(db: Session, item_id: UUID) -> Report | Wish | CheckIn | Feedback | None:
    """Returns what can be taken back; a prospect is no longer its rep's alone."""
    return (
        db.get(Report, item_id)
        or db.get(Wish, item_id)
        or db.get(CheckIn, item_id)
        or db.get(Feedback, item_id)
    )


def load_planners(db: Session, person_id: UUID, account_ids: Collection[UUID]) -> set[UUID]:
    """Returns whose plans a change at these accounts concerns: the person's, and their reps'."""
    query = select(Account.rep_id).where(Account.id.in_(account_ids), Account.rep_id.is_not(None))
    return {person_id, *(rep_id for rep_id in db.scalars(query) if rep_id)}


def _was_theirs(db: Session, person_id: UUID, account: Account) -> bool:
    """Returns whether a person has the account, or had it: visits, reports, tombstones tell."""
    if account.rep_id == person_id:
        return True
    trace = select(
        or_(
            exists().where(Visit.rep_id == person_id, Visit.account_id == account.id),
            exists().where(Report.rep_id == person_id, Report.account_id == account.id),
            exists().where(
                Tombstone.person_id == person_id,
                Tombstone.type == "account",
                Tombstone.row_id == str(account.id),
            ),
        )
    )
    return bool(db.scalar(trace))


def _own_visit(
    db: Session, person_id: UUID, account_id: UUID | None, visit_id: UUID | None
) -> Visit | None:
    """Returns the person's visit at that account, cancelled or not."""
    visit = db.get(Visit, visit_id) if visit_id else None
    if visit is None or visit.rep_id != person_id or visit.account_id != account_id:
        return None
    return visit


def _was_made(db: Session, visit_id: UUID) -> bool:
    made = select(Report.id).where(
        Report.visit_id == visit_id, Report.withdrawn_at.is_(None), Report.outcome != "missed"
    )
    return db.scalar(made.limit(1)) is not None


def _touch_reports(db: Session, visit_id: UUID | None, rev: int) -> None:
    """Marks a visit's other reports: whether they lead may be different now."""
    if visit_id is not None:
        for report in db.scalars(select(Report).where(Report.visit_id == visit_id)):
            report.rev = rev
