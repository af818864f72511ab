"""The business settings: what a manager decides about the whole company, with its defaults.

Classes, cadences, seasons and working hours have tables of their own.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from routing.domain import AccountClass, Overload, Policy
from server.people import judgements, thresholds


class Setting(NamedTuple):
    """A setting; ``least`` and ``most`` bound numbers, whole ones unless the default is none.

    ``group`` is the heading it stands under.
    """

    key: str
    default: Any
    sentence: str
    least: int = 0
    most: int = 1
    group: str = "Planning"


_PLAIN: tuple[Setting, ...] = (
    Setting("horizon_weeks", 12, "How many weeks ahead visits are planned.", 1, 26),
    Setting("frozen_days", 2, "How many days, today included, no plan moves a visit of.", 0, 14),
    Setting("auto_publish", True, "Whether a new plan is published by itself; else a manager does "
            "it. A rep can be taken out."),
    Setting("retry_days", 2, "After a missed visit the next attempt comes this many working days "
            "later at the earliest.", 1, 60),
    Setting("first_touch_days", 5, "Within how many working days somebody is to be in touch with "
            "a prospect that a rep found on the road.", 1, 10),
    Setting("prospecting_share", 0.15, "Which share of a rep's working time prospects may fill; 0 "
            "plans them like any other account."),
    Setting("usual_tolerance", 0.25, "By which share of its interval a visit may be early or late "
            "where a row of the cadence table has no days of its own."),
    Setting("phone_counts", 0.5, "For which part of a visit a phone call counts where a visit is "
            "wanted."),
    Setting("travel_minutes", 18, "Minutes on the way to one visit, assumed when work is shared "
            "out among reps.", 0, 240, "Workload"),
    Setting("legs_enough", 30, "From how many visits driven as planned on their own median way "
            "counts instead.", 1, 1000, "Workload"),
    Setting("overload_share", 1.1, "Above which share of the hours there a week or a rep is "
            "overloaded.", 1, 3, "Workload"),
    Setting("slack_share", 0.8, "Below which share of the hours there a week or a rep has slack.",
            0, 1, "Workload"),
    Setting("year_weeks", 46, "How many weeks a year a rep works, when the reps a year needs are "
            "counted.", 1, 52, "Workload"),
    Setting("week_hours", 40.0, "How many hours a week a rep works, when they are counted.",
            1, 100, "Workload"),
    Setting("field_share", 0.65, "Which share of the working time is spent on visits and on the "
            "way, when the reps a year needs are counted; 0 counts none.", 0, 1, "Workload"),
    Setting("balance_band", 0.15, "How far a rep's load may lie from the reps' mean and still be "
            "balanced.", 0, 1, "Workload"),
    Setting("cost_per_minute", 0.75, "What a minute of a rep costs, on site or on the way, in the "
            "company's currency; makes the cost to serve.", 0, 100, "Results"),
    Setting("margin_share", 0.0, "Which share of the sales is margin where a file tells none; 0 "
            "leaves such accounts out of every margin.", 0, 1, "Results"),
    Setting("order_days", 7, "Within how many days an order still counts for a visit in the strike "
            "rate; 0 counts the same day only.", 0, 60, "Results"),
    Setting("visit_minutes", 30.0, "How long a visit lasted that nobody timed, where none was "
            "timed at all.", 1, 480, "Results"),
    Setting("few_results", 20, "Made of fewer visits or accounts, a result is shown in grey: a "
            "hint, no more.", 0, 1000, "Results"),
)  # fmt: skip

#: The headings: what a plan rests on, then what is suggested, then what is told.
GROUPS = (
    "Planning", "Workload", "Seasons", "Season suggestions", "Class suggestions", "Fit",
    "Readiness", "Core at risk", "Class mix", "Results", "Good values on the board", "Exceptions",
)  # fmt: skip

#: All of them, in the order of their headings.
SETTINGS: tuple[Setting, ...] = tuple(
    sorted(
        (*_PLAIN, *(Setting(*row) for row in (*thresholds.rows(), *judgements.rows()))),
        key=lambda one: GROUPS.index(one.group),
    )
)

BY_KEY = {setting.key: setting for setting in SETTINGS}

#: The key of the policies' row.
POLICIES_KEY = "policies"

#: What may happen to each class when the hours do not suffice, before anybody edits it.
POLICIES: Mapping[AccountClass, Policy] = {
    AccountClass.CORE: Policy(Overload.PROTECT),
    AccountClass.INVEST: Policy(Overload.PROTECT),
    AccountClass.OPPORTUNISTIC: Policy(Overload.STRETCH, 1.5),
    AccountClass.DIVEST: Policy(Overload.LAPSE),
    AccountClass.PROSPECT: Policy(Overload.LAPSE),
}


def problem_of(key: str, value: Any) -> str:
    """Returns why a value cannot be the setting's, and what can; empty when it can."""
    setting = BY_KEY.get(key)
    if setting is None:
        return f"There is no setting {key!r}. There are: {', '.join(BY_KEY)}."
    if isinstance(setting.default, bool):
        return "" if isinstance(value, bool) else f"{key} is true or false."
    kind = "number" if isinstance(setting.default, float) else "whole number"
    bounds = f"a {kind} from {setting.least} to {setting.most}"
    return "" if _fits(setting, value) else f"{key} is {bounds}."


def _fits(setting: Setting, value: Any) -> bool:
    kinds = (int, float) if isinstance(setting.default, float) else int
    is_one = isinstance(value, kinds) and not isinstance(value, bool)
    return is_one and setting.least <= value <= setting.most
