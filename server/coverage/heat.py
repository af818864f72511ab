"""One metric by class and tier, and the accounts on a map: pure."""

from collections.abc import Callable, Sequence
from typing import Literal

from routing.coverage import METRICS, Metric
from routing.domain import AccountClass, Tier
from server import wire
from server.coverage import board, narrowing
from server.coverage.counting import Counted, Period
from server.coverage.store import Loaded

Attained = Literal["met", "partly", "none", "not_asked"]


def heat(loaded: Loaded, name: str, period: Period) -> wire.CoverageHeat:
    """Returns a metric of every class and tier; what is made of days has no value but in total."""
    metric = board.metric_of(name)

    def cell(account_class: str = "", tier: str = "") -> wire.HeatCell:
        return _cell(loaded, metric, account_class, tier)

    return wire.CoverageHeat(
        first=period.first,
        last=period.last,
        metric=board.metric_out(metric),
        cells=[cell(one.value, tier.value) for one in AccountClass for tier in Tier],
        classes=[cell(one.value) for one in AccountClass],
        tiers=[cell(tier=tier.value) for tier in Tier],
        total=cell(),
    )


def _cell(loaded: Loaded, metric: Metric, account_class: str, tier: str) -> wire.HeatCell:
    ask = wire.CoverageFilter(account_class=account_class or None, tier=tier or None)
    figure = narrowing.figures(narrowing.narrowed(loaded, ask))[metric.name]
    return wire.HeatCell(
        account_class=account_class,
        tier=tier,
        accounts=len(figure.parts) if metric.of == "accounts" else 0,
        figure=board.figure_out(METRICS[metric.name], figure, None),
    )


def on_map(rows: Sequence[Counted], period: Period) -> wire.CoverageMap:
    """Returns every account with what colours it, those without a place as well."""
    return wire.CoverageMap(
        first=period.first, last=period.last, accounts=[_point(row) for row in rows]
    )


def _point(row: Counted) -> wire.MapAccount:
    account, record = row.account, row.record
    return wire.MapAccount(
        account_id=account.id,
        name=account.name,
        city=account.city,
        lat=account.lat,
        lon=account.lon,
        account_class=account.account_class,
        due=row.due.state.value,
        why=row.due.why,
        required=round(record.required, 3),
        made=record.made,
        attainment=attained(row),
    )


#: The first that holds says how far an account's requirement was met.
_ATTAINED: tuple[tuple[Attained, Callable[[Counted], bool]], ...] = (
    ("not_asked", lambda row: row.record.off_season or row.record.required == 0),
    ("met", lambda row: row.record.made >= row.record.required),
    ("partly", lambda row: row.record.made > 0),
)


def attained(row: Counted) -> Attained:
    """Returns whether what was required of an account was made."""
    return next((name for name, holds in _ATTAINED if holds(row)), "none")
