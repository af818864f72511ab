"""The way back of a file of visits, sales or touches: what it brought goes, the rest returns.

Each is kept by account as a pair: the state before, none for what the file brought, and a mark of
the state it left. What is otherwise by now was meant by somebody and stands in the way.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import database, errors, wire
from server.accounts.decisions import Decided, Decision, Made, SalesKey, SoldMonth, VisitKey
from server.accounts.store import points, telling
from server.accounts.store.points import MOVED_ON, REMOVED, RESTORED, Point
from server.accounts.store.telling import Key, Kind, Now, State
from server.accounts.touches import Told
from server.auth import Scope
from server.models import Account, Person
from server.people import store as people

#: What a file did to one key, as it is kept: the state before and the mark of the one after.
Pair = tuple[State | None, str]


# --- keeping what was ----------------------------------------------------------------------------


def kept_visits(decided: Decided, known: Mapping[VisitKey, Made]) -> dict[str, Any]:
    """Returns what a file of visits did, as its restore point keeps it."""

    def state(told: Any) -> State:
        return [str(told["rep_id"]), told["result"], told["note"], told["minutes"]]

    before = {one.id: one for one in known.values()}
    return _kept(
        (d.fields["account_id"], str(d.id),
         state(before[d.id]._asdict()) if d.action == "change" and d.id else None,
         state(d.fields))
        for d in _written(decided)
    )  # fmt: skip


def kept_sales(decided: Decided, known: Mapping[SalesKey, SoldMonth]) -> dict[str, Any]:
    """Returns what a file of sales did, as its restore point keeps it."""
    found = []
    for d in _written(decided):
        account_id, month = d.fields["account_id"], d.fields["month"]
        was = known.get((account_id, month))
        after = telling.sold(d.fields["value"], d.fields["orders"], d.fields["margin"])
        found.append((account_id, f"{month:%Y-%m}", telling.sold(*was) if was else None, after))
    return _kept(found)


def kept_touches(
    decided: Decided, known: Mapping[Any, Told], ids: Mapping[int, UUID]
) -> dict[str, Any]:
    """Returns what a file of touches did; ``ids`` are those of the new ones by line."""
    before = {one.id: one.by for one in known.values()}
    return _kept(
        (d.fields["account_id"], str(d.id or ids[d.line]), [before[d.id]] if d.id else None,
         [d.fields["by"]])
        for d in _written(decided)
    )  # fmt: skip


def _written(decided: Decided) -> list[Decision]:
    return [d for d in decided.decisions if d.action in ("add", "change")]


def _kept(rows: Iterable[tuple[UUID, str, State | None, State]]) -> dict[str, Any]:
    told: dict[str, dict[str, list[Any]]] = {}
    for account_id, key, before, after in rows:
        told.setdefault(str(account_id), {})[key] = [before, points.mark(after)]
    return {"told": told} if told else {}


# --- looking -------------------------------------------------------------------------------------


class _Seen(NamedTuple):
    """A restore point beside what there is now, and what becomes of each key."""

    point: Point
    kind: Kind
    now: Mapping[Key, Now]
    pairs: Mapping[Key, Pair]
    actions: Mapping[Key, str]

    def of(self, action: str) -> list[Key]:
        return [key for key, one in self.actions.items() if one == action]

    @property
    def before(self) -> dict[Key, State]:
        """The states that come back."""
        return {key: before for key in self.of(RESTORED) if (before := self.pairs[key][0])}


def look(db: Session, point: Point) -> wire.ImportBack:
    """Returns what taking the file back would do."""
    return _told(db, _see(db, point), done=False)


def _see(db: Session, point: Point) -> _Seen:
    kind = telling.KINDS[point.run.kind]
    pairs: dict[Key, Pair] = {
        (UUID(account_id), key): (before, after)
        for account_id, told in point.row.before["told"].items()
        for key, (before, after) in told.items()
    }
    now = kind.load(db, list({account_id for account_id, _ in pairs}))
    actions = {key: _action(now[key], pair) for key, pair in pairs.items() if key in now}
    return _Seen(point, kind, now, pairs, actions)


def _action(now: Now, pair: Pair) -> str:
    before, after = pair
    if points.mark(now.state) != after:
        return MOVED_ON
    return REMOVED if before is None else RESTORED


def _told(db: Session, seen: _Seen, *, done: bool) -> wire.ImportBack:
    order = {MOVED_ON: 0, RESTORED: 1, REMOVED: 2}
    shown = sorted(seen.actions, key=lambda key: order[seen.actions[key]])[: points.SHOWN]
    accounts = _accounts(db, {account_id for account_id, _ in shown})
    reps = {str(key): name for key, name in db.execute(select(Person.id, Person.name))}
    return wire.ImportBack(
        file_name=seen.point.row.label,
        kind=seen.point.run.kind,  # type: ignore[arg-type]
        done=done,
        removed=len(seen.of(REMOVED)),
        paused=0,
        restored=len(seen.of(RESTORED)),
        moved_on=len(seen.of(MOVED_ON)),
        rows=[_row(seen, key, *accounts.get(key[0], ("", "")), reps) for key in shown],
    )


def _accounts(db: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[str, str]]:
    query = select(Account.id, Account.number, Account.name).where(Account.id.in_(ids))
    return {key: (number, name) for key, number, name in db.execute(query)}


def _row(
    seen: _Seen, key: Key, number: str, name: str, reps: Mapping[str, str]
) -> wire.ImportBackRow:
    now, before = seen.now[key], seen.before.get(key)
    pairs = zip(seen.kind.fields, now.state, before or now.state, strict=True)
    changes = {
        label: (_said(label, is_now, reps), _said(label, was, reps))
        for label, is_now, was in pairs
        if is_now != was
    }
    return wire.ImportBackRow(account_id=key[0], number=number, name=name, what=now.label,
                              action=seen.actions[key], changes=changes)  # fmt: skip


def _said(label: str, value: Any, reps: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if label == "Rep":
        return reps.get(value, "another rep")
    return f"{value:g}" if isinstance(value, float) else str(value)


# --- taking back ---------------------------------------------------------------------------------


def take_back(
    db: Session, scope: Scope, point: Point, today: date, now: datetime
) -> wire.ImportBack:
    """Takes the whole file back; refused when something it told was changed since."""
    seen = _see(db, point)
    told = _told(db, seen, done=True)
    if told.moved_on:
        raise errors.Conflict(_why_not(told))
    rev = database.take_rev(db)
    seen.kind.remove(db, seen.of(REMOVED), rev, now)
    seen.kind.restore(db, seen.before, rev)
    point.row.undone_at = now
    db.flush()
    db.expire_all()
    seen.kind.settle(db, {account_id for account_id, _ in seen.actions}, today, rev)
    counts = {"removed": told.removed, "restored": told.restored}
    details = {"file": told.file_name, "kind": told.kind} | counts
    people.audit(db, now, scope, "import_taken_back", point.run.id, details)
    return told


def _why_not(told: wire.ImportBack) -> str:
    changed = [f"{row.name}, {row.what}" for row in told.rows if row.action == MOVED_ON]
    more = told.moved_on - len(changed[:3])
    return (
        f"{told.moved_on} of what this file told was changed since: {'; '.join(changed[:3])}"
        + (f" and {more} more" if more > 0 else "")
        + ". Nothing was taken back. Take the later file back first, or mend it by hand."
    )


# --- forgetting ----------------------------------------------------------------------------------


def renamed(before: Mapping[str, Any], name: str, called: str) -> dict[str, Any]:
    """Returns the restore point of a file of touches in which a colleague has another name."""
    after, other = points.mark([name]), points.mark([called])
    return {
        **before,
        "told": {
            account_id: {
                key: [[called] if was == [name] else was, other if left == after else left]
                for key, (was, left) in told.items()
            }
            for account_id, told in before["told"].items()
        },
    }
