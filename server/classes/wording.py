"""Reasons in words: pure."""

from collections.abc import Iterable
from datetime import date

EVENTS = {
    "merger": "merger",
    "expansion": "expansion",
    "big_deal": "big deal",
    "new_contact": "new contact",
    "competitor_lost": "competitor left",
    "competitor_won": "competitor came in",
    "contract_end": "contract ends",
    "closing": "closing down",
}


def of_report(rep: str, on: date, note: str, events: Iterable[str]) -> tuple[str, ...]:
    """Returns why a rep asks for another class: what happened, and what the report says."""
    happened = ", ".join(EVENTS.get(event, event.replace("_", " ")) for event in events)
    said = (
        f"{rep} asks for it in the report of {on.day} {on:%B %Y}.",
        f"What happened: {happened}." if happened else "",
        note.strip()[:400],
    )
    return tuple(one for one in said if one)
