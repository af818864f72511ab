"""One day of the rotation while it is being searched.

The question it answers: is there room for one more visit?

Each position knows the earliest departure and the latest arrival that keep the day possible, with
lunch still owed (0) and with lunch taken (1); so an insertion is judged in constant time.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from routing.domain import Underway, WorkingDay
from routing.rotation import timing
from routing.rotation.timing import NEVER, Spans

Draft = tuple[list[int], list[int], list[Spans], list[int], list[int], int]


class Route:
    """The draft of one day: task numbers in order, and how late or early each could be."""

    def __init__(
        self,
        day: WorkingDay,
        base: int,
        travel_s: Sequence[Sequence[int]],
        underway: Underway | None,
    ) -> None:
        self.on = day.on
        self.clock = timing.clock(day, underway)
        self.start = underway.location if underway else base
        self.base = base
        self.travel_s = travel_s
        self.tasks: list[int] = []
        self.calls: list[int] = []
        self.calls_s = 0
        self._places: list[int] = []
        self._services: list[int] = []
        self._spans: list[Spans] = []
        self._label()

    def detour_s(self, place: int, position: int) -> int:
        """Returns the extra driving of a stop before the one now at ``position``."""
        path, travel = self._path, self.travel_s
        before, after = path[position], path[position + 1]
        return travel[before][place] + travel[place][after] - travel[before][after]

    def cheapest(self, place: int, spans: Spans, service_s: int, limit: int) -> tuple[int, int]:
        """Returns (detour, position) of the cheapest insertion below ``limit``; (NEVER, -1)."""
        path, travel = self._path, self.travel_s
        best, where = limit, -1
        back = travel[place]
        for position in range(len(path) - 1):
            before, after = path[position], path[position + 1]
            detour = travel[before][place] + back[after] - travel[before][after]
            if detour < best and self.fits(place, spans, service_s, position):
                best, where = detour, position
        return (best, where) if where >= 0 else (NEVER, -1)

    def fits(self, place: int, spans: Spans, service_s: int, position: int) -> bool:
        """Says whether a stop fits before the one now at ``position``, all others kept."""
        before, after = self._path[position], self._path[position + 1]
        there, on = self.travel_s[before][place], self.travel_s[place][after]
        day = self.clock
        owed, taken = self._early0[position], self._early1[position]
        if owed < NEVER:
            ready = timing.arrival(owed, there, day.busy)
            start = timing.first_start(spans, ready)
            if start < NEVER and self._reaches0(start + service_s, on, position):
                return True
            taken = min(taken, NEVER)
            lunched = timing.lunch_leg(day, owed, there)[1]
            if taken < NEVER:
                lunched = min(lunched, timing.arrival(taken, there, day.busy))
        else:
            lunched = timing.arrival(taken, there, day.busy) if taken < NEVER else NEVER
        start = timing.first_start(spans, lunched)
        if start >= NEVER:
            return False
        return timing.arrival(start + service_s, on, day.busy) <= self._late1[position + 1]

    def _reaches0(self, leave: int, drive_s: int, position: int) -> bool:
        """Says whether the next stop is reached in time when lunch is still owed."""
        day = self.clock
        if timing.arrival(leave, drive_s, day.busy) <= self._late0[position + 1]:
            return True
        return timing.lunch_leg(day, leave, drive_s)[1] <= self._late1[position + 1]

    def has_time_for(self, call_s: int) -> bool:
        """Says whether the calls after coming home may grow by ``call_s``."""
        day = replace(self.clock, calls_s=self.calls_s + call_s)
        owed, taken = self._home0, self._home1
        return owed <= timing.last_home(day, False) or taken <= timing.last_home(day, True)

    def insert(self, task: int, place: int, spans: Spans, service_s: int, position: int) -> None:
        """Puts a task before the one now at ``position``."""
        self.tasks.insert(position, task)
        self._places.insert(position, place)
        self._spans.insert(position, spans)
        self._services.insert(position, service_s)
        self._label()

    def add_call(self, task: int, service_s: int) -> None:
        """Adds a phone call to the end of the day."""
        self.calls.append(task)
        self._set_calls(self.calls_s + service_s)

    def remove(self, tasks: set[int], service_s: Sequence[int]) -> None:
        """Takes tasks out, stops and calls alike."""
        keep = [i for i, task in enumerate(self.tasks) if task not in tasks]
        self.tasks = [self.tasks[i] for i in keep]
        self._places = [self._places[i] for i in keep]
        self._spans = [self._spans[i] for i in keep]
        self._services = [self._services[i] for i in keep]
        self.calls = [task for task in self.calls if task not in tasks]
        self._set_calls(sum(service_s[task] for task in self.calls))

    def _set_calls(self, calls_s: int) -> None:
        if calls_s != self.calls_s:
            self.calls_s = calls_s
            self.clock = replace(self.clock, calls_s=calls_s)
        self._label()

    def travel(self) -> int:
        """Returns the driving of the day, seconds."""
        path, travel = self._path, self.travel_s
        return sum(travel[a][b] for a, b in pairwise(path)) if self.tasks else 0

    def work_s(self) -> int:
        """Returns the driving and serving of the day, seconds."""
        return self.travel() + sum(self._services)

    def saved(self) -> Draft:
        """Returns what ``restore`` needs to bring this draft back."""
        lists = (self._places[:], self._spans[:], self._services[:], self.calls[:])
        return (self.tasks[:], *lists, self.calls_s)

    def restore(self, draft: Draft) -> None:
        """Brings back a saved draft."""
        tasks, places, spans, services, calls, calls_s = draft
        self.tasks, self._places, self._spans = tasks[:], places[:], spans[:]
        self._services, self.calls = services[:], calls[:]
        self._set_calls(calls_s)

    def _label(self) -> None:
        """Recomputes the earliest departures and latest arrivals of every position."""
        self._path = [self.start, *self._places, self.base]
        self._label_early()
        self._label_late()

    def _label_early(self) -> None:
        day, path = self.clock, self._path
        owed = day.start_s if day.lunch_s else NEVER
        taken = timing.after_early_lunch(day)
        self._early0, self._early1 = [owed], [taken]
        for i, spans in enumerate(self._spans):
            owed, taken = self._ready(owed, taken, self.travel_s[path[i]][path[i + 1]])
            owed = _departure(spans, owed, self._services[i])
            taken = _departure(spans, taken, self._services[i])
            self._early0.append(owed)
            self._early1.append(taken)
        self._home0, self._home1 = self._ready(owed, taken, self.travel_s[path[-2]][path[-1]])

    def _ready(self, owed: int, taken: int, drive_s: int) -> tuple[int, int]:
        """Returns when a drive is over with lunch owed and with lunch taken."""
        day, lunched = self.clock, NEVER
        if owed < NEVER:
            lunched = timing.lunch_leg(day, owed, drive_s)[1]
            owed = timing.arrival(owed, drive_s, day.busy)
        if taken < NEVER:
            lunched = min(lunched, timing.arrival(taken, drive_s, day.busy))
        return owed, lunched

    def _label_late(self) -> None:
        day, path = self.clock, self._path
        size = len(path)
        owed = timing.last_home(day, False) if day.lunch_s else -1
        taken = timing.last_home(day, True)
        self._late0, self._late1 = [owed] * size, [taken] * size
        for i in range(size - 2, 0, -1):
            drive_s = self.travel_s[path[i]][path[i + 1]]
            leave0 = timing.last_leave(owed, drive_s, day.busy) if owed >= 0 else -1
            leave1 = timing.last_leave(taken, drive_s, day.busy) if taken >= 0 else -1
            if day.lunch_s and taken >= 0:
                leave0 = max(leave0, timing.last_leave_with_lunch(day, taken, drive_s))
            owed = timing.last_start(self._spans[i - 1], leave0 - self._services[i - 1])
            taken = timing.last_start(self._spans[i - 1], leave1 - self._services[i - 1])
            self._late0[i], self._late1[i] = owed, taken


def _departure(spans: Spans, ready: int, service_s: int) -> int:
    start = timing.first_start(spans, ready)
    return start + service_s if start < NEVER else NEVER
