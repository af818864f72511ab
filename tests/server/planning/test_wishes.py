"""What wishes ask of a plan, and what a plan answers."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from routing.domain import (
    ALWAYS_OPEN,
    Account,
    AccountClass,
    Cadence,
    Held,
    HeldKind,
    Need,
    OpeningHours,
    Tier,
    TimeWindow,
    WorkingDay,
)
from server.planning import wishes
from server.planning.wishes import Placed, WishRecord

REP, A, B, VISIT = (UUID(int=n) for n in (1, 10, 11, 20))
TODAY = date(2026, 5, 5)
DAY = WorkingDay(TODAY, TimeWindow(28800, 61200))
CLOSED = OpeningHours(week=((),) * 7)


def wish(number=1, **changes):
    fields = {
        "id": UUID(int=100 + number),
        "rev": number,
        "rep_id": REP,
        "account_id": A,
        "visit_id": None,
        "kind": "pin",
        "on": TODAY,
        "start_s": None,
        "end_s": None,
    }
    return WishRecord(**(fields | changes))


def account(**changes):
    fields = {
        "id": str(A),
        "name": "Anchor Grill",
        "location": 1,
        "account_class": AccountClass.CORE,
        "tier": Tier.B,
        "cadence": Cadence(14),
        "need": Need(TODAY, 1.0),
        "hours": ALWAYS_OPEN,
    }
    return Account(**(fields | changes))


def test_of_wishes_about_one_account_and_date_the_last_counts():
    dropped = wish(2, kind="drop")
    assert wishes.standing([wish(1), dropped]) == (dropped,)


def test_a_withdrawn_wish_counts_no_more():
    assert wishes.standing([wish(withdrawn=True)]) == ()


LATER = TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("asked", "wished", "is_contrary"),
    [
        ({}, {"kind": "drop"}, True),
        ({"visit_id": VISIT}, {"visit_id": VISIT, "on": LATER}, True),
        ({}, {"on": LATER}, False),
        ({}, {"start_s": 36000}, False),
        ({"start_s": 36000}, {"start_s": 50000}, True),
        ({"start_s": 36000}, {"start_s": 36000}, False),
        ({"kind": "drop"}, {}, True),
        ({"kind": "drop"}, {"kind": "avoid"}, False),
        ({"visit_id": VISIT, "on": LATER}, {"kind": "drop", "visit_id": VISIT}, False),
        ({"withdrawn": True}, {"kind": "drop"}, False),
        ({"by": ""}, {"kind": "drop"}, False),
        ({"account_id": VISIT}, {"kind": "drop"}, False),
    ],
)
def test_a_wish_may_add_to_what_a_manager_asked_but_not_undo_it(asked, wished, is_contrary):
    manager_s = wish(1, **{"by": "Bob"} | asked)
    found = wishes.contrary(wish(2, **wished), [manager_s])
    assert found is (manager_s if is_contrary else None)


def test_of_two_dates_a_manager_asked_for_the_later_stands():
    first, second = wish(1, by="Bob", visit_id=VISIT), wish(2, by="Bob", visit_id=VISIT, on=LATER)
    assert wishes.contrary(wish(3, visit_id=VISIT, on=LATER), [first, second]) is None


def test_a_visit_pinned_twice_is_wanted_on_the_later_wish_only():
    friday = wish(2, visit_id=VISIT, on=TODAY + timedelta(days=3))
    assert wishes.standing([wish(1, visit_id=VISIT), friday]) == (friday,)


def test_a_visit_pinned_there_and_back_is_wanted_where_it_was_pinned_last():
    there, back = wish(2, visit_id=VISIT, on=TODAY + timedelta(days=3)), wish(3, visit_id=VISIT)
    assert wishes.standing([wish(1, visit_id=VISIT), there, back]) == (back,)


def test_a_pin_frees_the_frozen_visit_of_its_account_and_no_other():
    frozen = [Held(str(one), TODAY, HeldKind.FROZEN, str(VISIT)) for one in (A, B)]
    held = wishes.held([wish(on=TODAY + timedelta(days=1))], frozen)
    assert [(one.account_id, one.kind) for one in held] == [(str(A), "pin"), (str(B), "frozen")]


def test_a_possible_pin_breaks_no_rule():
    assert wishes.refusal(wish(start_s=36000), TODAY, DAY, account()) == ""


@pytest.mark.parametrize(
    ("pinned", "day", "at", "said"),
    [
        (wish(), DAY, None, "not_yours"),
        (wish(on=TODAY - timedelta(days=1)), DAY, account(), "day_over"),
        (wish(), None, account(), "day_off"),
        (wish(), DAY, account(location=None), "no_location"),
        (wish(), DAY, account(hours=CLOSED), "closed"),
        (wish(start_s=64800), DAY, account(), "off_hours"),
    ],
)
def test_a_refusal_names_the_rule(pinned, day, at, said):
    assert wishes.refusal(pinned, TODAY, day, at) == said


def answer(one, known_rev, placed=(), rule=""):
    return wishes.answer(one, known_rev, placed, lambda _: rule)


@pytest.mark.parametrize("known_rev", [None, 4])
def test_a_wish_waits_until_a_plan_that_knew_it_is_published(known_rev):
    assert answer(wish(5), known_rev).answer == "waiting"


def test_a_pin_is_kept_when_the_visit_is_there_in_time():
    nine_to_ten = wish(start_s=32400, end_s=36000)
    assert answer(nine_to_ten, 1, [Placed(TODAY, 33000)]).answer == "kept"
    assert answer(nine_to_ten, 1, [Placed(TODAY, 50000)]).answer == "refused"


def test_a_refused_pin_names_the_rule_or_says_there_was_no_room():
    assert answer(wish(), 1, rule="closed").code == "closed"
    assert answer(wish(), 1).code == "no_room"


def test_a_drop_is_kept_when_the_day_is_free_and_says_where_the_visit_went():
    dropped = wish(kind="drop")
    moved = answer(dropped, 1, [Placed(date(2026, 5, 12), 1)])
    assert (moved.code, moved.on) == ("moved", date(2026, 5, 12))
    assert moved.text == "Now planned for 2026-05-12."
    assert answer(dropped, 1, [Placed(TODAY, 1)]).answer == "refused"
