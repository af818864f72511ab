"""The rule by which a new plan continues the calendar."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.planning import identity
from server.planning.identity import OpenRow, Planned

REP, A, B = UUID(int=1), UUID(int=10), UUID(int=11)
MONDAY = date(2026, 5, 4)


def visit(account=A, day=0, **changes):
    fields = {"start_s": 36000, "departure_s": 37800, "position": 1} | changes
    return Planned(account, REP, MONDAY + timedelta(days=day), **fields)


def row(number, planned):
    return OpenRow(UUID(int=100 + number), planned)


visits = st.builds(
    visit,
    account=st.sampled_from([A, B]),
    day=st.integers(0, 6),
    start_s=st.sampled_from([None, 30000, 40000]),
    position=st.integers(1, 3),
    why=st.sampled_from(["", "due"]),
)


@st.composite
def publications(draw):
    """Open rows and the visits of the next plan, some of which claim a row."""
    rows = [row(n, planned) for n, planned in enumerate(draw(st.lists(visits, max_size=6)))]
    claims = st.sampled_from([None, *(one.id for one in rows)])
    planned = [replace(one, claims=draw(claims)) for one in draw(st.lists(visits, max_size=6))]
    return rows, planned


def test_a_moved_visit_keeps_its_id_and_its_calendar_event_changes():
    changes = identity.matches([row(1, visit(day=0))], [visit(day=2)])
    [change] = changes.change
    assert (change.id, change.moved) == (row(1, visit()).id, True)
    assert (changes.add, changes.cancel, changes.keep) == ((), (), ())


def test_the_kth_visit_takes_the_kth_row_whatever_the_order_they_come_in():
    rows = [row(2, visit(day=14)), row(1, visit(day=0))]
    changes = identity.matches(rows, [visit(day=15), visit(day=1)])
    assert {c.id.int - 100: c.planned.on for c in changes.change} == {
        1: MONDAY + timedelta(days=1),
        2: MONDAY + timedelta(days=15),
    }


def test_a_held_visit_keeps_the_row_it_names_and_the_rest_move_up():
    rows = [row(1, visit(day=0)), row(2, visit(day=14))]
    pinned = visit(day=3, claims=rows[1].id, held="pin")
    changes = identity.matches(rows, [pinned, visit(day=20)])
    assert {c.id: c.planned.on.day for c in changes.change} == {rows[1].id: 7, rows[0].id: 24}


def test_a_claim_on_another_account_s_row_counts_for_nothing():
    rows = [row(1, visit(B, day=0))]
    changes = identity.matches(rows, [visit(A, claims=rows[0].id)])
    assert changes.cancel == (rows[0].id,)
    assert len(changes.add) == 1


def test_what_a_calendar_does_not_show_changes_the_row_but_is_no_move():
    changes = identity.matches([row(1, visit(why="due"))], [visit(why="overdue")])
    assert [change.moved for change in changes.change] == [False]


@pytest.mark.parametrize(
    "later", [visit(day=1), visit(start_s=36060), visit(departure_s=37860), visit(channel="phone")]
)
def test_day_time_and_channel_are_moves(later):
    [change] = identity.matches([row(1, visit())], [later]).change
    assert change.moved


@given(publications())
def test_every_open_row_has_one_fate_and_every_visit_one_row(publication):
    rows, planned = publication
    changes = identity.matches(rows, planned)
    fates = [*changes.keep, *(change.id for change in changes.change), *changes.cancel]
    assert sorted(fates) == sorted(one.id for one in rows)
    assert len(changes.keep) + len(changes.change) + len(changes.add) == len(planned)


@given(publications())
def test_a_row_never_goes_to_another_account(publication):
    rows, planned = publication
    account_of = {one.id: one.planned.account_id for one in rows}
    changes = identity.matches(rows, planned)
    assert all(account_of[c.id] == c.planned.account_id for c in changes.change)


@given(publications())
def test_a_visit_is_new_only_where_its_account_has_no_row_left(publication):
    rows, planned = publication
    account_of = {one.id: one.planned.account_id for one in rows}
    changes = identity.matches(rows, planned)
    assert not {v.account_id for v in changes.add} & {account_of[one] for one in changes.cancel}


@given(publications())
def test_publishing_the_same_plan_again_changes_nothing(publication):
    rows, planned = publication
    changes = identity.matches(rows, planned)
    content = {one.id: one.planned for one in rows} | {c.id: c.planned for c in changes.change}
    after = [OpenRow(one, content[one]) for one in content if one not in changes.cancel]
    after += [OpenRow(UUID(int=900 + n), one) for n, one in enumerate(changes.add)]
    again = identity.matches(after, planned)
    assert (again.add, again.cancel) == ((), ())
    if not any(one.claims for one in planned):
        assert not any(change.moved for change in again.change)
