"""What a phone gets: the list first, details in pages, nothing twice, and old phones in rows."""

import gzip
import json
from datetime import timedelta
from uuid import UUID

import pytest

from server import database, models
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import TODAY
from tests.server.planning import made
from tests.server.visits.many import many
from tests.server.visits.phone import of_type, report, synced

#: The issue's figures; measured with two thousand accounts, see the benchmark `sync`.
MOST_FIRST_BYTES, MOST_UNCHANGED_BYTES = 150_000, 300


@pytest.fixture
def ids(app, cast):
    """Three accounts of Ann's; the first is visited today."""
    with database.write_transaction(app) as db:
        found = [factories.make_account(db, cast.ann, rev=1).id for _ in range(3)]
        made.published(db, cast.ann, made.week(cast.ann, found[0], 0, 14))
    return [str(one) for one in found]


def asked(client, **known):
    return synced(client, schema=2, **known)


def known(answer, **more):
    [plan] = [row["tag"] for row in of_type(answer, "plan")] or [None]
    return {"epoch": answer["epoch"], "cursor": answer["cursor"], "plan": plan} | more


@ON_BOTH
def test_a_new_phone_gets_a_list_and_what_is_planned_then_all_details(ann, ids):
    first = asked(ann)
    assert sorted(first["accounts"]["id"]) == sorted(ids)
    assert [row["id"] for row in of_type(first, "account")] == ids[:1]
    assert first["rest"]
    rest = asked(ann, **known(first), rest=first["rest"])
    assert {row["id"] for row in of_type(rest, "account")} == set(ids)
    assert (rest["rest"], rest["accounts"], rest["cursor"]) == (None, None, first["cursor"])


def test_the_list_says_what_the_rows_say(ann, ids):
    first = asked(ann)
    rest = asked(ann, **known(first), rest=first["rest"])
    columns = first["accounts"]
    for row in of_type(rest, "account"):
        at = columns["id"].index(row["id"])
        assert columns["due_state"][at] == row["due"]["state"]
        assert columns["due_target"][at] == row["due"]["target"]
        assert columns["season"][at] == row["season"]["state"]
        assert columns["service_s"][at] == row["cadence"]["service_s"]
        for name in ("rev", "name", "tier", "city", "last_visit", "next_visit", "active"):
            assert columns[name][at] == row[name]


def test_every_column_is_as_long_as_the_others(ann, ids):
    assert {len(column) for column in asked(ann)["accounts"].values()} == {len(ids)}


def test_a_phone_of_the_first_schema_gets_rows_and_its_schema(ann, ids):
    old = synced(ann, report(UUID(ids[0])))
    assert (old["schema"], old["accounts"], old["rest"]) == (1, None, None)
    assert {row["id"] for row in of_type(old, "account")} == set(ids)
    assert [one["status"] for one in old["results"]] == ["accepted"]


def test_the_plan_is_sent_again_only_when_it_is_another(ann, cast, app, ids):
    first = asked(ann)
    same = known(first)
    assert asked(ann, **same)["changes"] == []
    with database.write_transaction(app) as db:
        made.published(db, cast.ann, made.week(cast.ann, UUID(ids[1]), 1))
    assert of_type(asked(ann, **same), "plan")


def test_what_changes_while_details_come_is_not_missed(app, ann, ids):
    first = asked(ann)
    with database.write_transaction(app) as db:
        row = db.get(models.Account, UUID(ids[2]))
        row.name, row.rev = "New Name", database.take_rev(db)
    then = asked(ann, **known(first))
    assert [row["name"] for row in of_type(then, "account")] == ["New Name"]


def test_a_night_that_touches_every_account_is_a_list_and_pages(app, cast, ann):
    with database.write_transaction(app) as db:
        many(db, accounts=150, cast=cast)
    first = asked(ann)
    with database.write_transaction(app) as db:
        rev = database.take_rev(db)
        db.query(models.Account).update({"rev": rev})
    morning = asked(ann, **known(first))
    assert len(morning["accounts"]["id"]) == 150
    assert morning["rest"].startswith(f"{first['cursor']}:")
    assert 0 < len(of_type(morning, "account")) < 150


@pytest.mark.slow
def test_two_thousand_accounts_fit_the_promised_bytes(app, cast, ann):
    with database.write_transaction(app) as db:
        many(db, cast=cast)
    body = {"client_id": str(UUID(int=7)), "schema": 2, "epoch": None, "cursor": 0, "send": []}
    packed = ann.post("/api/sync", json=body, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert 50_000 < len(packed.data) <= MOST_FIRST_BYTES
    first = json.loads(gzip.decompress(packed.data))
    unchanged = ann.post("/api/sync", json=body | known(first))
    assert unchanged.json["changes"] == []
    assert len(unchanged.data) <= MOST_UNCHANGED_BYTES


def test_reports_of_today_come_at_once_older_ones_later(app, cast, ann, ids):
    with database.write_transaction(app) as db:
        place = db.get(models.Account, UUID(ids[1]))
        for days in (0, 3):
            factories.make_report(db, place, cast.ann, on=TODAY - timedelta(days=days), rev=1)
    first = asked(ann)
    assert [row["on"] for row in of_type(first, "report")] == [TODAY.isoformat()]
    rest = asked(ann, **known(first), rest=first["rest"])
    assert len(of_type(rest, "report")) == 2
