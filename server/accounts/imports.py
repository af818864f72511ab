"""A file from bytes to preview, and to the database if asked: the one way in for every caller."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from server import clock, wire
from server.accounts import (
    columns,
    decisions,
    dry_run,
    file_format,
    passed_over,
    reading,
    touches,
)
from server.accounts.decisions import Decided
from server.accounts.file_format import Problem, Table
from server.accounts.reading import Columns, Values
from server.accounts.store import importing, kept_accounts, points, told_back, touching
from server.auth import Scope
from server.database import Session
from server.people import store as people

NOON_S = 12 * 3600


class _Wish(NamedTuple):
    """What a person wants done with a file."""

    apply: bool
    leave_out: bool

    def writes(self, decided: Decided) -> bool:
        """Says whether anything is written: never half a file that nobody agreed to halve."""
        refused = sum(decision.action == "refuse" for decision in decided.decisions)
        usable = refused < len(decided.decisions)
        return self.apply and usable and (self.leave_out or not refused)


class Upload(NamedTuple):
    """A file that was read but not yet understood: its kind, its name, its table."""

    kind: str
    name: str
    table: Table


def upload(kind: str, name: str, data: bytes) -> Upload:
    """Returns a file as a table. No database: reading a large workbook takes its time."""
    return Upload(kind, name, file_format.read_table(data, lambda head: columns.known(kind, head)))


def read_and_apply(
    db: Session,
    scope: Scope,
    kind: str,
    file_name: str,
    data: bytes,
    *wish: Any,
    **named: Any,
) -> wire.ImportPreview:
    """Returns what :func:`apply_upload` does with a file: for who has no other work waiting."""
    return apply_upload(db, scope, upload(kind, file_name, data), *wish, **named)


def apply_upload(
    db: Session,
    scope: Scope,
    sent: Upload,
    mapping: Mapping[str, str] | None,
    today: date,
    apply: bool,
    by: UUID | None = None,
    now: datetime | None = None,
    leave_out: bool = False,
) -> wire.ImportPreview:
    """Returns what a file of any kind would do, or has done when ``apply``.

    All of it or nothing, in this one transaction: a file with a faulty line writes nothing, unless
    a person asked to ``leave_out`` the refused lines and take the rest. A file that is no table,
    misses a needed column or has no usable line never writes. ``mapping`` is header to field; None
    takes what was chosen for the same headers before, or guesses.
    """
    kind = sent.kind
    file = _understood(db, *sent, mapping)
    table = file.table
    missing = columns.missing(kind, file.mapping) if table.headers else []
    if missing or not table.lines:
        return dry_run.nothing(file, missing)
    if empty := dry_run.empty_columns(file):
        return dry_run.message(file, Decided([], []), empty, {}, [], applied=False)
    plan = reading.plan_columns(kind, table, file.mapping, today, file.date_order)
    rows, notes = _lines(kind, table, plan)
    now = now or clock.local_instant(today, NOON_S, people.load_company(db).zone)
    decide = _DECIDE[kind]
    before = importing.load_company(db, scope, today) if kind == "accounts" and apply else None
    wish = _Wish(apply, leave_out)
    decided, extra, told = decide(db, scope, rows, plan, today, now, wish)
    decided.problems[:0] = notes
    preview = dry_run.preview(file, plan, decided, extra, applied=wish.writes(decided))
    if preview.applied:
        run = importing.save_run(db, scope, by, preview, preview.mapping, file.headers_hash, now)
        if before is not None:
            kept_accounts.keep(db, scope, run, file.name, decided, before, now)
        if told:
            points.keep(db, scope, run, file.name, told, now)
        return preview.model_copy(update={"run_id": run})
    return preview


def _understood(
    db: Session, kind: str, name: str, table: Table, mapping: Mapping[str, str] | None
) -> dry_run.Understood:
    """Returns the file with its mapping: a person's, the one remembered, or a guess."""
    known_by = columns.headers_hash(kind, table.headers)
    given = dict(mapping or importing.load_mapping(db, kind, known_by) or {})
    hidden = tuple(line.number for line in table.lines if line.hidden)
    leaves = bool(hidden) and given.get(columns.HIDDEN_ROWS) == columns.LEAVE_HIDDEN
    if leaves:
        table = table._replace(lines=tuple(line for line in table.lines if not line.hidden))
    order = given.get(columns.DATE_ORDER, "")
    chosen = columns.by_hand(kind, table.headers, given)
    if not chosen:
        chosen = columns.guess(kind, table.headers, [line.cells for line in table.lines])
    order = order if order in columns.DATE_ORDERS else ""
    # In the order of the file: a database may give a mapping back in another.
    chosen = {header: chosen[header] for header in table.headers if header in chosen}
    return dry_run.Understood(kind, name[:200], table, chosen, order, known_by, hidden, leaves)


def _lines(kind: str, table: Table, plan: Columns) -> tuple[Iterable[Values], list[Problem]]:
    """Returns the lines read, without those that are no account, visit, month or touch."""
    table, notes = passed_over.totals(table, plan)
    rows = reading.read_lines(kind, table, plan)
    if kind != "accounts":
        return rows, notes
    rows, more = passed_over.people(rows, plan)
    return rows, [*notes, *more]


# --- the kinds -----------------------------------------------------------------------------


class _Outcome(NamedTuple):
    """What was decided, more counts, and what the restore point keeps of what was written."""

    decided: Decided
    extra: Mapping[str, int] = MappingProxyType({})
    told: Mapping[str, Any] = MappingProxyType({})


def _accounts(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    company = importing.load_company(db, scope, today)
    decided = decisions.decide_accounts(rows, plan, company)
    if wish.writes(decided):
        importing.save_accounts(db, scope, decided, company, today, now)
    return _Outcome(decided, _account_counts(decided))


def _account_counts(decided: Decided) -> dict[str, int]:
    kept = [d.fields for d in decided.decisions if d.action != "refuse"]
    return {
        "without_rep": sum(f["rep_id"] is None for f in kept),
        "inactive": sum(not f["active"] for f in kept),
        "class_assumed": sum("account_class" in f["assumed"] for f in kept),
        "tier_assumed": sum("tier" in f["assumed"] for f in kept),
        "placed_by_zip": sum(f["place_source"] == "zip" for f in kept),
        "needs_location": sum(f["lat"] is None for f in kept),
        "others_reassessed": len(decided.reassessed),
    }


def _visits(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    targets, reps = importing.load_targets(db, scope), importing.load_reps(db, scope)
    known = importing.load_visits(db)
    decided = decisions.decide_visits(rows, plan, targets, reps, known)
    if not wish.writes(decided):
        return _Outcome(decided)
    importing.save_visits(db, decided, today, now)
    return _Outcome(decided, told=told_back.kept_visits(decided, known))


def _sales(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    targets = importing.load_targets(db, scope)
    known = importing.load_sales(db)
    decided = decisions.decide_sales(rows, plan, targets, known)
    if not wish.writes(decided):
        return _Outcome(decided)
    extra = {"others_reassessed": importing.save_sales(db, scope, decided, today)}
    return _Outcome(decided, extra, told_back.kept_sales(decided, known))


def _touches(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    targets = importing.load_targets(db, scope)
    known = touching.load_touches(db)
    decided = touches.decide_touches(rows, plan, targets, known)
    if not wish.writes(decided):
        return _Outcome(decided)
    ids = touching.save_touches(db, decided)
    return _Outcome(decided, told=told_back.kept_touches(decided, known, ids))


_DECIDE = {"accounts": _accounts, "visits": _visits, "sales": _sales, "touches": _touches}
