"""The restore point of a file of accounts: which fields it keeps, and how JSON keeps them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain import MonthDay
from server.accounts.decisions import LABELS, Company, Decided
from server.accounts.store import points
from server.auth import Scope
from server.models import Account, ImportRun, Undo

#: Of an account a file brought, what tells whether somebody changed it since.
WATCHED = (
    "name", "rep_id", "account_class", "tier", "segment", "active", "potential", "interval_d",
    "times_per_week", "service_s", "opening_hours", "address", "city", "zip", "place_source",
    "contact", "season", "product_line",
)  # fmt: skip

Fields = Mapping[str, Any]


def keep(
    db: Session, scope: Scope, run_id: UUID, name: str, decided: Decided, company: Company,
    now: datetime,
) -> None:  # fmt: skip
    """Keeps what an applied file brought and replaced."""
    ids = {number: key for number, key in db.execute(select(Account.number, Account.id))}
    added = {
        str(ids[d.key]): [plain(d.fields[field]) for field in WATCHED]
        for d in decided.decisions if d.action == "add"
    }  # fmt: skip
    changed = {
        str(d.id): _replaced(company.accounts[d.key], d.fields)
        for d in decided.decisions if d.action == "change"
    }  # fmt: skip
    if added or changed:
        points.keep(db, scope, run_id, name, {"added": added, "changed": changed}, now)


def _replaced(before: Fields, after: Fields) -> dict[str, list[Any]]:
    return {
        field: [plain(before[field]), plain(after[field])]
        for field in LABELS
        if before[field] != after[field]
    }


def plain(value: Any) -> Any:
    """Returns a value as JSON keeps it."""
    if isinstance(value, MonthDay):
        return [value.month, value.day]
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return str(value) if isinstance(value, UUID | date) else value


def back(field: str, value: Any) -> Any:
    """Returns a kept value as the database has it."""
    if value is None:
        return None
    if field == "rep_id":
        return UUID(value)
    if field in ("last_visit", "told_last_order"):
        return date.fromisoformat(value)
    if field == "season":
        return tuple((MonthDay(*start), MonthDay(*end)) for start, end in value)
    return tuple(value) if field == "contact" else value


def forget_contacts(db: Session, account_id: UUID) -> None:
    """Takes the contacts of an account out of all restore points: the erased never come back."""
    key, place = str(account_id), WATCHED.index("contact")
    query = select(Undo).join(ImportRun, ImportRun.id == Undo.id)
    for row in db.scalars(query.where(ImportRun.kind == "accounts")):
        added, changed = dict(row.before["added"]), dict(row.before["changed"])
        if key in added:
            added[key] = [None if i == place else value for i, value in enumerate(added[key])]
        if key in changed:
            changed[key] = {f: pair for f, pair in changed[key].items() if f != "contact"}
        row.before = {**row.before, "added": added, "changed": changed}
    db.flush()
