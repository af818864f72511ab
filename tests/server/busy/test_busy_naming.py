"""Which account an event is with: sure, asked, or nobody."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from server.busy.naming import Guess, Known, guess
from server.busy.reading import Taken

ANCHOR, NORTH, LUNA, CAFE = (UUID(int=n) for n in range(1, 5))
NOON = datetime(2026, 5, 6, 17, tzinfo=UTC)
ACCOUNTS = (
    Known(ANCHOR, "Anchor Grill", "12 Main St", "Lake Geneva", "53147", frozenset({"joe@a.com"})),
    Known(NORTH, "Anchor Grill North", "9 Oak Ave", "Elkhorn", "53121", frozenset()),
    Known(LUNA, "Luna", "", "Delavan", "53115", frozenset({"joe@a.com", "luna@b.com"})),
    Known(CAFE, "Café Über Land", "1 Lake Dr", "Delavan", "53115", frozenset()),
)


def of(title: str = "", location: str = "", *mails: str, all_day: bool = False) -> Guess:
    taken = Taken("s", NOON, NOON, all_day, title, location, frozenset(mails))
    return guess(taken, ACCOUNTS)


@pytest.mark.parametrize(
    ("told", "account"),
    [
        (("Lunch", "", "luna@b.com"), LUNA),
        (("Tasting at Anchor Grill",), ANCHOR),
        (("anchor grill north: order",), NORTH),
        (("Tasting", "12 Main St, Lake Geneva, WI"), ANCHOR),
        (("Tasting", "9 Oak Ave, 53121"), NORTH),
        (("Luna", "Luna, 1 Lake Dr"), None),
        (("CAFE UBER LAND",), CAFE),
        (("Anchor Grill", "12 Main St, 53147"), ANCHOR),
    ],
)
def test_what_is_sure_needs_no_question(told, account):
    assert of(*told).account_id == account


@pytest.mark.parametrize(
    ("told", "choices"),
    [
        (("Lunch", "", "joe@a.com"), {ANCHOR, LUNA}),
        (("Luna",), {LUNA}),
        (("Luna and Anchor Grill",), {LUNA, ANCHOR}),
        (("Anchor Grill", "9 Oak Ave, Elkhorn"), {ANCHOR, NORTH}),
    ],
)
def test_what_is_not_sure_is_asked(told, choices):
    found = of(*told)
    assert found.account_id is None
    assert set(found.choices) == choices


@pytest.mark.parametrize("title", ["Dentist", "Lunatic fringe", "Anchor", "Grill", ""])
def test_a_part_of_a_name_is_nobodys(title):
    assert of(title) == Guess()


def test_a_whole_day_is_with_nobody():
    assert of("Anchor Grill", all_day=True) == Guess()
