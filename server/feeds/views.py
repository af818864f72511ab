"""Calendar addresses: made and ended by their owner, fetched by any calendar that knows them."""

import gzip
import hashlib
from datetime import date, datetime
from email.utils import format_datetime
from uuid import UUID

import segno
from flask import Blueprint, Response, current_app, request

from routing import workdays
from server import auth, database, wire
from server.auth import Role, Scope, requires
from server.errors import NotFound
from server.feeds import events, ical, store

feeds = Blueprint("feeds", __name__)

#: Grows with each change of what a feed says, so that an update of Rounds reaches every calendar.
ETAG_SALT = 1

CLIENTS = (
    ("Google-Calendar", "Google Calendar"),
    ("Google", "Google Calendar"),
    ("Microsoft", "Outlook"),
    ("Outlook", "Outlook"),
    ("iOS", "Apple Calendar (phone)"),
    ("macOS", "Apple Calendar"),
    ("CalendarAgent", "Apple Calendar"),
    ("Thunderbird", "Thunderbird"),
    ("Nextcloud", "Nextcloud"),
)


@feeds.get("/api/feeds")
@wire.speaks(answers=wire.FeedOut)
@requires(Role.REP)
def list_feeds(scope: Scope):
    """Lists the own calendar addresses, without their secrets."""
    rows = store.load_feeds(database.db(), scope)
    return {"items": [_out(row).model_dump(mode="json") for row in rows]}


@feeds.post("/api/feeds")
@wire.speaks(body=wire.FeedRequest, answer=wire.FeedOut, status=201)
@requires(Role.REP)
def make_feed(scope: Scope):
    """Makes a calendar address; only this answer shows it."""
    ask = wire.FeedRequest.model_validate_json(request.get_data() or b"{}")
    db = database.db()
    feed_id, secret = store.save_feed(db, scope, ask.detail, ask.alarm_minutes, auth.now())
    return _out(store.load_feed(db, scope, feed_id), secret).model_dump(mode="json"), 201


@feeds.post("/api/feeds/<uuid:feed_id>/rotate")
@wire.speaks(answer=wire.FeedOut)
@requires(Role.REP)
def rotate_feed(scope: Scope, feed_id: UUID):
    """Gives a feed a new address; the old one is dead at once."""
    db = database.db()
    secret = store.rotate(db, scope, feed_id)
    return _out(store.load_feed(db, scope, feed_id), secret).model_dump(mode="json")


@feeds.delete("/api/feeds/<uuid:feed_id>")
@requires(Role.REP)
def revoke_feed(scope: Scope, feed_id: UUID):
    """Kills an address for good."""
    store.revoke(database.db(), scope, feed_id, auth.now())
    return "", 204


# Without automatic OPTIONS: a client that probes for CalDAV gets 405 and takes it for a file.
@feeds.get("/feeds/<path:name>", provide_automatic_options=False)
def fetch_feed(name: str):
    """Answers a calendar client: 304 while nothing changed, else the whole calendar."""
    secret, dot, ending = name.rpartition(".")
    if not dot or ending != "ics" or not secret:
        raise NotFound
    db, now = database.db(), auth.now()
    feed = store.load_feed_by_secret(db, secret)
    today = workdays.local_date(now, feed.zone)
    version = store.version(db, feed)
    answer = _answer(_etag(feed, version, today), _last_modified(feed, version, today))
    if not _unchanged(answer):
        answer.set_data(_body(feed, today, answer))
    else:
        answer.status_code = 304
    _note(feed, now)
    return answer


def _body(feed: store.FeedRecord, today: date, answer: Response) -> bytes:
    db = database.db()
    calendar = ical.Calendar(f"{feed.person}: visits", feed.zone)
    visits = store.load_feed_visits(db, feed, today)
    text = ical.calendar_text(calendar, events.events(feed, visits, today, address()))
    answer.headers["Vary"] = "Accept-Encoding"
    if current_app.extensions["rounds"].settings.feed_gzip and request.accept_encodings["gzip"]:
        answer.headers["Content-Encoding"] = "gzip"
        return gzip.compress(text, 6, mtime=0)
    return text


def _answer(etag: str, last_modified: datetime) -> Response:
    answer = Response(b"", mimetype="text/calendar")
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    # Weak: the gzipped and the plain bytes are the same calendar.
    answer.set_etag(etag, weak=True)
    answer.headers["Last-Modified"] = format_datetime(last_modified, usegmt=True)
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    # Google's importer obeys robots.txt and would refuse a disallowed address, so: this header.
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Content-Disposition"] = 'inline; filename="rounds.ics"'
    return answer


def _unchanged(answer: Response) -> bool:
    """If-None-Match wins over If-Modified-Since (RFC 9110, section 13.2.2)."""
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(answer.get_etag()[0] or "")
    since, last = request.if_modified_since, answer.last_modified
    return since is not None and last is not None and last <= since


def _etag(feed: store.FeedRecord, version: store.Version, today: date) -> str:
    parts = (feed.id, feed.detail, feed.alarm_minutes, version.rev, today, address(), ETAG_SALT)
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def _last_modified(feed: store.FeedRecord, version: store.Version, today: date) -> datetime:
    midnight = workdays.instant(today, 0, feed.zone)
    return max(version.changed_at or midnight, midnight, feed.created_at)


def _note(feed: store.FeedRecord, now: datetime) -> None:
    """A write of its own, seldom: the poll itself only reads."""
    last = feed.last_fetched_at
    if last is None or abs(now - last) > store.NOTE_EVERY:
        agent = request.headers.get("User-Agent", "")
        client = next((name for part, name in CLIENTS if part in agent), "another calendar")
        with database.write_transaction(current_app) as db:
            store.note_fetch(db, feed.id, client, now)


def address() -> str:
    """Returns where this Rounds is reached, without a slash at the end."""
    settings = current_app.extensions["rounds"].settings
    return (settings.public_url or request.host_url).rstrip("/")


def _out(feed: store.FeedRecord, secret: str | None = None) -> wire.FeedOut:
    url = f"{address()}/feeds/{secret}.ics" if secret else None
    return wire.FeedOut(
        id=feed.id,
        kind=feed.kind,  # type: ignore[arg-type]  # pydantic checks what the row says
        detail=feed.detail,  # type: ignore[arg-type]
        alarm_minutes=feed.alarm_minutes,
        created_at=feed.created_at,
        last_fetched_at=feed.last_fetched_at,
        last_client=feed.last_client,
        url=url,
        webcal="webcal://" + url.partition("://")[2] if url else None,
        qr_svg=segno.make(url, error="m").svg_inline(scale=4, border=2) if url else None,
    )
