"""Seasons suggested from order history, each with its evidence; a person accepts, never a program.

Single accounts are too thin: what a segment or a town bought is pooled, over completed calendar
years. A gate comes first, because decompositions "find" a season in pure noise: Friedman's test
with the years as blocks. Only what passes it is read for months that stand apart.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.domain import MonthDay, SeasonState, SeasonWindow

Numbers = NDArray[np.float64]

MONTHS = 12
#: Simulated 5 % limits of Friedman's Q for 12 months in k years without ties; the chi-square of
#: eleven degrees (19.68) would refuse too much.
LIMITS: Mapping[int, float] = {2: 16.5, 3: 17.7, 4: 18.3, 5: 18.6}
#: The level those limits hold for; for any other only the permutation test answers.
LEVEL = 0.05
#: From so many years on, the index is the ratio to the moving average: free of trend.
YEARS_FOR_RATIO = 3
YEARS_LEAST = 2
#: Any common year: windows are days of the year.
COMMON = 2025


@dataclass(frozen=True, slots=True)
class SeasonParams:
    """When months count as off, how much must be bought in the others, what is too little.

    ``busy_index`` and ``busy_months`` tell a busy stretch of a group that buys all year.
    ``reach_km`` is how far a town with too few accounts looks for others. ``ramp_d`` is how long
    before an opening visits begin. ``level`` is how often chance alone may pass the gate;
    ``level_of_two`` that of the permutation test where two years are all there is: they allow so
    few orders that more is asked. An account's own index weighs by its orders, its group's as if
    that were ``group_orders``.
    """

    off_index: float = 0.35
    off_months: int = 2
    carried: float = 0.85
    accounts: int = 5
    orders: int = 60
    few_orders: float = 3.0
    busy_index: float = 1.2
    busy_months: int = 3
    reach_km: float = 10.0
    ramp_d: int = 42
    level: float = LEVEL
    level_of_two: float = 0.01
    group_orders: int = 24
    permutations: int = 999
    seed: int = 1


class Verdict(StrEnum):
    """What history says: a season, a busy stretch, neither, or too little to say."""

    SEASON = "season"
    BUSY = "busy"
    ALL_YEAR = "all_year"
    SCATTERED = "scattered"
    NO_EVIDENCE = "no_evidence"
    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"


SUGGESTED = (Verdict.SEASON, Verdict.BUSY)


@dataclass(frozen=True, slots=True)
class Pooled:
    """What a group bought: completed years from January, one row of twelve months each."""

    first_year: int
    values: tuple[tuple[float, ...], ...]
    orders: tuple[tuple[int, ...], ...]
    accounts: int

    def __post_init__(self) -> None:
        if len(self.values) != len(self.orders):
            raise ValueError("values and orders are of the same years.")
        if any(len(year) != MONTHS for year in (*self.values, *self.orders)):
            raise ValueError("a year has twelve months.")

    @property
    def order_count(self) -> int:
        """All orders of all years."""
        return sum(map(sum, self.orders))


class Gate(NamedTuple):
    """Friedman's Q against its limit, or the share of permutations that reach it."""

    q: float
    limit: float | None
    p: float | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A verdict and what it rests on. ``index`` has a mean of 1; empty where nothing was tested.

    ``carried`` is the share of the value bought in the months of the season. ``ramp_from`` is the
    day of the year on which visits for the first opening begin.
    """

    verdict: Verdict
    years: int
    accounts: int
    orders: int
    index: tuple[float, ...] = ()
    gate: Gate | None = None
    in_season: tuple[bool, ...] = ()
    carried: float | None = None
    windows: tuple[SeasonWindow, ...] = ()
    ramp_from: MonthDay | None = None


def suggestion(pooled: Pooled, params: SeasonParams | None = None) -> Suggestion:
    """Returns what a group's history says about its season.

    Order of the questions: are there two completed years, enough accounts and orders, evidence of
    any season, months that are off, and is what they would cut off little enough? Years without
    any sale say nothing and are left out.
    """
    params = params or SeasonParams()
    values = _values(pooled, params)
    found = Suggestion(Verdict.TOO_SHORT, len(values), pooled.accounts, pooled.order_count)
    if len(values) < YEARS_LEAST:
        return found
    index = tuple(float(x) for x in seasonal_index(values))
    if pooled.accounts < params.accounts or pooled.order_count < params.orders:
        return _as(found, Verdict.TOO_FEW, index)
    tested = gate(values, params)
    if not tested.passed:
        return _as(found, Verdict.NO_EVIDENCE, index, tested)
    return _read(_as(found, Verdict.ALL_YEAR, index, tested), values, params)


def friedman(values: Numbers) -> Numbers:
    """Returns Friedman's Q of arrays ``(…, years, 12)``; equal months share their middle rank."""
    below = (values[..., :, None, :] < values[..., :, :, None]).sum(axis=-1)
    equal = (values[..., :, None, :] == values[..., :, :, None]).sum(axis=-1)
    ranks = below + (equal + 1) / 2
    sums = ranks.sum(axis=-2)
    years = values.shape[-2]
    q: Numbers = 12 / (years * 12 * 13) * (sums**2).sum(axis=-1) - 3 * years * 13
    return q


def gate(values: Numbers, params: SeasonParams) -> Gate:
    """Returns whether the months differ by more than chance.

    By the table where it holds: two to five years without ties, at its level. Else by permuting
    the months inside each year, with a fixed seed: the same history always gets the same answer.
    """
    q = float(friedman(values))
    years = len(values)
    if params.level == LEVEL and years in LIMITS and not _has_ties(values):
        return Gate(q, LIMITS[years], None, q >= LIMITS[years])
    p = _permuted_share(values, q, params)
    return Gate(q, None, p, p < (params.level_of_two if years == YEARS_LEAST else params.level))


def seasonal_index(values: Numbers) -> Numbers:
    """Returns the twelve indices, of mean 1.

    Of two years the mean of each year over its own mean; from three on the mean ratio to the
    centred moving average of 2 x 12 months, in which a trend cannot pass for a season.
    """
    if len(values) < YEARS_FOR_RATIO:
        return _normalised((values / values.mean(axis=1, keepdims=True)).mean(axis=0))
    flat = values.reshape(-1)
    weights = np.concatenate(([0.5], np.ones(11), [0.5])) / MONTHS
    centred = np.convolve(flat, weights, mode="valid")
    inner = flat[6 : 6 + len(centred)]
    ratios = np.divide(inner, centred, out=np.zeros_like(inner), where=centred > 0)
    months = (np.arange(len(inner)) + 6) % MONTHS
    sums = np.bincount(months, weights=ratios, minlength=MONTHS)
    return _normalised(sums / np.bincount(months, minlength=MONTHS))


def shrunk_index(
    own: Sequence[float], orders: int, pooled: Sequence[float], params: SeasonParams | None = None
) -> tuple[float, ...]:
    """Returns an account's index, drawn to its group's as if that were 24 orders of its own."""
    weight = (params or SeasonParams()).group_orders
    total = max(1, orders + weight)
    return tuple(
        (orders * mine + weight * group) / total for mine, group in zip(own, pooled, strict=True)
    )


def neighbours(
    places: Mapping[str, tuple[float, float]],
    counts: Mapping[str, int],
    town: str,
    params: SeasonParams | None = None,
) -> tuple[str, ...]:
    """Returns the town and, while it has too few accounts, the nearest others within reach.

    A village by the lake buys like the one beside it: three of them make one evidence.
    """
    params = params or SeasonParams()
    chosen, accounts = [town], counts[town]
    here = places.get(town)
    near = sorted(
        (_km(here, place), name)
        for name, place in places.items()
        if here is not None and name != town
    )
    for km, name in near:
        if accounts >= params.accounts or km > params.reach_km:
            break
        chosen.append(name)
        accounts += counts[name]
    return tuple(chosen)


# --- how it is read -------------------------------------------------------------------------------


def _values(pooled: Pooled, params: SeasonParams) -> Numbers:
    """Returns the years with sales, by value; by number of orders where these are few."""
    values = np.array(pooled.values, dtype=float).reshape(-1, MONTHS)
    orders = np.array(pooled.orders, dtype=float).reshape(-1, MONTHS)
    few = len(orders) > 0 and 0 < orders.mean() < params.few_orders
    # A month in which more came back than was bought is a month without sales.
    chosen: Numbers = np.maximum(orders if few else values, 0.0)
    sold: Numbers = chosen[chosen.sum(axis=1) > 0]
    return sold


def _as(
    found: Suggestion, verdict: Verdict, index: tuple[float, ...], tested: Gate | None = None
) -> Suggestion:
    return Suggestion(verdict, found.years, found.accounts, found.orders, index, tested)


def _read(found: Suggestion, values: Numbers, params: SeasonParams) -> Suggestion:
    """Returns the season in the index: off months first, else a busy stretch, else none."""
    off = _off_months(found.index, params)
    if any(off):
        season = tuple(not one for one in off)
        share = _carried(values, season)
        if share >= params.carried and any(season):
            return _suggested(found, Verdict.SEASON, season, share, params)
        if not any(_busy_months(found.index, params)):
            return _with(found, Verdict.SCATTERED, season, share)
    busy = _busy_months(found.index, params)
    if any(busy):
        return _suggested(found, Verdict.BUSY, busy, _carried(values, busy), params)
    return found


def _suggested(
    found: Suggestion,
    verdict: Verdict,
    season: tuple[bool, ...],
    share: float,
    params: SeasonParams,
) -> Suggestion:
    runs = _runs(season)
    make = _season_windows if verdict is Verdict.SEASON else _busy_windows
    opening = _first_day(runs[0][0]) - timedelta(days=params.ramp_d)
    return _with(found, verdict, season, share, make(runs, params), _month_day(opening))


def _with(
    found: Suggestion,
    verdict: Verdict,
    season: tuple[bool, ...],
    share: float,
    windows: tuple[SeasonWindow, ...] = (),
    ramp_from: MonthDay | None = None,
) -> Suggestion:
    return Suggestion(verdict, found.years, found.accounts, found.orders, found.index, found.gate,
                      season, share, windows, ramp_from)  # fmt: skip


def _off_months(index: Sequence[float], params: SeasonParams) -> tuple[bool, ...]:
    """Returns which months are off: low ones, single gaps bridged, in runs that are long enough."""
    low = [value <= params.off_index for value in index]
    bridged = [low[m] or (low[m - 1] and low[(m + 1) % MONTHS]) for m in range(MONTHS)]
    return _long_runs(bridged, params.off_months)


def _busy_months(index: Sequence[float], params: SeasonParams) -> tuple[bool, ...]:
    return _long_runs([value >= params.busy_index for value in index], params.busy_months)


def _long_runs(marked: Sequence[bool], least: int) -> tuple[bool, ...]:
    kept = [False] * MONTHS
    for first, length in _runs(marked):
        if length >= least:
            for m in range(first, first + length):
                kept[m % MONTHS] = True
    return tuple(kept)


def _runs(marked: Sequence[bool]) -> list[tuple[int, int]]:
    """Returns (first month, length) of each run round the year, by its first month, January 0."""
    if all(marked):
        return [(0, MONTHS)]
    starts = [m for m in range(MONTHS) if marked[m] and not marked[m - 1]]
    return [
        (m, next(n for n in range(1, MONTHS + 1) if not marked[(m + n) % MONTHS])) for m in starts
    ]


def _carried(values: Numbers, season: Sequence[bool]) -> float:
    return float(values[:, list(season)].sum() / values.sum())


def _season_windows(runs: list[tuple[int, int]], _: SeasonParams) -> tuple[SeasonWindow, ...]:
    return tuple(
        SeasonWindow(SeasonState.IN, _month_day(_first_day(m)), _month_day(_last_day(m, length)))
        for m, length in runs
    )


def _busy_windows(runs: list[tuple[int, int]], params: SeasonParams) -> tuple[SeasonWindow, ...]:
    """Returns a peak for each run, in season between them, and before each room for its ramp.

    The days no window names, just before a peak, are its ramp: that is how the visits before a
    busy stretch are asked for without putting the rest of the year to sleep.
    """
    windows = []
    for number, (m, length) in enumerate(runs):
        end = _last_day(m, length)
        windows.append(SeasonWindow(SeasonState.PEAK, _month_day(_first_day(m)), _month_day(end)))
        ahead = (runs[(number + 1) % len(runs)][0] - m - length) % MONTHS
        following = _first_day((m + length) % MONTHS)
        gap = _days(following, ahead) - params.ramp_d
        if gap > 0:
            last = following + timedelta(days=gap - 1)
            windows.append(SeasonWindow(SeasonState.IN, _month_day(following), _month_day(last)))
    return tuple(windows)


def _days(first: date, months: int) -> int:
    """Returns how many days so many months last, from the first of one."""
    years, month = divmod(first.month - 1 + months, MONTHS)
    return (date(first.year + years, month + 1, 1) - first).days


def _first_day(month: int) -> date:
    return date(COMMON, month % MONTHS + 1, 1)


def _last_day(month: int, length: int) -> date:
    return _first_day(month) + timedelta(days=_days(_first_day(month), length) - 1)


def _month_day(day: date) -> MonthDay:
    return MonthDay(day.month, day.day)


def _normalised(index: Numbers) -> Numbers:
    scaled: Numbers = index * (MONTHS / index.sum())
    return scaled


def _has_ties(values: Numbers) -> bool:
    return any(len(np.unique(year)) < MONTHS for year in values)


def _permuted_share(values: Numbers, q: float, params: SeasonParams) -> float:
    draws = np.random.default_rng(params.seed)
    many = np.broadcast_to(values, (params.permutations, *values.shape)).copy()
    reached = friedman(draws.permuted(many, axis=-1)) >= q - 1e-9
    return float((1 + reached.sum()) / (1 + params.permutations))


def _km(a: tuple[float, float] | None, b: tuple[float, float]) -> float:
    """Returns a distance good enough to tell a neighbour: degrees on a local plane."""
    if a is None:
        return math.inf
    east = (a[1] - b[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 111.2 * math.hypot(a[0] - b[0], east)
