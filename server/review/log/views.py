"""The audit log: read by who may, changed by nobody."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from server import auth, wire
from server.auth import Role, Scope, requires
from server.database import db
from server.review.log import store, wording
from server.review.log.store import Asked, Entry, Seen

log = Blueprint("log", __name__)


@log.get("/api/audit")
@wire.speaks(answer=wire.AuditPage)
@requires(Role.MANAGER)
def show_log(scope: Scope):
    """Returns who changed what, newest first: ?person= ?action= ?about= ?first= ?last= ?before="""
    ask = wire.AuditQuery.model_validate_strings(request.args.to_dict())
    seen = store.load_seen(db(), scope)
    asked = Asked(
        ask.person, ask.action or "", ask.about or "", _begins(ask.first),
        _begins(ask.last + timedelta(days=1)) if ask.last else None, ask.before,
    )  # fmt: skip
    entries, more = store.load_page(db(), seen, asked)
    return wire.AuditPage(
        items=[_out(entry, seen) for entry in entries],
        more=more,
        people=[wire.Named(id=key, name=name) for key, name in store.load_people(db(), seen)],
        actions=store.load_actions(db(), seen),
    ).model_dump(mode="json")


def _begins(on: date | None) -> datetime | None:
    """Returns the instant a date begins in the company's zone."""
    return datetime.combine(on, time(), ZoneInfo(auth.company().zone)) if on else None


def _out(entry: Entry, seen: Seen) -> wire.AuditRow:
    named = {**seen.names}
    if entry.about not in named and entry.action in ("setting_changed", "segment_changed"):
        named[entry.about] = entry.about.replace("_", " ")
    if entry.action == "season_changed":
        named.setdefault(entry.about, entry.about)
    return wire.AuditRow(
        id=entry.id,
        at=entry.at,
        who=entry.who,
        action=entry.action,
        about=entry.about,
        account=entry.action in ACCOUNTS and entry.about in seen.names,
        text=wording.sentence(entry.action, entry.about, entry.details, named),
    )


#: Entries whose subject is an account one can open.
ACCOUNTS = frozenset(
    {
        "account_changed", "prospect_added", "class_proposed", "class_accepted", "class_refused",
        "class_challenged", "contact_erased", "planned_change_withdrawn",
    }
)  # fmt: skip
