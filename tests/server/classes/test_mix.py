"""Class mixes: every number equals its list, and planted faults are found."""

import pytest

from server import database
from tests.factories import make_account


@pytest.fixture
def accounts(app, cast):
    """Ann carries too many divest accounts; Cleo has one core account."""
    with database.write_transaction(app) as db:
        for _ in range(4):
            make_account(db, cast.ann)
        for _ in range(2):
            make_account(db, cast.ann, account_class="opportunistic", tier="A")
        for _ in range(2):
            make_account(db, cast.ann, account_class="divest", tier="C")
        make_account(db, None, account_class="invest")
        make_account(db, cast.cleo)


def mixes(client) -> dict[str, dict]:
    return {row["rep"]: row for row in client.get("/api/class-mix").json["items"]}


def test_a_planted_fault_is_found_and_nothing_else(bob, accounts):
    found = mixes(bob)["Ann"]
    assert [flag["name"] for flag in found["flags"]] == ["stagnant", "divest_accounts"]
    assert found["flags"][1]["share"] == 0.25


def test_every_number_equals_its_list(bob, accounts):
    for row in mixes(bob).values():
        rep = f"&rep={row['rep_id']}" if row["rep_id"] else ""
        for part in [*row["parts"], row]:
            of = f"&account_class={part['account_class']}" if "account_class" in part else ""
            items = bob.get(f"/api/class-mix/list?{(rep + of).lstrip('&')}").json["items"]
            assert len(items) == part["accounts"]
            assert sum(one["minutes"] for one in items) == pytest.approx(part["minutes"])


def test_the_distance_is_to_the_companys_mix(bob, accounts):
    # Ann: 4 core, 2 opportunistic, 2 divest of 8; the company: 5, 2, 2 of 9.
    distance = ((5 / 9 - 4 / 8) + (2 / 8 - 2 / 9) + (2 / 8 - 2 / 9)) / 2
    assert mixes(bob)["Ann"]["distance"] == pytest.approx(distance)


def test_dan_sees_only_his_team(dan, cast, accounts):
    assert set(mixes(dan)) == {"All reps", "Cleo"}
    assert dan.get(f"/api/class-mix/list?rep={cast.ann}").status_code == 404
    assert len(dan.get("/api/class-mix/list").json["items"]) == 1
