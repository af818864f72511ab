"""What a phone is sent later: where very much changed, first what it needs at once, then pages.

``since`` is the cursor the phone had, ``type`` and ``id`` are those of the last row it got. A page
brings rows as they stand when it is made, and what changes meanwhile comes by the cursor: so a
page sent twice, or a walk begun again, does no harm.
"""

from collections.abc import Iterable
from typing import NamedTuple

from server.visits.sync import Key

#: So many changed accounts are sent whole; more come as a list first.
MANY = 100
#: Rows in a page.
PAGE = 250
#: What may come later, in this order. Everything else is sent at once.
ORDER = ("day", "visit", "report", "account")


class Later(NamedTuple):
    """How far a phone is with what it was promised."""

    since: int
    type: str = ""
    id: str = ""

    def __str__(self) -> str:
        return f"{self.since}:{self.type}:{self.id}"


def read(token: str | None) -> Later | None:
    """Returns what a phone's token says; one that says nothing begins again."""
    if not token:
        return None
    since, _, place = token.partition(":")
    kind, _, row_id = place.partition(":")
    if not since.isdigit() or (kind and kind not in ORDER):
        return Later(0)
    return Later(int(since), kind, row_id)


def divided(keys: Iterable[Key], cursor: int) -> tuple[list[Key], list[Key]]:
    """Returns what is sent now, and what later.

    A phone that has nothing waits with all of ``ORDER``, one that has only for many accounts.
    """
    keys = list(keys)
    accounts = sum(key.type == "account" and not key.gone for key in keys)
    waiting = set(ORDER) if not cursor else {"account"} if accounts > MANY else set()
    after = [key for key in keys if key.type in waiting and not key.gone]
    return [key for key in keys if key.type not in waiting or key.gone], after


def page(keys: Iterable[Key], place: Later, rows: int = PAGE) -> tuple[list[Key], Later | None]:
    """Returns the next rows and how far the phone is then; None where that was all."""
    left = sorted(
        (_rank(key.type), key.id, key) for key in keys if key.type in _kinds(place) and not key.gone
    )
    begins = (_rank(place.type), place.id) if place.type else (-1, "")
    left = [one for one in left if one[:2] > begins]
    sent = [key for _, _, key in left[:rows]]
    done = len(left) <= rows
    return sent, None if done else Later(place.since, sent[-1].type, sent[-1].id)


def begun(place: Later | None, cursor: int) -> Later:
    """Returns where to begin when more is promised; an earlier promise is kept along with it."""
    return Later(min(place.since, cursor) if place else cursor)


def _kinds(place: Later) -> tuple[str, ...]:
    return ("account",) if place.since else ORDER


def _rank(kind: str) -> int:
    return ORDER.index(kind)
