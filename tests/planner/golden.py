"""Golden problems: days the server's planner has proven, for the planner in the pocket to solve.

``python -m tests.planner.golden`` writes ``tests/wire/planner/days.json``. Travel times are made
of whole numbers by a rule both languages work out alike, so the file holds places only.
"""

import json
import math
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from routing import day_route
from routing.day_route import MUST_S, DayProblem, DayResult, DayStop
from routing.domain import TimeWindow, Underway, WorkingDay

FILE = Path(__file__).parents[1] / "wire" / "planner" / "days.json"
PROBLEMS = 200
SEED = 20260505
ON = date(2026, 5, 5)
HOUR = 3600
#: Metres of a second of driving: about 54 km/h.
SPEED = 15

Place = tuple[int, int, int]
Random = random.Random


def travel_s(a: Place, b: Place) -> int:
    """Returns whole seconds: as the crow flies, and longer uphill, so that ways back differ."""
    dx, dy = a[0] - b[0], a[1] - b[1]
    return math.isqrt(dx * dx + dy * dy) + max(0, b[2] - a[2])


def rows() -> list[dict[str, Any]]:
    """Returns the problems as the file has them, each with its cost."""
    dice = random.Random(SEED)
    drawn = [_drawn(dice, number) for number in range(PROBLEMS)]
    return [row | {"cost": _cost(day_route.day_route(read(row)))} for row in drawn]


def read(row: dict[str, Any]) -> DayProblem:
    """Returns a row of the file as the server's planner takes it."""
    places = [*map(tuple, row["ends"]), *((s[0], s[1], s[2]) for s in row["stops"])]
    matrix = tuple(tuple(travel_s(a, b) for b in places) for a in places)
    lunch = TimeWindow(*row["lunch"][:2]) if row["lunch"] else None
    day = WorkingDay(
        ON,
        TimeWindow(*row["hours"]),
        lunch,
        row["lunch"][2] if row["lunch"] else 0,
        tuple(TimeWindow(*span) for span in row["busy"]),
        0,
        1,
    )
    underway = Underway(ON, 0, row["at"], row["eaten"]) if row["at"] is not None else None
    stops = tuple(_stop(place, stop) for place, stop in enumerate(row["stops"], 2))
    metres = tuple(tuple(SPEED * one for one in line) for line in matrix)
    return DayProblem(day, 0, stops, matrix, metres, row["calls"], underway)


def _stop(place: int, stop: Sequence[Any]) -> DayStop:
    _, _, _, service_s, worth_s, *windows = stop
    spans = tuple(TimeWindow(*span) for span in zip(windows[::2], windows[1::2], strict=True))
    return DayStop(str(place - 2), place, service_s, spans, worth_s)


def _cost(made: DayResult) -> int:
    if not made.proven:
        raise ValueError("a golden problem is not proven: draw it smaller.")
    return made.cost_s


def _drawn(dice: Random, number: int) -> dict[str, Any]:
    """Draws one day; every fifth is crowded, every other one has begun already."""
    at = dice.randrange(8 * HOUR, 13 * HOUR, 60) if number % 2 else None
    start = _place(dice)
    end = start if dice.random() < 0.6 else _place(dice)
    crowded = number % 5 == 0
    size = 12 if crowded else dice.randint(3, 12)
    return {
        "ends": [start, end],
        "hours": [8 * HOUR, dice.choice((16, 17, 18)) * HOUR],
        "at": at,
        "eaten": at is not None and dice.random() < 0.4,
        "lunch": _lunch(dice),
        "busy": _busy(dice),
        "calls": dice.choice((0, 0, 600, 1800)),
        "stops": [_drawn_stop(dice, crowded) for _ in range(size)],
    }


def _place(dice: Random) -> list[int]:
    return [dice.randrange(2400), dice.randrange(2400), dice.choice((0, 0, 60, 180))]


def _lunch(dice: Random) -> list[int] | None:
    kind = dice.randrange(4)
    return None if not kind else [[11 * HOUR, 14 * HOUR, 1800], [12 * HOUR, 13 * HOUR, 2700],
                                  [41400, 48600, 3600]][kind - 1]  # fmt: skip


def _busy(dice: Random) -> list[list[int]]:
    if dice.random() < 0.6:
        return []
    start = dice.randrange(9 * HOUR, 16 * HOUR, 900)
    blocks = [[start, start + dice.choice((1800, 3600, 5400))]]
    return [*blocks, [start + 1200, start + 4800]] if dice.random() < 0.2 else blocks


def _drawn_stop(dice: Random, crowded: bool) -> list[int]:
    service = dice.choice((900, 1200, 1800, 2700) if not crowded else (1800, 2700, 3600))
    must = dice.random() < (0.15 if crowded else 0.4)
    worth = dice.choice((1, 4)) * MUST_S if must else dice.randrange(1200, 14000)
    return [*_place(dice), service, worth, *_windows(dice)]


def _windows(dice: Random) -> list[int]:
    """Returns opening and closing moments: all day, half a day, split, a promised time, closed."""
    kind = dice.randrange(10)
    if kind < 4:
        return [8 * HOUR, 20 * HOUR]
    if kind < 6:
        open_s = dice.randrange(7 * HOUR, 14 * HOUR, 1800)
        return [open_s, open_s + dice.randrange(2 * HOUR, 6 * HOUR, 1800)]
    if kind < 9:
        return [8 * HOUR, dice.choice((10, 11, 12)) * HOUR, dice.choice((13, 14, 15)) * HOUR,
                18 * HOUR]  # fmt: skip
    begin = dice.randrange(9 * HOUR, 16 * HOUR, 900)
    return [] if dice.random() < 0.1 else [begin, begin + 3600]


def text() -> str:
    """Returns the file: one problem a line."""
    lines = (json.dumps(row, separators=(",", ":")) for row in rows())
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text())
