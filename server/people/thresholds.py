"""Thresholds a manager may move: rules for classes, the mix, ramps, and which values are good.

Each stands in ``routing`` as a default; here it becomes a setting of the same name and value.
"""

from collections.abc import Mapping
from typing import Any

from routing import coverage
from routing.classification.classes import ClassRules
from routing.classification.mix import MixLimits
from routing.domain import Season

#: Field of ``Season``, key, sentence, least, most; defaults are those of ``routing`` everywhere.
RAMP = (
    (
        "ramp_visits",
        "ramp_visits",
        "How many visits wake an account before its season opens.",
        0,
        8,
    ),
    ("ramp_d", "ramp_days", "How many days before the opening the first of them may be.", 7, 180),
    (
        "ramp_gap_d",
        "ramp_gap_days",
        "How many days before the opening the last of them comes.",
        0,
        90,
    ),
    ("ramp_bonus", "ramp_bonus", "What a ramp visit weighs beside its account's value.", 0, 10),
    ("peak_rate", "peak_rate", "How much faster visits fall due in a peak than in season.", 1, 4),
    (
        "off_rate",
        "off_rate",
        "How fast visits fall due off season, against in season: 0 leaves accounts alone, 0.25 "
        "asks for service visits.",
        0,
        1,
    ),
)
MIX = {
    "lumpy": "Above which share of a rep's minutes opportunistic and invest together are lumpy.",
    "stagnant": "Above which share of a rep's minutes core alone is stagnant.",
    "divest_accounts": "Above which share of a rep's accounts divest weighs too much.",
    "divest_minutes": "Above which share of a rep's minutes divest weighs too much.",
    "invest_capacity": "Above which share of a rep's hours there are too many invest accounts.",
}
#: A pair is the value that enters a class and the lower one that lets an account stay in it.
CLASSES: Mapping[str, tuple[str, int, int]] = {
    "losing_reviews": ("After how many quarters of costing more than it brings an account is "
                       "suggested for divest.", 1, 8),
    "divest_fit": ("Below which fit an account without orders is suggested for divest.", 0, 100),
    "silent_months": ("After how many months in season without an order.", 1, 60),
    "core_share": ("From which share of wallet an account is core", 0, 1),
    "core_orders": ("From how many orders in twelve months an account is core", 0, 52),
    "core_gap": ("Up to how many of its own usual gaps since the last order an account is core.",
                 1, 10),
    "invest_fit": ("From which fit an account is worth investing in", 0, 100),
    "invest_readiness": ("From which readiness an account is worth investing in", 0, 100),
    "invest_growth": ("Which growth of sales stands in for readiness.", 0, 5),
    "opportunistic_fit": ("From which fit an account is opportunistic", 0, 100),
    "dwell_d": ("For how many days after a change no other class is suggested.", 0, 730),
    "apart_d": ("How many days lie between the two evaluations that a suggestion needs.", 1, 180),
    "pinned_d": ("For how many days a class that a person chose is left alone.", 0, 730),
}  # fmt: skip
GOOD = "good_"


def rows() -> list[tuple[str, Any, str, int, int, str]]:
    """Returns each threshold as key, default, sentence, least, most and group."""
    ramp = [
        (key, getattr(Season(), field), sentence, least, most, "Seasons")
        for field, key, sentence, least, most in RAMP
    ]
    mix = [
        (f"mix_{name}", getattr(MixLimits(), name), sentence, 0, 1, "Class mix")
        for name, sentence in MIX.items()
    ]
    return [*ramp, *_class_rows(), *mix, *_good_rows()]


def _class_rows() -> list[tuple[str, Any, str, int, int, str]]:
    found = []
    for name, (sentence, least, most) in CLASSES.items():
        default = getattr(ClassRules(), name)
        pairs = {f"class_{name}": (default, sentence)}
        if isinstance(default, tuple):
            pairs = {
                f"class_{name}": (default[0], f"{sentence}."),
                f"class_{name}_stay": (default[1], f"{sentence}, once it is."),
            }
        for key, (value, words) in pairs.items():
            found.append((key, value, words, least, most, "Class suggestions"))
    return found


def _good_rows() -> list[tuple[str, Any, str, int, int, str]]:
    return [
        (
            f"{GOOD}{metric.name}",
            float(metric.good.limit),
            f"{metric.label} is good {'from here up' if metric.good.higher else 'up to here'}.",
            0,
            1 if metric.unit == "share" else 1000,
            "Good values on the board",
        )
        for metric in coverage.METRICS.values()
        if metric.good
    ]


def season(values: Mapping[str, Any]) -> Season:
    """Returns a season without windows, its ramp and rates as the settings say."""
    return Season(**{field: values[key] for field, key, *_ in RAMP})


def mix_limits(values: Mapping[str, Any]) -> MixLimits:
    """Returns the limits of a mix the settings say."""
    return MixLimits(**{name: float(values[f"mix_{name}"]) for name in MIX})


def class_rules(values: Mapping[str, Any]) -> ClassRules:
    """Returns the rules of class suggestions the settings say."""
    told: dict[str, Any] = {}
    for name in CLASSES:
        value, stay = values[f"class_{name}"], values.get(f"class_{name}_stay")
        told[name] = value if stay is None else (value, stay)
    return ClassRules(**told)


def goods(values: Mapping[str, Any]) -> Mapping[str, float]:
    """Returns which value of each metric of the board is good."""
    return {
        key.removeprefix(GOOD): float(value)
        for key, value in values.items()
        if key.startswith(GOOD)
    }


def clashes(values: Mapping[str, Any]) -> Mapping[str, str]:
    """Returns what is wrong between settings that each could stand alone, by key."""
    found = {}
    for key in (key for key in values if key.endswith("_stay")):
        enter = key.removesuffix("_stay")
        if values[key] > values[enter]:
            found[key] = f"{key} is at most {enter}, or accounts would leave a class at once."
    if values["ramp_gap_days"] >= values["ramp_days"]:
        found["ramp_gap_days"] = "ramp_gap_days is less than ramp_days."
    return found
