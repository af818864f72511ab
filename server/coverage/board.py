"""The board and its lists as messages: pure."""

from collections.abc import Iterable, Mapping, Sequence

from routing import coverage
from routing.coverage import Figure, Metric
from server import errors, wire
from server.coverage.counting import Counted, Period

#: Shares of counted things have a Wilson interval; the others are no shares of anything.
SHARES_OF_COUNTS = {"coverage", "reach", "on_time", "adherence", "overdue_share"}

#: A screen's name of a dimension, and the record's.
DIMENSIONS: Mapping[str, coverage.By] = {
    "rep": "rep_id",
    "team": "team_id",
    "account_class": "account_class",
    "tier": "tier",
    "segment": "segment",
}
NOBODY = {"rep": "Unassigned", "team": "No team", "segment": "No segment"}


def board(
    now: Sequence[Counted],
    before: Sequence[Counted],
    by: str,
    period: Period,
    labels: Mapping[str, str],
) -> wire.CoverageOut:
    """Returns all metrics in total and by one dimension, beside the period before."""
    total, earlier = _review(now, None), _review(before, None)
    groups, earlier_groups = _review(now, DIMENSIONS[by]), _review(before, DIMENSIONS[by])
    return wire.CoverageOut(
        first=period.first,
        last=period.last,
        by=by,
        metrics=[metric_out(metric) for metric in coverage.METRICS.values()],
        total=_group(coverage.ALL, "All", total[coverage.ALL], earlier[coverage.ALL]),
        groups=[
            _group(key, label(by, key, labels), figures, earlier_groups.get(key, {}))
            for key, figures in groups.items()
        ],
    )


def metric_list(rows: Sequence[Counted], name: str, by: str, key: str | None) -> wire.CoverageList:
    """Returns the accounts behind one number of the board, those that fall short first."""
    if name not in coverage.METRICS:
        raise errors.Invalid(f"metric: {name!r} is none of {', '.join(coverage.METRICS)}.")
    metric = coverage.METRICS[name]
    review = _review(rows, DIMENSIONS[by] if key is not None else None)
    nothing = metric.function([])
    figure = review.get(coverage.ALL if key is None else key, {}).get(name, nothing)
    wanted, short = set(figure.account_ids), set(figure.gap_ids)
    chosen = [row for row in rows if row.record.account_id in wanted]
    chosen.sort(key=lambda row: (row.record.account_id not in short, row.account.name))
    return wire.CoverageList(
        metric=metric_out(metric),
        figure=figure_out(name, figure, None),
        accounts=[_account(row) for row in chosen],
    )


def label(by: str, key: str, labels: Mapping[str, str]) -> str:
    """Returns what a person calls a group."""
    if not key:
        return NOBODY.get(by, "None")
    return labels.get(key, key.replace("_", " ").capitalize() if by != "tier" else key)


def metric_out(metric: Metric) -> wire.MetricOut:
    """Returns what a metric is and when it is good."""
    good = ""
    if metric.good:
        limit = metric.good.limit
        shown = f"{limit:.0%}" if metric.unit == "share" else f"{limit:g}"
        good = f"{'at least' if metric.good.higher else 'at most'} {shown}"
    return wire.MetricOut(
        name=metric.name,
        label=metric.label,
        sentence=metric.sentence,
        unit=metric.unit,
        good=good,
        higher_is_better=metric.good.higher if metric.good else False,
    )


def figure_out(name: str, figure: Figure, before: Figure | None) -> wire.FigureOut:
    """Returns a number with what it is made of and how sure it is."""
    low, high = None, None
    if name in SHARES_OF_COUNTS and figure.denominator:
        found = coverage.wilson(figure.numerator or 0.0, figure.denominator)
        low, high = found or (None, None)
    return wire.FigureOut(
        metric=name,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        low=low,
        high=high,
        before=before.value if before else None,
    )


def _review(rows: Iterable[Counted], by: coverage.By | None) -> Mapping[str, Mapping[str, Figure]]:
    return coverage.review((row.record for row in rows), by)


def _group(
    key: str, name: str, figures: Mapping[str, Figure], before: Mapping[str, Figure]
) -> wire.CoverageGroup:
    return wire.CoverageGroup(
        key=key,
        label=name,
        figures=[figure_out(metric, f, before.get(metric)) for metric, f in figures.items()],
    )


def _account(row: Counted) -> wire.CoverageAccount:
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
        required=round(record.required, 3),
        made=record.made,
        missed=sum(report.outcome == "missed" for report in row.reports),
        overdue_days=record.overdue_days,
        overdue_value=round(record.overdue_value, 3),
        due=row.due.why,
        last_visit=account.last_visit,
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
