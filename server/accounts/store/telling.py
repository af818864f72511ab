"""Visits, sales and touches as a file leaves them: how each kind is read, removed and restored.

A state is a list of the values a file may change. A key names it within its account.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.accounts.store import importing, marking
from server.models import Report, SalesMonth, Touch

State = list[Any]
#: The account, and the key within it.
Key = tuple[UUID, str]


class Now(NamedTuple):
    """What there is of one key: its state, and what a person calls it."""

    state: State
    label: str


class Kind(NamedTuple):
    """How a kind of file is taken back; ``fields`` are the names of a state's values."""

    fields: tuple[str, ...]
    load: Callable[[Session, Sequence[UUID]], Mapping[Key, Now]]
    remove: Callable[[Session, Sequence[Key], int, datetime], None]
    restore: Callable[[Session, Mapping[Key, State], int], None]
    settle: Callable[[Session, set[UUID], date, int], None]


def batches(rows: Iterable[Any]) -> Iterable[list[Any]]:
    """Yields the rows in as many as fit one statement."""
    all_rows = list(rows)
    for start in range(0, len(all_rows), marking.BATCH):
        yield all_rows[start : start + marking.BATCH]


# --- visits --------------------------------------------------------------------------------------


def _visits(db: Session, account_ids: Sequence[UUID]) -> Mapping[Key, Now]:
    query = select(Report.account_id, Report.id, Report.on, Report.outcome, Report.rep_id,
                   Report.result, Report.note, Report.minutes)  # fmt: skip
    return {
        (account_id, str(key)): Now([str(rep_id), *state], f"{on}, {outcome}")
        for some in batches(account_ids)
        for account_id, key, on, outcome, rep_id, *state in db.execute(
            query.where(Report.account_id.in_(some), Report.withdrawn_at.is_(None))
        )
    }


def _remove_visits(db: Session, keys: Sequence[Key], rev: int, now: datetime) -> None:
    """A report is never deleted: it is withdrawn, and no figure counts it."""
    rows = [{"id": UUID(key), "withdrawn_at": now, "rev": rev} for _, key in keys]
    if rows:
        db.execute(update(Report), rows)


def _restore_visits(db: Session, states: Mapping[Key, State], rev: int) -> None:
    rows = [
        {"id": UUID(key), "rep_id": UUID(rep_id), "result": result, "note": note,
         "minutes": minutes, "rev": rev}
        for (_, key), (rep_id, result, note, minutes) in states.items()
    ]  # fmt: skip
    if rows:
        db.execute(update(Report), rows)


def _settle_visits(db: Session, account_ids: set[UUID], _: date, rev: int) -> None:
    importing.concern(db, account_ids, rev)


# --- sales ---------------------------------------------------------------------------------------


def _sales(db: Session, account_ids: Sequence[UUID]) -> Mapping[Key, Now]:
    query = select(SalesMonth.account_id, SalesMonth.month, SalesMonth.value, SalesMonth.orders,
                   SalesMonth.margin)  # fmt: skip
    return {
        (account_id, f"{month:%Y-%m}"): Now(sold(value, orders, margin), f"{month:%Y-%m}")
        for some in batches(account_ids)
        for account_id, month, value, orders, margin in db.execute(
            query.where(SalesMonth.account_id.in_(some))
        )
    }


def sold(value: float, orders: int, margin: float | None) -> State:
    """Returns a month's sales as they are kept."""
    return [float(value), int(orders), None if margin is None else float(margin)]


def _month(key: str) -> date:
    return date.fromisoformat(f"{key}-01")


def _remove_sales(db: Session, keys: Sequence[Key], _: int, __: datetime) -> None:
    months: dict[UUID, list[date]] = {}
    for account_id, key in keys:
        months.setdefault(account_id, []).append(_month(key))
    for account_id, some in months.items():
        mine = SalesMonth.account_id == account_id
        db.execute(delete(SalesMonth).where(mine, SalesMonth.month.in_(some)))


def _restore_sales(db: Session, states: Mapping[Key, State], _: int) -> None:
    rows = [
        {"account_id": account_id, "month": _month(key), "value": value, "orders": orders,
         "margin": margin}
        for (account_id, key), (value, orders, margin) in states.items()
    ]  # fmt: skip
    if rows:
        db.execute(update(SalesMonth), rows)


def _settle_sales(db: Session, account_ids: set[UUID], today: date, rev: int) -> None:
    importing.assess_sold(db, account_ids, today, rev)


# --- touches -------------------------------------------------------------------------------------


def _touches(db: Session, account_ids: Sequence[UUID]) -> Mapping[Key, Now]:
    query = select(Touch.account_id, Touch.id, Touch.on, Touch.kind, Touch.by)
    return {
        (account_id, str(key)): Now([by], f"{on}, {kind}")
        for some in batches(account_ids)
        for account_id, key, on, kind, by in db.execute(query.where(Touch.account_id.in_(some)))
    }


def _remove_touches(db: Session, keys: Sequence[Key], _: int, __: datetime) -> None:
    for some in batches(UUID(key) for _account, key in keys):
        db.execute(delete(Touch).where(Touch.id.in_(some)))


def _restore_touches(db: Session, states: Mapping[Key, State], _: int) -> None:
    rows = [{"id": UUID(key), "by": by} for (_account, key), (by,) in states.items()]
    if rows:
        db.execute(update(Touch), rows)


def _settle_touches(db: Session, account_ids: set[UUID], _: date, rev: int) -> None:
    """Phones pull the accounts; a touch takes nothing off the need, so no plan is asked for."""
    marking.touch(db, account_ids, rev)


KINDS: Mapping[str, Kind] = {
    "visits": Kind(("Rep", "Result", "Note", "Minutes on site"), _visits, _remove_visits,
                   _restore_visits, _settle_visits),
    "sales": Kind(("Value", "Orders", "Margin"), _sales, _remove_sales, _restore_sales,
                  _settle_sales),
    "touches": Kind(("Colleague",), _touches, _remove_touches, _restore_touches, _settle_touches),
}  # fmt: skip
