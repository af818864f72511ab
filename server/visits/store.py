"""Reports, wishes and the log of what phones sent: written once, in the server's order."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session, aliased

from server import database, wire
from server.accounts import store as accounts
from server.auth import Scope
from server.models import (
    Account,
    Company,
    Day,
    Fact,
    Person,
    PublishedPlan,
    Report,
    RepSettings,
    Tombstone,
    Visit,
    Wish,
)
from server.planning import store as planning
from server.visits.sync import ACCEPTED, Answer, Item, Key, Logged, refused

#: How far back a phone looks: at visits and wishes, and at its own reports.
VISITS_BACK_D = 14
REPORTS_BACK_D = 56


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


# --- what was sent before -------------------------------------------------------------------------


def load_logged(db: Session, person_id: UUID, item_id: UUID) -> Logged | None:
    """Returns what an item of this person was answered; None when its id is new.

    An id that somebody else used, or that an imported row has, is taken: its log has no hash that
    anything could equal.
    """
    row = db.get(Fact, (person_id, item_id))
    if row is not None:
        return Logged(row.content_hash, Answer(row.status, row.code, row.text))  # type: ignore[arg-type]
    taken = select(
        or_(*(exists().where(column == item_id) for column in (Fact.id, Report.id, Wish.id)))
    )
    return Logged("", refused("id_reuse")) if db.scalar(taken) else None


def save_logged(
    db: Session, person_id: UUID, client_id: UUID, item: Item, answer: Answer, now: datetime
) -> None:
    """Writes an item and its answer to the log, refused ones as well."""
    db.add(
        Fact(
            person_id=person_id,
            id=item.id,
            kind=item.kind,
            about=str(item.about) if item.about else None,
            args=dict(item.args),
            content_hash=item.hash,
            at_phone=item.at_phone,
            zone=item.zone,
            client_id=client_id,
            received_at=now,
            status=answer.status,
            code=answer.code,
            text=answer.text,
        )
    )
    db.flush()


def attempted(db: Session, apply: Callable[[], Answer]) -> Answer:
    """Returns what ``apply`` answers; what the database cannot take is refused and undone.

    The revision must be taken before, or it would be undone as well. A database that is busy or
    gone is no fault of the item: that error goes on.
    """
    try:
        with db.begin_nested():
            answer = apply()
            db.flush()
        return answer
    except OperationalError:
        raise
    except (DataError, IntegrityError, StatementError, OverflowError):
        return refused("invalid", "Rounds cannot keep this.")


# --- applying -------------------------------------------------------------------------------------


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
            at_phone=item.at_phone,
            received_at=now,
            rev=rev,
        )
    )
    accounts.touch(db, {account_id}, rev)


def save_drop(
    db: Session, person_id: UUID, item: Item, said: wire.DropArgs, now: datetime
) -> Answer:
    """Keeps the wish not to visit on a date, unless the visit was made already."""
    visit = _own_visit(db, person_id, item.about, said.visit_id)
    if visit is None:
        return refused("not_found")
    if _was_made(db, visit.id):
        return refused("already_made")
    _save_wish(db, person_id, item, said, now)
    return ACCEPTED


def save_pin(db: Session, person_id: UUID, item: Item, said: wire.PinArgs, now: datetime) -> Answer:
    """Keeps the wish to visit on a date; the next plan says whether it can."""
    account = db.get(Account, item.about) if item.about else None
    if account is None or account.rep_id != person_id:
        return refused("not_found")
    if said.visit_id and _own_visit(db, person_id, account.id, said.visit_id) is None:
        return refused("not_found")
    if (said.start_s or 0) >= (said.end_s if said.end_s is not None else 86400):
        return refused("invalid", "The visit must begin before it ends.")
    _save_wish(db, person_id, item, said, now, said.start_s, said.end_s)
    return ACCEPTED


def _save_wish(
    db: Session,
    person_id: UUID,
    item: Item,
    said: wire.DropArgs | wire.PinArgs,
    now: datetime,
    start_s: int | None = None,
    end_s: int | None = None,
) -> None:
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


def withdraw(
    db: Session, person_id: UUID, item: Item, said: wire.WithdrawArgs, now: datetime
) -> Answer:
    """Takes back a person's own report or wish; it stays in the log, and once is enough."""
    row = db.get(Report, said.of) or db.get(Wish, said.of)
    if row is None or row.rep_id != person_id:
        return refused("not_found")
    if row.withdrawn_at is None:
        rev = database.take_rev(db)
        row.withdrawn_at, row.rev = now, rev
        if isinstance(row, Report):
            _touch_reports(db, row.visit_id, rev)
            accounts.touch(db, {row.account_id}, rev)
    return ACCEPTED


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


# --- reports and adherence, for others ------------------------------------------------------------


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
    records = (_record(report, rep, amended) for report, rep, amended in db.execute(query))
    return tuple(record for record in records if record.leads or not leading_only)


def load_adherence(db: Session, scope: Scope, first: date, last: date) -> tuple[Adherence, ...]:
    """Returns the mornings' stops, each with whether it was done that same day.

    A visit at the account that day counts, be it told of this visit or as an extra one; where a
    call was planned, a call.
    """
    done: dict[tuple[UUID, UUID, date], set[str]] = {}
    for report in load_reports(db, scope, first, last):
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
    return select(Report, Person.name, amended).join(Person, Person.id == Report.rep_id)


def _record(report: Report, rep: str, amended: bool) -> ReportRecord:
    own = set(ReportRecord.__slots__) - {"rep", "withdrawn", "amended"}
    return ReportRecord(
        rep=rep,
        withdrawn=report.withdrawn_at is not None,
        amended=amended,
        **{name: getattr(report, name) for name in own},
    )


def _seen(scope: Scope, column: Any) -> list[ColumnElement[bool]]:
    return [] if scope.rep_ids is None else [column.in_(scope.rep_ids)]


# --- what a phone has not seen --------------------------------------------------------------------


def load_me(db: Session, person_id: UUID) -> wire.MeRow:
    """Returns the person and their working week, as their phone shows it."""
    person = db.get_one(Person, person_id)
    rep = db.get(RepSettings, person_id) or RepSettings(week=[None] * 7, lunch_s=0, base_label="")
    company = db.scalars(select(Company)).one()
    return wire.MeRow(
        id=person.id,
        rev=max(person.rev, rep.rev or 0),
        name=person.name,
        email=person.email,
        role=person.role,
        company=company.name,
        zone=rep.zone or company.zone,
        language=person.language,
        demo=company.demo,
        notice=company.notice,
        base_label=rep.base_label,
        base_lat=rep.base_lat,
        base_lon=rep.base_lon,
        week=rep.week,
        lunch_start_s=rep.lunch_start_s,
        lunch_end_s=rep.lunch_end_s,
        lunch_s=rep.lunch_s,
    )


def load_company(db: Session) -> tuple[int, UUID]:
    """Returns the company's revision, as this transaction sees it, and its epoch."""
    rev, epoch = db.execute(select(Company.rev, Company.epoch)).one()
    return rev, epoch


def load_changed(
    db: Session, person_id: UUID, cursor: int, today: date, view_end: date
) -> list[Key]:
    """Returns the rows of a person's phone that changed after a revision; from 0 on, all of them.

    From 0 on, what is closed and cancelled is left out: the phone has nothing to take back.
    """
    queries = {
        "me": _changed_me(person_id),
        "account": _changed_accounts(person_id, living_only=not cursor),
        "visit": _changed_visits(person_id, today, view_end, living_only=not cursor),
        "day": _changed_days(person_id, today, view_end),
        "report": _changed_reports(person_id, today),
        "wish": _changed_wishes(person_id, today),
    }
    # A row nobody has touched yet has revision 0, where a cursor could not stop and go on.
    keys = (
        Key(max(rev, 1), kind, str(row_id))
        for kind, query in queries.items()
        for row_id, rev in db.execute(query)
    )
    return [key for key in keys if key.rev > cursor]


def load_deleted(db: Session, person_id: UUID, cursor: int) -> list[Key]:
    """Returns the rows that left a person's scope after a revision, unless they are back."""
    if not cursor:
        return []
    query = select(Tombstone.type, Tombstone.row_id, Tombstone.rev).where(
        Tombstone.person_id == person_id, Tombstone.rev > cursor
    )
    gone = [Key(rev, kind, row_id, True) for kind, row_id, rev in db.execute(query)]
    back = _back(db, person_id, gone)
    return [key for key in gone if (key.type, key.id) not in back]


def _back(db: Session, person_id: UUID, gone: Iterable[Key]) -> set[tuple[str, str]]:
    """Returns what was taken away and given back: an old tombstone must not delete it."""
    account_ids = {UUID(key.id) for key in gone if key.type == "account"}
    dates = {date.fromisoformat(key.id) for key in gone if key.type == "day"}
    mine = select(Account.id).where(Account.rep_id == person_id, Account.id.in_(account_ids))
    days = select(Day.on).where(Day.rep_id == person_id, Day.on.in_(dates))
    return {("account", str(one)) for one in db.scalars(mine)} | {
        ("day", on.isoformat()) for on in db.scalars(days)
    }


def wishes_from(today: date) -> date:
    """Returns the first date whose wishes a phone still shows."""
    return today - timedelta(days=VISITS_BACK_D)


def _changed_me(person_id: UUID) -> Select:
    mine = select(Person.id, _later(Person.rev, func.coalesce(RepSettings.rev, 0)))
    return mine.outerjoin(RepSettings).where(Person.id == person_id)


def _later(one: Any, other: Any) -> ColumnElement[int]:
    """Returns the greater of two columns; SQLite and PostgreSQL call that by different names."""
    return case((one > other, one), else_=other)


def _changed_accounts(person_id: UUID, *, living_only: bool) -> Select:
    query = select(Account.id, Account.rev).where(Account.rep_id == person_id)
    return query.where(Account.active) if living_only else query


def _changed_visits(person_id: UUID, today: date, view_end: date, *, living_only: bool) -> Select:
    first = today - timedelta(days=VISITS_BACK_D)
    query = select(Visit.id, Visit.rev).where(
        Visit.rep_id == person_id, Visit.on.between(first, view_end)
    )
    return query.where(Visit.cancelled_at.is_(None)) if living_only else query


def _changed_days(person_id: UUID, today: date, view_end: date) -> Select:
    first = today - timedelta(days=VISITS_BACK_D)
    return select(Day.on, Day.rev).where(Day.rep_id == person_id, Day.on.between(first, view_end))


def _changed_reports(person_id: UUID, today: date) -> Select:
    first = today - timedelta(days=REPORTS_BACK_D)
    return select(Report.id, Report.rev).where(Report.rep_id == person_id, Report.on >= first)


def _changed_wishes(person_id: UUID, today: date) -> Select:
    """A wish counts as changed when the plan was: only then its answer is another."""
    latest = _later(Wish.rev, func.coalesce(PublishedPlan.rev, 0))
    query = select(Wish.id, latest).outerjoin(PublishedPlan, PublishedPlan.rep_id == Wish.rep_id)
    return query.where(Wish.rep_id == person_id, Wish.on >= wishes_from(today))
