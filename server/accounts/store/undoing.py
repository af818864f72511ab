"""Taking back a change of many accounts: what it replaced, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import database, errors, wire
from server.accounts.store import changes, marking
from server.auth import Scope
from server.models import Account, ImportRun, Person, PlannedChange, SeasonWindow, Undo
from server.people import store as people

#: Columns of an account that a change of many may replace.
COLUMNS = ("rep_id", "account_class", "tier", "interval_d", "times_per_week", "service_s",
           "active", "assumed")  # fmt: skip
#: How long and how many changes stay in the list of what can be taken back.
KEPT, SHOWN = timedelta(days=60), 20

#: By field and account: what was, and what the change made of it.
Before = dict[str, dict[str, list[Any]]]
Snapshot = dict[str, Any]


# --- keeping what was -----------------------------------------------------------------------------


def snapshots(db: Session, accounts: Sequence[Account], with_windows: bool) -> dict[UUID, Snapshot]:
    """Returns every field a change of many may replace, by account, as JSON keeps it."""
    windows = _windows(db, [a.id for a in accounts]) if with_windows else None
    found: dict[UUID, Snapshot] = {}
    for account in accounts:
        found[account.id] = {name: plain(getattr(account, name)) for name in COLUMNS}
        found[account.id]["assumed"] = list(account.assumed or [])
        if windows is not None:
            found[account.id]["windows"] = windows.get(account.id, [])
    return found


def plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _windows(db: Session, ids: Sequence[UUID]) -> dict[UUID, list[list[str]]]:
    found: dict[UUID, list[list[str]]] = {}
    query = select(SeasonWindow).where(SeasonWindow.account_id.in_(ids))
    for row in db.scalars(query):
        start = f"{row.start_month:02}-{row.start_day:02}"
        end = f"{row.end_month:02}-{row.end_day:02}"
        if row.account_id:
            found.setdefault(row.account_id, []).append([row.state, start, end])
    return {key: sorted(windows) for key, windows in found.items()}


def by_field(
    diffs: Mapping[UUID, Mapping[str, list[Any]]], waiting: Mapping[UUID, Mapping[str, Any]]
) -> Before:
    """Returns what was replaced by field; under ``planned`` the changes that wait for a date."""
    before: Before = {}
    for account_id, diff in diffs.items():
        for field, pair in diff.items():
            before.setdefault(field, {})[str(account_id)] = pair
    for account_id, told in waiting.items():
        before.setdefault("planned", {})[str(account_id)] = [None, told["planned"]]
    return before


def keep(db: Session, scope: Scope, label: str, before: Before, now: datetime) -> UUID | None:
    """Keeps the way back; the command line and a change of nothing have none."""
    if scope.person_id is None or not before:
        return None
    row = Undo(at=now, by=scope.person_id, label=label, before=before)
    db.add(row)
    db.flush()
    return row.id


# --- what can be taken back -----------------------------------------------------------------------


def load_undos(db: Session, scope: Scope, now: datetime) -> list[wire.UndoRow]:
    """Returns the changes of many that can be taken back, the latest first."""
    imports = select(ImportRun.id)  # taken back where they were made
    query = (
        select(Undo, Person.name)
        .outerjoin(Person, Person.id == Undo.by)
        .where(Undo.undone_at.is_(None), Undo.at >= now - KEPT, Undo.id.not_in(imports))
        .order_by(Undo.at.desc(), Undo.id.desc())
        .limit(SHOWN)
    )
    if scope.rep_ids is not None:
        query = query.where(Undo.by == scope.person_id)
    return [_out(db, row, by or "") for row, by in db.execute(query)]


def _out(db: Session, row: Undo, by: str) -> wire.UndoRow:
    ids = _ids(row.before)
    return wire.UndoRow(
        id=row.id, at=row.at, by=by, label=row.label, accounts=len(ids),
        touched=len(_moved_on(db, row.before, _accounts(db, ids))),
    )  # fmt: skip


def _ids(before: Before) -> set[UUID]:
    return {UUID(key) for moves in before.values() for key in moves}


def _accounts(db: Session, ids: Iterable[UUID]) -> dict[UUID, Account]:
    return {a.id: a for a in db.scalars(select(Account).where(Account.id.in_(list(ids))))}


# --- taking back ----------------------------------------------------------------------------------


def undo(db: Session, scope: Scope, undo_id: UUID, today: date, now: datetime) -> str:
    """Takes a change of many accounts back and returns what it was called.

    Refused when a field it replaced was changed again since: who changed that meant it.
    """
    row = db.get(Undo, undo_id)
    if row is None or not _may_undo(scope, row) or _is_import(db, undo_id):
        raise errors.NotFound()
    if row.undone_at is not None:
        raise errors.Conflict("This was taken back already.")
    accounts = _accounts(db, _ids(row.before))
    if moved_on := _moved_on(db, row.before, accounts):
        raise errors.Conflict(f"{len(moved_on)} of these accounts were changed again since: "
                              "nothing was taken back.")  # fmt: skip
    reps = _take_back(db, scope, row, accounts, today, now)
    row.undone_at = now
    db.flush()
    details = {"label": row.label, "accounts": len(accounts)}
    people.audit(db, now, scope, "undone", undo_id, details)
    marking.ask_for_plans(db, reps)
    return row.label


def _is_import(db: Session, undo_id: UUID) -> bool:
    return db.get(ImportRun, undo_id) is not None


def _may_undo(scope: Scope, row: Undo) -> bool:
    return scope.rep_ids is None or row.by == scope.person_id


def _moved_on(db: Session, before: Before, accounts: Mapping[UUID, Account]) -> set[UUID]:
    """Returns the accounts that are not any more as the change left them."""
    now = snapshots(db, list(accounts.values()), "windows" in before)
    moved = {
        UUID(key)
        for field, moves in before.items() if field != "planned"
        for key, (_, after) in moves.items()
        if now.get(UUID(key), {}).get(field) != after
    }  # fmt: skip
    return moved | {row.account_id for row in _planned(db, before) if row.done_at is not None}


def _planned(db: Session, before: Before) -> list[PlannedChange]:
    ids = [UUID(one) for _, after in before.get("planned", {}).values() for one in after]
    return list(db.scalars(select(PlannedChange).where(PlannedChange.id.in_(ids))))


def _take_back(
    db: Session, scope: Scope, row: Undo, accounts: Mapping[UUID, Account], today: date,
    now: datetime,
) -> set[UUID | None]:  # fmt: skip
    """Writes what was, and returns the reps it concerns."""
    rev = database.take_rev(db)
    reps: set[UUID | None] = set()
    for account_id, account in accounts.items():
        old = {field: moves[str(account_id)] for field, moves in row.before.items()
               if field != "planned" and str(account_id) in moves}  # fmt: skip
        if old:
            reps |= {account.rep_id} | _restore(
                db, scope, account, old, (row.label, rev, today, now)
            )
    for waiting in _planned(db, row.before):
        waiting.withdrawn_at = waiting.withdrawn_at or now
    return reps


def _restore(
    db: Session, scope: Scope, account: Account, old: Mapping[str, list[Any]], how: tuple
) -> set[UUID | None]:
    """Gives one account back what it had; its class's history grows by a step back."""
    label, rev, today, now = how
    had, was = account.rep_id, account.account_class
    for field, (before, _) in old.items():
        if field == "windows":
            windows = [{"state": s, "start": a, "end": b} for s, a, b in before]
            changes.replace_windows(db, windows, account_id=account.id)
        elif field == "rep_id":
            account.rep_id = UUID(before) if before else None
        else:
            setattr(account, field, before)
    account.rev = rev
    if account.account_class != was:
        changes.note_class(db, scope, account, was, f"taken back: {label}", today, now)
    if had is not None and account.rep_id != had:
        marking.bury(db, had, account.id, rev, now)
    db.flush()
    details = {field: [after, before] for field, (before, after) in old.items()}
    people.audit(db, now, scope, "account_changed", account.id, details | {"undone": label})
    return {account.rep_id}
