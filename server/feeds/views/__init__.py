"""Calendar addresses at the desk and the phone: made, changed and ended by their owner."""

from uuid import UUID

import segno
from flask import Blueprint, g, redirect, request

from server import auth, wire
from server.accounts import store as accounts
from server.auth import Role, Scope, requires
from server.database import db
from server.errors import Forbidden, Invalid
from server.feeds import reach, store, texts
from server.feeds.records import FeedRecord, NewFeed
from server.feeds.views.fetching import address, fetch

feeds = Blueprint("feeds", __name__)

#: Google takes about a megabyte: a team's visits fill it sooner than a rep's.
DAYS_AHEAD = {"rep": 180, "team": 42, "account": 180}


@feeds.get("/api/feeds")
@wire.speaks(answers=wire.FeedOut)
@requires(Role.REP, Role.MANAGER)
def list_feeds(scope: Scope):
    """Lists the own calendar addresses, without their secrets."""
    return {"items": [_shown(row) for row in store.load_feeds(db(), scope)]}


@feeds.post("/api/feeds")
@wire.speaks(body=wire.FeedRequest, answer=wire.FeedOut, status=201)
@requires(Role.REP, Role.MANAGER)
def make_feed(scope: Scope):
    """Makes a calendar address; only this answer shows it."""
    ask = wire.FeedRequest.model_validate_json(request.get_data() or b"{}")
    feed_id, secret = store.save_feed(db(), scope, _new(scope, ask), auth.now())
    return _shown(store.load_feed(db(), scope, feed_id), secret), 201


@feeds.patch("/api/feeds/<uuid:feed_id>")
@wire.speaks(body=wire.FeedChange, answer=wire.FeedOut)
@requires(Role.REP, Role.MANAGER)
def change_feed(scope: Scope, feed_id: UUID):
    """Changes what a feed says; its address stays."""
    ask = wire.FeedChange.model_validate_json(request.get_data())
    store.change_feed(db(), scope, feed_id, ask.model_dump(include=ask.model_fields_set))
    return _shown(store.load_feed(db(), scope, feed_id))


@feeds.post("/api/feeds/<uuid:feed_id>/rotate")
@wire.speaks(answer=wire.FeedOut)
@requires(Role.REP, Role.MANAGER)
def rotate_feed(scope: Scope, feed_id: UUID):
    """Gives a feed a new address; the old one is dead at once."""
    secret = store.rotate(db(), scope, feed_id)
    return _shown(store.load_feed(db(), scope, feed_id), secret)


@feeds.delete("/api/feeds/<uuid:feed_id>")
@requires(Role.REP, Role.MANAGER)
def revoke_feed(scope: Scope, feed_id: UUID):
    """Kills an address for good."""
    store.revoke(db(), scope, feed_id, auth.now())
    return "", 204


@feeds.get("/api/feeds/team")
@wire.speaks(answers=wire.TeamFeedOut)
@requires(Role.MANAGER)
def list_feeds_of_reps(scope: Scope):
    """Lists the calendar addresses of the reps in sight: that they exist, never where."""
    rows = store.load_feeds_of_reps(db(), scope)
    return {"items": [_of_rep(row).model_dump(mode="json") for row in rows]}


@feeds.get("/api/visits/<uuid:visit_id>/became")
@wire.speaks(answer=wire.BecameOut)
@requires()
def show_became(scope: Scope, visit_id: UUID):
    """Says what came of a visit: for a calendar's link that may be weeks old."""
    found = store.load_became(db(), scope, visit_id, auth.today())
    fields = {name: getattr(found, name) for name in found.__slots__}
    return wire.BecameOut(**fields).model_dump(mode="json")


@feeds.get("/desk/v/<uuid:visit_id>")
def show_visit_at_desk(visit_id: UUID):
    """Leads from a manager's calendar to the desk, which then asks who is there."""
    return redirect(f"/desk#/board?visit={visit_id}")


# Without automatic OPTIONS: a client that probes for CalDAV gets 405 and takes it for a file.
@feeds.get("/feeds/<path:name>", provide_automatic_options=False)
def fetch_feed(name: str):
    """Answers a calendar client: 304 while nothing changed, else the whole calendar."""
    return fetch(name)


def _new(scope: Scope, ask: wire.FeedRequest) -> NewFeed:
    kind = ask.kind or ("rep" if scope.role is Role.REP else "team")
    if (kind == "rep") != (scope.role is Role.REP) and kind != "account":
        raise Forbidden("A rep subscribes to the own visits, a manager to the team's.")
    if (kind == "account") != (ask.account_id is not None):
        raise Invalid("Name the account whose visits the calendar shall show, and only then one.")
    if ask.account_id is not None:
        accounts.load_account(db(), scope, ask.account_id, auth.today())
    return NewFeed(
        kind=kind,
        account_id=ask.account_id,
        detail=ask.detail,
        alarm_minutes=ask.alarm_minutes,
        language=ask.language or _own_language(),
        days_ahead=ask.days_ahead or DAYS_AHEAD[kind],
    )


def _own_language() -> str:
    spoken = g.signed_in.person.language
    return spoken if spoken in texts.LANGUAGES else "en"


def _shown(feed: FeedRecord, secret: str | None = None):
    names = wire.FeedOut.model_fields.keys() & set(feed.__slots__)
    url = f"{address()}/feeds/{secret}.ics" if secret else None
    return wire.FeedOut(
        **{name: getattr(feed, name) for name in names},
        reach=reach.reach(address()),  # type: ignore[arg-type]  # pydantic checks the word
        url=url,
        webcal="webcal://" + url.partition("://")[2] if url else None,
        qr_svg=segno.make(url, error="m").svg_inline(scale=4, border=2) if url else None,
    ).model_dump(mode="json")


def _of_rep(feed: FeedRecord) -> wire.TeamFeedOut:
    names = wire.TeamFeedOut.model_fields.keys() & set(feed.__slots__)
    fields = {name: getattr(feed, name) for name in names}
    return wire.TeamFeedOut(rep_id=feed.person_id, rep=feed.person, **fields)
