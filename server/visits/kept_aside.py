"""What a lost phone still sends: kept for the rep's manager, who applies or discards it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server import errors, wire
from server.auth import Role, Scope
from server.auth.sessions import SignedIn
from server.people import store as people
from server.visits import exchange, store, sync


def keep(db: Any, lost: SignedIn, body: Any, now: datetime) -> bool:
    """Keeps what was sent and applies none of it; returns whether all of it is safe here.

    Only a rep's phone, and only as long as its sign-in would have lasted. The body is read by no
    message: a fault in it would be another answer than the one this phone must hear.
    """
    sent = body.get("send") if isinstance(body, dict) else None
    if not isinstance(sent, list) or lost.person.role != Role.REP or lost.row.expires_at <= now:
        return False
    items = [raw for raw in sent if isinstance(raw, dict)]
    named = [(item.id, raw) for raw in items for item in sync.items([raw])]
    return store.keep_aside(db, lost, dict(named), now) and len(named) == len(sent)


def apply(db: Any, scope: Scope, kept: store.KeptRecord, now: datetime) -> None:
    """Does what the rep wanted to say, as the rep; raises where it would have been refused."""
    ask = wire.SyncEnvelope(client_id=kept.sign_in_id, send=[dict(kept.item)])
    (result,) = exchange.results(db, Scope.rep(kept.person_id), ask, now)
    if result.code is not None:
        raise errors.Conflict(f"This cannot be applied: {result.text} Discard it, or keep it.")
    _settle(db, scope, kept, "kept_aside_applied", now)


def discard(db: Any, scope: Scope, kept: store.KeptRecord, now: datetime) -> None:
    """Removes it unapplied; who did so stays in the audit log."""
    _settle(db, scope, kept, "kept_aside_discarded", now)


def _settle(db: Any, scope: Scope, kept: store.KeptRecord, action: str, now: datetime) -> None:
    said = {name: kept.item.get(name) for name in ("id", "kind", "about", "at_phone")}
    people.audit(db, now, scope, action, kept.person_id, {"item": _plain(said)})
    store.remove_kept_aside(db, kept.id)


def _plain(said: Mapping[str, Any]) -> dict[str, str]:
    """Returns it as text both databases take: a thief's phone may have sent anything."""
    return {name: ascii(value)[:200] for name, value in said.items()}


def row(kept: store.KeptRecord) -> wire.KeptAsideRow:
    """Returns it as the desk shows it: what kind of thing, where, and the words in it."""
    args = kept.item.get("args")
    said = args if isinstance(args, dict) else {}
    return wire.KeptAsideRow(
        id=kept.id,
        person_id=kept.person_id,
        rep=kept.rep,
        device=kept.device,
        kind=_text(kept.item, "kind"),
        account=kept.account or _text(said, "name"),
        on=_text(said, "on"),
        outcome=_text(said, "outcome"),
        note=_text(said, "note") or _text(said, "text") or _text(said, "reason"),
        kept_at=kept.kept_at,
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    """Returns a text of the item; half a character, which JSON cannot carry, becomes a mark."""
    value = said.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
