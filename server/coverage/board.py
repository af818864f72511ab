"""The board and its lists as messages: pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from routing import coverage
from routing.coverage import FieldDay, Figure, Metric, Part
from server import errors, wire
from server.coverage import narrowing
from server.coverage.counting import Counted, Period
from server.coverage.store import Loaded, SnapshotRecord

NOBODY = {"rep": "Unassigned", "team": "No team", "segment": "No segment", "town": "No town"}

#: A message that names one metric or all.
Told = TypeVar("Told", bound=wire.Out)


def board(
    now: Loaded, before: Loaded, by: str, period: Period, labels: Mapping[str, str]
) -> wire.CoverageOut:
    """Returns all metrics in total and by one dimension, beside the period before."""
    total, earlier = narrowing.figures(now), narrowing.figures(before)
    groups, earlier_groups = narrowing.groups(now, by), narrowing.groups(before, by)
    return wire.CoverageOut(
        first=period.first,
        last=period.last,
        by=by,
        metrics=[metric_out(metric) for metric in coverage.METRICS.values()],
        total=_group(coverage.ALL, "All", total, earlier),
        groups=[
            _group(key, label(by, key, labels), figures, earlier_groups.get(key, {}))
            for key, figures in groups.items()
        ],
        apart=_apart(groups),
        season_first=season_first(now.rows, period.last),
    )


def metric_list(
    loaded: Loaded, name: str, by: str, key: str | None, labels: Mapping[str, str]
) -> wire.CoverageList:
    """Returns what one number of the board is made of, what falls short first."""
    metric = metric_of(name)
    chosen = narrowing.within(loaded, by, key)
    figure = narrowing.figures(chosen)[name]
    parts = {part.id: part for part in figure.parts}
    short = set(figure.gap_ids)
    return wire.CoverageList(
        metric=metric_out(metric),
        figure=figure_out(metric, figure, None),
        accounts=_accounts(chosen.rows, parts, short) if metric.of == "accounts" else [],
        days=_days(chosen.days, parts, short, labels) if metric.of == "days" else [],
    )


def metric_of(name: str) -> Metric:
    """Returns a metric, or says which there are."""
    if name not in coverage.METRICS:
        raise errors.Invalid(f"metric: {name!r} is none of {', '.join(coverage.METRICS)}.")
    return coverage.METRICS[name]


def label(by: str, key: str, labels: Mapping[str, str]) -> str:
    """Returns what a person calls a group."""
    if not key:
        return NOBODY.get(by, "None")
    plain = key if by in ("tier", "town") else key.replace("_", " ").capitalize()
    return labels.get(key, plain)


def metric_out(metric: Metric) -> wire.MetricOut:
    """Returns what a metric is and when it is good."""
    good = ""
    if metric.good:
        good = _good_words(metric.unit, metric.good.higher, metric.good.limit)
    return wire.MetricOut(
        name=metric.name,
        label=metric.label,
        sentence=metric.sentence,
        unit=metric.unit,
        of=metric.of,
        good=good,
        higher_is_better=metric.good.higher if metric.good else False,
    )


def _good_words(unit: str, higher: bool, limit: float) -> str:
    shown = f"{round(100 * limit, 1):g}%" if unit == "share" else f"{limit:g}"
    return f"{'at least' if higher else 'at most'} {shown}"


def with_goods(message: Told, goods: Mapping[str, float]) -> Told:
    """Returns a message whose metrics are good from the values a manager set."""

    def own(metric: wire.MetricOut) -> wire.MetricOut:
        limit = goods.get(metric.name)
        if limit is None:
            return metric
        good = _good_words(metric.unit, metric.higher_is_better, limit)
        return metric.model_copy(update={"good": good})

    found: dict[str, Any] = {}
    if metrics := getattr(message, "metrics", None):
        found["metrics"] = [own(one) for one in metrics]
    if metric := getattr(message, "metric", None):
        found["metric"] = own(metric)
        if days := getattr(message, "days", None):
            found["days"] = _short_first(days, metric, goods)
    return message.model_copy(update=found)


def _short_first(
    days: Sequence[wire.CoverageDay], metric: wire.MetricOut, goods: Mapping[str, float]
) -> list[wire.CoverageDay]:
    """Returns the days with those first that fall short of what a manager calls good."""
    limit = goods[metric.name]
    told = [
        one.model_copy(update={"short": one.adds < limit * one.of}) if metric.higher_is_better
        else one.model_copy(update={"short": one.adds > limit * one.of})
        for one in days
    ]  # fmt: skip
    return sorted(told, key=lambda one: (not one.short, -one.on.toordinal(), str(one.rep_id)))


def figure_out(metric: Metric, figure: Figure, before: Figure | None) -> wire.FigureOut:
    """Returns a number with what it is made of and how sure it is."""
    low, high = None, None
    if metric.counts and figure.denominator:
        found = coverage.wilson(figure.numerator or 0.0, figure.denominator)
        low, high = found or (None, None)
    return wire.FigureOut(
        metric=metric.name,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        low=low,
        high=high,
        before=before.value if before else None,
    )


def season_first(rows: Sequence[Counted], last: date) -> date | None:
    """Returns when the season most seasonal accounts know began last; None without any."""
    begun: dict[date, int] = {}
    for row in rows:
        starts = [w.start for w in row.account.windows if w.state in ("in", "peak")]
        dates = [start.in_year(last.year - back) for start in starts for back in (0, 1)]
        past = [on for on in dates if on <= last]
        if past:
            begun[max(past)] = begun.get(max(past), 0) + 1
    return max(begun, key=lambda on: (begun[on], on)) if begun else None


def _apart(groups: Mapping[str, Mapping[str, Figure]]) -> list[wire.CoverageApart]:
    return [
        wire.CoverageApart(metric=name, better=better, worse=worse)
        for name, metric in coverage.METRICS.items()
        for better, worse in coverage.apart(
            metric, {key: figures[name] for key, figures in groups.items()}
        )
    ]


def _group(
    key: str, name: str, figures: Mapping[str, Figure], before: Mapping[str, Figure]
) -> wire.CoverageGroup:
    return wire.CoverageGroup(
        key=key,
        label=name,
        figures=[
            figure_out(coverage.METRICS[metric], figure, before.get(metric))
            for metric, figure in figures.items()
        ],
    )


def _accounts(
    rows: Sequence[Counted], parts: Mapping[str, Part], short: set[str]
) -> list[wire.CoverageAccount]:
    chosen = [row for row in rows if row.record.account_id in parts]
    chosen.sort(key=lambda row: (row.record.account_id not in short, row.account.name))
    return [_account(row, parts[row.record.account_id], short) for row in chosen]


def _account(row: Counted, part: Part, short: set[str]) -> wire.CoverageAccount:
    account, record = row.account, row.record
    return wire.CoverageAccount(
        account_id=account.id,
        number=account.number,
        name=account.name,
        rep=account.rep or "",
        account_class=account.account_class,
        tier=account.tier,
        segment=account.segment_label,
        city=account.city,
        town=record.town or "",
        required=round(record.required, 3),
        made=record.made,
        missed=sum(report.outcome == "missed" for report in row.reports),
        overdue_days=record.overdue_days,
        overdue_value=round(record.overdue_value, 3),
        due=row.due.why,
        last_visit=account.last_visit,
        adds=part.above,
        of=part.below,
        short=record.account_id in short,
        visits=[
            wire.HistoryOut(
                on=report.on,
                outcome=report.outcome,
                result=report.result,
                note=report.note,
                rep=report.rep,
                source=report.source,
            )
            for report in sorted(row.reports, key=lambda report: report.on, reverse=True)
        ],
    )


def _days(
    days: Sequence[FieldDay],
    parts: Mapping[str, Part],
    short: set[str],
    labels: Mapping[str, str],
) -> list[wire.CoverageDay]:
    chosen = [day for day in days if day.id in parts]
    chosen.sort(key=lambda day: (day.id not in short, -day.on.toordinal(), day.rep_id))
    return [
        wire.CoverageDay(
            rep_id=UUID(day.rep_id),
            rep=labels.get(day.rep_id, ""),
            on=day.on,
            share=day.share,
            visits=day.visits,
            travel_min=day.travel_min,
            on_site_min=day.on_site_min,
            imputed=day.imputed,
            adds=parts[day.id].above,
            of=parts[day.id].below,
            short=day.id in short,
        )
        for day in chosen
    ]


def snapshots(by: str, key: str, found: Sequence[SnapshotRecord]) -> wire.SnapshotsOut:
    """Returns a group's past figures; a metric that a night did not know yet is left out there."""
    return wire.SnapshotsOut(
        by=by,
        key=key,
        metrics=[metric_out(metric) for metric in coverage.METRICS.values()],
        items=[
            wire.SnapshotOut(
                on=one.on,
                values={name: parts[0] for name, parts in one.figures.items()},
                parts={name: (parts[1], parts[2]) for name, parts in one.figures.items()},
            )
            for one in found
        ],
    )
