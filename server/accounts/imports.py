"""A file from bytes to preview, and to the database if asked: the one way in for every caller."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from server import clock, wire
from server.accounts import columns, decisions, file_format, passed_over, reading, touches
from server.accounts.decisions import Decided, Decision
from server.accounts.file_format import Problem, Table
from server.accounts.reading import Columns, Values
from server.accounts.store import importing, restoring, touching
from server.auth import Scope
from server.database import Session
from server.people import store as people

NOON_S = 12 * 3600
#: What a preview shows; counts are always of the whole file.
MOST_ROWS = 200
MOST_PROBLEMS = 500
#: So many different values of a column are shown, out of so many lines.
SAMPLES, SAMPLE_LINES = 3, 40
#: Headers of lists of people.
PEOPLE = frozenset(
    {"firstname", "lastname", "surname", "familyname", "givenname", "vorname", "nachname", "prenom"}
)
PEOPLE_ONLY = (
    "This looks like a list of people. Accounts are the places a rep visits: export those, or "
    "add a column with the company of each person."
)
ORDER = {"refuse": 0, "change": 1, "add": 2, "unchanged": 3}
COUNTS = {"add": "added", "change": "changed", "unchanged": "unchanged", "refuse": "refused"}


class _File(NamedTuple):
    """A file that was read: its table and how its columns are understood."""

    kind: str
    name: str
    table: Table
    mapping: dict[str, str]
    date_order: str
    headers_hash: str


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
    kind, name, table = sent
    file = _understood(db, kind, name, table, mapping)
    missing = columns.missing(kind, file.mapping) if table.headers else []
    if missing or not table.lines:
        return _nothing(file, missing)
    if empty := _empty_columns(file):
        return _message(file, Decided([], []), empty, {}, [], applied=False)
    plan = reading.plan_columns(kind, table, file.mapping, today, file.date_order)
    rows, notes = _lines(kind, table, plan)
    now = now or clock.local_instant(today, NOON_S, people.load_company(db).zone)
    decide = _DECIDE[kind]
    before = importing.load_company(db, scope, today) if kind == "accounts" and apply else None
    wish = _Wish(apply, leave_out)
    decided, extra = decide(db, scope, rows, plan, today, now, wish)
    decided.problems[:0] = notes
    preview = _preview(file, plan, decided, extra, applied=wish.writes(decided))
    if preview.applied:
        run = importing.save_run(db, scope, by, preview, preview.mapping, file.headers_hash, now)
        if before is not None:
            restoring.keep(db, scope, run, file.name, decided, before, now)
        return preview.model_copy(update={"run_id": run})
    return preview


def _understood(
    db: Session, kind: str, name: str, table: Table, mapping: Mapping[str, str] | None
) -> _File:
    """Returns the file with its mapping: a person's, the one remembered, or a guess."""
    known_by = columns.headers_hash(kind, table.headers)
    given = dict(mapping or importing.load_mapping(db, kind, known_by) or {})
    order = given.get(columns.DATE_ORDER, "")
    chosen = columns.by_hand(kind, table.headers, given)
    if not chosen:
        chosen = columns.guess(kind, table.headers, [line.cells for line in table.lines])
    order = order if order in columns.DATE_ORDERS else ""
    # In the order of the file: a database may give a mapping back in another.
    chosen = {header: chosen[header] for header in table.headers if header in chosen}
    return _File(kind, name[:200], table, chosen, order, known_by)


def _lines(kind: str, table: Table, plan: Columns) -> tuple[Iterable[Values], list[Problem]]:
    """Returns the lines read, without those that are no account, visit, month or touch."""
    table, notes = passed_over.totals(table, plan)
    rows = reading.read_lines(kind, table, plan)
    if kind != "accounts":
        return rows, notes
    rows, more = passed_over.people(rows, plan)
    return rows, [*notes, *more]


# --- the kinds -----------------------------------------------------------------------------

_Outcome = tuple[Decided, dict[str, int]]


def _accounts(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    company = importing.load_company(db, scope, today)
    decided = decisions.decide_accounts(rows, plan, company)
    if wish.writes(decided):
        importing.save_accounts(db, scope, decided, company, today, now)
    return decided, _account_counts(decided)


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
    decided = decisions.decide_visits(rows, plan, targets, reps, importing.load_visits(db))
    if wish.writes(decided):
        importing.save_visits(db, decided, today, now)
    return decided, {}


def _sales(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    targets = importing.load_targets(db, scope)
    decided = decisions.decide_sales(rows, plan, targets, importing.load_sales(db))
    extra = {}
    if wish.writes(decided):
        extra["others_reassessed"] = importing.save_sales(db, scope, decided, today)
    return decided, extra


def _touches(
    db: Session, scope: Scope, rows: Any, plan: Any, today: date, now: datetime, wish: _Wish
) -> _Outcome:
    targets = importing.load_targets(db, scope)
    decided = touches.decide_touches(rows, plan, targets, touching.load_touches(db))
    if wish.writes(decided):
        touching.save_touches(db, decided)
    return decided, {}


_DECIDE = {"accounts": _accounts, "visits": _visits, "sales": _sales, "touches": _touches}


# --- the preview ---------------------------------------------------------------------------------


def _nothing(file: _File, missing: list[columns.Field]) -> wire.ImportPreview:
    """Returns the preview of a file that cannot be used at all, and why."""
    problems = list(file.table.problems)
    if missing and PEOPLE & {columns.normalise(header) for header in file.table.headers}:
        problems.append(Problem(file.table.header_line, "", PEOPLE_ONLY))
    for field in missing:
        words = ", ".join(field.synonyms.split()[:6])
        problems.append(
            Problem(
                file.table.header_line,
                "",
                f"No column holds “{field.label}”. "
                f"Choose one, or call it by one of these names: {words}.",
            )
        )
    if not problems:
        problems.append(
            Problem(
                0,
                "",
                "There are headers but no lines below them. "
                "Put one account, visit, month or touch in each line.",
            )
        )
    return _message(file, Decided([], []), problems, {}, [], applied=False)


def _empty_columns(file: _File) -> list[Problem]:
    """Returns the needed columns that hold nothing in any of several lines, and why that may be."""
    needed = {field.name for field in columns.KINDS[file.kind] if field.needed}
    lines = file.table.lines
    return [
        Problem(file.table.header_line, header,
                f"The column “{header}” is empty in all {len(lines)} lines. Where a spreadsheet "
                "shows values in it they are formulas nobody has worked out: open the file there, "
                "save it and upload it again. Or choose another column.")
        for place, header in enumerate(file.table.headers)
        if len(lines) > 1 and file.mapping.get(header) in needed
        and not any(line.cells[place] for line in lines)
    ]  # fmt: skip


def _preview(
    file: _File, plan: reading.Columns, decided: Decided, extra: dict[str, int], *, applied: bool
) -> wire.ImportPreview:
    problems = [*_mapped_twice(file), *sorted(decided.problems, key=lambda p: p.line)]
    choices = []
    if plan.ambiguous or file.date_order:
        choices.append(wire.ImportChoice(
            name=columns.DATE_ORDER, label="Order of day and month in dates like 03/04/2022",
            options=list(columns.DATE_ORDERS), chosen=file.date_order,
        ))  # fmt: skip
    return _message(file, decided, problems, extra, choices, applied=applied)


def _mapped_twice(file: _File) -> list[Problem]:
    """Returns the repeated headers that matter: those whose first column is read."""
    return [p for p in file.table.problems if p.column in file.mapping]


def _message(
    file: _File,
    decided: Decided,
    problems: list[Problem],
    extra: dict[str, int],
    choices: list[wire.ImportChoice],
    *,
    applied: bool,
) -> wire.ImportPreview:
    counts = dict.fromkeys(COUNTS.values(), 0)
    for decision in decided.decisions:
        counts[COUNTS[decision.action]] += 1
    shown = sorted(decided.decisions, key=lambda d: (ORDER[d.action], d.line))[:MOST_ROWS]
    return wire.ImportPreview(
        kind=file.kind,  # type: ignore[arg-type]
        file_name=file.name,
        applied=applied,
        headers=list(file.table.headers),
        mapping=_with_order(file),
        fields=[
            wire.ImportField(name=field.name, label=field.label, needed=field.needed)
            for field in columns.KINDS[file.kind]
        ],
        counts={**counts, **extra},
        rows=[_row(decision) for decision in shown],
        problems=[wire.FileProblem(**p._asdict()) for p in problems[:MOST_PROBLEMS]],
        problems_total=len(problems),
        choices=choices,
        samples=_samples(file.table),
    )


def _samples(table: Table) -> list[list[str]]:
    """Returns of each column the first values that differ: a strange header is known by them."""
    found = []
    for place in range(len(table.headers)):
        values = (line.cells[place] for line in table.lines[:SAMPLE_LINES])
        found.append([v[:60] for v in list(dict.fromkeys(v for v in values if v))[:SAMPLES]])
    return found


def _with_order(file: _File) -> dict[str, str]:
    """Returns the mapping to send back unchanged: the chosen order of dates is part of it."""
    order = {columns.DATE_ORDER: file.date_order} if file.date_order else {}
    return {**file.mapping, **order}


def _row(decision: Decision) -> wire.ImportRow:
    return wire.ImportRow(line=decision.line, action=decision.action, key=decision.key,
                          label=decision.label, changes=dict(decision.changes))  # fmt: skip
