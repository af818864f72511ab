"""The golden calendars: what each of them shows, and `python -m tests.calendars.golden`.

That writes them anew after a change that is meant; their difference is then to be looked at.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from server.feeds import events, ical
from server.feeds.records import FeedRecord, FeedVisit, SeenRep, Told

FOLDER = Path(__file__).parent
TODAY = date(2026, 5, 5)
NOW = datetime(2026, 5, 5, 12, 40, tzinfo=UTC)
MADE = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
ADDRESS = "https://rounds.example.com"
ANN = SeenRep(UUID(int=0xA), "Ann Ward", "America/Chicago")
CLEO = SeenRep(UUID(int=0xC), "Cleo Ott; Süd", "Europe/Berlin")
ACCOUNT = UUID(int=0xACC)

#: Their clocks change on different dates, at different hours, one by half an hour.
ZONES = ("America/Chicago", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
NASTY = {
    "comma and semicolon": "Smith, Jones; Sons \\ Daughters",
    "line break": "Two\nlines\r\nand a third",
    "emoji": "Eisdiele 🍦🧊 Café Zürich 👩🏽‍🍳",
    "200 characters": "Sehr langer Name " + "ü€𝄞x" * 45 + "end",
    "begin": "BEGIN:VEVENT",
    "quote": 'The "Corner": best, in town',
}


def visit(number: int, **changes) -> FeedVisit:
    """A visit of Ann's on Thursday at ten, for half an hour."""
    values = {
        "id": UUID(int=number), "rep_id": ANN.id, "on": TODAY + timedelta(days=2),
        "start_s": 36000, "departure_s": 37800, "channel": "visit", "created_at": MADE,
        "changed_at": MADE, "cancelled_at": None, "sequence": 0, "held": None,
        "why": "due 5 May, 14 days after the last visit", "reason": "due", "due": "2026-05-05",
        "account": "Pier Kiosk", "account_class": "core", "tier": "B",
        "address": "12 Main Street, Lake Geneva, WI 53147", "lat": 42.5917, "lon": -88.4334,
        "contact": "Jo Meyer", "phone": "+1 262 555 0142",
    } | changes  # fmt: skip
    return FeedVisit(**values)


def feed(**changes) -> FeedRecord:
    """Ann's own feed, with all it can tell."""
    values = {
        "id": UUID(int=0xF), "state": (UUID(int=1), 7), "person_id": ANN.id, "person": ANN.name,
        "role": "rep", "zone": ANN.zone, "kind": "rep", "title": ANN.name, "account_id": None,
        "detail": "full", "alarm_minutes": None, "language": "en", "days_ahead": 180,
        "created_at": MADE, "last_fetched_at": None, "last_client": "", "etag": "",
        "etag_at": None,
    } | changes  # fmt: skip
    return FeedRecord(**values)


def manager_feed(**changes) -> FeedRecord:
    return feed(role="manager", person="Bob", title="North", kind="team", **changes)


def visits() -> tuple[FeedVisit, ...]:
    """One visit in each state a calendar tells apart."""
    return (
        visit(1, account="Planned", why="due 5 May", lat=None, lon=None),
        visit(2, account="Held to its day", held="pin", reason="pin"),
        visit(3, account="Agreed", held="appointment", start_s=39600, departure_s=43200),
        visit(4, account="Today", on=TODAY, sequence=2),
        visit(5, account="Yesterday", on=TODAY - timedelta(days=1)),
        visit(6, account="Given up", cancelled_at=MADE, sequence=1),
        visit(7, account="By phone", channel="phone", start_s=None, departure_s=None),
        *(visit(8 + n, account=name, address=f"{name}, WI") for n, name in
          enumerate(NASTY.values())),
    )  # fmt: skip


def in_two_zones() -> tuple[FeedVisit, ...]:
    """Ann's visits, and Cleo's at the same clock time seven hours earlier."""
    return (*visits(), visit(30, rep_id=CLEO.id, account="Strandbad"))


def around_the_changes(zone: str) -> tuple[tuple[FeedVisit, datetime], ...]:
    """Visits morning and evening around both changes of the clocks, each with its instant."""
    found = []
    for on in _days_around_changes(zone):
        for start_s in (5 * 3600, 9 * 3600 + 1200, 22 * 3600):
            one = visit(100 + len(found), on=on, start_s=start_s, departure_s=start_s + 1500)
            midnight = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone))
            at = midnight.replace(hour=start_s // 3600, minute=start_s // 60 % 60)
            found.append((one, at.astimezone(UTC)))
    return tuple(found)


def _days_around_changes(zone: str) -> list[date]:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    noon = {day: datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) for day in days}
    changes = [b for a, b in pairwise(days) if noon[a].utcoffset() != noon[b].utcoffset()]
    assert len(changes) == 2
    return [change + timedelta(days=n) for change in changes for n in (-1, 0, 1)]


def text(
    of: FeedRecord, shown: tuple[FeedVisit, ...], reps: tuple[SeenRep, ...] = (ANN, CLEO),
    told: dict[UUID, Told] | None = None, now: datetime = NOW,
) -> bytes:  # fmt: skip
    """Returns a calendar as a client gets it that was told nothing before, unless ``told``."""
    reader = events.Reader.of(of, reps, now, ADDRESS)
    told = {} if told is None else told
    told |= events.news(reader, shown, told)
    written = events.events(reader, shown, told)
    return ical.calendar_text(events.calendar(reader), written, reader.reps[ANN.id].today)


def _in_zone(zone: str) -> Callable[[], bytes]:
    rep = SeenRep(ANN.id, ANN.name, zone)
    shown = tuple(one for one, _ in around_the_changes(zone))
    return lambda: text(feed(zone=zone), shown, (rep,))


GOLDEN: dict[str, Callable[[], bytes]] = {
    "rep": lambda: text(feed(), visits()),
    "rep-german": lambda: text(feed(language="de", alarm_minutes=15), visits()),
    "rep-address": lambda: text(feed(detail="address"), visits()),
    "rep-busy": lambda: text(feed(detail="busy"), visits()),
    "team": lambda: text(manager_feed(), in_two_zones()),
    "team-busy": lambda: text(manager_feed(detail="busy"), in_two_zones()),
    "account": lambda: text(feed(kind="account", title="Pier Kiosk", account_id=ACCOUNT),
                            (visit(1), visit(2, cancelled_at=MADE))),
    **{zone.rpartition("/")[2].lower(): _in_zone(zone) for zone in ZONES},
}  # fmt: skip


if __name__ == "__main__":
    for name, made in GOLDEN.items():
        (FOLDER / f"{name}.ics").write_bytes(made())
