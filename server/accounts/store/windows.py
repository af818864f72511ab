"""Season windows of many accounts at once: a town's, a segment's, a product line's, a territory's.

Whoever has them follows at once: the accounts are marked, the plans of their reps asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server import database, errors
from server.accounts import records
from server.accounts.store import changes, loading, marking
from server.auth import Scope
from server.models import Account, SeasonWindow, Segment
from server.people import store as people

Key = tuple[str, str]


def save_windows(
    db: Session,
    scope: Scope,
    of: str,
    key: str,
    windows: Sequence[Mapping[str, Any]],
    now: datetime,
) -> int:
    """Writes all windows of one of ``records.SPECIFIC`` anew; returns how many accounts follow.

    Who sees none of its accounts does not learn that it exists. A town or a segment may reach over
    several teams: all its accounts follow.
    """
    _check(windows)
    must_see(db, scope, of, key)
    if of == "town":
        _forget_spellings(db, key)
    column = {"account": "account_id", "territory": "rep_id"}.get(of, of)
    value = UUID(key) if of in ("account", "territory") else key
    changes.replace_windows(db, windows, **{column: value})
    rev = database.take_rev(db)
    if of == "segment" and (segment := db.get(Segment, key)):
        segment.rev = rev
    followers = load_followers(db, of, key)
    marking.touch(db, [account_id for account_id, _ in followers], rev)
    marking.ask_for_plans(db, {rep_id for _, rep_id in followers})
    people.audit(db, now, scope, "season_changed", f"{of} {key}",
                 {"windows": [f"{w['state']} {w['start']}..{w['end']}" for w in windows],
                  "accounts": len(followers)})  # fmt: skip
    return len(followers)


def read_windows(windows: Sequence[Mapping[str, Any]], of: str) -> tuple[records.Window, ...]:
    """Returns windows as they would be kept."""
    _check(windows)
    return tuple(sorted(
        records.Window(w["state"], changes.month_day(w["start"]), changes.month_day(w["end"]), of)
        for w in windows
    ))  # fmt: skip


def _check(windows: Sequence[Mapping[str, Any]]) -> None:
    """Raises every day of the windows that is none of the calendar's."""
    faults = [fault for window in windows for fault in changes.window_faults(window)]
    if faults:
        problems = [{"line": 0, "column": "windows", "text": text} for text in faults]
        raise errors.Invalid("These windows cannot be kept.", problems)


def must_see(db: Session, scope: Scope, of: str, key: str) -> None:
    """Raises NotFound unless there is such a one with an account in somebody's sight.

    Segments are the company's, and a rep without accounts is a territory too.
    """
    if of in ("account", "territory") and not _is_id(key):
        raise errors.NotFound()
    if of == "territory":
        people.load_rep(db, scope, UUID(key))
    elif of == "segment":
        if db.get(Segment, key) is None:
            raise errors.NotFound()
    elif not _belonging(db, of, key, scope):
        raise errors.NotFound()


def load_followers(db: Session, of: str, key: str) -> list[tuple[UUID, UUID | None]]:
    """Returns the active accounts of whatever team that such windows may hold for."""
    return _belonging(db, of, key, Scope.system())


def _belonging(db: Session, of: str, key: str, scope: Scope) -> list[tuple[UUID, UUID | None]]:
    query = select(Account.id, Account.city, Account.state, Account.segment,
                   Account.product_line, Account.rep_id)  # fmt: skip
    chosen = [Account.active, *loading.in_sight(scope)]
    wanted = records.window_key(of, key)
    return [
        (row.id, row.rep_id)
        for row in db.execute(query.where(*chosen))
        if wanted in records.window_keys(row)
    ]


def _forget_spellings(db: Session, town: str) -> None:
    """Removes the town's windows however its name was written."""
    rows = db.execute(select(SeasonWindow.id, SeasonWindow.town).where(SeasonWindow.town != ""))
    ids = [row.id for row in rows if row.town.casefold() == town.casefold()]
    db.execute(delete(SeasonWindow).where(SeasonWindow.id.in_(ids)))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
