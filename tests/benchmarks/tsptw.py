"""A tour with time windows, on the instances of Dumas et al. (1995) and Ascheuer et al. (1999).

Node 0 starts and ends the tour, its window holds for the return. Every node is visited inside its
window; who comes early waits. The cost is travel, whatever time the tour takes.
"""

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from statistics import fmean

from routing.day_route import proof, search
from routing.day_route.course import Course, course
from routing.day_route.model import MUST_S
from routing.rotation import timing
from tests.benchmarks import result
from tests.benchmarks.result import Result

SECONDS = 1.0
SHORT = (
    "AFG/rbg010a.tw", "AFG/rbg017a.tw", "AFG/rbg021.9.tw", "AFG/rbg027a.tw", "AFG/rbg035a.2.tw",
    "AFG/rbg040a.tw", "Dumas/n20w20.001.txt", "Dumas/n20w100.001.txt", "Dumas/n40w20.001.txt",
    "Dumas/n40w60.001.txt", "Dumas/n40w80.001.txt", "Dumas/n40w100.001.txt",
)  # fmt: skip
#: Instances of up to so many stops are solved to the best tour known.
SMALL = 40
#: Times may be decimal figures.
EPS = 1e-6
COLUMNS = ("Instance", "Stops", "Cost", "Best known", "Gap %", "Proven", "Violations", "CPU s")


@dataclass(frozen=True, slots=True)
class TsptwInstance:
    """One instance, the depot being node 0; ``travel`` counts service at the node left."""

    name: str
    travel: tuple[tuple[float, ...], ...]
    windows: tuple[tuple[float, float], ...]


def run(shared: Path) -> Result:
    """Returns a short run over a dozen instances of up to 40 stops."""
    return main(files=[shared / "benchmarks" / "tsptw" / name for name in SHORT])


def main(
    seconds: float | None = None,
    seed: int = 1,
    out: Path | None = None,
    files: Sequence[Path] = (),
) -> Result:
    """Solves each file's instance; the table beside its folder tells the best known tours."""
    seconds = SECONDS if seconds is None else seconds
    rows, broken = [], []
    _warm(seed)
    for file in files:
        instance = read(file.read_text(), file.name)
        stops = len(instance.windows) - 1
        began = time.process_time()
        tour, iterations, is_proven = solve(instance, seconds, seed)
        spent = time.process_time() - began
        total, faults = cost(instance, tour), list(violations(instance, tour))
        known = best_known(file)
        result.tell(instance.name, total, known, not faults, spent, iterations)
        if out:
            _write(out, instance, total, tour)
        gap = 100 * (total / known - 1) if known else math.nan
        rows.append((instance.name, stops, total, known or "", gap, is_proven, len(faults), spent))
        broken += [f"{instance.name}: {faults[0]}"] if faults else []
        if known and not faults and total > known + EPS and stops <= SMALL:
            broken.append(f"{instance.name}: the best tour known, {known:g}, not {total:g}")
    if gaps := [row[4] for row in rows if not math.isnan(row[4])]:
        rows.append(("mean", "", "", "", fmean(gaps), "", "", fmean(row[-1] for row in rows)))
    return Result(COLUMNS, rows, broken)


# Our own search

#: Moves of a first search and beginnings kept.
FIRST_MOVES, FIRST_WIDTH = 1000, 300
#: The turns after which a proof is tried, and its labels: one that ends does so soon.
PROOFS = {1: 1 << 14}
#: Rounds of the search follow while there is time, each longer than the one before.
GROWTH = 1.1
#: The widths at which beginnings fill the memory, and how the clock weighs in their rank.
MOST_WIDTH, SHARES = 20_000, (1, 0, 4)
#: By how many places a stop moves around the best tour.
REACHES = (12, 6, 9)


def solve(instance: TsptwInstance, seconds: float, seed: int) -> tuple[list[int], int, bool]:
    """Returns a tour, the moves of the search, and whether no tour is shorter.

    It ends when so many CPU seconds are over, or with a proof.
    """
    ends = time.process_time() + seconds
    day, penalties = _in_numbers(instance)
    n = len(penalties)
    order: list[int] = []
    moves, length, width = 0, FIRST_MOVES, FIRST_WIDTH
    for turn in count():
        began = time.process_time()
        found = proof.complete(day, width, SHARES[turn % len(SHARES)])
        order = min(found or order, order, key=lambda o: _cost(day, penalties, o))
        order = search.improved(day, penalties, order, length, seed + turn, _warmth(day, order))
        moves += length
        if len(order) == n <= proof.MOST and turn in PROOFS:
            known = _cost(day, penalties, order)
            order, bound = proof.proven(day, penalties, order, known, PROOFS[turn])
            if bound >= _cost(day, penalties, order):
                return _tour(order), moves, True
            began = time.process_time()
        width = min(MOST_WIDTH, (10 * width // 9) if len(order) == n else 4 * width)
        if len(order) == n:
            found = proof.complete(day, width, 0, order, REACHES[turn % len(REACHES)])
            order = min(found or order, order, key=lambda o: _cost(day, penalties, o))
        length = round(GROWTH * length)
        now = time.process_time()
        if now + GROWTH * (now - began) > ends:
            return _tour(order), moves, False
    raise AssertionError


def _tour(order: Sequence[int]) -> list[int]:
    return [0, *(stop + 1 for stop in order), 0]


def _warmth(day: Course, order: Sequence[int]) -> int:
    """Returns what a move may make worse at first: twice an average leg."""
    return 2 * _driven(day, order) // (len(order) + 1)


def _driven(day: Course, order: Sequence[int]) -> int:
    n = len(day.service)
    return sum(int(day.drive[a, b]) for a, b in pairwise((n, *order, n + 1)))


def _cost(day: Course, penalties: Sequence[int], order: Sequence[int]) -> int:
    return _driven(day, order) + MUST_S * (len(penalties) - len(order))


@cache
def _in_numbers(instance: TsptwInstance) -> tuple[Course, tuple[int, ...]]:
    """Returns the instance as a working day without lunch whose stops all have to be made."""
    parts = _parts(instance)
    n = len(instance.windows) - 1
    opens, closes = ([math.ceil(parts * w[0] - EPS) for w in instance.windows],
                     [math.floor(parts * w[1] + EPS) for w in instance.windows])  # fmt: skip
    if closes[0] >= search.WHOLE_S:
        raise ValueError(f"{instance.name} is too long: {closes[0]} is not below {search.WHOLE_S}.")
    places = [*range(1, n + 1), 0, 0]
    drive = [[round(parts * instance.travel[a][b]) for b in places] for a in places]
    spans = [((opens[j], min(closes[j], closes[0])),) for j in places[:n]]
    clock = timing.Clock(opens[0], closes[0])
    return course(clock, drive, [0] * n, spans), (MUST_S,) * n


def _parts(instance: TsptwInstance) -> int:
    """Returns into how many parts a unit is cut so that every figure is a whole number."""
    figures = {x for row in (*instance.travel, *instance.windows) for x in row}
    decimals = max(-int(Decimal(repr(x)).normalize().as_tuple().exponent) for x in figures)
    return 10 ** max(0, decimals)


def _warm(seed: int) -> None:
    """Loads or compiles what is loaded at first use."""
    far = tuple(tuple(float(a != b) for b in range(4)) for a in range(4))
    warm = TsptwInstance("warm", far, ((0.0, 9.0),) * 4)
    day, penalties = _in_numbers(warm)
    proof.complete(day, 1)
    search.improved(day, penalties, [], 10, seed)
    proof.proven(day, list(penalties), [0, 1, 2], 9, 1 << 10)


# The format


def read(text: str, name: str) -> TsptwInstance:
    """Returns the instance of a file: nodes, their matrix, a window a node; # begins a comment."""
    lines = (line.split("#")[0].split() for line in text.splitlines())
    rows = [row for row in lines if row]
    nodes = int(rows[0][0])
    figures = [tuple(map(float, row)) for row in rows[1:]]
    travel, windows = figures[:nodes], figures[nodes : 2 * nodes]
    if {len(row) for row in travel} != {nodes}:
        raise ValueError(f"{name}: the matrix has not {nodes} rows of {nodes} figures.")
    if len(windows) != nodes or {len(row) for row in windows} != {2}:
        raise ValueError(f"{name}: not a window for each of {nodes} nodes.")
    return TsptwInstance(name, tuple(travel), tuple((a, b) for a, b in windows))


def best_known(file: Path) -> float | None:
    """Returns the cost that the table beside the instance's folder knows."""
    known = published(file)
    return known[0] if known else None


def published(file: Path) -> tuple[float, list[int]] | None:
    """Returns cost and tour of the table named after the instance's folder, beside the folder."""
    table = file.parent.parent / f"{file.parent.name}.txt"
    if not table.exists():
        return None
    rows = (line.split() for line in table.read_text().splitlines() if not line.startswith("#"))
    # instance, cost, constraints violated, permutation
    found = {row[0]: (float(row[1]), [0, *map(int, row[3:]), 0]) for row in rows if row}
    return found.get(file.name)


def _write(out: Path, instance: TsptwInstance, total: float, tour: Sequence[int]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    document = {"instance": instance.name, "cost": total, "tour": [*tour]}
    (out / f"{instance.name}.json").write_text(json.dumps(document) + "\n")


# The referee


def cost(instance: TsptwInstance, tour: Sequence[int]) -> float:
    """Returns the travel of a tour."""
    legs = math.fsum(instance.travel[a][b] for a, b in pairwise(tour))
    return int(legs) if legs == int(legs) else round(legs, 6)


def violations(instance: TsptwInstance, tour: Sequence[int]) -> Iterator[str]:
    """Yields every rule that a tour breaks; it leaves the depot as soon as that opens."""
    if len(tour) < 2 or tour[0] or tour[-1]:
        yield "the tour does not start and end at node 0"
    if missing := set(range(1, len(instance.windows))) - set(tour[1:-1]):
        yield f"{len(missing)} nodes are not visited, node {min(missing)} for one"
    if len(set(tour[1:-1]) | {0}) < len(tour) - 1:
        yield "a node is visited more than once"
    now = instance.windows[0][0]
    for a, b in pairwise(tour):
        opens, closes = instance.windows[b]
        now = max(now + instance.travel[a][b], opens)
        if now > closes + EPS:
            yield f"node {b} is reached at {now:g}, after {closes:g}"
