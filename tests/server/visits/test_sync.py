"""The protocol without a database: reading items, answering, cutting pages."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.visits import sync
from server.visits.sync import ACCEPTED, Answer, Key, Logged

ID, ACCOUNT = "0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-00000000000a"


def report(**changes):
    fields = {
        "id": ID,
        "kind": "report",
        "about": ACCOUNT,
        "args": {"on": "2026-05-05", "outcome": "made"},
        "at_phone": "2026-05-05T14:00:00Z",
        "zone": "America/Chicago",
    }
    return fields | changes


def test_a_good_item_is_understood():
    [item] = sync.items([report()])
    assert (item.problem, item.message.outcome) == ("", "made")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "teleport"}, "kind"),
        ({"args": {"on": "2026-02-30", "outcome": "made"}}, "on"),
        ({"args": {"on": "2026-05-05", "outcome": "made", "mood": "good"}}, "mood"),
        ({"args": None}, "args"),
        ({"about": "nobody"}, "about"),
        ({"at_phone": "yesterday"}, "at_phone"),
        ({"args": {"on": "2026-05-05", "outcome": "made", "note": "a\0b"}}, "characters"),
        ({"args": {"on": "2026-05-05", "outcome": "made", "note": "\ud83d"}}, "characters"),
    ],
)
def test_a_poisoned_item_says_what_is_wrong_and_is_not_understood(changes, said):
    [item] = sync.items([report(**changes)])
    assert item.message is None
    assert said in item.problem


def test_an_item_without_an_id_is_left_out_and_the_others_stay():
    assert [item.id for item in sync.items([report(id=7), report()])] == [UUID(ID)]


def test_an_instant_without_a_zone_is_kept_as_utc():
    [item] = sync.items([report(at_phone="2026-05-05T14:00:00")])
    assert item.at_phone.isoformat() == "2026-05-05T14:00:00+00:00"


def test_the_hash_is_of_what_is_said_not_of_how_it_is_written():
    mixed = json.loads(json.dumps(report(at_phone="2026-05-06T14:00:00Z"), sort_keys=True))
    one, other = sync.items([report(), mixed])
    assert one.hash == other.hash


def answers(items, log):
    """Answers as a server with this log would, which ``apply`` fills."""

    def apply(item):
        log[item.id] = Logged(item.hash, ACCEPTED)
        return ACCEPTED

    return [r.status for r in sync.results(items, lambda item: log.get(item.id), apply)]


def test_the_same_id_is_applied_once_even_within_one_request():
    assert answers(sync.items([report(), report()]), {}) == ["accepted", "duplicate"]


def test_another_item_under_a_known_id_is_refused():
    [item] = sync.items([report(args={"on": "2026-05-05", "outcome": "missed"})])
    before = Logged(sync.items([report()])[0].hash, ACCEPTED)
    [said] = sync.results([item], lambda _: before, lambda _: Answer("accepted"))
    assert (said.status, said.code) == ("refused", "id_reuse")


def test_a_refused_item_sent_again_hears_the_first_refusal():
    [item] = sync.items([report()])
    logged = Logged(item.hash, sync.refused("already_made"))
    [said] = sync.results([item], lambda _: logged, lambda _: Answer("accepted"))
    assert (said.status, said.code) == ("duplicate", "already_made")


keys = st.lists(st.builds(Key, st.integers(1, 9), st.just("visit"), st.uuids().map(str)))


@given(keys, st.integers(1, 5))
def test_pages_together_are_all_rows_once_and_never_half_a_revision(rows, size):
    cursor, seen = 0, []
    while True:
        left = [key for key in rows if key.rev > cursor]
        page = sync.page(left, upto=9, rows=size)
        seen += page.keys
        assert {key for key in rows if key.rev <= page.cursor} == set(seen)
        if not page.more:
            break
        assert page.cursor > cursor
        cursor = page.cursor
    assert sorted(seen) == sorted(rows)
