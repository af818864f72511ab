"""One day being filled: cheapest insertion and 2-opt, with opening hours and working time kept."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tests.benchmarks.year import field
from tests.benchmarks.year.nights import Tonight
from tests.benchmarks.year.world import END_S, LUNCH, LUNCH_S, START_S, Site, Spans

BASE = field.BASE
Clock = tuple[int, bool]


class Day:
    """The visits of one date in driving order, and its calls. Accounts go by their number."""

    def __init__(self, tonight: Tonight, on: date) -> None:
        self.on = on
        self.tonight = tonight
        self.drive_s = tonight.drive_s
        self.order: list[int] = []
        self.calls: list[int] = []
        self.calls_s = 0
        self._spans: dict[int, Spans] = {}
        self._clocks: list[Clock] = [(START_S, False)]
        self._spent_s = 0

    def put(self, number: int) -> bool:
        """Puts a visit where it costs the least driving, or a call at the end; False if nowhere."""
        site = self.tonight.sites[number]
        if site.is_call:
            return self._put_call(number, site)
        spans = self.spans(number)
        if not spans:
            return False
        room_s = END_S - START_S - LUNCH_S - self.calls_s - self._spent_s - site.service_s
        for detour, position in sorted(self._detours(place_of(site))):
            if detour > room_s:
                break
            order = [*self.order[:position], number, *self.order[position:]]
            clocks = self._clocks_of(order, position)
            if clocks is not None:
                self._keep(order, clocks)
                return True
        return False

    def _detours(self, place: int) -> list[tuple[int, int]]:
        path = self._path(self.order)
        there = self.drive_s[place]
        return [
            (self.drive_s[a][place] + there[b] - self.drive_s[a][b], position)
            for position, (a, b) in enumerate(pairwise(path))
        ]

    def _put_call(self, number: int, site: Site) -> bool:
        if not site.account.hours.on(self.on):
            return False
        home = self._home(self.order, self._clocks)
        if home + self.calls_s + site.service_s > END_S:
            return False
        self.calls.append(number)
        self.calls_s += site.service_s
        return True

    def spans(self, number: int) -> Spans:
        """Returns when a visit may begin on this date."""
        if number not in self._spans:
            self._spans[number] = self.tonight.spans(self.tonight.sites[number], self.on)
        return self._spans[number]

    def improve(self) -> None:
        """Turns stretches of the day around as long as that saves driving (2-opt)."""
        better = True
        while better:
            better = any(
                self._turn(i, j)
                for i in range(len(self.order) - 1)
                for j in range(i + 1, len(self.order))
            )

    def _turn(self, i: int, j: int) -> bool:
        path, drive = self._path(self.order), self.drive_s
        a, b, c, d = path[i], path[i + 1], path[j + 1], path[j + 2]
        if drive[a][c] + drive[b][d] >= drive[a][b] + drive[c][d]:
            return False
        order = [*self.order[:i], *reversed(self.order[i : j + 1]), *self.order[j + 1 :]]
        clocks = self._clocks_of(order, i)
        if clocks is None:
            return False
        self._keep(order, clocks)
        return True

    def listed(self) -> tuple[str, ...]:
        return tuple(self.tonight.sites[n].id for n in (*self.order, *self.calls))

    def _keep(self, order: list[int], clocks: list[Clock]) -> None:
        self.order, self._clocks = order, clocks
        path = self._path(order)
        self._spent_s = sum(self.drive_s[a][b] for a, b in pairwise(path))
        self._spent_s += sum(self.tonight.sites[n].service_s for n in order)

    def _path(self, order: Sequence[int]) -> list[int]:
        return [BASE, *(place_of(self.tonight.sites[n]) for n in order), BASE]

    def _clocks_of(self, order: list[int], changed: int) -> list[Clock] | None:
        """Returns the times after each stop, those before ``changed`` as they are; None if late."""
        clocks = self._clocks[: changed + 1]
        now, eaten = clocks[-1]
        at = place_of(self.tonight.sites[order[changed - 1]]) if changed else BASE
        for number in order[changed:]:
            site, spans = self.tonight.sites[number], self.spans(number)
            place = place_of(site)
            leg = self.drive_s[at][place]
            now, eaten = field.leave(now, eaten, leg, site.service_s, spans)
            reached = field.reach(now, eaten, leg, spans)
            if reached is None:
                return None
            now, eaten, at = reached[0] + site.service_s, reached[1], place
            if now > END_S:
                return None
            clocks.append((now, eaten))
        return clocks if self._home(order, clocks) + self.calls_s <= END_S else None

    def _home(self, order: Sequence[int], clocks: Sequence[Clock]) -> int:
        """Returns when the rep is home and fed: what comes later than noon comes after lunch."""
        now, eaten = clocks[-1]
        if order:
            now += self.drive_s[place_of(self.tonight.sites[order[-1]])][BASE]
        return now + LUNCH_S if not eaten and now > LUNCH.start_s else now


def place_of(site: Site) -> int:
    assert site.account.location is not None
    return site.account.location
