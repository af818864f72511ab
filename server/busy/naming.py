"""Which account an appointment is with: pure.

A contact's mail among the people of an event is sure. A street address or a name of several words
is sure where only one account has it; all else is a guess, and the rep is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from server.busy.reading import Taken

#: A rep is asked among so many.
MOST_CHOICES = 5
#: A shorter name stands in too many other words.
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Known:
    """An account as an event may name it."""

    id: UUID
    name: str
    address: str
    city: str
    zip: str
    mails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Guess:
    """The account an event means; or those it may mean, when that is not sure."""

    account_id: UUID | None = None
    choices: tuple[UUID, ...] = ()


NOBODY = Guess()


def guess(taken: Taken, accounts: Iterable[Known]) -> Guess:
    """Returns whom an event is with; a whole day is with nobody."""
    if taken.all_day:
        return NOBODY
    accounts = tuple(accounts)
    by_mail = [one.id for one in accounts if one.mails & taken.mails]
    if by_mail:
        return _sure_or_asked(by_mail, sure=True)
    place, said = _words(taken.location), f"{_words(taken.title)}{_words(taken.location)}"
    there = [one.id for one in accounts if _lies_at(one, place)]
    named = _named(accounts, said)
    both = [one for one in named if one.id in there]
    if both:
        return _sure_or_asked([one.id for one in both], sure=True)
    if there and not named:
        return _sure_or_asked(there, sure=True)
    sure = not there and all(len(one.name.split()) > 1 for one in named)
    return _sure_or_asked([*there, *(one.id for one in named)], sure=sure)


def _sure_or_asked(ids: list[UUID], *, sure: bool) -> Guess:
    found = tuple(dict.fromkeys(ids))
    if sure and len(found) == 1:
        return Guess(found[0])
    return Guess(None, found[:MOST_CHOICES])


def _named(accounts: Iterable[Known], said: str) -> list[Known]:
    """Returns the accounts whose name is said, without those whose name is part of another's."""
    found = [one for one in accounts if _is_name(one.name) and _words(one.name) in said]
    return [
        one
        for one in found
        if not any(
            _words(one.name) in _words(other.name) and _words(one.name) != _words(other.name)
            for other in found
        )
    ]


def _is_name(name: str) -> bool:
    return len(_words(name).strip()) >= SHORTEST_NAME


def _lies_at(account: Known, place: str) -> bool:
    """Says whether a place is an account's: its street and number, and its town or zip code."""
    street = _words(account.address)
    if not any(char.isdigit() for char in street) or street not in place:
        return False
    return any(_words(part) in place for part in (account.city, account.zip) if part)


@lru_cache(maxsize=8192)
def _words(text: str) -> str:
    """Returns the words of a text, plain and small, a space around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain)
    return f" {' '.join(words)} "
