"""Colleagues' touches at rest: what is known of them, and the writing of what a file tells."""

from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from server import database
from server.accounts.decisions import Decided
from server.accounts.store import marking
from server.accounts.touches import Key, Told
from server.models import Touch

COLUMNS = ("account_id", "on", "kind", "by", "text")


def load_touches(db: Session) -> dict[Key, Told]:
    """Returns the touches known by account, date, kind and text."""
    query = select(Touch.account_id, Touch.on, Touch.kind, Touch.text, Touch.id, Touch.by)
    return {
        (account_id, on, kind, text): Told(touch_id, by)
        for account_id, on, kind, text, touch_id, by in db.execute(query)
    }


def save_touches(db: Session, decided: Decided) -> dict[int, UUID]:
    """Writes added and changed touches and lets phones pull their accounts.

    Returns the ids of the added ones by line. No plan is asked for: a touch is no visit and takes
    nothing off the need.
    """
    todo = [d for d in decided.decisions if d.action in ("add", "change")]
    if not todo:
        return {}
    rev = database.take_rev(db)
    ids = {d.line: database.new_id() for d in todo if d.action == "add"}
    new = [
        {"id": ids[d.line], **{name: d.fields[name] for name in COLUMNS}}
        for d in todo if d.action == "add"
    ]  # fmt: skip
    old = [{"id": d.id, "by": d.fields["by"]} for d in todo if d.action == "change"]
    if new:
        db.execute(insert(Touch), new)
    if old:
        db.execute(update(Touch), old)
    marking.touch(db, {d.fields["account_id"] for d in todo}, rev)
    return ids
