"""What a calendar client gets that asks for a feed: 304 while nothing changed, else all of it."""

import gzip
import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID

from flask import Response, current_app, request

from routing import workdays
from server import auth, database
from server.errors import NotFound
from server.feeds import events, ical, store
from server.feeds.records import FeedRecord, FeedVisit, SeenRep, Told

#: Grows with each change of what a feed says, so that an update of Rounds reaches every calendar.
ETAG_SALT = 2
#: How often "last fetched" is written, so that a poll seldom writes.
NOTE_EVERY = timedelta(minutes=5)

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


def fetch(name: str) -> Response:
    """Returns the answer to a calendar that asks for ``secret.ics``."""
    feed = _feed(name)
    now = auth.now()
    today = workdays.local_date(now, feed.zone)
    reps = store.load_seen_reps(database.db(), feed)
    etag = _etag(feed, reps, _version(feed, reps, today), now)
    since = _since(feed, etag)
    answer = _answer(etag, since)
    if _unchanged(answer):
        answer.status_code = 304
    else:
        answer.set_data(_body(feed, reps, today, now, answer))
    _note(feed, etag, since, now)
    return answer


def address() -> str:
    """Returns where this Rounds is reached, without a slash at the end."""
    return (auth.settings().public_url or request.host_url).rstrip("/")


def _feed(name: str) -> FeedRecord:
    secret, dot, ending = name.rpartition(".")
    if not dot or ending != "ics" or not secret:
        raise NotFound
    return store.load_feed_by_secret(database.db(), secret)


#: What each feed's visits were last found at, and where the company stood then.
_found: dict[UUID, tuple[object, int]] = {}


def _version(feed: FeedRecord, reps: Sequence[SeenRep], today: date) -> int:
    """Looks at the visits only where the company has a new revision; most polls come between."""
    at = (feed.state, reps, today, feed.account_id)
    known = _found.get(feed.id)
    if known is None or known[0] != at:
        known = _found[feed.id] = (at, store.version(database.db(), feed, reps, today))
    return known[1]


def _body(
    feed: FeedRecord, reps: Sequence[SeenRep], today: date, now: datetime, answer: Response
) -> bytes:
    reader = events.Reader.of(feed, reps, now, address())
    visits = store.load_feed_visits(database.db(), feed, reps, today)
    told = _told(reader, visits)
    text = ical.calendar_text(events.calendar(reader), events.events(reader, visits, told), today)
    answer.headers["Vary"] = "Accept-Encoding"
    if auth.settings().feed_gzip and request.accept_encodings["gzip"]:
        answer.headers["Content-Encoding"] = "gzip"
        return gzip.compress(text, 6, mtime=0)
    return text


def _told(reader: events.Reader, visits: Sequence[FeedVisit]) -> dict[UUID, Told]:
    """Returns what calendars know of these visits once they have this answer; keeps what is new."""
    ids = [visit.id for visit in visits]
    told = store.load_told(database.db(), ids)
    if not events.news(reader, visits, told):
        return told
    with database.write_transaction(current_app) as db:
        # Another feed may have told of them since.
        told = store.load_told(db, ids)
        news = events.news(reader, visits, told)
        store.save_told(db, news)
    return told | news


def _answer(etag: str, since: datetime) -> Response:
    answer = Response(b"", mimetype="text/calendar")
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    # Weak: the gzipped and the plain bytes are the same calendar.
    answer.set_etag(etag, weak=True)
    answer.headers["Last-Modified"] = format_datetime(since, usegmt=True)
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


def _etag(feed: FeedRecord, reps: Sequence[SeenRep], version: int, now: datetime) -> str:
    """Returns what the bytes depend on: equal tags, equal bytes. A visit turns firm on its day."""
    dates = {zone: workdays.local_date(now, zone) for zone in {rep.zone for rep in reps}}
    parts = (
        feed.id, feed.title, feed.zone, feed.detail, feed.alarm_minutes, feed.language,
        feed.days_ahead, feed.role, *reps, *sorted(dates.items()), version, address(), ETAG_SALT,
    )  # fmt: skip
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def _since(feed: FeedRecord, etag: str) -> datetime:
    """Returns since when a feed says what it says: since it was first asked for after the change.

    A whole second later than before: HTTP's dates know no smaller step.
    """
    if feed.etag == etag and feed.etag_at is not None:
        return feed.etag_at
    now = auth.real_now().replace(microsecond=0)
    return now if feed.etag_at is None else max(now, feed.etag_at + timedelta(seconds=1))


def _note(feed: FeedRecord, etag: str, since: datetime, now: datetime) -> None:
    """Writes of their own, seldom: the poll itself only reads."""
    last = feed.last_fetched_at
    if feed.etag == etag and last is not None and abs(now - last) <= NOTE_EVERY:
        return
    agent = request.headers.get("User-Agent", "")
    client = next((name for part, name in CLIENTS if part in agent), "another calendar")
    with database.write_transaction(current_app) as db:
        store.note_fetch(db, feed.id, client, now)
        if feed.etag != etag:
            store.note_answer(db, feed.id, etag, since)
