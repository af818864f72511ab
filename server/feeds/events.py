"""What a calendar says of a visit, by the feed's level of detail: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Self
from uuid import UUID

from routing import workdays
from server.feeds import ical, texts
from server.feeds.records import FeedRecord, FeedVisit, SeenRep, Told

#: Names of CSS 3, which RFC 7986 asks for; a rep keeps the own one while the team grows.
COLORS = (
    "teal", "darkorange", "royalblue", "crimson", "seagreen", "purple", "goldenrod", "steelblue",
    "deeppink", "olive", "sienna", "slategray",
)  # fmt: skip
#: Held to its day by a person: by whom does not matter to a calendar.
FIRM = frozenset({"appointment", "pin"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A rep as a feed shows them: the date it is there, and the colour of a team's calendar."""

    name: str
    zone: str
    today: date
    color: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: the feed, whose visits they are, when, and where this Rounds is reached."""

    feed: FeedRecord
    reps: Mapping[UUID, Shown]
    now: datetime
    address: str
    words: texts.Words

    @classmethod
    def of(cls, feed: FeedRecord, reps: Sequence[SeenRep], now: datetime, address: str) -> Self:
        """Returns the reader of a feed; ``reps`` stand in the order they came in."""
        shown = {
            rep.id: Shown(
                rep.name, rep.zone, workdays.local_date(now, rep.zone), COLORS[at % len(COLORS)]
            )
            for at, rep in enumerate(reps)
        }
        return cls(feed, shown, now, address, texts.LANGUAGES[feed.language])


def calendar(reader: Reader) -> ical.Calendar:
    """Returns the calendar's own name and hints."""
    title = reader.feed.title or reader.words.team
    return ical.Calendar(reader.words.visits.format(title), reader.feed.zone)


def news(
    reader: Reader, visits: Iterable[FeedVisit], told: Mapping[UUID, Told]
) -> dict[UUID, Told]:
    """Returns what to tell anew: of visits nobody was told of, or that are not as told.

    Google keeps the old event unless SEQUENCE grows: it does with each change of time, place,
    name or status. Other words only move LAST-MODIFIED. All feeds of a visit share one number.
    """
    found = {}
    for visit in visits:
        old, appointment, content = told.get(visit.id), _appointment(reader, visit), _content(visit)
        if old is None:
            found[visit.id] = Told(appointment, content, visit.sequence, visit.changed_at)
        elif (old.appointment, old.content) != (appointment, content):
            sequence = old.sequence
            if old.appointment != appointment:
                sequence = max(old.sequence, visit.sequence) + 1
            since = max(reader.now, old.changed_at)
            found[visit.id] = Told(appointment, content, sequence, since)
    return found


def events(
    reader: Reader, visits: Iterable[FeedVisit], told: Mapping[UUID, Told]
) -> list[ical.Event]:
    """Returns one event a visit; ``told`` knows each of them."""
    return [_event(reader, visit, told[visit.id]) for visit in visits]


def _event(reader: Reader, visit: FeedVisit, told: Told) -> ical.Event:
    feed = reader.feed
    status = _status(visit, reader.reps[visit.rep_id].today)
    start, end = _times(visit, reader.reps[visit.rep_id].zone)
    busy_only = feed.detail == "busy"
    url = "" if busy_only else _url(reader, visit)
    return ical.Event(
        # Made from the visit's id alone: a visit that moves stays the same event.
        uid=f"{visit.id}@rounds",
        created=visit.created_at,
        changed=told.changed_at,
        sequence=told.sequence,
        start=start,
        end=end,
        summary=_summary(reader, visit, status),
        status=status,
        busy=status != "CANCELLED" and isinstance(start, datetime),
        url=url,
        location="" if busy_only else visit.address,
        lat=None if busy_only else visit.lat,
        lon=None if busy_only else visit.lon,
        description=_description(reader, visit, url) if feed.detail == "full" else "",
        categories=_categories(reader, visit),
        color=reader.reps[visit.rep_id].color if feed.kind == "team" else "",
        alarm_minutes=feed.alarm_minutes,
    )


def _status(visit: FeedVisit, today: date) -> ical.Status:
    """Planned is tentative; held by a person, or today and before, is firm."""
    if visit.cancelled_at is not None:
        return "CANCELLED"
    return "CONFIRMED" if visit.on <= today or visit.held in FIRM else "TENTATIVE"


def _appointment(reader: Reader, visit: FeedVisit) -> str:
    status = _status(visit, reader.reps[visit.rep_id].today)
    times = _times(visit, reader.reps[visit.rep_id].zone)
    return _digest(status, *times, visit.account, visit.address, visit.lat, visit.lon)


def _content(visit: FeedVisit) -> str:
    return _digest(
        visit.channel, visit.why, visit.reason, visit.due, visit.account_class, visit.tier,
        visit.contact, visit.phone,
    )  # fmt: skip


def _digest(*parts: object) -> str:
    return blake2b("\0".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def _times(visit: FeedVisit, zone: str) -> tuple[datetime | date, datetime | date]:
    if visit.start_s is None or visit.departure_s is None:
        return visit.on, visit.on + timedelta(days=1)
    return (
        workdays.instant(visit.on, visit.start_s, zone),
        workdays.instant(visit.on, visit.departure_s, zone),
    )


def _url(reader: Reader, visit: FeedVisit) -> str:
    """A rep is at home in the phone app, everybody else at the desk."""
    entry = "" if reader.feed.role == "rep" else "/desk"
    return f"{reader.address}{entry}/v/{visit.id}"


def _summary(reader: Reader, visit: FeedVisit, status: ical.Status) -> str:
    words, feed = reader.words, reader.feed
    name = words.call.format(visit.account) if visit.channel == "phone" else visit.account
    if feed.detail == "busy":
        name = words.busy
    if feed.role != "rep":
        name = f"{reader.reps[visit.rep_id].name}: {name}"
    return words.cancelled.format(name) if status == "CANCELLED" else name


def _categories(reader: Reader, visit: FeedVisit) -> tuple[str, ...]:
    if reader.feed.kind == "team":
        return (reader.reps[visit.rep_id].name,)
    if reader.feed.detail == "busy":
        return ()
    return ("Rounds", reader.words.classes[visit.account_class])


def _description(reader: Reader, visit: FeedVisit, url: str) -> str:
    words = reader.words
    who = ", ".join(part for part in (visit.contact, visit.phone) if part)
    lines = (
        f"{words.classes[visit.account_class]} {visit.tier}",
        texts.why(words, visit),
        words.rep.format(reader.reps[visit.rep_id].name) if reader.feed.role != "rep" else "",
        words.contact.format(who) if who else "",
        words.link.format(url),
    )
    return "\n".join(line for line in lines if line)
