"""Accounts, the due list, segments, the cadence table, imports and the split of the unassigned."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, request
from pydantic import TypeAdapter

from server import auth, database, errors, jobs, wire
from server.accounts import columns, imports, store
from server.accounts.records import AccountRecord
from server.auth import Role, Scope, requires
from server.database import db

accounts = Blueprint("accounts", __name__)

MAPPING = TypeAdapter(dict[str, str])


# --- accounts ------------------------------------------------------------------------------------


@accounts.get("/api/accounts")
@wire.speaks(answers=wire.AccountRow)
@requires()
def list_accounts(scope: Scope):
    """Returns accounts by name: ?rep= ?class= ?tier= ?segment= ?state= ?q= ?unassigned=1 …"""
    asked = request.args
    records = store.load_accounts(
        db(), scope, auth.today(), rep_id=_rep(asked), active_only=asked.get("inactive") != "1"
    )
    found = store.account_rows(_matching(records, asked), auth.today())
    if state := asked.get("state"):
        found = [row for row in found if row.due.state == state]
    return {"items": found, "total": len(found)}


@accounts.get("/api/accounts/<uuid:account_id>")
@wire.speaks(answer=wire.AccountDetail)
@requires()
def show_account(scope: Scope, account_id: UUID):
    return _account(scope, account_id)


@accounts.patch("/api/accounts/<uuid:account_id>")
@wire.speaks(body=wire.AccountChange, answer=wire.AccountDetail)
@requires(Role.REP, Role.MANAGER)
def change_account(scope: Scope, account_id: UUID):
    """Changes only what is sent; a rep opening hours, place and contacts, a manager everything."""
    ask = wire.AccountChange.model_validate_json(request.get_data())
    fields = ask.model_dump(exclude_unset=True, exclude={"rev", "why"})
    store.change_account(
        db(), scope, account_id, fields,
        rev=ask.rev, today=auth.today(), now=auth.now(), why=ask.why,
    )  # fmt: skip
    return _account(scope, account_id)


@accounts.get("/api/due")
@wire.speaks(answers=wire.AccountRow)
@requires(Role.REP, Role.MANAGER)
def list_due(scope: Scope):
    """Returns what is open, due or overdue, the most pressing first."""
    records = store.load_accounts(db(), scope, auth.today(), rep_id=_rep(request.args))
    found = [
        row
        for row in store.account_rows(records, auth.today())
        if row.due.state in ("open", "due", "overdue")
    ]
    return {"items": sorted(found, key=lambda row: (-row.due.priority, row.name, row.number))}


def _account(scope: Scope, account_id: UUID) -> dict[str, Any]:
    record = store.load_account(db(), scope, account_id, auth.today())
    row = store.account_row(record, auth.today())
    detail = wire.AccountDetail(**row.model_dump(), product_line=record.product_line)
    return detail.model_dump(mode="json")


def _rep(asked: Any) -> UUID | None:
    return asked.get("rep", type=UUID)


def _matching(records: tuple[AccountRecord, ...], asked: Any) -> list[AccountRecord]:
    """Returns the records that every given filter lets through."""
    words = asked.get("q", "").casefold().split()
    return [
        record
        for record in records
        if asked.get("class", record.account_class) == record.account_class
        and asked.get("tier", record.tier) == record.tier
        and asked.get("segment", record.segment) == record.segment
        and (asked.get("unassigned") != "1" or record.rep_id is None)
        and (asked.get("needs_location") != "1" or record.lat is None)
        and all(word in _searched(record) for word in words)
    ]


def _searched(record: AccountRecord) -> str:
    contacts = " ".join(contact.name for contact in record.contacts)
    return f"{record.name} {record.number} {record.city} {record.zip} {contacts}".casefold()


# --- segments and cadence ------------------------------------------------------------------------


@accounts.get("/api/segments")
@wire.speaks(answers=wire.SegmentOut)
@requires()
def list_segments(scope: Scope):
    return {"items": store.load_segments(db(), auth.today())}


@accounts.put("/api/segments/<name>")
@wire.speaks(body=wire.SegmentChange, answer=wire.SegmentOut)
@requires(Role.MANAGER)
def change_segment(scope: Scope, name: str):
    ask = wire.SegmentChange.model_validate_json(request.get_data())
    store.change_segment(db(), scope, name, ask.model_dump(exclude_unset=True), auth.now())
    segments = store.load_segments(db(), auth.today())
    return next(one for one in segments if one.name == name).model_dump(mode="json")


@accounts.get("/api/cadence")
@wire.speaks(answers=wire.CadenceRuleRow)
@requires()
def list_cadence(scope: Scope):
    return {"items": store.load_cadence(db())}


@accounts.put("/api/cadence")
@wire.speaks(body=wire.CadenceTable, answers=wire.CadenceRuleRow)
@requires(Role.MANAGER)
def change_cadence(scope: Scope):
    ask = wire.CadenceTable.model_validate_json(request.get_data())
    store.save_cadence(db(), scope, ask.items, auth.now())
    return {"items": store.load_cadence(db())}


@accounts.post("/api/cadence/preview")
@wire.speaks(body=wire.CadenceTable, answers=wire.BulkShare)
@requires(Role.MANAGER)
def preview_cadence(scope: Scope):
    """Returns each rep's week now and under other cells of the table; nothing is written."""
    ask = wire.CadenceTable.model_validate_json(request.get_data())
    return {"items": store.preview_cadence(db(), scope, ask.items, auth.today())}


# --- files ---------------------------------------------------------------------------------------


@accounts.post("/api/imports")
@wire.speaks(answer=wire.ImportPreview)
@requires(Role.MANAGER)
def import_file(scope: Scope):
    """Takes a form: ``file``, ``kind``, ``mapping`` (JSON), ``apply`` and ``leave_out`` 0 or 1."""
    form, file = request.form, request.files.get("file")
    if file is None or form.get("kind") not in columns.KINDS:
        raise errors.Invalid(f"Send a file, and its kind: {', '.join(columns.KINDS)}.")
    by, today, now = scope.person_id, auth.today(), auth.now()
    database.pause()  # the reading of a file, and a look at what it would do, hold up no phone
    sent = imports.upload(form["kind"], file.filename or "", file.read())
    wish = (_mapping(form.get("mapping")), today, form.get("apply") == "1", by, now)
    if form.get("apply") != "1":
        with database.read_transaction(current_app) as reading:
            return imports.apply_upload(reading, scope, sent, *wish).model_dump(mode="json")
    made = imports.apply_upload(db(), scope, sent, *wish, form.get("leave_out") == "1")
    asked = auth.settings()
    if made.applied and made.kind == "accounts" and asked.geocoder != "off":
        jobs.request(db(), "geocode", f"{asked.geocoder} {asked.geocoder_url}".strip())
    return made.model_dump(mode="json")


@accounts.get("/api/imports")
@wire.speaks(answers=wire.ImportRunRow)
@requires(Role.MANAGER)
def list_imports(scope: Scope):
    return {"items": store.load_runs(db(), scope)}


@accounts.get("/api/imports/<uuid:run_id>/back")
@wire.speaks(answer=wire.ImportBack)
@requires(Role.MANAGER)
def look_back(scope: Scope, run_id: UUID):
    """Shows what taking an import back would do, and what stands in the way"""
    return store.look_back(db(), scope, run_id, auth.today()).model_dump(mode="json")


@accounts.post("/api/imports/<uuid:run_id>/back")
@wire.speaks(answer=wire.ImportBack)
@requires(Role.MANAGER)
def take_back(scope: Scope, run_id: UUID):
    """Takes a whole import back, unless somebody changed since what it left"""
    return store.take_back(db(), scope, run_id, auth.today(), auth.now()).model_dump(mode="json")


def _mapping(text: str | None) -> dict[str, str] | None:
    """Returns the mapping a form carries: a JSON object of header to field."""
    return MAPPING.validate_json(text) if text else None


# --- sharing out ---------------------------------------------------------------------------------


@accounts.post("/api/accounts/split")
@wire.speaks(body=wire.SplitRequest, answer=wire.SplitPreview)
@requires(Role.MANAGER)
def split_accounts(scope: Scope):
    """Shares accounts without a rep out among reps: shown, or with ``apply`` done."""
    ask = wire.SplitRequest.model_validate_json(request.get_data())
    made = store.split_accounts(db(), scope, ask.rep_ids, auth.today(), auth.now(), apply=ask.apply)
    return made.model_dump(mode="json")


@accounts.post("/api/undo/<uuid:undo_id>")
@wire.speaks(answer=wire.UndoOut)
@requires(Role.MANAGER)
def undo(scope: Scope, undo_id: UUID):
    return {"label": store.undo(db(), scope, undo_id, auth.today(), auth.now())}
