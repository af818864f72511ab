"""The business settings: what a manager decides about the whole company, with its defaults.

Classes, cadences, seasons and working hours have tables of their own.
"""

from typing import Any, NamedTuple


class Setting(NamedTuple):
    """A setting; ``least`` and ``most`` bound whole numbers."""

    key: str
    default: Any
    sentence: str
    least: int = 0
    most: int = 1


SETTINGS: tuple[Setting, ...] = (
    Setting("horizon_weeks", 12, "How many weeks ahead visits are planned.", 1, 26),
    Setting("frozen_days", 2, "How many days, today included, no plan moves a visit of.", 0, 14),
    Setting("auto_publish", True, "Whether a new plan is published by itself; else a manager does "
            "it. A rep can be taken out."),
    Setting("retry_days", 2, "After a missed visit the next attempt comes this many working days "
            "later at the earliest.", 1, 60),
    Setting("travel_minutes", 18, "Minutes on the way to one visit, assumed when work is shared "
            "out among reps.", 0, 240),
)  # fmt: skip

BY_KEY = {setting.key: setting for setting in SETTINGS}


def problem_of(key: str, value: Any) -> str:
    """Returns why a value cannot be the setting's, and what can; empty when it can."""
    setting = BY_KEY.get(key)
    if setting is None:
        return f"There is no setting {key!r}. There are: {', '.join(BY_KEY)}."
    if isinstance(setting.default, bool):
        return "" if isinstance(value, bool) else f"{key} is true or false."
    bounds = f"a whole number from {setting.least} to {setting.most}"
    return "" if _fits(setting, value) else f"{key} is {bounds}."


def _fits(setting: Setting, value: Any) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and setting.least <= value <= setting.most
