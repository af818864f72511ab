"""What a calendar says in words, by the feed's language: pure."""

from dataclasses import dataclass, field
from datetime import date

from server.feeds.records import FeedVisit

_MONTHS_DE = [
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One language. ``why`` is by reason; without any, the plan's own sentence is told."""

    busy: str
    call: str
    cancelled: str
    contact: str
    rep: str
    link: str
    visits: str
    team: str
    classes: dict[str, str]
    why: dict[str, str] = field(default_factory=dict)


ENGLISH = Words(
    busy="Busy",
    call="Call {}",
    cancelled="Cancelled: {}",
    contact="Contact: {}",
    rep="Rep: {}",
    link="Move, cancel, navigate: {}",
    visits="{}: visits",
    team="Team",
    classes={
        "core": "Core",
        "invest": "Invest",
        "opportunistic": "Opportunistic",
        "divest": "Divest",
        "prospect": "Prospect",
    },
)
GERMAN = Words(
    busy="Beschäftigt",
    call="Anruf bei {}",
    cancelled="Abgesagt: {}",
    contact="Ansprechpartner: {}",
    rep="Außendienst: {}",
    link="Verschieben, absagen, hinfahren: {}",
    visits="{}: Besuche",
    team="Team",
    classes={
        "core": "Stammkunde",
        "invest": "Ausbau",
        "opportunistic": "Gelegenheit",
        "divest": "Rückzug",
        "prospect": "Interessent",
    },
    why={
        "due": "Fällig am {}",
        "late": "Verspätet, fällig am {}",
        "ramp": "Saisonauftakt, fällig am {}",
        "prospecting": "Interessent, fällig am {}",
        "frozen": "Steht für diesen Tag schon fest",
        "pin": "Auf diesen Tag festgelegt",
        "appointment": "Vereinbarter Termin",
    },
)

#: By the code stored with the feed.
LANGUAGES = {"en": ENGLISH, "de": GERMAN}


def why(words: Words, visit: FeedVisit) -> str:
    """Returns why a visit is planned; a reason that needs a date it lacks is told in English."""
    text = words.why.get(visit.reason or "")
    if text is None or ("{}" in text and not visit.due):
        return visit.why
    return text.format(_date_de(visit.due)) if visit.due else text


def _date_de(iso: str) -> str:
    on = date.fromisoformat(iso)
    return f"{on.day}. {_MONTHS_DE[on.month - 1]}"
