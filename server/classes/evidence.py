"""What the class rules are told of an account: pure, from its record, reports and sales.

Months are numbered through all years. A gap counts only months of the account's season, so that a
lake closed in winter is not silent then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from routing import cadence
from routing.classification import classes, scores
from routing.classification.classes import Evidence
from routing.classification.scores import Attribute, Buying, Fit, ScoreParams, Signal
from routing.domain import AccountClass, Season, SeasonState, Tier
from server.accounts.store import AccountRecord
from server.visits.store import ReportRecord

YEAR = timedelta(days=365)
#: Before its season an account is visited, but buys nothing yet.
BUYS = frozenset({SeasonState.IN, SeasonState.PEAK})
RESULTS: Mapping[str, str] = {
    "order": "order",
    "interested": "positive_visit",
    "no_interest": "refusal",
    "refused": "refusal",
}
EVENTS = frozenset({"merger", "expansion", "contract_end"})
TOUCHES: Mapping[str, str] = {"event": "event", "ticket": "complaint"}


@dataclass(frozen=True, slots=True)
class Company:
    """What one account is compared with: potentials and buying shares of segments.

    ``sales_since`` is the first month anybody's sales are known of; None where nobody's are.
    ``params`` are the judgements everybody is scored by.
    """

    potentials: Mapping[str | None, Sequence[float]]
    every_potential: Sequence[float]
    buying: Mapping[str | None, float]
    sales_since: int | None
    params: ScoreParams = scores.DEFAULT


@dataclass(frozen=True, slots=True)
class Known:
    """An account's evidence, its last big event and why it may be about to leave."""

    account_id: UUID
    evidence: Evidence
    big_event_on: date | None
    risk: tuple[str, ...]


def company(records: Iterable[AccountRecord], params: ScoreParams = scores.DEFAULT) -> Company:
    """Returns what the accounts together say of their segments."""
    potentials: dict[str | None, list[float]] = defaultdict(list)
    buying: dict[str | None, list[bool]] = defaultdict(list)
    months = []
    for record in records:
        if record.potential is not None:
            potentials[record.segment].append(record.potential)
        if record.segment and record.account_class != AccountClass.PROSPECT:
            buying[record.segment].append(record.sales_12m > 0)
        months += [number(one.month) for one in record.sales[:1]]
    every = [value for values in potentials.values() for value in values]
    shares = {
        key: sum(b) / len(b) for key, b in buying.items() if len(b) >= params.peers and any(b)
    }
    return Company(potentials, every, shares, min(months, default=None), params)


def known(
    record: AccountRecord,
    reports: Sequence[ReportRecord],
    all_: Company,
    today: date,
    losing_reviews: int = 0,
) -> Known:
    """Returns what is known of one account on a day; its reviews of cost come from ``costs``."""
    buys = buying(record, today)
    competitor = today - timedelta(days=all_.params.competitor_d)
    evidence = Evidence(
        account_class=AccountClass(record.account_class),
        tier=Tier(record.tier),
        fit=fit(record, all_),
        readiness=scores.readiness(signals(record, reports, today), all_.params),
        share=scores.share_of_wallet(record.sales_12m, record.potential),
        growth=scores.growth(record.sales_12m, record.sales_12m_before),
        orders_12m=_orders_12m(record, reports, today),
        silent_months=_silent(record, all_, today),
        gap_ratio=None if buys.gap is None else scores.gap_ratio(buys.gap, buys.gaps),
        losing_reviews=losing_reviews,
        competitors_core=_since(reports, {"competitor_won"}, competitor) is not None,
    )
    event_on = _since(reports, classes.BIG_EVENTS, date.min)
    return Known(record.id, evidence, event_on, risk(record, today, all_.params))


def risk(
    record: AccountRecord, today: date, params: ScoreParams = scores.DEFAULT
) -> tuple[str, ...]:
    """Returns why a core account may be about to leave; nothing of other classes."""
    if record.account_class != AccountClass.CORE:
        return ()
    in_season = cadence.season_state(record.season, today) in BUYS
    return scores.at_risk(buying(record, today), in_season=in_season, params=params)


def fit(record: AccountRecord, all_: Company) -> Fit:
    """Returns how well an account fits: by tier, by size in its segment, by its segment's buying.

    A tier or potential that nobody told is not known.
    """
    params = all_.params
    tiers = {"A": params.tier_a, "B": params.tier_b, "C": params.tier_c}
    attributes = (
        Attribute("tier", params.tier, None if "tier" in record.assumed else tiers[record.tier]),
        Attribute("size", params.size, _size(record, all_)),
        Attribute("segment", params.segment, all_.buying.get(record.segment)),
    )
    return scores.fit(attributes, params)


def _size(record: AccountRecord, all_: Company) -> float | None:
    if record.potential is None:
        return None
    peers = all_.potentials.get(record.segment, ())
    return scores.mid_rank(
        record.potential, peers if len(peers) >= all_.params.peers else all_.every_potential
    )


def signals(
    record: AccountRecord, reports: Sequence[ReportRecord], today: date
) -> Iterable[Signal]:
    """Yields the news of a year: reports, what happened there, colleagues' touches, orders.

    A month's orders are counted in its middle, once: not where a report of that month told them.
    """
    told = set()
    for report in reports:
        if report.result in RESULTS:
            yield Signal(RESULTS[report.result], (today - report.on).days)
        if report.result == "order":
            told.add(number(report.on))
        for event in EVENTS & set(report.events):
            yield Signal(event, (today - report.on).days)
    for touch in record.touches:
        if touch.kind in TOUCHES:
            yield Signal(TOUCHES[touch.kind], (today - touch.on).days)
    for month, orders in _orders(record).items():
        on = _middle(month)
        if month not in told and on >= today - YEAR:
            for _ in range(orders):
                yield Signal("order", (today - on).days)


def buying(record: AccountRecord, today: date) -> Buying:
    """Returns how an account buys of late: its gaps, and three months beside a year before."""
    months, this = sorted(_orders(record)), number(today)
    gaps = tuple(float(open_months(record.season, a, b)) for a, b in pairwise(months))
    gap = float(open_months(record.season, months[-1], this)) if months else None
    value = {number(one.month): one.value for one in record.sales}
    recent = [value.get(month, 0.0) for month in range(this - 3, this)]
    before = [value.get(month, 0.0) for month in range(this - 15, this - 12)]
    return Buying(gap, gaps, sum(recent), sum(before))


def known_from(record: AccountRecord) -> date:
    """Returns since when anything is known of an account: a file may tell of years before it."""
    told = [one.on for one in record.history] + [one.month for one in record.sales]
    return min([record.known_since, *told])


def number(day: date) -> int:
    """Returns the number of a date's month."""
    return 12 * day.year + day.month - 1


def open_months(season: Season, after: int, until: int) -> int:
    """Returns how many months after one and up to another lie in the season, by their middle."""
    return sum(
        cadence.season_state(season, _middle(month)) in BUYS
        for month in range(after + 1, until + 1)
    )


def _middle(month: int) -> date:
    return date(month // 12, month % 12 + 1, 15)


def _orders(record: AccountRecord) -> dict[int, int]:
    """Returns orders by month; a month that only tells a value counts as one."""
    return {number(one.month): max(1, one.orders) for one in record.sales
            if one.orders > 0 or one.value > 0}  # fmt: skip


def _orders_12m(record: AccountRecord, reports: Iterable[ReportRecord], today: date) -> int:
    """Returns the orders of the last complete 12 months: of sales or, where more, of reports."""
    this = number(today)
    sold = sum(orders for month, orders in _orders(record).items() if this - 12 <= month < this)
    return max(sold, sum(one.result == "order" and one.on > today - YEAR for one in reports))


def _silent(record: AccountRecord, all_: Company, today: date) -> int | None:
    """Returns the months of its season without an order; None where nobody's sales are known."""
    if all_.sales_since is None:
        return None
    last = max(_orders(record), default=None)
    since = max(all_.sales_since, number(known_from(record))) - 1 if last is None else last
    return open_months(record.season, since, number(today))


def _since(reports: Iterable[ReportRecord], events: Iterable[str], first: date) -> date | None:
    """Returns when one of these events was last reported."""
    wanted = set(events)
    return max((one.on for one in reports if one.on >= first and wanted & set(one.events)),
               default=None)  # fmt: skip
