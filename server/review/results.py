"""Results as messages: pure, from what the store loaded."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing import cadence, coverage, results
from routing.domain import AccountClass, Season, SeasonState
from routing.results import Figure, Frame, Made, Metric, Record, Sale
from server import errors, wire
from server.accounts.store import AccountRecord

#: A screen's name of a dimension, and the record's.
DIMENSIONS: Mapping[str, results.By] = {
    "rep": "rep_id",
    "team": "team_id",
    "account_class": "account_class",
    "tier": "tier",
    "segment": "segment",
}
NOBODY = {"rep": "Unassigned", "team": "No team", "segment": "No segment"}
#: Shares of counted things have a Wilson interval.
COUNTED = {"penetration", "strike_rate"}
#: Metrics that count visits: without any told they say nothing.
OF_VISITS = {
    "strike_rate", "sales_hour", "margin_hour", "cost_to_serve", "contribution", "unprofitable",
}  # fmt: skip
MONTHS = 12
SERVED = (SeasonState.IN, SeasonState.PEAK)
MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Sold:
    """An account with all that is known of its sales, and its visits of two years."""

    account: AccountRecord
    team_id: str
    sales: tuple[Sale, ...]
    visits: tuple[Made, ...]


def months(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """Returns the whole months that hold the asked dates, the second one after them.

    Unless said otherwise the twelve complete months before the month of today.
    """
    this = today.replace(day=1)
    end = results.month_after(last.replace(day=1)) if last else this
    end = min(end, results.month_after(this))
    begin = first.replace(day=1) if first else results.month_after(end, -MONTHS)
    if begin >= end:
        raise errors.Invalid("The months must begin before they end, and not after today.")
    if results.month_after(begin, MOST_MONTHS) < end:
        raise errors.Invalid("At most three years can be looked at.")
    return begin, end


def records(sold: Sequence[Sold], frame: Frame) -> list[Record]:
    """Returns the record of every account in a frame."""
    return [_record(one, frame) for one in sold]


def _record(sold: Sold, frame: Frame) -> Record:
    account = sold.account
    who = results.Who(
        str(account.id), str(account.rep_id or ""), sold.team_id, account.account_class,
        account.tier, account.segment or "", account.active,
    )  # fmt: skip
    season = cadence.season_for(AccountClass(account.account_class), account.season)
    made = [visit for visit in sold.visits if frame.first <= visit.on < frame.end]
    return results.record(who, sold.sales, made, frame, lambda month: _is_in_season(season, month))


def _is_in_season(season: Season, month: date) -> bool:
    """Says whether a month is in season: by its fifteenth."""
    if not season.windows:
        return True
    return cadence.season_state(season, month.replace(day=15)) in SERVED


def answer(
    sold: Sequence[Sold], frame: Frame, by: str, labels: Mapping[str, str]
) -> wire.ResultsOut:
    """Returns all results in total and by one dimension, beside the same months a year before."""
    now, before = records(sold, frame), records(sold, frame.before())
    total, earlier = results.review(now, few=frame.few), results.review(before)
    known = _known_before(sold, frame)
    groups = results.review(now, DIMENSIONS[by], frame.few)
    earlier_groups = results.review(before, DIMENSIONS[by])
    return wire.ResultsOut(
        first=frame.first,
        last=frame.end - timedelta(days=1),
        by=by,
        metrics=[metric_out(metric) for metric in results.METRICS.values()],
        total=_group("", "All", total[results.ALL], earlier[results.ALL], known),
        groups=[
            _group(key, label(by, key, labels), figures, earlier_groups.get(key, {}), known)
            for key, figures in groups.items()
        ],
        months=_months(sold, frame),
        facts=_facts(now, sold, frame),
    )


def _known_before(sold: Sequence[Sold], frame: Frame) -> Collection[str]:
    """Returns the metrics that the year before can be held against.

    All need sales of then; those made of visits also that visits were told by then.
    """
    first = frame.before().first
    if frame.told_since is None or first < frame.told_since:
        return ()
    visits = [visit.on for one in sold for visit in one.visits]
    told = bool(visits) and min(visits) < results.month_after(first)
    return [name for name in results.METRICS if told or name not in OF_VISITS]


def result_list(
    records: Sequence[Record], sold: Sequence[Sold], name: str, few: float = results.FEW
) -> wire.ResultsList:
    """Returns the accounts that make a number, the largest part first, and the number itself."""
    metric = metric_of(name)
    found = results.figure(metric, records, few)
    known = {str(one.account.id): one.account for one in sold}
    order = sorted(found.parts.items(), key=lambda item: (-abs(item[1].above), item[0]))
    return wire.ResultsList(
        metric=metric_out(metric),
        figure=figure_out(name, found, None),
        accounts=[
            wire.ResultAccount(
                account_id=known[key].id, number=known[key].number, name=known[key].name,
                rep=known[key].rep or "", account_class=known[key].account_class,
                tier=known[key].tier, segment=known[key].segment_label, city=known[key].city,
                above=part.above, below=part.below,
            )
            for key, part in order
        ],
    )  # fmt: skip


def of_group(records: Sequence[Record], by: str, key: str | None) -> list[Record]:
    """Returns the records of one group; without a key all of them."""
    if key is None:
        return list(records)
    return [one for one in records if str(getattr(one.who, DIMENSIONS[by]) or "") == key]


def metric_of(name: str) -> Metric:
    """Returns a metric of the results by its name."""
    if name not in results.METRICS:
        raise errors.Invalid(f"metric: {name!r} is none of {', '.join(results.METRICS)}.")
    return results.METRICS[name]


def label(by: str, key: str, labels: Mapping[str, str]) -> str:
    """Returns what a person calls a group."""
    if not key:
        return NOBODY.get(by, "None")
    return labels.get(key, key if by == "tier" else key.replace("_", " ").capitalize())


def metric_out(metric: Metric) -> wire.ResultMetric:
    """Returns what a result is and how its parts become it."""
    return wire.ResultMetric(
        name=metric.name,
        label=metric.label,
        sentence=metric.sentence,
        unit=metric.unit,
        kind=metric.kind,
        higher_is_better=metric.higher,
    )


def figure_out(name: str, figure: Figure, before: Figure | None) -> wire.ResultFigure:
    """Returns a number with what it is made of and how sure it is."""
    low, high = None, None
    if name in COUNTED and figure.denominator:
        low, high = coverage.wilson(figure.numerator or 0.0, figure.denominator) or (None, None)
    return wire.ResultFigure(
        metric=name,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        n=figure.n,
        few=figure.few,
        low=low,
        high=high,
        before=before.value if before else None,
    )


def _group(
    key: str,
    name: str,
    figures: Mapping[str, Figure],
    before: Mapping[str, Figure],
    known: Collection[str],
) -> wire.ResultGroup:
    """Returns a group; only metrics that are ``known`` of the year before are held against it."""
    return wire.ResultGroup(
        key=key,
        label=name,
        figures=[
            figure_out(metric, found, before.get(metric) if metric in known else None)
            for metric, found in figures.items()
        ],
    )


def _months(sold: Sequence[Sold], frame: Frame) -> list[wire.ResultMonth]:
    """Returns the sales of each month beside those a year before: what the chart shows."""
    by_month: dict[date, list[float]] = {}
    for one in sold:
        for sale in one.sales:
            by_month.setdefault(sale.month, []).append(sale.value)
    found, month = [], frame.first
    while month < frame.end:
        then = results.month_after(month, -12)
        told = frame.told_since is not None and then >= frame.told_since
        found.append(
            wire.ResultMonth(
                month=month,
                sales=math.fsum(by_month.get(month, [])),
                before=math.fsum(by_month.get(then, [])) if told else None,
            )
        )
        month = results.month_after(month)
    return found


def _facts(now: Sequence[Record], sold: Sequence[Sold], frame: Frame) -> wire.ResultFacts:
    """Returns what a reader must know of the numbers: what was imputed, what is not known."""
    sales = math.fsum(record.sales for record in now)
    known = math.fsum(record.sales for record in now if record.margin is not None)
    return wire.ResultFacts(
        told_since=frame.told_since,
        told_until=max((sale.month for one in sold for sale in one.sales), default=None),
        visits=sum(record.visits for record in now),
        untimed=sum(record.untimed for record in now),
        usual_minutes=frame.usual_minutes,
        margin_known=known / sales if sales > 0 else None,
        margin_assumed=frame.margin_share,
        cost_a_minute=frame.cost_a_minute,
    )
