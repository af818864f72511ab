"""A change of many accounts at once: its effect first, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import database, errors, wire
from server.accounts import wording
from server.accounts.store import changes, effects, loading, marking, planned, undoing
from server.accounts.store.effects import Ask, Diff, Fields
from server.auth import Scope
from server.models import Account
from server.people import store as people

LONGEST_AHEAD = timedelta(days=730)
#: Of the message, what says nothing of an account.
NOT_FIELDS = {"accounts", "apply", "valid_from", "why"}
MOVED_ON = "Somebody changed it since you looked."


def change_many(
    db: Session, scope: Scope, sent: wire.BulkChange, today: date, now: datetime
) -> wire.BulkPreview:
    """Shows what a change does to every rep's week, and with ``apply`` does it.

    What is shown is what is done. An account that moved on since it was read, or waits for a change
    of the same field, is refused; with ``apply`` one of them refuses all. Without it nothing is
    written, so that a reading transaction is enough.
    """
    ask = _ask(sent, today, now)
    _check(db, scope, ask)
    accounts = _accounts(db, scope, [one.id for one in sent.accounts])
    refused = _refused(db, scope, ask, accounts, {one.id: one.rev for one in sent.accounts})
    if refused and sent.apply:
        problems = [{"line": 0, "column": r.name, "text": r.why} for r in refused]
        raise errors.Conflict(f"{len(refused)} of {len(accounts)} accounts cannot change: "
                              "nothing was changed.", problems)  # fmt: skip
    chosen = [a for a in accounts if a.id not in {r.account_id for r in refused}]
    label = _label(ask, len(chosen), planned.people_names(db))
    made = effects.effect(db, scope, ask, chosen, label)
    undo_id = _apply(db, scope, ask, chosen, label) if sent.apply else None
    return made.model_copy(update={"applied": sent.apply, "refused": refused, "undo_id": undo_id})


# --- what was asked ------------------------------------------------------------------------------


def _ask(sent: wire.BulkChange, today: date, now: datetime) -> Ask:
    given = sent.model_dump(exclude_unset=True, exclude=NOT_FIELDS)
    fields = {
        name: value for name, value in given.items() if value is not False or name == "active"
    }
    later = sent.valid_from is not None and sent.valid_from > today
    waits = {name: fields[name] for name in planned.FIELDS if later and name in fields}
    return Ask(fields, waits, sent.valid_from if waits else None, sent.why, today, now)


def _check(db: Session, scope: Scope, ask: Ask) -> None:
    """Raises every fault of the change itself at once."""
    faults = [(name, f"{name} cannot be empty.") for name, value in ask.fields.items()
              if value is None and name != "rep_id"]  # fmt: skip
    if not ask.fields:
        faults.append(("", "Say what is to change."))
    rhythms = {"interval_d", "times_per_week", "clear_override"} & ask.fields.keys()
    if len(rhythms) > 1:
        faults.append(("interval_d", "Give an interval, visits a week or the table, one of them."))
    for window in ask.fields.get("windows") or ():
        faults += [("windows", fault) for fault in changes.window_faults(window)]
    if ask.valid_from and ask.valid_from > ask.today + LONGEST_AHEAD:
        faults.append(("valid_from", "Within two years from today, please."))
    faults += _rep_faults(db, scope, ask.fields.get("rep_id"))
    if faults:
        problems = [{"line": 0, "column": field, "text": text} for field, text in faults]
        raise errors.Invalid("This cannot be done: " + " ".join(t for _, t in faults), problems)


def _rep_faults(db: Session, scope: Scope, rep_id: UUID | None) -> list[tuple[str, str]]:
    if rep_id is None:
        return []
    reps = {rep.id: rep for rep in people.load_reps(db, scope)}
    if rep_id not in reps:
        raise errors.NotFound()
    rep = reps[rep_id]
    return [] if rep.active else [("rep_id", changes.paused_text(rep.name))]


def _accounts(db: Session, scope: Scope, ids: Sequence[UUID]) -> list[Account]:
    query = select(Account).where(Account.id.in_(ids), *loading.in_sight(scope))
    found = list(db.scalars(query.order_by(Account.name, Account.number)))
    if len(found) != len(set(ids)):
        raise errors.NotFound()
    return found


def _refused(
    db: Session, scope: Scope, ask: Ask, accounts: Sequence[Account], revs: Mapping[UUID, int]
) -> list[wire.BulkRefusal]:
    refused = [wire.BulkRefusal(account_id=a.id, name=a.name, why=MOVED_ON)
               for a in accounts if a.rev != revs[a.id]]  # fmt: skip
    touched = set(planned.FIELDS) & ask.fields.keys()
    if not touched:
        return refused
    told = {one.account_id for one in refused}
    for one in planned.load_planned(db, scope, list(revs)):
        if one.field in touched and one.account_id not in told:
            told.add(one.account_id)
            why = f"It waits to go {one.words} from {one.valid_from}; withdraw that first."
            refused.append(wire.BulkRefusal(account_id=one.account_id, name=one.account, why=why))
    return refused


# --- the writing ---------------------------------------------------------------------------------


def _apply(
    db: Session, scope: Scope, ask: Ask, accounts: Sequence[Account], label: str
) -> UUID | None:
    """Writes the change and returns the way back; none where nothing changed."""
    rev = database.take_rev(db)
    was = {a.id: (a.rep_id, a.account_class) for a in accounts}
    diffs = _write(db, accounts, ask.at_once)
    changed = [account for account in accounts if diffs[account.id]]
    for account in changed:
        account.rev = rev
        _follow(db, scope, ask, account, was[account.id], rev)
    waiting = _plan_later(db, scope, ask, accounts)
    db.flush()
    for account in accounts:
        if details := diffs[account.id] | waiting.get(account.id, {}):
            people.audit(db, ask.now, scope, "account_changed", account.id, details)
    marking.ask_for_plans(db, {rep for a in changed for rep in (was[a.id][0], a.rep_id)})
    return undoing.keep(db, scope, label, undoing.by_field(diffs, waiting), ask.now)


def _follow(
    db: Session, scope: Scope, ask: Ask, account: Account, was: tuple[UUID | None, str], rev: int
) -> None:
    """What else a change means: the old rep's phone forgets, the class's history grows."""
    rep_id, account_class = was
    if account.account_class != account_class:
        changes.note_class(db, scope, account, account_class, ask.why, ask.today, ask.now)
    if rep_id is not None and account.rep_id != rep_id:
        marking.bury(db, rep_id, account.id, rev, ask.now)


def _write(db: Session, accounts: Sequence[Account], fields: Fields) -> dict[UUID, Diff]:
    """Writes the fields and returns what was and what is, of those that differ."""
    if not fields:
        return {account.id: {} for account in accounts}
    with_windows = "windows" in fields
    before = undoing.snapshots(db, accounts, with_windows)
    for account in accounts:
        changes.write_fields(db, account, fields)
    db.flush()
    after = undoing.snapshots(db, accounts, with_windows)
    return {a.id: effects.differences(before[a.id], after[a.id]) for a in accounts}


def _plan_later(
    db: Session, scope: Scope, ask: Ask, accounts: Sequence[Account]
) -> dict[UUID, dict[str, Any]]:
    """Keeps rep and class for their date, where they differ; returns what the log says."""
    waiting: dict[UUID, dict[str, Any]] = {}
    for account in accounts:
        for field, value in ask.later.items():
            if value == getattr(account, field) or ask.valid_from is None:
                continue
            to = planned.To(field, str(value) if value else None, ask.valid_from, ask.why)
            planned_id = planned.plan_change(db, scope, account.id, to, ask.now)
            told = waiting.setdefault(
                account.id, {"valid_from": ask.valid_from.isoformat(), "planned": []}
            )
            told["planned"].append(str(planned_id))
            told[field] = [undoing.plain(getattr(account, field)), to.value]
    return waiting


def _label(ask: Ask, count: int, names: Mapping[str, str]) -> str:
    """Returns what the change is called where it can be taken back: “12 accounts: tier A”."""
    said = [
        "cadence as the table says" if field == "clear_override"
        else f"{wording.FIELDS[field].lower()} {_value(field, value, names)}"
        for field, value in ask.fields.items()
    ]  # fmt: skip
    since = f" from {ask.valid_from}" if ask.valid_from else ""
    return f"{count} account{'' if count == 1 else 's'}: {', '.join(said)}{since}"


def _value(field: str, value: Any, names: Mapping[str, str]) -> str:
    if field == "windows":
        return "; ".join(f"{w['state']} {w['start']}..{w['end']}" for w in value) or "none"
    return wording.shown(field, value, names)
