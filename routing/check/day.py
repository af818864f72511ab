"""The rules of one day: its driving, its times, its doors and its people's wishes."""

from collections.abc import Iterator
from itertools import pairwise

from routing.check.base import Day, Violation, both, clock, overlap, service_s
from routing.check.need import is_off
from routing.domain import Channel, TimeWindow


def totals(day: Day) -> Iterator[Violation]:
    """Lengths and times are the sums of their legs, and the legs those of the matrix."""
    path = day.path()
    if path is None:
        return
    for name, matrix, total in (
        ("travel_s", day.problem.travel_s, day.route.travel_s),
        ("travel_m", day.problem.travel_m, day.route.travel_m),
    ):
        expected = sum(matrix[a][b] for a, b in pairwise(path))
        if total != expected:
            text = f"{name} is {total}, its legs make {expected}."
            yield Violation("totals", f"{day.route.on}", text)
        for stop, (a, b) in zip(day.route.stops, pairwise(path), strict=False):
            if getattr(stop, name) != matrix[a][b]:
                text = f"{name} is {getattr(stop, name)}, the matrix says {matrix[a][b]}."
                yield Violation("totals", day.at(stop.account_id), text)


def bound(day: Day) -> Iterator[Violation]:
    """No day drives less than its bound, and a proven one as much; 0 means nothing is known."""
    least, driven = day.route.bound_s, day.route.travel_s
    if least > driven or (day.route.proven and 0 < least < driven):
        is_proven = "proven " if day.route.proven else ""
        text = f"a {is_proven}day drives {driven} s, its bound is {least} s."
        yield Violation("bound", f"{day.route.on}", text)


def no_location(day: Day) -> Iterator[Violation]:
    """A stop needs a place."""
    for stop, account in day.known():
        if account.location is None:
            yield Violation("no_location", day.at(stop.account_id), "a stop at an unknown place.")


def driving(day: Day) -> Iterator[Violation]:
    """Between two stops there is time for the drive, beside lunch and busy blocks."""
    path = day.path()
    if path is None:
        return
    leaves = [day.route.leave_s, *(stop.departure_s for stop in day.route.stops)]
    arrivals = [*(stop.arrival_s for stop in day.route.stops), day.route.home_s]
    names = [*(stop.account_id for stop in day.route.stops), "base"]
    for (a, b), leave, there, name in zip(pairwise(path), leaves, arrivals, names, strict=True):
        needed = day.problem.travel_s[a][b]
        had = there - leave - overlap(leave, there, day.breaks)
        if had < needed:
            text = f"the drive takes {needed} s, there are {had} s."
            yield Violation("impossible_travel", day.at(name), text)


def service(day: Day) -> Iterator[Violation]:
    """A visit takes its minutes, and begins when the rep is there."""
    for stop, account in day.known():
        expected = service_s(account, day.held(account.id))
        if stop.start_s < stop.arrival_s:
            yield Violation("starts_early", day.at(account.id), "the visit starts before arrival.")
        if stop.departure_s - stop.start_s != expected:
            text = f"{stop.departure_s - stop.start_s} s on site instead of {expected} s."
            yield Violation("service_time", day.at(account.id), text)
    for call in day.route.calls:
        if call.account_id in day.accounts:
            expected = service_s(day.accounts[call.account_id], day.held(call.account_id))
            if call.service_s != expected:
                text = f"a call of {call.service_s} s instead of {expected} s."
                yield Violation("service_time", day.at(call.account_id), text)


def opening_hours(day: Day) -> Iterator[Violation]:
    """A visit lies in one opening window; an agreed time counts more, not on a closed date."""
    for stop, account in day.known():
        open_windows = account.hours.on(day.route.on)
        held = day.held(account.id)
        agreed = held and held.window and open_windows
        inside = [
            w for w in open_windows if w.start_s <= stop.start_s and stop.departure_s <= w.end_s
        ]
        if not inside and not agreed:
            text = f"{clock(stop.start_s)}-{clock(stop.departure_s)} is outside opening hours."
            yield Violation("opening_hours", day.at(account.id), text)
    for call in day.route.calls:
        called = day.accounts.get(call.account_id)
        if called and not called.hours.on(day.route.on):
            yield Violation("opening_hours", day.at(called.id), "a call on a date it is closed.")


def working_hours(day: Day) -> Iterator[Violation]:
    """The day begins and ends within the working hours, its calls included."""
    if not day.route.stops and not day.route.calls:
        return
    calls_s = sum(call.service_s for call in day.route.calls)
    end = day.work.hours.end_s
    free = end - day.route.home_s - overlap(day.route.home_s, end, day.breaks)
    if day.route.leave_s < day.begin_s:
        text = f"leaves at {clock(day.route.leave_s)}, not before {clock(day.begin_s)}."
        yield Violation("working_hours", f"{day.route.on}", text)
    if day.route.home_s > end or free < calls_s:
        text = f"home at {clock(day.route.home_s)} with {calls_s} s of calls; ends {clock(end)}."
        yield Violation("working_hours", f"{day.route.on}", text)


def breaks_kept(day: Day) -> Iterator[Violation]:
    """No visit runs into a break or into the one after it."""
    for stop in day.route.stops:
        if overlap(stop.start_s, stop.departure_s, day.breaks):
            yield Violation(
                "overlaps_break", day.at(stop.account_id), "runs into lunch or busy time."
            )
    for before, after in pairwise(day.route.stops):
        if after.start_s < before.departure_s:
            text = f"starts before {before.account_id} is over."
            yield Violation("overlap", day.at(after.account_id), text)


def lunch(day: Day) -> Iterator[Violation]:
    """Lunch lies in its window, whole; a day that spans the window has one."""
    window, taken = day.work.lunch, day.lunch
    if window is None or not day.work.lunch_s:
        return
    where = f"{day.route.on}"
    if taken:
        if taken[0] < window.start_s or taken[1] > window.end_s:
            text = f"lunch {clock(taken[0])}-{clock(taken[1])} is outside its window."
            yield Violation("lunch", where, text)
        if any(taken[0] < b.end_s and b.start_s < taken[1] for b in day.work.busy):
            yield Violation("lunch", where, "lunch falls into a busy block.")
    elif day.route.stops and _spans_lunch(day, window) and _lunch_possible(day, window):
        text = f"on the road {clock(day.route.leave_s)}-{clock(day.route.home_s)} without lunch."
        yield Violation("lunch", where, text)


def held_times(day: Day) -> Iterator[Violation]:
    """A held visit is on its date, an agreed one at its time."""
    for stop, account in day.known():
        held = day.held(account.id)
        if stop.held and stop.held.on != day.route.on:
            text = f"the visit is held for {stop.held.on}."
            yield Violation("held_moved", day.at(account.id), text)
        service = stop.departure_s - stop.start_s
        window = held.window if held else None
        if window and not window.start_s <= stop.start_s <= max(
            window.start_s, window.end_s - service
        ):
            text = f"starts {clock(stop.start_s)}, agreed from {clock(window.start_s)}."
            yield Violation("held_moved", day.at(account.id), text)


def wishes(day: Day) -> Iterator[Violation]:
    """Avoided dates, ``not_before`` and off season bind every visit that is not held."""
    on = day.route.on
    avoided = {a.account_id for a in day.problem.avoided if a.on == on}
    for visit in both(day.route):
        account = day.accounts.get(visit.account_id)
        if account is None or day.held(account.id):
            continue
        if account.id in avoided:
            yield Violation("avoided", day.at(account.id), "the date was to be kept free of it.")
        if account.not_before and on < account.not_before:
            yield Violation("not_before", day.at(account.id), f"not before {account.not_before}.")
        if is_off(account, on):
            yield Violation("off_season", day.at(account.id), "the account is off season.")


def phone(day: Day) -> Iterator[Violation]:
    """A call answers a cadence that asks for one."""
    for call in day.route.calls:
        account = day.accounts.get(call.account_id)
        if account and (account.cadence is None or account.cadence.channel is not Channel.PHONE):
            yield Violation("not_by_phone", day.at(account.id), "its cadence asks for a visit.")


def _spans_lunch(day: Day, window: TimeWindow) -> bool:
    lunch_s = day.work.lunch_s
    before, after = day.route.leave_s - lunch_s, day.route.home_s + lunch_s
    return before < window.start_s and after > window.end_s


def _lunch_possible(day: Day, window: TimeWindow) -> bool:
    """Says whether a lunch is owed: not when it was taken, or never fitted the window."""
    underway = day.problem.underway
    if underway and day.is_underway and underway.lunch_taken:
        return False
    free = max(window.start_s, day.begin_s)
    for block in sorted(day.work.busy, key=lambda b: b.start_s):
        if min(block.start_s, window.end_s) - free >= day.work.lunch_s:
            return True
        free = max(free, block.end_s)
    return window.end_s - free >= day.work.lunch_s
