"""The referee's own clock: whether a sequence of visits fits a date, and whether one more would.

Earliest times decide, because no one is ever later for having been earlier. Each position of a day
knows two of them: with lunch still owed, and with lunch behind. Lunch and busy blocks interrupt a
drive, never a visit; a rep home by the end of the lunch window less a lunch eats there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.check.base import Day
from routing.domain import DAY_S, TimeWindow

Stretches = tuple[tuple[int, int], ...]
Clocks = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a date allows; ``lunch`` holds when lunch may begin, and is empty where none is owed."""

    start: int
    end: int
    begin_s: int
    end_s: int
    busy: Stretches = ()
    lunch: Stretches = ()
    lunch_s: int = 0
    lunch_to_s: int = 0
    calls_s: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit to be fitted in; ``starts`` holds when its service may begin."""

    account_id: str
    place: int
    service_s: int
    starts: Stretches


def frame(day: Day, calls_s: int) -> Frame:
    """Returns what a date allows beside its calls, begun and ended as its route is."""
    busy = _joined([(b.start_s, b.end_s) for b in day.work.busy])
    plain = Frame(day.start, day.end, day.begin_s, day.work.hours.end_s, busy, calls_s=calls_s)
    window, underway = day.work.lunch, day.problem.underway
    eaten = underway is not None and day.is_underway and underway.lunch_taken
    if window is None or not day.work.lunch_s or eaten:
        return plain
    lunch = starts((window,), day.work.lunch_s, busy)
    if _first(lunch, day.begin_s) is None:
        return plain
    return replace(plain, lunch=lunch, lunch_s=day.work.lunch_s, lunch_to_s=window.end_s)


def starts(windows: Sequence[TimeWindow], service_s: int, busy: Stretches) -> Stretches:
    """Returns when a service may begin that ends in the same window and meets no busy block."""
    edges = [0, *(edge for block in busy for edge in block), DAY_S]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    found = [
        (max(w.start_s, first), min(w.end_s, last) - service_s)
        for w in windows
        for first, last in gaps
    ]
    return tuple(sorted((first, last) for first, last in found if first <= last))


class Timetable:
    """The visits of a date in order, and how early each of them can be over."""

    def __init__(
        self, here: Frame, travel_s: Sequence[Sequence[int]], visits: Sequence[Wanted]
    ) -> None:
        self.frame = here
        self.travel_s = travel_s
        self.visits = list(visits)
        self.path = [here.start, *(v.place for v in visits), here.end]
        self._clocks = [self._at_the_start()]
        for at, visit in zip(self.path, self.visits, strict=False):
            self._clocks.append(self._leg(self._clocks[-1], at, visit))

    def possible(self) -> bool:
        """Says whether the visits fit as they are."""
        return self._home(self._clocks[-1], self.path[-2])

    def detours(self, place: int) -> list[int]:
        """Returns the driving a stop would add at each position, seconds."""
        travel = self.travel_s
        pairs = zip(self.path, self.path[1:], strict=False)
        return [travel[a][place] + travel[place][b] - travel[a][b] for a, b in pairs]

    def cheapest(self, wanted: Wanted) -> int | None:
        """Returns the least driving that one more stop adds where it fits; None where nowhere."""
        detours = self.detours(wanted.place)
        left = self.left_s() - wanted.service_s
        for position in sorted(range(len(detours)), key=lambda k: detours[k]):
            if detours[position] <= left and self._fits(wanted, position):
                return detours[position]
        return None

    def has_time_for(self, call_s: int) -> bool:
        """Says whether the calls after coming home could take so much longer."""
        here = replace(self.frame, calls_s=self.frame.calls_s + call_s)
        return Timetable(here, self.travel_s, self.visits).possible()

    def left_s(self) -> int:
        """Returns the seconds that driving, serving, calling and busy blocks leave: at best."""
        here, travel = self.frame, self.travel_s
        driven = sum(travel[a][b] for a, b in zip(self.path, self.path[1:], strict=False))
        served = sum(visit.service_s for visit in self.visits)
        busy = sum(
            max(0, min(last, here.end_s) - max(first, here.begin_s)) for first, last in here.busy
        )
        return here.end_s - here.begin_s - busy - driven - served - here.calls_s

    def _fits(self, wanted: Wanted, position: int) -> bool:
        clocks = self._leg(self._clocks[position], self.path[position], wanted)
        at = wanted.place
        for visit in self.visits[position:]:
            if clocks == (None, None):
                return False
            clocks, at = self._leg(clocks, at, visit), visit.place
        return self._home(clocks, at)

    def _at_the_start(self) -> Clocks:
        """Returns when the rep may leave: at once, or after an early lunch."""
        begin_s = self.frame.begin_s
        if not self.frame.lunch:
            return None, begin_s
        early = _first(self.frame.lunch, begin_s)
        return begin_s, None if early is None else early + self.frame.lunch_s

    def _leg(self, clocks: Clocks, at: int, visit: Wanted) -> Clocks:
        """Returns when the drive to a visit and its service are over, hungry and fed."""
        hungry, fed = self._arrivals(clocks, at, visit.place)
        return _over(hungry, visit), _over(fed, visit)

    def _arrivals(self, clocks: Clocks, at: int, place: int) -> Clocks:
        (hungry, fed), drive_s = clocks, self.travel_s[at][place]
        ready = [] if fed is None else [_spent(fed, drive_s, self.frame.busy)]
        if hungry is not None:
            lunched = self._with_lunch(hungry, drive_s)
            ready += [] if lunched is None else [lunched]
            hungry = _spent(hungry, drive_s, self.frame.busy)
        return hungry, min(ready, default=None)

    def _with_lunch(self, leave: int, drive_s: int) -> int | None:
        """Returns when a drive is over that has the day's lunch before, in or after it."""
        begin = _first(self.frame.lunch, leave)
        if begin is None:
            return None
        over = begin + self.frame.lunch_s
        return max(over, _spent(leave, drive_s, sorted([*self.frame.busy, (begin, over)])))

    def _home(self, clocks: Clocks, at: int) -> bool:
        """Says whether the rep is home in time for the calls, and for a lunch still owed."""
        here = self.frame
        hungry, fed = self._arrivals(clocks, at, here.end)
        if fed is not None and _spent(fed, here.calls_s, here.busy) <= here.end_s:
            return True
        if hungry is None or hungry > here.lunch_to_s - here.lunch_s:
            return False
        after = here.calls_s + here.lunch_s if here.calls_s else 0
        return _spent(hungry, after, here.busy) <= here.end_s


def _joined(blocks: list[tuple[int, int]]) -> Stretches:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(blocks):
        if joined and first <= joined[-1][1]:
            first, last = joined[-1][0], max(last, joined.pop()[1])
        joined.append((first, last))
    return tuple(joined)


def _first(stretches: Stretches, ready: int) -> int | None:
    """Returns the first moment of the stretches from ``ready`` on."""
    return min((max(ready, first) for first, last in stretches if ready <= last), default=None)


def _over(ready: int | None, visit: Wanted) -> int | None:
    begin = None if ready is None else _first(visit.starts, ready)
    return None if begin is None else begin + visit.service_s


def _spent(now: int, seconds: int, blocks: Sequence[tuple[int, int]]) -> int:
    """Returns when so many seconds outside the blocks have passed."""
    for first, last in blocks:
        if last > now:
            free = max(0, first - now)
            if seconds <= free:
                break
            seconds, now = seconds - free, last
    return now + seconds
