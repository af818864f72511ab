"""What a calendar costs: written by us, by icalendar, by joining lines; and a poll."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar

from server import database
from server.clock import FixedClock
from server.feeds import ical
from tests import factories
from tests.benchmarks.installation import empty_app
from tests.benchmarks.result import Result
from tests.factories import NOW

VISITS, ROUNDS, POLLS = 2000, 3, 1000
COLUMNS = ("What", "CPU ms", "Ratio to ours")
#: A thousand calendars that ask every minute are a twelfth of a processor.
MOST_MS_A_POLL = 5
#: Escaping and folding cost less than filling in the lines.
MOST_TIMES_JOINED = 2
START = datetime(2026, 1, 5, 14, tzinfo=UTC)


def run(shared: Path | None = None) -> Result:
    """Times in one run, so that they can be compared: the best of some each."""
    events = [event(n) for n in range(VISITS)]
    text = rendered(events)
    ours = cpu_ms(lambda: rendered(events))
    theirs = cpu_ms(lambda: by_icalendar(events))
    joined = cpu_ms(lambda: b"".join(joined_lines(one) for one in events))
    poll = cpu_ms_of_a_poll()
    rows = (
        (f"ours, {VISITS} visits", ours, 1.0),
        ("icalendar's writer", theirs, theirs / ours),
        ("lines filled in and joined, nothing escaped or folded", joined, joined / ours),
        (f"one poll of {POLLS} that change nothing", poll, poll / ours),
    )
    broken = []
    if text.count(b"BEGIN:VEVENT") != VISITS:
        broken.append(f"all {VISITS} visits are in the calendar")
    if ours > MOST_TIMES_JOINED * joined:
        broken.append(f"writing takes at most {MOST_TIMES_JOINED} times the joining of lines")
    if poll > MOST_MS_A_POLL:
        broken.append(f"a poll that changes nothing takes less than {MOST_MS_A_POLL} ms of CPU")
    return Result(COLUMNS, rows, broken)


def rendered(events: list[ical.Event]) -> bytes:
    """Writes a calendar as its first reader waits for it: no stamp is remembered."""
    ical.stamp.cache_clear()
    return ical.calendar_text(ical.Calendar("Ann", "America/Chicago"), events, START.date())


def event(n: int) -> ical.Event:
    """A visit as a feed of full detail says it, short enough that all fit below a megabyte."""
    start = START + timedelta(hours=n)
    return ical.Event(
        uid=f"{n:032x}@rounds", created=START, changed=START, sequence=2, start=start,
        end=start + timedelta(minutes=30), summary=f"Café Süd {n}", status="TENTATIVE", busy=True,
        url=f"http://127.0.0.1:8000/v/{n:032x}", location=f"{n} Main Street, Lake Geneva",
        description="Core B\ndue 5 May, 14 days after the last visit",
    )  # fmt: skip


def by_icalendar(events: list[ical.Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Rounds//Visits//EN")
    for one in events:
        entry = icalendar.Event()
        for name, value in (
            ("UID", one.uid), ("DTSTAMP", one.changed), ("CREATED", one.created),
            ("LAST-MODIFIED", one.changed), ("SEQUENCE", one.sequence), ("DTSTART", one.start),
            ("DTEND", one.end), ("SUMMARY", one.summary), ("LOCATION", one.location),
            ("URL", one.url), ("DESCRIPTION", one.description), ("STATUS", one.status),
            ("TRANSP", "OPAQUE"),
        ):  # fmt: skip
            entry.add(name, value)
        calendar.add_component(entry)
    return calendar.to_ical()


def joined_lines(one: ical.Event) -> bytes:
    """The same fields without any care: what writing costs at the very least."""
    start, end, at = (f"{moment:%Y%m%dT%H%M%SZ}" for moment in (one.start, one.end, one.changed))
    return (
        f"BEGIN:VEVENT\r\nUID:{one.uid}\r\nDTSTAMP:{at}\r\nCREATED:{at}\r\nLAST-MODIFIED:{at}\r\n"
        f"SEQUENCE:{one.sequence}\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:{one.summary}\r\n"
        f"LOCATION:{one.location}\r\nURL:{one.url}\r\nDESCRIPTION:{one.description}\r\n"
        f"STATUS:{one.status}\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
    ).encode()


def cpu_ms(work: Callable[[], object]) -> float:
    """Returns the processor time of the quickest of some runs."""
    return min(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def cpu_ms_of_a_poll() -> float:
    """Returns what a calendar's question costs when nothing has changed, 2,000 visits stored."""
    with empty_app(FixedClock(NOW)) as app:
        app.testing, app.test_client_class = True, factories.Browser
        with database.write_transaction(app) as db:
            cast = factories.make_cast(db)
            plan = factories.make_plan(db, cast.ann)
            places = [factories.make_account(db, cast.ann) for _ in range(100)]
            for n in range(VISITS):
                on = factories.TODAY + timedelta(days=n % 84)
                factories.make_visit(db, places[n % 100], plan, on=on, position=n)
            factories.make_feed(db, cast.ann, "secret")
        client = app.test_client()
        etag = client.get("/feeds/secret.ics").headers["ETag"]
        return _polled(client, {"If-None-Match": etag}) / POLLS


def _polled(client, headers: dict[str, str]) -> float:
    def polls() -> None:
        for _ in range(POLLS):
            assert client.get("/feeds/secret.ics", headers=headers).status_code == 304

    return cpu_ms(polls)
