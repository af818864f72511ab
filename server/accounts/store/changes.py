"""Changes of one account by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.domain import MonthDay
from server import database, errors
from server.accounts import opening_hours
from server.accounts.store import loading, marking
from server.auth import Role, Scope
from server.models import Account, ClassChange, Contact, SeasonWindow
from server.people import store as people

#: What a rep may say of an account: what only who stands in front of it knows.
BY_A_REP = frozenset({"opening_hours", "lat", "lon", "contacts"})
#: Written as they come.
PLAIN = ("tier", "active", "service_s", "interval_d", "times_per_week", "rep_id")


def change_account(
    db: Session,
    scope: Scope,
    account_id: UUID,
    changes: Mapping[str, Any],
    *,
    rev: int,
    today: date,
    now: datetime,
    why: str = "",
) -> None:
    """Writes the named fields of an account, unless it moved on since ``rev``.

    What somebody says is no longer assumed. Another rep's account is unknown; one that moves to
    another rep leaves the old one's phone.
    """
    account = _mine(db, scope, account_id)
    _must_be_allowed(scope, changes)
    if account.rev != rev:
        raise errors.Conflict()
    _check(db, scope, account, changes)
    before = (account.rep_id, account.account_class)
    new_rev = database.take_rev(db)
    details = write_fields(db, account, changes)
    account.rev = new_rev
    if account.account_class != before[1]:
        note_class(db, scope, account, before[1], why, today, now)
    if before[0] is not None and account.rep_id != before[0]:
        marking.bury(db, before[0], account.id, new_rev, now)
    db.flush()
    people.audit(db, now, scope, "account_changed", account.id, details)
    marking.ask_for_plans(db, {before[0], account.rep_id})


def _mine(db: Session, scope: Scope, account_id: UUID) -> Account:
    query = select(Account).where(Account.id == account_id, *loading.in_sight(scope))
    account = db.scalars(query).first()
    if account is None:
        raise errors.NotFound()
    return account


def _must_be_allowed(scope: Scope, changes: Mapping[str, Any]) -> None:
    if scope.role in (Role.MANAGER, Role.ADMIN):
        return
    if scope.role is not Role.REP or not changes.keys() <= BY_A_REP:
        raise errors.Forbidden("A rep changes opening hours, place and contacts; "
                               "the rest is the manager's.")  # fmt: skip


def _check(db: Session, scope: Scope, account: Account, changes: Mapping[str, Any]) -> None:
    """Raises every fault of the changes at once, with the field it is in."""
    faults = [
        (name, f"{name} cannot be empty.")
        for name in ("tier", "active", "account_class", "opening_hours", "windows", "contacts")
        if name in changes and changes[name] is None
    ]
    place = [changes.get(name, getattr(account, name)) for name in ("lat", "lon")]
    if place.count(None) == 1:
        faults.append(("lat", "A place needs latitude and longitude."))
    if changes.get("interval_d") and changes.get("times_per_week"):
        faults.append(("interval_d", "Give either an interval or visits a week, not both."))
    for window in changes.get("windows") or ():
        faults += [("windows", fault) for fault in window_faults(window)]
    if changes.get("rep_id") not in (None, account.rep_id):
        faults += _rep_faults(db, scope, changes["rep_id"])
    if faults:
        problems = [{"line": 0, "column": field, "text": text} for field, text in faults]
        raise errors.Invalid("This cannot be kept.", problems)


def _rep_faults(db: Session, scope: Scope, rep_id: UUID) -> list[tuple[str, str]]:
    rep = next((rep for rep in people.load_reps(db, scope) if rep.id == rep_id), None)
    if rep is None:
        return [("rep_id", "There is no such rep in your teams.")]
    return [] if rep.active else [("rep_id", paused_text(rep.name))]


def paused_text(rep: str) -> str:
    """Returns why a paused rep gets no more accounts."""
    return f"{rep} is paused: nobody would visit them."


def window_faults(window: Mapping[str, Any]) -> list[str]:
    faults = []
    for name in ("start", "end"):
        try:
            month_day(window[name])
        except ValueError as error:
            faults.append(str(error))
    return faults


def month_day(text: str) -> MonthDay:
    """Returns a day of the year from ``MM-DD``; ValueError for 31 February."""
    month, day = text.split("-")
    return MonthDay(int(month), int(day))


def write_fields(db: Session, account: Account, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Writes the fields and returns the old and the new value of each, for the log."""
    details: dict[str, Any] = {}

    def put(name: str, value: Any) -> None:
        old = getattr(account, name)
        if old != value:
            details[name] = [_logged(old), _logged(value)]
            setattr(account, name, value)

    if changes.get("clear_override"):
        for name in ("interval_d", "times_per_week", "service_s"):
            put(name, None)
    for name in PLAIN:
        if name in changes:
            put(name, changes[name])
    if changes.get("interval_d"):
        put("times_per_week", None)
    if changes.get("times_per_week"):
        put("interval_d", None)
    if "account_class" in changes:
        put("account_class", changes["account_class"])
    if "product_line" in changes:
        put("product_line", (changes["product_line"] or "").strip() or None)
    if "opening_hours" in changes:
        put("opening_hours", changes["opening_hours"].strip())
        put("opening_hours_problem", opening_hours.problem_of(account.opening_hours))
    if {"lat", "lon"} & changes.keys():
        put("lat", changes.get("lat", account.lat))
        put("lon", changes.get("lon", account.lon))
        put("place_source", "phone" if account.lat is not None else None)
    put("assumed", [f for f in account.assumed or [] if f not in changes])
    if "windows" in changes:
        replace_windows(db, changes["windows"], account_id=account.id)
        details["windows"] = [f"{w['state']} {w['start']}..{w['end']}" for w in changes["windows"]]
    if "contacts" in changes:
        _replace_contacts(db, account.id, changes["contacts"])
        details["contacts"] = len(changes["contacts"])
    return details


def _logged(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def replace_windows(db: Session, windows: Sequence[Mapping[str, Any]], **whose: Any) -> None:
    """Writes all season windows anew of one account, town, segment, product line or rep.

    ``whose`` is the one column that says so, with its value.
    """
    ((column, value),) = whose.items()
    db.execute(delete(SeasonWindow).where(getattr(SeasonWindow, column) == value))
    for window in windows:
        start, end = month_day(window["start"]), month_day(window["end"])
        db.add(SeasonWindow(**whose, state=window["state"],
                            start_month=start.month, start_day=start.day,
                            end_month=end.month, end_day=end.day))  # fmt: skip
    db.flush()


def _replace_contacts(db: Session, account_id: UUID, contacts: Sequence[Mapping[str, str]]) -> None:
    db.execute(delete(Contact).where(Contact.account_id == account_id))
    for contact in contacts:
        if any(contact.values()):
            db.add(Contact(account_id=account_id, **contact))
            db.flush()


def note_class(
    db: Session, scope: Scope, account: Account, before: str, why: str, today: date, now: datetime
) -> None:
    db.add(ClassChange(account_id=account.id, from_class=before, to_class=account.account_class,
                       valid_from=today, by=scope.person_id, why=why, at=now))  # fmt: skip
