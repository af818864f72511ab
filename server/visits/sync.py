"""The phone's protocol, without a database: what an item says, what was answered, what is a page.

One poisoned item must never block those after it, so items are read one by one and a fault in one
is an answer, not an error.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, NamedTuple
from uuid import UUID

import pydantic

from server import wire

#: About as many rows as a phone is sent at once.
PAGE_ROWS = 2000

ARGS: Mapping[str, type[wire.In]] = {
    "report": wire.ReportArgs,
    "check_in": wire.CheckInArgs,
    "prospect": wire.ProspectArgs,
    "correct": wire.CorrectArgs,
    "feedback": wire.FeedbackArgs,
    "drop": wire.DropArgs,
    "pin": wire.PinArgs,
    "withdraw": wire.WithdrawArgs,
}

#: What a person reads beside a refused item; of ``invalid`` the fault itself.
TEXTS: Mapping[str, str] = {
    "id_reuse": "Something else was already sent under this id.",
    "not_found": "This is not, or no longer, one of your accounts or visits.",
    "already_made": "This visit was already made, so it cannot be skipped.",
    "manager_asked": "Your manager asked for this. Only a manager can take it back.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One fact or wish as it arrived. ``message`` is None where ``problem`` says why.

    ``args`` is kept as sent, so that a poisoned item can still be looked at.
    """

    id: UUID
    kind: str
    about: UUID | None
    args: Mapping[str, Any]
    hash: str
    message: wire.In | None = None
    problem: str = ""
    at_phone: datetime | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item was, or is, answered."""

    status: Literal["accepted", "duplicate", "refused"]
    code: str | None = None
    text: str | None = None


ACCEPTED = Answer("accepted")


def refused(code: str, text: str = "") -> Answer:
    """Returns a refusal in words; the phone keeps the item and shows them."""
    return Answer("refused", code, text or TEXTS[code])


class Logged(NamedTuple):
    """An item answered before: by its hash the same one is told from another under its id."""

    hash: str
    answer: Answer


def items(sent: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Returns what was sent, in the phone's order.

    An item without a readable id cannot be answered and is left out: the phone keeps it.
    """
    read = (_item(raw) for raw in sent)
    return tuple(item for item in read if item is not None)


def results(
    sent: Sequence[Item], known: Callable[[Item], Logged | None], apply: Callable[[Item], Answer]
) -> tuple[wire.SyncResult, ...]:
    """Returns the answer to each item; ``apply`` is asked only for those never seen before.

    ``known`` is asked item by item, because one request may hold the same id twice.
    """
    return tuple(_result(item, known(item), apply) for item in sent)


def content_hash(kind: Any, about: Any, args: Any) -> str:
    """Returns what tells two items apart: what they say, not when they were said."""
    said = json.dumps([kind, about, args], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _result(item: Item, logged: Logged | None, apply: Callable[[Item], Answer]) -> wire.SyncResult:
    if logged is None:
        answer = apply(item)
    elif logged.hash == item.hash:
        answer = Answer("duplicate", logged.answer.code, logged.answer.text)
    else:
        answer = refused("id_reuse")
    return wire.SyncResult(id=item.id, status=answer.status, code=answer.code, text=answer.text)


def _item(raw: Mapping[str, Any]) -> Item | None:
    item_id = _uuid(raw.get("id"))
    if item_id is None:
        return None
    kind, about, args = raw.get("kind"), raw.get("about"), raw.get("args")
    unread = Item(item_id, "unknown", _uuid(about), {}, content_hash(kind, about, args))
    if not _storable(raw):
        return replace(unread, problem="Rounds cannot keep these characters.")
    kept = replace(unread, kind=str(kind)[:200], args=args if isinstance(args, dict) else {})
    try:
        return _understood(kept, raw)
    except pydantic.ValidationError as error:
        return replace(kept, problem=_sentence(error))


def _understood(kept: Item, raw: Mapping[str, Any]) -> Item:
    # Strict messages read ids and dates from JSON only, hence the way back through text.
    said = wire.SyncItem.model_validate_json(json.dumps(raw))
    if said.about is None and said.kind not in {"feedback", "withdraw"}:
        return replace(kept, problem="Rounds cannot read this: no account is named.")
    message = ARGS[said.kind].model_validate_json(json.dumps(said.args))
    return replace(kept, message=message, at_phone=_instant(said.at_phone), zone=said.zone)


def _instant(told: datetime) -> datetime | None:
    """Returns what a phone's clock said, in UTC; however wrong, it never makes an item wrong."""
    try:
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _storable(raw: Mapping[str, Any]) -> bool:
    """Returns whether both databases take the text: no NUL, no half character, no NaN."""
    try:
        text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        return False
    return "\\u0000" not in text


def _sentence(error: pydantic.ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"Rounds cannot read {place or 'this'}: {fault['msg']}."[:200]


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


# --- what goes down -------------------------------------------------------------------------------


class Key(NamedTuple):
    """A row that changed, or left the phone: enough to cut a page before any row is made."""

    rev: int
    type: str
    id: str
    gone: bool = False


class Page(NamedTuple):
    """The rows to send now, and how far the phone is afterwards."""

    keys: tuple[Key, ...]
    cursor: int
    more: bool


def page(keys: Iterable[Key], upto: int, rows: int = PAGE_ROWS) -> Page:
    """Returns the first rows in the order of their revision, never half a revision.

    A cursor counts revisions: half of one sent would be the other half lost. So a page is longer
    than ``rows`` when one revision alone is.
    """
    taken: list[Key] = []
    ordered = sorted(keys)
    for _, group in groupby(ordered, key=attrgetter("rev")):
        same_rev = list(group)
        if taken and len(taken) + len(same_rev) > rows:
            return Page(tuple(taken), taken[-1].rev, True)
        taken += same_rev
    return Page(tuple(taken), upto, False)
