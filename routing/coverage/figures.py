"""A metric's value with everything it is made of, and how sure it is."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

from routing.coverage.records import FieldDay, Record

Z_95 = 1.959964
#: From so many on, a share stands without its interval.
FEW = 30

T = TypeVar("T")


class Part(NamedTuple):
    """What one account or one day adds above and below the line."""

    id: str
    above: float
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value and what it is made of.

    ``value`` is None where there is nothing to measure; screens show a dash. For shares it is
    ``numerator / denominator``; sums have no denominator, a median has neither. ``parts`` are
    exactly the accounts (or days) counted: they add up to both. ``gap_ids`` are those of them that
    keep the number from being as good as it could be.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    parts: tuple[Part, ...] = ()
    gap_ids: tuple[str, ...] = ()

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The ids of what was counted: of accounts, or of days where the metric is made of them."""
        return tuple(part.id for part in self.parts)


@dataclass(frozen=True, slots=True)
class Good:
    """Which values are good: from ``limit`` up when higher is better, else up to it."""

    limit: float
    higher: bool = True

    def holds(self, value: float) -> bool:
        """Says whether a value is good."""
        return value >= self.limit if self.higher else value <= self.limit


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the review: its name in code, its label, a sentence and its measure.

    ``function`` takes records, or field days where ``of`` says so. ``counts``: a share of things
    that were counted, which has a Wilson interval.
    """

    name: str
    label: str
    sentence: str
    unit: Literal["share", "value", "days", "ratio"]
    good: Good | None
    function: Callable[[Sequence[Any]], Figure]
    of: Literal["accounts", "days"] = "accounts"
    counts: bool = False

    def measure(self, records: Sequence[Record], days: Sequence[FieldDay] = ()) -> Figure:
        """Returns the figure of accounts and days, whichever it is made of."""
        return self.function(days if self.of == "days" else records)


def ratio(
    counted: Iterable[T],
    key: Callable[[T], str],
    above: Callable[[T], float],
    below: Callable[[T], float],
    gap: Callable[[T], float],
    most: float = 1.0,
) -> Figure:
    """Returns a quotient of sums, ``most`` at most; None over nothing."""
    counted = list(counted)
    parts = tuple(Part(key(one), float(above(one)), float(below(one))) for one in counted)
    over, under = math.fsum(p.above for p in parts), math.fsum(p.below for p in parts)
    return Figure(
        value=min(most, over / under) if under else None,
        numerator=over,
        denominator=under,
        parts=parts,
        gap_ids=tuple(key(one) for one in counted if gap(one)),
    )


def wilson(successes: float, n: float, z: float = Z_95) -> tuple[float, float] | None:
    """Returns Wilson's interval of a share, 95 % by default; None for n = 0.

    Reps may be ranked only where their intervals do not overlap (Wilson 1927).
    """
    if n <= 0:
        return None
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share.")
    share, spread = successes / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def apart(metric: Metric, figures: Mapping[str, Figure]) -> tuple[tuple[str, str], ...]:
    """Returns the pairs of groups whose intervals do not overlap, the better one first.

    Two groups that are in no pair may not be ranked: chance alone could turn them round.
    """
    if not metric.counts:
        return ()
    known = {
        name: interval
        for name, one in figures.items()
        if one.denominator and (interval := wilson(one.numerator or 0.0, one.denominator))
    }
    higher = metric.good.higher if metric.good else False
    order = [(a, b) for a in known for b in known if known[a][0] > known[b][1]]
    return tuple(pair if higher else pair[::-1] for pair in order)
