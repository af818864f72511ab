"""The way back of a file of accounts: what it brought goes, what it replaced returns."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, delete, exists, select, update
from sqlalchemy.orm import Session

from server import database, errors, wire
from server.accounts import decisions, opening_hours
from server.accounts.decisions import LABELS, Company
from server.accounts.store import importing, marking, points
from server.accounts.store.kept_accounts import WATCHED, Fields, back, plain
from server.accounts.store.points import MOVED_ON, PAUSED, REMOVED, RESTORED
from server.auth import Scope
from server.models import Account, ClassChange, Contact, Plan, SeasonWindow, Undo
from server.people import store as people

#: What the program itself fills in later, as long as nobody stood there: no change by a person.
PLACE = frozenset({"lat", "lon", "place_source"})
#: Gone with an account that nothing else points to.
BELONGINGS = (Contact, SeasonWindow, ClassChange)


# --- looking --------------------------------------------------------------------------------------


class _Point(NamedTuple):
    """A restore point beside what its accounts are now."""

    row: Undo
    company: Company
    numbers: Mapping[UUID, str]

    @property
    def added(self) -> dict[UUID, dict[str, Any]]:
        found = self.row.before["added"].items()
        # A point kept before its last fields were watched knows nothing of them.
        return {UUID(key): dict(zip(WATCHED, values, strict=False)) for key, values in found}

    @property
    def changed(self) -> dict[UUID, dict[str, list[Any]]]:
        return {UUID(key): fields for key, fields in self.row.before["changed"].items()}

    def fields(self, account_id: UUID) -> Fields | None:
        """Returns an account's fields; None when it is gone."""
        number = self.numbers.get(account_id)
        return self.company.accounts[number] if number is not None else None


def look(db: Session, found: points.Point, today: date) -> wire.ImportBack:
    """Returns what taking a file of accounts back would do."""
    point = _beside(db, found, today)
    return _told(point, _actions(db, point), done=False)


def _beside(db: Session, found: points.Point, today: date) -> _Point:
    company = importing.load_company(db, Scope.system(), today)
    return _Point(found.row, company, {key: number for number, key in company.ids.items()})


def _actions(db: Session, point: _Point) -> dict[UUID, tuple[str, dict[str, tuple[Any, Any]]]]:
    """Returns what becomes of each account, and of which fields: the value now, and then."""
    found: dict[UUID, tuple[str, dict[str, tuple[Any, Any]]]] = {}
    needed = _pointed_to(db, point)
    for account_id, told in point.added.items():
        now = point.fields(account_id)
        if now is None:
            continue
        since = _moved(now, told)
        action = MOVED_ON if since else PAUSED if account_id in needed else REMOVED
        found[account_id] = action, since
    for account_id, pairs in point.changed.items():
        now = point.fields(account_id)
        since = _moved(now or {}, {field: after for field, (_, after) in pairs.items()})
        back = {field: (after, before) for field, (before, after) in pairs.items()}
        found[account_id] = (MOVED_ON, since) if since else (RESTORED, back)
    return found


def _moved(now: Fields, left: Fields) -> dict[str, tuple[Any, Any]]:
    """Returns the fields that are not as the file left them: somebody meant that."""
    own = {field for field in now.get("assumed", ()) if field in left}
    if now.get("place_source") in ("zip", "geocoder", None):
        own |= PLACE
    if left.get("contact", ()) is None:  # erased on request: nobody's change
        own |= {"contact"}
    return {
        field: (value, plain(now.get(field)))
        for field, value in left.items()
        if field not in own and field != "assumed" and plain(now.get(field)) != value
    }


def _pointed_to(db: Session, point: _Point) -> set[UUID]:
    """Returns the added accounts that must stay: something was written about them since."""
    ids = list(point.added)
    found: set[UUID] = set()
    own = {model.__table__ for model in BELONGINGS}
    for table in database.Base.metadata.sorted_tables:
        for column in table.columns:
            if table in own or not _is_of_account(column):
                continue
            for start in range(0, len(ids), marking.BATCH):
                some = ids[start : start + marking.BATCH]
                found |= set(db.scalars(select(column).where(column.in_(some)).distinct()))
    return found | _planned(db, ids, point.row.before["rev"])


def _is_of_account(column: Column[Any]) -> bool:
    return any(key.column.table is Account.__table__ for key in column.foreign_keys)


def _planned(db: Session, ids: Collection[UUID], rev: int) -> set[UUID]:
    """Returns the accounts whose rep got a plan since: it may hold them."""
    since = exists().where(Plan.rep_id == Account.rep_id, Plan.based_on_rev >= rev)
    return set(db.scalars(select(Account.id).where(since))) & set(ids)


def _told(
    point: _Point, actions: Mapping[UUID, tuple[str, dict[str, tuple[Any, Any]]]], *, done: bool
) -> wire.ImportBack:
    kinds = [action for action, _ in actions.values()]
    order = {MOVED_ON: 0, RESTORED: 1, PAUSED: 2, REMOVED: 3}
    rows = sorted(actions.items(), key=lambda item: order[item[1][0]])[: points.SHOWN]
    return wire.ImportBack(
        file_name=point.row.label,
        kind="accounts",
        done=done,
        **{kind: kinds.count(kind) for kind in order},
        rows=[_row(point, account_id, *what) for account_id, what in rows],
    )


def _row(
    point: _Point, account_id: UUID, action: str, fields: Mapping[str, tuple[Any, Any]]
) -> wire.ImportBackRow:
    company = point.company
    shown = {
        LABELS[field]: tuple(
            decisions.shown(field, back(field, value), company, company.segments)
            for value in values
        )
        for field, values in fields.items()
    }
    number = point.numbers.get(account_id, "")
    return wire.ImportBackRow(account_id=account_id, number=number, action=action,
                              name=company.accounts.get(number, {}).get("name", ""),
                              changes=shown)  # type: ignore[arg-type]  # fmt: skip


# --- taking back ----------------------------------------------------------------------------------


def take_back(
    db: Session, scope: Scope, found: points.Point, today: date, now: datetime
) -> wire.ImportBack:
    """Takes a whole file back; refused when somebody changed one of its accounts since."""
    point = _beside(db, found, today)
    actions = _actions(db, point)
    told = _told(point, actions, done=True)
    if told.moved_on:
        raise errors.Conflict(_why_not(told))
    rev = database.take_rev(db)
    reps = {fields["rep_id"] for i in actions if (fields := point.fields(i))}
    by_kind = {kind: [i for i, (action, _) in actions.items() if action == kind]
               for kind in (REMOVED, PAUSED, RESTORED)}  # fmt: skip
    _remove(db, point, by_kind[REMOVED], rev, now)
    _pause(db, by_kind[PAUSED], rev)
    for account_id in by_kind[RESTORED]:
        reps.add(_restore(db, scope, point, account_id, rev, today, now))
    point.row.undone_at = now
    db.flush()
    db.expire_all()
    _assess_again(db, today, rev)
    counts = {kind: len(ids) for kind, ids in by_kind.items()}
    details = {"file": point.row.label, "kind": "accounts"} | counts
    people.audit(db, now, scope, "import_taken_back", found.run.id, details)
    marking.ask_for_plans(db, reps)
    return told


def _why_not(told: wire.ImportBack) -> str:
    names = ", ".join(
        f"{row.name} ({', '.join(row.changes).lower()})"
        for row in told.rows[:3] if row.action == MOVED_ON
    )  # fmt: skip
    more = told.moved_on - 3
    return (
        f"Somebody changed {told.moved_on} of these accounts since: {names}"
        + (f" and {more} more" if more > 0 else "")
        + ". Nothing was taken back. Undo those changes first, or mend the accounts by hand."
    )


def _remove(db: Session, point: _Point, ids: Collection[UUID], rev: int, now: datetime) -> None:
    for account_id in ids:
        fields = point.fields(account_id) or {}
        if fields.get("rep_id"):
            marking.bury(db, fields["rep_id"], account_id, rev, now)
    for some in _batches(ids):
        for model in BELONGINGS:
            db.execute(delete(model).where(model.account_id.in_(some)))
        db.execute(delete(Account).where(Account.id.in_(some)))


def _pause(db: Session, ids: Collection[UUID], rev: int) -> None:
    for some in _batches(ids):
        db.execute(update(Account).where(Account.id.in_(some)).values(active=False, rev=rev))


def _batches(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    all_ids = list(ids)
    for start in range(0, len(all_ids), marking.BATCH):
        yield all_ids[start : start + marking.BATCH]


def _restore(
    db: Session, scope: Scope, point: _Point, account_id: UUID, rev: int, today: date, now: datetime
) -> UUID | None:
    """Gives one account back what the file replaced and returns the rep it had."""
    old = {f: back(f, before) for f, (before, _) in point.changed[account_id].items()}
    was = point.fields(account_id) or {}
    values = {name: old[name] for name in importing.PLAIN if name in old}
    if "opening_hours" in old:
        values["opening_hours_problem"] = opening_hours.problem_of(old["opening_hours"])
    if "assumed" in old:
        values["assumed"] = list(old["assumed"])
    db.execute(update(Account).where(Account.id == account_id).values(**values, rev=rev))
    if "contact" in old:
        importing.save_contact(db, account_id, old["contact"])
    if "season" in old:
        importing.save_season(db, account_id, old["season"])
    if old.get("account_class", was["account_class"]) != was["account_class"]:
        db.add(ClassChange(account_id=account_id, from_class=was["account_class"],
                           to_class=old["account_class"], valid_from=today, by=scope.person_id,
                           why=f"taken back: {point.row.label}", at=now))  # fmt: skip
    if "rep_id" in old and was["rep_id"] is not None:
        marking.bury(db, was["rep_id"], account_id, rev, now)
    return old.get("rep_id", was["rep_id"])


def _assess_again(db: Session, today: date, rev: int) -> None:
    """What was only assumed is assumed anew: shares of all accounts moved with those that went."""
    company = importing.load_company(db, Scope.system(), today)
    changed = decisions.assessed(company.accounts, company.sold, today)
    importing.save_reassessed(db, changed, company, rev)
