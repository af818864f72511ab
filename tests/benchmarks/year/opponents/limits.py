"""Least and most days between visits: who is past the least, nearest to the most first."""

from tests.benchmarks.year.nights import Shown, Tonight
from tests.benchmarks.year.opponents import greedy
from tests.benchmarks.year.opponents.day import Day
from tests.benchmarks.year.opponents.greedy import Standing

#: Who would be past the most days tomorrow goes first.
PRESSING_D = 1


class Limits:
    """The least and the most days are the ends of the due window.

    Strictly by nearness to the most days, neighbours would be seen on different days. So only those
    about to pass it go by nearness; the others past the least fill the day by cheapest insertion.
    """

    def __init__(self) -> None:
        self.table = greedy.Table()

    def plan(self, tonight: Tonight) -> Shown:
        return greedy.planned(tonight, self.table.of(tonight), self)

    def fill(self, day: Day, standing: Standing) -> None:
        needs, need = standing.needs, standing.need
        left_d = (1 + needs.slack - need) * needs.interval
        nearest = sorted(standing.open_, key=lambda n: (-(need[n] - 1) / needs.slack[n], n))
        greedy.fill_in_turn(day, [n for n in nearest if left_d[n] <= PRESSING_D])
        others = [n for n in nearest if left_d[n] > PRESSING_D]
        greedy.fill_cheapest(day, others, self.table.drive_s(day.tonight))
