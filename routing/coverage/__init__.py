"""How well a period's visits met what was required; every number knows what it is made of.

The order of the files: records, figures, visits, overdue, days. ``METRICS`` names each metric once;
a new one is a function and a line here.
"""

from collections.abc import Iterable, Mapping

from routing.coverage import days as field_days
from routing.coverage import overdue, visits
from routing.coverage.figures import FEW, Figure, Good, Metric, Part, apart, wilson
from routing.coverage.records import By, FieldDay, Record

__all__ = [
    "ALL",
    "FEW",
    "METRICS",
    "By",
    "FieldDay",
    "Figure",
    "Good",
    "Metric",
    "Part",
    "Record",
    "apart",
    "review",
    "wilson",
]

# The one group of a review that is not divided.
ALL = "all"
#: What a day has of its own: it belongs to a rep, not to a class or a town.
DAY_GROUPS = {"rep_id", "team_id"}


def _at_most(limit: float) -> Good:
    return Good(limit, higher=False)


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            "attainment",
            "Attainment",
            "Visits made of visits required, each account capped at what it requires; days off "
            "and closures require nothing.",
            "share",
            Good(0.85),
            visits.attainment,
        ),
        Metric(
            "overdue_value",
            "Overdue value",
            "Priority of all overdue accounts together: what it costs to leave them.",
            "value",
            None,
            overdue.overdue_value,
        ),
        Metric(
            "coverage",
            "Coverage",
            "Accounts visited at least once, of those the cadence asked for; days off and "
            "closures ask for nothing.",
            "share",
            Good(0.90),
            visits.coverage,
            counts=True,
        ),
        Metric(
            "reach",
            "Reach",
            "Accounts with any contact by anyone, of all accounts in season.",
            "share",
            Good(0.95),
            visits.reach,
            counts=True,
        ),
        Metric(
            "over_service",
            "Over-service",
            "Visits beyond what was required, of all visits made; what a day off took from the "
            "requirement may be made up.",
            "share",
            _at_most(0.10),
            visits.over_service,
        ),
        Metric(
            "on_time",
            "On time",
            "Due visits made inside their window; due and never done counts as late, late only "
            "for days off or closures as in time.",
            "share",
            Good(0.75),
            visits.on_time,
            counts=True,
        ),
        Metric(
            "adherence",
            "Adherence",
            "Stops of the morning's plan done on their day; those the customer called off stay "
            "below the line.",
            "share",
            Good(0.80),
            visits.adherence,
            counts=True,
        ),
        Metric(
            "excused",
            "Called off",
            "Stops of the morning's plan that the customer called off: closed or refused.",
            "share",
            None,
            visits.excused,
            counts=True,
        ),
        Metric(
            "unexcused",
            "Missed unexcused",
            "Stops of the morning's plan reported as missed for any other reason.",
            "share",
            _at_most(0.10),
            visits.unexcused,
            counts=True,
        ),
        Metric(
            "overdue_share",
            "Overdue share",
            "Accounts overdue at the end, of all accounts in season then; late only for days off "
            "or closures is not overdue.",
            "share",
            _at_most(0.08),
            overdue.overdue_share,
            counts=True,
        ),
        Metric(
            "overdue_median_days",
            "Median days overdue",
            "Half of the overdue accounts are later than this, counted in days of their season.",
            "days",
            _at_most(10),
            overdue.overdue_median_days,
        ),
        Metric(
            "overdue_p90_days",
            "P90 days overdue",
            "Nine of ten overdue accounts are at most so late, counted in days of their season.",
            "days",
            _at_most(10),
            overdue.overdue_p90_days,
        ),
        Metric(
            "ramp_completion",
            "Ramp completion",
            "Season openings in these dates that all visits of their ramp went before.",
            "share",
            Good(0.90),
            overdue.ramp_completion,
            counts=True,
        ),
        Metric(
            "season_missed",
            "Season missed",
            "Season closings in these dates at which an overdue visit was written off.",
            "share",
            _at_most(0.10),
            overdue.season_missed,
            counts=True,
        ),
        Metric(
            "call_rate",
            "Call rate",
            "Completed visits per day in the field: a date with a report; a short day counts half, "
            "days off none.",
            "ratio",
            Good(field_days.FAIR_DAY),
            field_days.call_rate,
            of="days",
        ),
        Metric(
            "travel_to_face",
            "Travel to face time",
            "Minutes on the way per minute on site. The way is estimated along the day's stops; "
            "minutes on site that nobody told are taken as the median.",
            "ratio",
            _at_most(field_days.FAIR_TRAVEL),
            field_days.travel_to_face,
            of="days",
        ),
        Metric(
            "re_evaluation",
            "Re-evaluation rate",
            "Completed visits whose report says whether the class is still right.",
            "share",
            Good(0.90),
            visits.re_evaluation,
            counts=True,
        ),
        Metric(
            "prospecting_share",
            "Prospecting share",
            "Minutes on site at prospects, of all minutes on site; 10 to 20 % keeps new accounts "
            "coming.",
            "share",
            Good(0.10),
            visits.prospecting_share,
        ),
        Metric(
            "focus",
            "Focus",
            "Minutes on site at the accounts that hold the first half of all potential; accounts "
            "of unknown potential are left out.",
            "share",
            Good(0.60),
            visits.focus,
        ),
    )
}


def review(
    records: Iterable[Record], by: By | None = None, days: Iterable[FieldDay] = ()
) -> Mapping[str, Mapping[str, Figure]]:
    """Returns every metric of every group, groups in the order of their names.

    Without ``by`` there is one group, ``"all"``. What has no value to group by (no rep, no
    segment) is the group ``""``. A group without an account in season still appears, empty, so
    that nobody disappears from a list in winter. Days count for reps and teams: by anything else
    what is made of them has no value.
    """
    groups: dict[str, list[Record]] = {} if by else {ALL: []}
    for record in records:
        group = groups.setdefault(str(getattr(record, by) or "") if by else ALL, [])
        if not record.off_season:
            group.append(record)
    worked: dict[str, list[FieldDay]] = {}
    for day in days if by is None or by in DAY_GROUPS else ():
        key = str(getattr(day, by) or "") if by else ALL
        groups.setdefault(key, [])
        worked.setdefault(key, []).append(day)
    return {
        name: {m.name: m.measure(groups[name], worked.get(name, ())) for m in METRICS.values()}
        for name in sorted(groups)
    }
