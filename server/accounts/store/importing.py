"""What a file is decided against, and the writing of what was decided, in a few statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from routing.domain import MonthDay
from server import database, wire
from server.accounts import decisions, opening_hours
from server.accounts.decisions import Company, Decided, Decision, Made, Reps, Target, Targets
from server.accounts.store import loading, marking
from server.auth import Scope
from server.models import (
    Account,
    ClassChange,
    Contact,
    ImportRun,
    Person,
    Report,
    SalesMonth,
    SeasonWindow,
    Segment,
    Undo,
)
from server.people import store as people

#: Columns of an account that a file writes as they are.
PLAIN = (
    "name", "rep_id", "account_class", "tier", "segment", "product_line", "active", "potential",
    "address", "city",
    "state", "zip", "country", "lat", "lon", "place_source", "interval_d", "times_per_week",
    "service_s", "opening_hours", "last_visit", "told_sales_12m", "told_last_order",
)  # fmt: skip


# --- what is known -------------------------------------------------------------------------------


def load_reps(db: Session, scope: Scope) -> Reps:
    """Returns the active reps a file of this person may name."""
    reps = [rep for rep in people.load_reps(db, scope) if rep.active]
    return Reps({rep.id: rep.name for rep in reps}, {rep.id: rep.email for rep in reps})


def load_company(db: Session, scope: Scope, today: date) -> Company:
    """Returns all accounts as a file may change them; those out of sight only rank."""
    contacts, seasons = _contacts(db), _seasons(db)
    accounts: dict[str, dict[str, Any]] = {}
    ids, hidden = {}, set()
    for row in db.scalars(select(Account)):
        fields = {name: getattr(row, name) for name in PLAIN}
        fields["assumed"] = tuple(row.assumed or ())
        fields["contact"] = contacts.get(row.id, ("", "", ""))
        fields["season"] = seasons.get(row.id, ())
        accounts[row.number], ids[row.number] = fields, row.id
        if not scope.sees(row.rep_id):
            hidden.add(row.number)
    return Company(
        today=today,
        country=people.load_company(db).country,
        reps=load_reps(db, scope),
        ids=ids,
        accounts=accounts,
        hidden=hidden,
        segments={row.name: row.label for row in db.scalars(select(Segment))},
        sold=load_sold(db, today),
        asleep=_asleep(db, ids, accounts),
    )


def _asleep(
    db: Session, ids: Mapping[str, UUID], accounts: Mapping[str, Mapping[str, Any]]
) -> frozenset[str]:
    """Returns the inactive accounts that a file brought which was taken back."""
    gone = select(Undo.before).join(ImportRun, ImportRun.id == Undo.id)
    gone = gone.where(Undo.undone_at.is_not(None), ImportRun.kind == "accounts")
    brought = {key for before in db.scalars(gone) for key in before["added"]}
    return frozenset(
        number for number, key in ids.items()
        if str(key) in brought and not accounts[number]["active"]
    )  # fmt: skip


def _contacts(db: Session) -> dict[UUID, tuple[str, str, str]]:
    """Returns the first contact of each account: the one a file tells of."""
    query = select(Contact.account_id, Contact.name, Contact.phone, Contact.email)
    found: dict[UUID, tuple[str, str, str]] = {}
    for account_id, *values in db.execute(query.order_by(Contact.id)):
        found.setdefault(account_id, tuple(values))  # type: ignore[arg-type]
    return found


def _seasons(db: Session) -> dict[UUID, tuple[tuple[MonthDay, MonthDay], ...]]:
    """Returns the open seasons of accounts with windows of their own."""
    query = (
        select(SeasonWindow)
        .where(SeasonWindow.account_id.is_not(None), SeasonWindow.state == "in")
        .order_by(SeasonWindow.id)
    )
    found: dict[UUID, tuple[tuple[MonthDay, MonthDay], ...]] = {}
    for row in db.scalars(query):
        window = MonthDay(row.start_month, row.start_day), MonthDay(row.end_month, row.end_day)
        if row.account_id:
            found[row.account_id] = (*found.get(row.account_id, ()), window)
    return found


def load_sold(db: Session, today: date) -> dict[str, tuple[float, bool]]:
    """Returns the sales of the last 12 months by number, of accounts with any sales at all."""
    _, year, this = loading.sales_months(today)
    query = (
        select(
            Account.number,
            func.sum(SalesMonth.value).filter(SalesMonth.month >= year, SalesMonth.month < this),
            func.sum(SalesMonth.value).filter(
                SalesMonth.month >= year, SalesMonth.month <= today, SalesMonth.value > 0
            ),
        )
        .join(Account, Account.id == SalesMonth.account_id)
        .group_by(Account.number)
    )
    return {
        number: (float(total or 0.0), (bought or 0) > 0)
        for number, total, bought in db.execute(query)
    }


def load_targets(db: Session, scope: Scope) -> Targets:
    """Returns the accounts in sight that visits, sales and touches may be told of."""
    query = select(Account.id, Account.number, Account.name, Account.rep_id)
    rows = db.execute(query.where(*loading.in_sight(scope)))
    return Targets({row.number: Target(*row) for row in rows})


def load_visits(db: Session) -> dict[decisions.VisitKey, Made]:
    """Returns the visits known by account, date and outcome; taken-back ones are not known."""
    query = select(
        Report.account_id, Report.on, Report.outcome, Report.id, Report.rep_id, Report.result,
        Report.note, Report.minutes, Report.source,
    ).where(Report.withdrawn_at.is_(None))  # fmt: skip
    found: dict[decisions.VisitKey, Made] = {}
    for account_id, on, outcome, *values in db.execute(query.order_by(Report.source)):
        found[account_id, on, outcome] = Made(*values)  # type: ignore[arg-type]
    return found


def load_sales(db: Session) -> dict[decisions.SalesKey, decisions.SoldMonth]:
    query = select(SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.orders,
                   SalesMonth.margin)  # fmt: skip
    return {(a, month): (value, orders, margin)
            for a, month, value, orders, margin in db.execute(query)}  # fmt: skip


def load_mapping(db: Session, kind: str, headers_hash: str) -> dict[str, str] | None:
    """Returns how the last applied file with the same headers was read, if it still stands.

    One that was taken back may have been taken back because it was read wrongly.
    """
    query = select(ImportRun.mapping).outerjoin(Undo, Undo.id == ImportRun.id)
    query = query.where(ImportRun.kind == kind, ImportRun.headers_hash == headers_hash)
    query = query.where(Undo.undone_at.is_(None))
    return db.scalars(query.order_by(ImportRun.at.desc(), ImportRun.id.desc())).first()


def load_runs(db: Session, scope: Scope) -> list[wire.ImportRunRow]:
    """Returns the files applied by oneself, or all of them for who sees everything."""
    query = (
        select(ImportRun, Person.name, Undo.id, Undo.undone_at)
        .outerjoin(Person, Person.id == ImportRun.by)
        .outerjoin(Undo, Undo.id == ImportRun.id)
        .order_by(ImportRun.at.desc(), ImportRun.id.desc())
        .limit(100)
    )
    if scope.rep_ids is not None:
        query = query.where(ImportRun.by == scope.person_id)
    return [
        wire.ImportRunRow(id=run.id, at=run.at, by=name or "", kind=run.kind,  # type: ignore[arg-type]
                          file_name=run.file_name, counts=run.counts,
                          can_go_back=kept is not None and undone_at is None, undone_at=undone_at)
        for run, name, kept, undone_at in db.execute(query)
    ]  # fmt: skip


# --- writing -------------------------------------------------------------------------------------


def save_accounts(
    db: Session, scope: Scope, decided: Decided, company: Company, today: date, now: datetime
) -> None:
    """Writes added and changed accounts, and what is assumed of others; asks for plans."""
    todo = [d for d in decided.decisions if d.action in ("add", "change")]
    if not todo and not decided.reassessed:
        return
    rev = database.take_rev(db)
    if decided.new_segments:
        rows = [{"name": n, "label": t, "opening_hours": "", "rev": rev}
                for n, t in decided.new_segments.items()]  # fmt: skip
        db.execute(insert(Segment), rows)
    ids = {d.key: d.id or database.new_id() for d in todo}
    _insert_accounts(db, [d for d in todo if d.action == "add"], ids, today, rev)
    _update_accounts(db, [d for d in todo if d.action == "change"], rev)
    _save_belongings(db, todo, ids, company)
    _note_classes(db, scope, todo, ids, company, today, now)
    _leave_old_reps(db, todo, company, rev, now)
    save_reassessed(db, decided.reassessed, company, rev)
    touched = [*(d.key for d in todo), *decided.reassessed]
    before = {company.accounts[n]["rep_id"] for n in touched if n in company.accounts}
    marking.ask_for_plans(db, before | {d.fields["rep_id"] for d in todo})


def _columns(decision: Decision) -> dict[str, Any]:
    fields = {name: decision.fields[name] for name in PLAIN}
    problem = opening_hours.problem_of(fields["opening_hours"])
    return {**fields, "opening_hours_problem": problem, "assumed": list(decision.fields["assumed"])}


def _insert_accounts(
    db: Session, added: Sequence[Decision], ids: Mapping[str, UUID], today: date, rev: int
) -> None:
    rows = [
        {"id": ids[d.key], "number": d.key, "known_since": today, "rev": rev, **_columns(d)}
        for d in added
    ]
    if rows:
        db.execute(insert(Account), rows)


def _update_accounts(db: Session, changed: Sequence[Decision], rev: int) -> None:
    rows = [{"id": d.id, "rev": rev, **_columns(d)} for d in changed]
    if rows:
        db.execute(update(Account), rows)


def _save_belongings(
    db: Session, todo: Sequence[Decision], ids: Mapping[str, UUID], company: Company
) -> None:
    """Writes contacts and seasons where the file changes them."""
    empty: Mapping[str, Any] = {"contact": ("", "", ""), "season": ()}
    for d in todo:
        before = company.accounts.get(d.key, empty)
        if d.fields["contact"] != before["contact"]:
            save_contact(db, ids[d.key], d.fields["contact"])
        if d.fields["season"] != before["season"]:
            save_season(db, ids[d.key], d.fields["season"])


def save_contact(db: Session, account_id: UUID, contact: tuple[str, str, str]) -> None:
    """Writes over the first contact, which is the one a file tells of; others stay."""
    values = dict(zip(("name", "phone", "email"), contact, strict=True))
    first = select(Contact.id).where(Contact.account_id == account_id).order_by(Contact.id).limit(1)
    contact_id = db.scalar(first)
    if contact_id is None:
        db.execute(insert(Contact), [{"account_id": account_id, **values}])
    else:
        db.execute(update(Contact).where(Contact.id == contact_id).values(values))


def save_season(db: Session, account_id: UUID, season: Sequence[tuple[MonthDay, MonthDay]]) -> None:
    """Writes an account's own open seasons anew; other states of it stay."""
    mine = SeasonWindow.account_id == account_id
    db.execute(delete(SeasonWindow).where(mine, SeasonWindow.state == "in"))
    if season:
        db.execute(insert(SeasonWindow), [_window(account_id, window) for window in season])


def _window(account_id: UUID, window: tuple[MonthDay, MonthDay]) -> dict[str, Any]:
    start, end = window
    return {
        "account_id": account_id, "state": "in", "start_month": start.month,
        "start_day": start.day, "end_month": end.month, "end_day": end.day,
    }  # fmt: skip


def _note_classes(
    db: Session,
    scope: Scope,
    todo: Sequence[Decision],
    ids: Mapping[str, UUID],
    company: Company,
    today: date,
    now: datetime,
) -> None:
    """Appends the classes a file states. Assumed ones are no decision and leave no trace here."""
    rows = []
    for d in todo:
        if "account_class" in d.fields["assumed"]:
            continue
        before = company.accounts.get(d.key)
        known = before if before and "account_class" not in before["assumed"] else None
        old = known["account_class"] if known else None
        if old != d.fields["account_class"]:
            rows.append({"account_id": ids[d.key], "from_class": old, "by": scope.person_id,
                         "to_class": d.fields["account_class"], "valid_from": today,
                         "why": "import", "at": now})  # fmt: skip
    if rows:
        db.execute(insert(ClassChange), rows)


def _leave_old_reps(
    db: Session, todo: Iterable[Decision], company: Company, rev: int, now: datetime
) -> None:
    for d in todo:
        old = company.accounts[d.key]["rep_id"] if d.action == "change" else None
        if d.id is not None and old is not None and old != d.fields["rep_id"]:
            marking.bury(db, old, d.id, rev, now)
    db.flush()


def save_reassessed(
    db: Session, reassessed: Mapping[str, tuple[str, str]], company: Company, rev: int
) -> None:
    rows = [
        {"id": company.ids[number], "account_class": account_class, "tier": tier, "rev": rev}
        for number, (account_class, tier) in reassessed.items()
    ]
    if rows:
        db.execute(update(Account), rows)


def save_visits(db: Session, decided: Decided, today: date, now: datetime) -> None:
    """Writes past visits as reports; need and coverage follow from them."""
    todo = [d for d in decided.decisions if d.action in ("add", "change")]
    if not todo:
        return
    rev = database.take_rev(db)
    names = ("account_id", "rep_id", "on", "outcome", "result", "note", "minutes")
    rows = [
        {"id": d.id, "source": "import", "received_at": now, "rev": rev,
         **{name: d.fields[name] for name in names}}
        for d in todo
    ]  # fmt: skip
    added = {d.id for d in todo if d.action == "add"} - _taken_back(db, todo)
    new = [row for row in rows if row["id"] in added]
    old = [{**row, "withdrawn_at": None} for row in rows if row["id"] not in added]
    if new:
        db.execute(insert(Report), new)
    if old:
        db.execute(update(Report), old)
    concern(db, {d.fields["account_id"] for d in todo}, rev)


def _taken_back(db: Session, todo: Collection[Decision]) -> set[UUID | None]:
    """Returns the ids of visits imported before and taken back since: they come to life again."""
    ids = [d.id for d in todo if d.action == "add"]
    found: set[UUID | None] = set()
    for start in range(0, len(ids), marking.BATCH):
        some = ids[start : start + marking.BATCH]
        found |= set(db.scalars(select(Report.id).where(Report.id.in_(some))))
    return found


def save_sales(db: Session, scope: Scope, decided: Decided, today: date) -> int:
    """Writes sales by month and, from them, classes and tiers that are only assumed.

    Returns how many accounts got another class or tier by it.
    """
    months = {(d.fields["account_id"], d.fields["month"]): d for d in decided.decisions
              if d.action in ("add", "change")}  # fmt: skip
    if not months:
        return 0
    rev = database.take_rev(db)
    for action, statement in (("add", insert(SalesMonth)), ("change", update(SalesMonth))):
        rows = [dict(d.fields) for d in months.values() if d.action == action]
        if rows:
            db.execute(statement, rows)
    return assess_sold(db, {account_id for account_id, _ in months}, today, rev)


def assess_sold(db: Session, account_ids: Collection[UUID], today: date, rev: int) -> int:
    """Writes what is assumed of all accounts once the sales of some are others.

    Returns how many accounts got another class or tier by it.
    """
    company = load_company(db, Scope.system(), today)
    reassessed = decisions.assessed(company.accounts, company.sold, today)
    save_reassessed(db, reassessed, company, rev)
    concern(db, account_ids, rev)
    marking.ask_for_plans(db, {company.accounts[number]["rep_id"] for number in reassessed})
    return len(reassessed)


def concern(db: Session, account_ids: Collection[UUID], rev: int) -> None:
    """Marks accounts for the phones and asks for the plans of their reps."""
    marking.touch(db, account_ids, rev)
    ids = list(account_ids)
    reps: set[UUID | None] = set()
    for start in range(0, len(ids), marking.BATCH):
        some = ids[start : start + marking.BATCH]
        reps |= set(db.scalars(select(Account.rep_id).where(Account.id.in_(some), Account.active)))
    marking.ask_for_plans(db, reps)


def save_run(
    db: Session,
    scope: Scope,
    by: UUID | None,
    preview: wire.ImportPreview,
    mapping: dict[str, str],
    headers_hash: str,
    now: datetime,
) -> UUID:
    """Remembers a file that was applied, how it was read and what it did; returns its id."""
    run = ImportRun(at=now, by=by, kind=preview.kind, file_name=preview.file_name, mapping=mapping,
                    headers_hash=headers_hash, counts=preview.counts)  # fmt: skip
    db.add(run)
    db.flush()
    people.audit(db, now, scope, "import", run.id,
                 {"kind": preview.kind, "counts": preview.counts})  # fmt: skip
    return run.id
