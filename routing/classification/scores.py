"""How well an account fits, how ready it is to buy, and which share of its buying is ours.

Formulas, section 3. A figure nobody can know is None, never 0.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

SIGNALS: Mapping[str, float] = {
    "order": 1.0,
    "quote_asked": 1.0,
    "positive_visit": 0.6,
    "merger": 0.8,
    "expansion": 0.8,
    "contract_end": 0.8,
    "enquiry": 0.8,
    "event": 0.3,
    "complaint": -0.5,
    "refusal": -0.6,
}
"""What each kind of news says about readiness, on its day."""


@dataclass(frozen=True, slots=True)
class ScoreParams:
    """What scores rest on, each a judgement.

    ``tier``, ``size`` and ``segment`` are the weights of a fit's attributes, ``tier_a`` to
    ``tier_c`` how well each tier fits. A segment with fewer than ``peers`` accounts says nothing of
    the next one. With less than ``sure`` of the weight known a fit is shown in grey and decides
    nothing. News halves every ``half_life_d`` days; a competitor who came in counts for
    ``competitor_d``. An account is at risk when its gap is longer than ``risk_gap_share`` of its
    own, if there are ``risk_gaps`` of them, or its sales fell by more than ``risk_sales``.
    """

    tier: float = 1.0
    size: float = 2.0
    segment: float = 1.0
    tier_a: float = 1.0
    tier_b: float = 0.6
    tier_c: float = 0.2
    peers: int = 5
    sure: float = 0.5
    half_life_d: float = 30.0
    competitor_d: int = 180
    signals: Mapping[str, float] = field(default_factory=lambda: SIGNALS)
    risk_gaps: int = 5
    risk_gap_share: float = 0.9
    risk_sales: float = 0.30


DEFAULT = ScoreParams()


class Attribute(NamedTuple):
    """One thing that makes an account fit: its weight, and from 0 to 1 how well; None unknown."""

    name: str
    weight: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an account fits, 0 to 100, and which share of the weight is known at all.

    ``enough`` is the share that must be known before it decides anything.
    """

    value: float | None
    confidence: float
    enough: float = DEFAULT.sure

    @property
    def sure(self) -> float | None:
        """The value where enough is known to decide by it."""
        return self.value if self.confidence >= self.enough else None


class Signal(NamedTuple):
    """News of an account: its kind, a key of :data:`SIGNALS`, and how many days ago."""

    kind: str
    age_d: float


def fit(attributes: Iterable[Attribute], params: ScoreParams = DEFAULT) -> Fit:
    """Returns the weighted mean of the known attributes; with none known there is no value."""
    every = tuple(attributes)
    total = math.fsum(one.weight for one in every)
    known = [one for one in every if one.value is not None]
    weight = math.fsum(one.weight for one in known)
    if not weight:
        return Fit(None, 0.0, params.sure)
    value = math.fsum(one.weight * (one.value or 0.0) for one in known) / weight
    return Fit(100 * value, weight / total, params.sure)


def readiness(signals: Iterable[Signal], params: ScoreParams = DEFAULT) -> float:
    """Returns 0 to 100: what the news of an account adds up to, halved every 30 days.

    A kind nobody weighs says nothing; bad news alone leaves 0, never less.
    """
    found = math.fsum(
        params.signals.get(one.kind, 0.0) * 2 ** (-max(0.0, one.age_d) / params.half_life_d)
        for one in signals
    )
    return 100 * (1 - math.exp(-max(0.0, found)))


def ranking(fit_value: float | None, ready: float) -> float | None:
    """Returns the score lists are ranked by: it needs both, a fit and readiness."""
    return None if fit_value is None else math.sqrt(fit_value * ready)


def share_of_wallet(sales_12m: float, potential: float | None) -> float | None:
    """Returns which share of what an account could buy in a year it buys from us, at most 1."""
    if potential is None or potential <= 0:
        return None
    return min(1.0, max(0.0, sales_12m) / potential)


def white_space(sales_12m: float, potential: float | None) -> float | None:
    """Returns what an account could buy and does not."""
    return None if potential is None else max(0.0, potential - sales_12m)


def growth(sales_12m: float, before: float) -> float | None:
    """Returns by which share sales grew against the year before; None without such a year."""
    return sales_12m / before - 1 if before > 0 else None


def mid_rank(value: float, others: Sequence[float]) -> float:
    """Returns where a value stands among all (itself one of them), from 0 to 1; ties share."""
    below = sum(other < value for other in others)
    same = sum(other == value for other in others)
    return (below + same / 2) / len(others)


def gap_ratio(gap: float, gaps: Sequence[float]) -> float | None:
    """Returns the time since the last order, in the account's own median gaps."""
    usual = median(gaps) if gaps else 0.0
    return gap / usual if usual > 0 else None


@dataclass(frozen=True, slots=True)
class Buying:
    """How an account buys of late.

    The gap since its last order and the gaps before it in months of its season; its sales of three
    months beside those of the same months a year before.
    """

    gap: float | None = None
    gaps: tuple[float, ...] = ()
    sales_3m: float = 0.0
    sales_3m_before: float = 0.0


def at_risk(buying: Buying, *, in_season: bool, params: ScoreParams = DEFAULT) -> tuple[str, ...]:
    """Returns why an account may be about to leave, in words; nothing off season."""
    if not in_season:
        return ()
    return (*_late(buying, params), *_falling(buying, params))


def _late(buying: Buying, params: ScoreParams) -> tuple[str, ...]:
    if buying.gap is None or len(buying.gaps) < params.risk_gaps:
        return ()
    usual = _quantile(buying.gaps, params.risk_gap_share)
    if buying.gap <= usual:
        return ()
    return (f"{buying.gap:g} months of its season without an order; "
            f"{10 * params.risk_gap_share:g} of 10 gaps were {usual:g} or less.",)  # fmt: skip


def _falling(buying: Buying, params: ScoreParams) -> tuple[str, ...]:
    change = growth(buying.sales_3m, buying.sales_3m_before)
    if change is None or change >= -params.risk_sales:
        return ()
    return (f"Sales of three months are {-change:.0%} below those of the year before.",)


def _quantile(values: Sequence[float], share: float) -> float:
    """Returns the least value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
