"""What a visit to an account of each class is for: the default texts, and what may be edited.

A key is a class, ``ramp`` for the weeks before any account's season, or a class with a state as
``invest.ramp``. Phones show the most particular text there is; of the defaults they keep their own
copy in every language.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

#: The key of the setting's row.
KEY = "playbook"
CLASSES = ("core", "invest", "opportunistic", "divest", "prospect")
STATES = ("ramp", "peak", "off")
KEYS = (*CLASSES, "ramp", *(f"{one}.{state}" for one in CLASSES for state in STATES))


class Page(NamedTuple):
    """The text of one key."""

    objective: str
    points: tuple[str, ...]
    checklist: tuple[str, ...]


DEFAULTS: Mapping[str, Page] = {
    "core": Page(
        "Keep what we have: serve on time, so that nobody looks elsewhere.",
        (
            "What sells well here, what is running out?",
            "Keep the last promise, or say when.",
            "One thing this account does not buy from us yet.",
        ),
        ("Order taken or its day agreed", "Contact and opening hours still right"),
    ),
    "invest": Page(
        "Win a larger share: find out what holds them back, and remove one reason.",
        (
            "What would make them buy more, and from when?",
            "Who else decides here? Meet them.",
            "Agree one next step with a date.",
        ),
        ("Whoever decides was met", "Next step agreed with a date", "Offer left or on its way"),
    ),
    "opportunistic": Page(
        "Stay in mind at little cost, and notice when something changes.",
        (
            "Has anything changed since last time?",
            "When do they decide on orders?",
            "Would a call do next time?",
        ),
        ("Asked whether anything changed", "Agreed visit or call next time"),
    ),
    "divest": Page(
        "Serve with as little time as possible, without harm.",
        (
            "Answer what they ask, promise nothing new.",
            "How would they like to order without visits?",
            "Is there a reason to look again?",
        ),
        ("Told how to order without a visit",),
    ),
    "prospect": Page(
        "Learn what they buy and from whom, and agree a first step.",
        (
            "What do they buy now, and from whom?",
            "What annoys them about it?",
            "A sample, a price, or a second visit: which one?",
        ),
        ("Supplier and volume noted", "Contact noted", "First step agreed"),
    ),
    "ramp": Page(
        "Be there before the season opens, with the first order in hand.",
        (
            "When do they open, and when do they order first?",
            "What sold well last season, what ran out?",
            "Take the opening order, or agree the day for it.",
        ),
        ("Opening day noted", "Opening order taken or its day agreed"),
    ),
}


def pages(edited: Mapping[str, Any]) -> dict[str, tuple[Page | None, bool]]:
    """Returns every key's text in force, None where a less particular one stands; edited or not."""
    return {
        key: (_page(edited[key]), True) if key in edited else (DEFAULTS.get(key), False)
        for key in KEYS
    }


def changed(edited: Mapping[str, Any], key: str, page: Mapping[str, Any] | None) -> dict[str, Any]:
    """Returns the edited texts after a change; None, or the default itself, is back to default."""
    kept = {one: text for one, text in edited.items() if one != key}
    if page is None or _page(page) == DEFAULTS.get(key):
        return kept
    return {**kept, key: dict(page)}


def _page(told: Mapping[str, Any]) -> Page:
    return Page(told["objective"], tuple(told["points"]), tuple(told["checklist"]))
