"""What comes later: promised rows come once each, in pages, whatever happens in between."""

from hypothesis import given
from hypothesis import strategies as st

from server.visits import later
from server.visits.later import Later
from server.visits.sync import Key

KINDS = ("me", "day", "visit", "report", "account")
keys = st.lists(
    st.builds(Key, st.integers(1, 9), st.sampled_from(KINDS), st.uuids().map(str)), unique=True
)


@given(keys, st.integers(1, 4))
def test_pages_bring_everything_that_was_put_off_exactly_once(rows, size):
    at_once, put_off = later.divided(rows, 0)
    place, seen = later.begun(None, 0), []
    while place:
        page, place = later.page(rows, later.read(str(place)), size)
        assert len(page) <= size
        seen += page
    assert sorted(seen) == sorted(put_off)
    assert sorted(at_once + put_off) == sorted(rows)


def test_a_phone_that_has_rows_waits_only_for_very_many_accounts():
    few = [Key(2, "account", f"{n:03}") for n in range(later.MANY)]
    visit = Key(2, "visit", "v")
    assert later.divided([*few, visit], 1) == ([*few, visit], [])
    many = [*few, Key(2, "account", "x")]
    assert later.divided([*many, visit], 1) == ([visit], many)


def test_what_is_gone_never_waits():
    gone = Key(2, "account", "a", gone=True)
    assert later.divided([gone], 0) == ([gone], [])


def test_accounts_changed_anew_keep_what_was_promised_before():
    assert later.begun(Later(0, "visit", "v"), 7) == Later(0)
    assert later.begun(None, 7) == Later(7)


def test_a_token_nobody_can_read_begins_again():
    assert later.read("x") == later.read("1:planet:p") == Later(0)
    assert later.read(None) is None
