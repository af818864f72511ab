"""What is assumed of accounts nobody classed: core if they bought lately, the tier by size.

Recomputed whenever a file comes in, over the whole company, because a tier is a rank: A holds the
first half of all potential, B up to 80 %, C the rest. Who gave no potential is ranked by the sales
of the last 12 months among those without potential; who has neither is C.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from routing.domain import AccountClass, Tier

A_SHARE, B_SHARE = 0.5, 0.8
YEAR = timedelta(days=365)
#: The fields that may be assumed, as ``assumed`` names them.
FIELDS = ("account_class", "tier")


class Facts(NamedTuple):
    """What is known of one account's buying. ``sold`` is None where no sales by month are known."""

    number: str
    active: bool
    potential: float | None
    told_sales_12m: float | None
    told_last_order: date | None
    sold: tuple[float, bool] | None = None

    @property
    def sales_12m(self) -> float:
        """Sales by month before what a file told of the year."""
        return self.sold[0] if self.sold else self.told_sales_12m or 0.0


def assumed_class(facts: Facts, today: date) -> str:
    """Returns core for who bought in the last 12 months, prospect for the others."""
    bought = facts.sold[1] if facts.sold else facts.sales_12m > 0
    recent = facts.told_last_order is not None and facts.told_last_order >= today - YEAR
    return AccountClass.CORE.value if bought or recent else AccountClass.PROSPECT.value


def assumed_tiers(company: Iterable[Facts]) -> dict[str, str]:
    """Returns the tier of each account by number, were nothing said of any of them.

    Ranked among the active ones; an inactive account is C.
    """
    accounts = list(company)
    active = [one for one in accounts if one.active]
    by_potential = {one.number: one.potential for one in active if one.potential}
    by_sales = {
        one.number: one.sales_12m
        for one in active
        if one.number not in by_potential and one.sales_12m > 0
    }
    tiers = {one.number: Tier.C.value for one in accounts}
    return tiers | _ranked(by_potential) | _ranked(by_sales)


def _ranked(sizes: Mapping[str, float]) -> dict[str, str]:
    """Returns the tiers of a ranking, the largest first; equal sizes by number."""
    total = sum(sizes.values())
    tiers, before = {}, 0.0
    for number, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        share = before / total
        tier = Tier.A if share < A_SHARE else Tier.B if share < B_SHARE else Tier.C
        tiers[number] = tier.value
        before += size
    return tiers
