"""Other calendars and busy times as records, and those as the messages of server.wire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server import wire

#: Why a calendar could not be read, as a sentence; the phone says the code in its own language.
PROBLEMS: Mapping[str, str] = {
    "address": "This is no address of a calendar. It begins with https:// or webcal:// and holds "
    "neither a name nor a password.",
    "inside": "This address leads to a machine inside a network. An admin can allow it: "
    "ROUNDS_CALENDARS_INSIDE.",
    "insecure": "The address leads on to one without encryption.",
    "unknown_host": "There is no such server. Check the address.",
    "no_connection": "The server does not answer.",
    "certificate": "The server cannot prove who it is: its certificate is not valid.",
    "broken_off": "The answer broke off.",
    "too_slow": "The calendar took too long.",
    "too_large": "The calendar is larger than 10 MB.",
    "too_many": "The calendar fills more than 5,000 stretches of half a year.",
    "redirects": "The address leads on and on: more than five times.",
    "gone": "There is no calendar at this address any more. Copy its address once more.",
    "locked": "The server wants a sign-in. Use the secret or published address of the calendar.",
    "answered": "The server answered with an error.",
    "not_calendar": "What lies there is no calendar. Copy the address that ends in .ics.",
    "key_changed": "The key of this server has changed. Enter the address once more.",
    "unreadable": "The calendar could not be read.",
}


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """A rep's other calendar without its address, and how far its reading is."""

    id: UUID
    rep_id: UUID
    name: str
    all_day_off: bool
    titles: bool
    created_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    problem: str
    unread: tuple[Mapping[str, Any], ...]
    times: int
    state: str = "done"
    progress: str = ""


@dataclass(frozen=True, slots=True)
class BusyRecord:
    """A stretch of time another calendar fills; ``account_id`` makes it an appointment."""

    id: UUID
    calendar_id: UUID
    calendar: str
    series: str
    start: datetime
    end: datetime
    all_day: bool
    title: str
    account_id: UUID | None
    choices: tuple[UUID, ...]


def calendar_out(record: CalendarRecord, *, to_rep: bool) -> wire.OtherCalendarOut:
    """Returns a calendar as people read it; only the rep reads what events are called."""
    unread = [
        wire.UnreadOut(code=one["code"], title=one["title"] if to_rep else "", begins=one["begins"])
        for one in record.unread
    ]
    fields: dict[str, Any] = {
        name: getattr(record, name) for name in record.__slots__ if name != "unread"
    }
    text = PROBLEMS.get(record.problem, "")
    return wire.OtherCalendarOut(**fields, unread=unread, problem_text=text)


def busy_out(record: BusyRecord, names: Mapping[UUID, str], *, to_rep: bool) -> wire.BusyOut:
    """Returns a busy time as people read it. Accounts that are no longer the rep's are left out."""

    known = {one: wire.NamedAccount(id=one, name=name) for one, name in names.items()}

    return wire.BusyOut(
        id=record.id,
        calendar_id=record.calendar_id,
        calendar=record.calendar,
        start=record.start,
        end=record.end,
        all_day=record.all_day,
        title=record.title if to_rep else "",
        account=known.get(record.account_id) if record.account_id else None,
        choices=[known[one] for one in record.choices if one in known],
    )
