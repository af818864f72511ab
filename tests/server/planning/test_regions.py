"""Regions of a rep, over HTTP."""

from uuid import UUID

import pytest

from server import database, models
from tests import factories

NOBODY = UUID(int=404)


@pytest.fixture
def account(app, cast):
    with database.write_transaction(app) as db:
        return str(factories.make_account(db, cast.ann).id)


def region(account, **changes):
    fields = {"name": "Lakes", "account_ids": [account], "weekdays": [1], "weeks": [],
              "cycle_weeks": 1}  # fmt: skip
    return fields | changes


def test_regions_are_replaced_whole_and_ask_for_a_plan(app, ann, bob, cast, account):
    url = f"/api/reps/{cast.ann}/regions"
    assert ann.get(url).json == {"items": []}
    two = [region(account), region(account, name="Shore", weeks=[0, 2], cycle_weeks=4)]
    assert bob.put(url, json={"items": two}).json == {"items": two}
    assert ann.put(url, json={"items": two[1:]}).json == ann.get(url).json == {"items": two[1:]}
    with database.read_transaction(app) as db:
        assert db.get(models.Request, ("plan", str(cast.ann))) is not None
        entries = db.query(models.AuditEntry).filter_by(action="regions_changed").all()
        assert [one.details for one in entries] == [{"Lakes": 1, "Shore": 1}, {"Shore": 1}]


@pytest.mark.parametrize(
    "items",
    [
        [{"weekdays": [7]}],
        [{"weeks": [2], "cycle_weeks": 2}],
        [{"name": ""}],
        [{"account_ids": [str(NOBODY)]}],
        [{}, {}],
    ],
)
def test_regions_that_cannot_be_are_refused(ann, cast, account, items):
    body = {"items": [region(account, **one) for one in items]}
    answer = ann.put(f"/api/reps/{cast.ann}/regions", json=body)
    assert answer.status_code == 422
    assert answer.json["problems"]


def test_another_rep_s_account_is_nobody_s_for_a_region(app, ann, cleo, cast, account):
    body = {"items": [region(account)]}
    assert cleo.put(f"/api/reps/{cast.cleo}/regions", json=body).status_code == 422


def test_an_account_twice_in_a_region_is_there_once(ann, cast, account):
    body = {"items": [region(account, account_ids=[account, account])]}
    [kept] = ann.put(f"/api/reps/{cast.ann}/regions", json=body).json["items"]
    assert kept["account_ids"] == [account]


@pytest.mark.parametrize("method", ["get", "put"])
def test_cleo_gets_for_anns_regions_what_she_gets_for_nobodys(cleo, cast, method):
    hers, none = (
        getattr(cleo, method)(f"/api/reps/{one}/regions", json={"items": []})
        for one in (cast.ann, NOBODY)
    )
    assert (hers.status_code, hers.data) == (404, none.data)
