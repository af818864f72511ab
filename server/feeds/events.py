"""What a calendar says of a visit, by the feed's level of detail: pure."""

from datetime import date, datetime, timedelta

from routing import workdays
from server.feeds import ical
from server.feeds.store import FeedRecord, FeedVisit


def events(
    feed: FeedRecord, visits: tuple[FeedVisit, ...], today: date, address: str
) -> tuple[ical.Event, ...]:
    """Returns one event a visit. ``address`` is where this Rounds is reached."""
    return tuple(_event(feed, visit, today, address) for visit in visits)


def _event(feed: FeedRecord, visit: FeedVisit, today: date, address: str) -> ical.Event:
    status = _status(visit, today)
    start, end = _times(visit, feed.zone)
    busy_only = feed.detail == "busy"
    url = "" if busy_only else f"{address}/v/{visit.id}"
    return ical.Event(
        # Made from the visit's id alone: a visit that moves stays the same event.
        uid=f"{visit.id}@rounds",
        created=visit.created_at,
        changed=_changed(visit, today, feed.zone),
        sequence=_sequence(visit, status),
        start=start,
        end=end,
        summary="Busy" if busy_only else _summary(visit, status),
        status=status,
        busy=status != "CANCELLED" and isinstance(start, datetime),
        url=url,
        location="" if busy_only else visit.address,
        lat=None if busy_only else visit.lat,
        lon=None if busy_only else visit.lon,
        description=_description(visit, url) if feed.detail == "full" else "",
        categories=() if busy_only else ("Rounds", visit.account_class.capitalize()),
        alarm_minutes=feed.alarm_minutes,
    )


def _status(visit: FeedVisit, today: date) -> ical.Status:
    """Planned is tentative; agreed with the customer, or today and before, is firm."""
    if visit.cancelled_at is not None:
        return "CANCELLED"
    firm = visit.on <= today or visit.held == "appointment"
    return "CONFIRMED" if firm else "TENTATIVE"


def _sequence(visit: FeedVisit, status: ical.Status) -> int:
    # A visit turns firm on its day without anybody changing its row; Google keeps the old event
    # unless the sequence grows. Doubling leaves room for that one step between two changes.
    return 2 * visit.sequence + (status == "CONFIRMED")


def _changed(visit: FeedVisit, today: date, zone: str) -> datetime:
    if visit.cancelled_at is not None or visit.on > today or visit.held == "appointment":
        return visit.changed_at
    return max(visit.changed_at, workdays.instant(visit.on, 0, zone))


def _times(visit: FeedVisit, zone: str) -> tuple[datetime | date, datetime | date]:
    if visit.start_s is None or visit.departure_s is None:
        return visit.on, visit.on + timedelta(days=1)
    return (
        workdays.instant(visit.on, visit.start_s, zone),
        workdays.instant(visit.on, visit.departure_s, zone),
    )


def _summary(visit: FeedVisit, status: ical.Status) -> str:
    name = f"Call {visit.account}" if visit.channel == "phone" else visit.account
    return f"Cancelled: {name}" if status == "CANCELLED" else name


def _description(visit: FeedVisit, url: str) -> str:
    who = " ".join(part for part in (visit.contact, visit.phone) if part)
    lines = (
        f"{visit.account_class.capitalize()} {visit.tier}",
        visit.why,
        f"Contact: {who}" if who else "",
        f"Move, cancel, navigate: {url}",
    )
    return "\n".join(line for line in lines if line)
