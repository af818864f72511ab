"""The judgements behind scores, season suggestions and exceptions, as settings of a manager.

Each stands in a dataclass as a default; here it becomes a setting, its name behind a prefix.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from routing.classification.scores import SIGNALS, ScoreParams
from routing.classification.seasons import SeasonParams
from server.people.alerts import Alerts

T = TypeVar("T")
Row = tuple[str, Any, str, int, int, str]


class Family(NamedTuple):
    """Settings under one heading: of each field of ``default`` a sentence, least and most."""

    group: str
    prefix: str
    default: Any
    fields: Mapping[str, tuple[str, int, int]]


FAMILIES: tuple[Family, ...] = (
    Family("Season suggestions", "season_", SeasonParams(), {
        "accounts": ("From how many buying accounts on a segment or town is asked about its "
                     "season.", 1, 1000),
        "orders": ("From how many orders of these accounts on.", 0, 100_000),
        "few_orders": ("With fewer orders a month than this, orders are counted instead of what "
                       "they were worth.", 0, 1000),
        "reach_km": ("How far a town with too few accounts looks for others to be asked with.",
                     0, 200),
        "level": ("How often chance alone may pass for a season. At 0.05 the limits of Friedman's "
                  "test are known; else months are shuffled 999 times.", 0, 1),
        "level_of_two": ("The same where months are shuffled and only two years are known.", 0, 1),
        "off_index": ("Up to which part of a usual month's buying a month counts as off.", 0, 1),
        "off_months": ("From how many such months in a row on visits may rest.", 1, 11),
        "carried": ("Which share of the buying the other months must hold before visits rest.",
                    0, 1),
        "busy_index": ("From which multiple of a usual month's buying on a month is busy.", 1, 10),
        "busy_months": ("From how many such months in a row on a peak is suggested.", 1, 11),
        "group_orders": ("For how many orders of its own the group's season counts when one "
                         "account is held against it.", 0, 1000),
    }),
    Family("Fit", "fit_", ScoreParams(), {
        "tier": ("How much its tier weighs in an account's fit.", 0, 100),
        "size": ("How much its size among its segment weighs in it.", 0, 100),
        "segment": ("How much weighs how many of its segment buy.", 0, 100),
        "tier_a": ("How well an A account fits.", 0, 1),
        "tier_b": ("How well a B account fits.", 0, 1),
        "tier_c": ("How well a C account fits.", 0, 1),
        "peers": ("From how many accounts on a segment says something of the next one.", 1, 1000),
        "sure": ("Which share of these weights must be known before a fit decides anything.", 0, 1),
    }),
    Family("Readiness", "readiness_", ScoreParams(), {
        "half_life_d": ("After how many days news counts half.", 1, 730),
        "competitor_d": ("For how many days an account that told of a competitor is held to buy "
                         "there mainly.", 0, 1095),
    }),
    Family("Core at risk", "", ScoreParams(), {
        "risk_gap_share": ("Longer without an order than this share of its own gaps, a core "
                           "account is at risk.", 0, 1),
        "risk_gaps": ("From how many gaps between orders on that is asked.", 1, 100),
        "risk_sales": ("By more than which share the sales of three months must have fallen within "
                       "a year for the same.", 0, 1),
    }),
    Family("Exceptions", "alert_", Alerts(), {
        "silent_d": ("After how many working days without a word of a phone it is told.", 1, 60),
        "neglected": ("After how many intervals without any contact an account is neglected.",
                      1, 12),
        "answer_d": ("After how many days without an answer a rep's word is told.", 1, 90),
        "opening_d": ("How many days ahead the beginning of a ramp is told.", 1, 84),
        "few_accounts": ("A rep with fewer accounts has no mix of classes worth telling.", 0, 1000),
        "margin": ("How far beyond its limit a figure must lie, as a share of it, where no "
                   "interval says how sure it is.", 0, 1),
        "enough_visits": ("From how many required or made visits on attainment and over-service "
                          "are held against a rep.", 0, 1000),
        "enough_days": ("From how many days in the field on the call rate is.", 0, 100),
        "enough_minutes": ("From how many minutes on travel, focus and prospecting are.",
                           0, 100_000),
        "worse": ("What was set aside comes back when it is so many times what it was.", 1, 100),
        "goal_near": ("How near to its pace, as a share of the whole way, a goal is on it.", 0, 1),
    }),
)  # fmt: skip
#: Behind "readiness_", with what each kind of news is called.
NEWS: Mapping[str, str] = {
    "order": "an order",
    "quote_asked": "a quote that was asked for",
    "positive_visit": "a visit that found interest",
    "merger": "a merger",
    "expansion": "an expansion",
    "contract_end": "the end of a contract with another",
    "enquiry": "an enquiry",
    "event": "coming to an event",
    "complaint": "a complaint",
    "refusal": "a refusal",
}


def rows() -> list[Row]:
    """Returns each judgement as key, default, sentence, least, most and group."""
    return [row for family in FAMILIES for row in (*_rows(family), *_news(family))]


def _rows(family: Family) -> Iterable[Row]:
    for name, (sentence, least, most) in family.fields.items():
        yield (f"{family.prefix}{name}", getattr(family.default, name), sentence, least, most,
               family.group)  # fmt: skip


def _news(family: Family) -> Iterable[Row]:
    if family.prefix != "readiness_":
        return
    for kind, called in NEWS.items():
        sentence = f"What {called} says about readiness on its day; 0 is nothing."
        yield f"readiness_{kind}", SIGNALS[kind], sentence, -5, 5, family.group


def _told(like: type[T], values: Mapping[str, Any]) -> T:
    """Returns the dataclass the settings of all its families say."""
    found = {
        name: type(getattr(family.default, name))(values[f"{family.prefix}{name}"])
        for family in FAMILIES if isinstance(family.default, like)
        for name in family.fields
    }  # fmt: skip
    return replace(like(), **found)  # type: ignore[type-var]


def season_params(values: Mapping[str, Any]) -> SeasonParams:
    """Returns from where on order history suggests a season; the ramp is every season's."""
    return replace(_told(SeasonParams, values), ramp_d=values["ramp_days"])


def score_params(values: Mapping[str, Any]) -> ScoreParams:
    """Returns what fit, readiness and risk rest on."""
    news = {kind: float(values[f"readiness_{kind}"]) for kind in NEWS}
    return replace(_told(ScoreParams, values), signals=news)


def alerts(values: Mapping[str, Any]) -> Alerts:
    """Returns from where on something is an exception."""
    return _told(Alerts, values)
