"""What the rules judge accounts by, and what they found: evaluations and proposals."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.classification.classes import Past
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.auth import Scope
from server.classes import costs, evidence, wording
from server.classes.store.costs import load_served
from server.classes.verdicts import Case, Verdict
from server.models import (
    Account,
    ClassChange,
    ClassEvaluation,
    ClassProposal,
    PlannedChange,
)
from server.people import store as people
from server.visits import store as visits
from server.visits.store import ReportRecord, Told

#: Reports of so long speak of readiness; answers about the class are those of the last weeks.
REPORTS_BACK, ANSWERS_BACK = timedelta(days=400), timedelta(days=28)
#: Why a proposal is closed whose account has another class by now.
SETTLED = "The class was changed otherwise."


# --- what is judged -------------------------------------------------------------------------------


def load_cases(
    db: Session, today: date, account_ids: Collection[UUID] | None = None
) -> tuple[Case, ...]:
    """Returns the active accounts to judge, all or some; all are what each is compared with."""
    scope = Scope.system()
    records = accounts.load_accounts(db, scope, today, detail=True)
    everybody = evidence.company(records, people.load_score_params(db))
    wanted = [one for one in records if account_ids is None or one.id in account_ids]
    reports = _reports(db, scope, today)
    pasts, held = _pasts(db, wanted, today), _held(db)
    reviews = people.load_class_rules(db).losing_reviews
    served = load_served(db, today, reviews)
    cases = []
    for record in wanted:
        since = evidence.known_from(record)
        losing = costs.losing_reviews(record.id, since, served, today, reviews)
        found = evidence.known(record, reports.get(record.id, ()), everybody, today, losing)
        past = replace(pasts[record.id], big_event_on=found.big_event_on)
        cases.append(Case(found, past, tuple(held.get(record.id, ()))))
    return tuple(cases)


def is_first_time(db: Session) -> bool:
    """Returns whether no evaluation and no proposal is known yet."""
    rows = [db.scalars(select(one.account_id).limit(1)).first()
            for one in (ClassEvaluation, ClassProposal)]  # fmt: skip
    return rows == [None, None]


def save_evaluations(db: Session, verdicts: Iterable[Verdict], on: date) -> None:
    """Keeps what the rules hold of a date, without proposing anything."""
    for one in verdicts:
        _note(db, one, on)


def _reports(db: Session, scope: Scope, today: date) -> Mapping[UUID, list[ReportRecord]]:
    found: dict[UUID, list[ReportRecord]] = defaultdict(list)
    for report in visits.load_reports(db, scope, today - REPORTS_BACK, today):
        found[report.account_id].append(report)
    return found


def _held(db: Session) -> Mapping[UUID, list[tuple[str, date]]]:
    found: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for row in db.scalars(select(ClassEvaluation)):
        found[row.account_id].append((row.to_class, row.on))
    return found


def _pasts(db: Session, records: Iterable[AccountRecord], today: date) -> dict[UUID, Past]:
    """Returns since when each class holds, when a person last set it, and the last suggestion.

    A class that came by accepting a proposal was not set by hand; one that never changed here
    holds for as long as anything is known of the account.
    """
    pasts = {one.id: Past(evidence.known_from(one)) for one in records}
    accepted = {
        (row.account_id, row.to_class, row.valid_from)
        for row in db.scalars(select(ClassProposal).where(ClassProposal.decision == "accepted"))
    }
    query = select(ClassChange).where(
        ClassChange.from_class.is_not(None), ClassChange.from_class != ClassChange.to_class,
        ClassChange.valid_from <= today,
    )  # fmt: skip
    for row in db.scalars(query.order_by(ClassChange.valid_from, ClassChange.at)):
        if row.account_id in pasts:
            key = (row.account_id, row.to_class, row.valid_from)
            by_hand = row.by is not None and key not in accepted
            past = replace(pasts[row.account_id], class_since=row.valid_from)
            pasts[row.account_id] = (
                replace(past, set_by_hand_on=row.valid_from) if by_hand else past
            )
    suggested = select(ClassProposal.account_id, ClassProposal.made_on)
    suggested = suggested.where(ClassProposal.by.is_(None)).order_by(ClassProposal.made_on)
    for account_id, on in db.execute(suggested):
        if account_id in pasts:
            pasts[account_id] = replace(pasts[account_id], suggested_on=on)
    return pasts


# --- what was found -------------------------------------------------------------------------------


def save_verdicts(db: Session, verdicts: Iterable[Verdict], today: date, now: datetime) -> None:
    """Keeps what the rules hold, and proposes what may be; then what reps asked for.

    Never two open proposals of one account: the first stays until somebody decides it. A rep who
    wants another class than an open proposal of the rules challenges it.
    """
    verdicts = tuple(verdicts)
    ids = {one.account_id for one in verdicts}
    _settle(db, now)
    for one in verdicts:
        _note(db, one, today)
    taken = _open_ids(db) | _waiting_ids(db)
    standing = dict(db.execute(select(Account.id, Account.account_class)
                               .where(Account.id.in_(ids), Account.active)).all())  # fmt: skip
    for one in verdicts:
        # Somebody may have changed the class while the rules were thinking.
        unchanged = standing.get(one.account_id) == one.from_class
        if one.suggest and one.to_class and unchanged and one.account_id not in taken:
            _propose(db, one.account_id, one.from_class, one.to_class, one.reasons, None,
                     today, now)  # fmt: skip
            taken.add(one.account_id)
    for told in visits.load_proposals(db, Scope.system(), today - ANSWERS_BACK, today):
        if told.report.account_id in ids:
            _ask(db, told, taken, today, now)


def _settle(db: Session, now: datetime) -> None:
    """Closes the open proposals whose account has another class by now."""
    query = (
        select(ClassProposal, Account.account_class)
        .join(Account, Account.id == ClassProposal.account_id)
        .where(ClassProposal.decision == "", Account.account_class != ClassProposal.from_class)
    )
    for row, account_class in db.execute(query).all():
        row.decision = "accepted" if account_class == row.to_class else "refused"
        row.decided_at, row.why = now, SETTLED
    db.flush()


def _note(db: Session, one: Verdict, today: date) -> None:
    """Keeps that the rules held another class today; one that held no longer is forgotten."""
    mine = ClassEvaluation.account_id == one.account_id
    db.execute(
        delete(ClassEvaluation).where(mine, ClassEvaluation.to_class != (one.to_class or ""))
    )
    if one.to_class:
        db.merge(ClassEvaluation(account_id=one.account_id, on=today, to_class=one.to_class))
        db.flush()


def _open_ids(db: Session) -> set[UUID]:
    query = select(ClassProposal.account_id).where(ClassProposal.decision == "")
    return set(db.scalars(query))


def _waiting_ids(db: Session) -> set[UUID]:
    query = select(PlannedChange.account_id).where(
        PlannedChange.field == "account_class",
        PlannedChange.done_at.is_(None),
        PlannedChange.withdrawn_at.is_(None),
    )
    return set(db.scalars(query))


def _propose(
    db: Session,
    account_id: UUID,
    from_class: str,
    to_class: str,
    reasons: Iterable[str],
    by: UUID | None,
    today: date,
    now: datetime,
) -> None:
    row = ClassProposal(account_id=account_id, from_class=from_class, to_class=to_class,
                        reasons=list(reasons), by=by, made_on=today, made_at=now)  # fmt: skip
    db.add(row)
    db.flush()
    details = {"from": from_class, "to": to_class, "reasons": row.reasons}
    people.audit(db, now, Scope.system(), "class_proposed", account_id, details)


def _ask(db: Session, told: Told, taken: set[UUID], today: date, now: datetime) -> None:
    """Makes a proposal of a rep's answer, or a challenge of the one that is open."""
    report = told.report
    if report.class_wanted is None:
        return
    reasons = wording.of_report(report.rep, report.on, report.note, report.events)
    if report.account_id not in taken:
        if not _answered(db, told):
            _propose(db, report.account_id, told.account_class, report.class_wanted, reasons,
                     report.rep_id, today, now)  # fmt: skip
            taken.add(report.account_id)
        return
    query = select(ClassProposal).where(
        ClassProposal.account_id == report.account_id, ClassProposal.decision == ""
    )
    row = db.scalars(query).first()
    if row and row.by is None and not row.challenge and row.to_class != report.class_wanted:
        row.challenge = f"Wants {report.class_wanted} instead. {report.note}".strip()[:500]
        row.challenged_by, row.challenged_at = report.rep_id, now
        db.flush()


def _answered(db: Session, told: Told) -> bool:
    """Whether this answer has become a proposal already, whatever was decided."""
    query = select(ClassProposal.id).where(
        ClassProposal.account_id == told.report.account_id,
        ClassProposal.by == told.report.rep_id,
        ClassProposal.made_at >= told.report.received_at,
    )
    return db.scalars(query).first() is not None
