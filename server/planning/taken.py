"""What other calendars take of a rep's days, and the appointments among it: pure.

An event with an account is that account's appointment. Where a hard rule forbids the visit (a day
off, a closed door, outside working hours) its time is taken as that of every other event, and the
planner says why the visit is not planned. Where an appointment and a busy time overlap, the rep is
at the appointment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from routing import workdays
from routing.domain import DAY_S, Account, Channel, Held, HeldKind, TimeWindow, WorkingDay

ONE_DAY = timedelta(days=1)


class Busy(Protocol):
    """A stretch of time as another calendar tells it (``busy.store`` has them)."""

    @property
    def calendar(self) -> str: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def account_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """The stretches taken of each date, the dates taken as a whole and by which calendar.

    ``appointments`` are of any date, also those no visit can be planned for.
    """

    busy: Mapping[date, tuple[TimeWindow, ...]]
    days_off: Mapping[date, str]
    appointments: tuple[Held, ...]


def taken(
    times: Iterable[Busy],
    zone: str,
    days: Mapping[date, WorkingDay],
    accounts: Mapping[str, Account],
) -> Taken:
    """Returns what busy times leave of a rep's days; ``days`` are those without any of them."""
    times = tuple(times)
    off = {on: one.calendar for one in times if one.all_day for on, _ in _dates(one, zone)}
    possible: dict[tuple[str, date], Held] = {}
    forbidden: dict[tuple[str, date], Held] = {}
    blocks: dict[date, list[TimeWindow]] = defaultdict(list)
    for one in times:
        if one.all_day:
            continue
        found = _appointment(one, zone, accounts)
        if found and found.on not in off and _is_allowed(found, days, accounts):
            # The same event in two calendars is one appointment.
            known = possible.setdefault((found.account_id, found.on), found)
            if known.window == found.window:
                continue
        elif found:
            forbidden.setdefault((found.account_id, found.on), found)
        for on, window in _dates(one, zone):
            blocks[on].append(window)
    busy = {on: _without(on, found, possible.values()) for on, found in blocks.items()}
    return Taken(busy, off, tuple((forbidden | possible).values()))


def _appointment(one: Busy, zone: str, accounts: Mapping[str, Account]) -> Held | None:
    """Returns the appointment an event is; a call without a place to go to is none."""
    account = accounts.get(str(one.account_id)) if one.account_id else None
    found = list(_dates(one, zone))
    if account is None or len(found) != 1:
        return None
    if account.location is None and account.cadence and account.cadence.channel is Channel.PHONE:
        return None
    on, window = found[0]
    length = window.end_s - window.start_s
    return Held(account.id, on, HeldKind.APPOINTMENT, None, window, length)


def _is_allowed(
    held: Held, days: Mapping[date, WorkingDay], accounts: Mapping[str, Account]
) -> bool:
    """Says whether no hard rule forbids an appointment; its day may still be unable to hold it."""
    account, day, window = accounts[held.account_id], days.get(held.on), held.window
    if account.location is None or day is None or window is None:
        return False
    inside = day.hours.start_s <= window.start_s and window.end_s <= day.hours.end_s
    return inside and bool(account.hours.on(held.on))


def _dates(one: Busy, zone: str) -> Iterator[tuple[date, TimeWindow]]:
    """Yields what a stretch takes of each local date; seconds are those of the clock."""
    start, end = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (one.start, one.end))
    # Across the end of summer time the clock goes back: what is left of such an hour is its start.
    end = max(end, start + timedelta(minutes=1))
    on = start.date()
    while datetime.combine(on, time()) < end:
        midnight = datetime.combine(on, time())
        first = max(0, _seconds(start - midnight))
        last = min(DAY_S, _seconds(end - midnight))
        if first < last:
            yield on, TimeWindow(first, last)
        on += ONE_DAY


def _seconds(length: timedelta) -> int:
    return length.days * DAY_S + length.seconds


def _without(
    on: date, blocks: Iterable[TimeWindow], held: Iterable[Held]
) -> tuple[TimeWindow, ...]:
    """Returns the blocks of a date without the time of its appointments."""
    left = tuple(blocks)
    for one in held:
        if one.on == on and one.window:
            left = workdays.without(left, one.window)
    return left
