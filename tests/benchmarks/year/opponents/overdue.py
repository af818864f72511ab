"""Most overdue first, then the nearest: what map-based planners for reps do with a list of dues."""

from tests.benchmarks.year.nights import Shown, Tonight
from tests.benchmarks.year.opponents import greedy
from tests.benchmarks.year.opponents.day import Day, place_of
from tests.benchmarks.year.opponents.greedy import Standing


class MostOverdue:
    """The day grows around its most overdue account, always by the nearest one that is open."""

    def __init__(self) -> None:
        self.table = greedy.Table()

    def plan(self, tonight: Tonight) -> Shown:
        return greedy.planned(tonight, self.table.of(tonight), self)

    def fill(self, day: Day, standing: Standing) -> None:
        waiting = list(standing.open_)
        while waiting and not day.order:
            day.put(waiting.pop(0))
        self._fill_nearest(day, waiting)

    def _fill_nearest(self, day: Day, waiting: list[int]) -> None:
        drive, sites, failed = self.table.drive_s(day.tonight), day.tonight.sites, 0
        places = [place_of(sites[n]) for n in waiting]
        chosen = [place_of(sites[n]) for n in day.order]
        while waiting and chosen and failed < greedy.FULL_AFTER:
            near = drive[chosen][:, places].min(axis=0)
            best = int(near.argmin())
            number, place = waiting.pop(best), places.pop(best)
            if day.put(number):
                chosen.append(place)
                failed = 0
            else:
                failed += 1
