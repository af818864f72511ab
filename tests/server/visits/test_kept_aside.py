"""A lost phone: what it still sends waits for the rep's manager, and is never applied by itself."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from server import models
from server.database import read_transaction, write_transaction
from server.visits.store import kept_aside
from tests import factories
from tests.conftest import ON_BOTH
from tests.server.visits import phone


@pytest.fixture
def account_id(app, cast):
    with write_transaction(app) as db:
        return factories.make_account(db, cast.ann).id


@pytest.fixture
def lost(ann, bob, cast):
    """Ann's phone, once Bob has said that it is lost."""
    row = bob.get(f"/api/sessions?person={cast.ann}").json["items"][0]
    assert bob.delete(f"/api/sessions/{row['id']}?lost=1").status_code == 204
    return ann


def kept(manager):
    return manager.get("/api/kept-aside").json["items"]


def rows(app, table):
    with read_transaction(app) as db:
        return db.scalars(select(table)).all()


@ON_BOTH
def test_what_a_lost_phone_sends_is_kept_and_not_applied(app, lost, bob, cast, account_id):
    answer = phone.posted(lost, phone.report(account_id, note="Wants a second freezer"))
    told = [answer.json[word] for word in ("wipe", "kept", "person")]
    assert (answer.status_code, told) == (401, [True, True, str(cast.ann)])
    (row,) = kept(bob)
    assert (row["rep"], row["account"], row["kind"]) == ("Ann", "Anchor Grill", "report")
    assert (row["note"], row["device"]) == ("Wants a second freezer", "Test")
    assert rows(app, models.Report) == []


@ON_BOTH
def test_text_no_database_takes_is_kept_as_well(lost, bob, account_id):
    body = {"client_id": str(UUID(int=7)), "send": [phone.report(account_id, note="\ud83d and \0")]}
    headers = {"Content-Type": "application/json"}
    assert lost.post("/api/sync", data=json.dumps(body), headers=headers).json["kept"] is True
    (row,) = kept(bob)
    assert row["note"] == "? and \0"
    assert bob.post(f"/api/kept-aside/{row['id']}/apply").status_code == 409
    assert bob.delete(f"/api/kept-aside/{row['id']}").status_code == 204


def test_the_same_item_is_kept_once(lost, bob, account_id):
    report = phone.report(account_id)
    assert [phone.posted(lost, report, report).json["kept"] for _ in range(2)] == [True, True]
    assert len(kept(bob)) == 1


def test_what_was_applied_before_its_answer_got_lost_is_not_kept_again(ann, bob, cast, account_id):
    report = phone.report(account_id)
    phone.synced(ann, report)
    row = bob.get(f"/api/sessions?person={cast.ann}").json["items"][0]
    bob.delete(f"/api/sessions/{row['id']}?lost=1")
    assert phone.posted(ann, report).json["kept"] is True
    assert kept(bob) == []


def test_whoever_found_the_phone_cannot_fill_the_disk(lost, bob, account_id, monkeypatch):
    monkeypatch.setattr(kept_aside, "MOST_ITEMS", 2)
    sent = [phone.report(account_id) for _ in range(3)]
    assert phone.posted(lost, *sent[:2]).json["kept"] is True
    assert phone.posted(lost, sent[2]).json["kept"] is False
    assert len(kept(bob)) == 2


def test_a_few_large_items_fill_it_too(lost, bob, account_id, monkeypatch):
    monkeypatch.setattr(kept_aside, "MOST_BYTES", 1000)
    assert phone.posted(lost, phone.report(account_id, note="x" * 1000)).json["kept"] is False
    assert kept(bob) == []


@pytest.mark.parametrize("body", [{"send": [{"id": "?"}]}, {"send": [7]}, {"send": {}}, [], 7])
def test_whatever_it_sends_it_hears_that_it_must_wipe_and_what_is_not_kept(lost, body):
    answer = lost.post("/api/sync", json=body)
    told = [answer.json[word] for word in ("wipe", "kept")]
    assert (answer.status_code, told) == (401, [True, False])


def test_nothing_is_kept_once_the_sign_in_would_have_ended(lost, bob, account_id, clock):
    clock.instant += timedelta(days=91)
    answer = phone.posted(lost, phone.report(account_id)).json
    assert (answer["wipe"], answer["kept"]) == (True, False)
    clock.instant -= timedelta(days=91)
    assert kept(bob) == []


def test_signed_out_without_being_lost_keeps_nothing_aside(ann, bob, cast, account_id):
    row = bob.get(f"/api/sessions?person={cast.ann}").json["items"][0]
    bob.delete(f"/api/sessions/{row['id']}")
    answer = phone.posted(ann, phone.report(account_id)).json
    assert {"wipe", "kept", "person"} & set(answer) == set()
    assert kept(bob) == []


@ON_BOTH
def test_applied_it_is_the_reps_own_report_and_the_log_says_who_did_it(
    app, lost, bob, cast, account_id
):
    phone.posted(lost, phone.report(account_id, note="Signed"))
    assert bob.post(f"/api/kept-aside/{kept(bob)[0]['id']}/apply").status_code == 204
    (report,) = rows(app, models.Report)
    assert (report.rep_id, report.note) == (cast.ann, "Signed")
    entry = rows(app, models.AuditEntry)[-1]
    assert (entry.person_id, entry.action) == (cast.bob, "kept_aside_applied")
    assert kept(bob) == []


def test_discarded_it_is_gone_and_the_log_says_who_did_it(app, lost, bob, cast, account_id):
    phone.posted(lost, phone.report(account_id))
    assert bob.delete(f"/api/kept-aside/{kept(bob)[0]['id']}").status_code == 204
    entry = rows(app, models.AuditEntry)[-1]
    assert (entry.person_id, entry.action) == (cast.bob, "kept_aside_discarded")
    assert (kept(bob), rows(app, models.Report)) == ([], [])


def test_what_would_be_refused_stays_with_the_reason(app, lost, bob, cast):
    with write_transaction(app) as db:
        theirs = factories.make_account(db, cast.cleo, name="Cleo's Cafe").id
    phone.posted(lost, phone.report(theirs))
    (row,) = kept(bob)
    answer = bob.post(f"/api/kept-aside/{row['id']}/apply")
    assert (answer.status_code, "one of your accounts" in answer.json["detail"]) == (409, True)
    assert (kept(bob)[0]["account"], rows(app, models.Fact)) == ("", [])


def test_another_teams_manager_neither_sees_nor_touches_it(lost, bob, dan, account_id):
    phone.posted(lost, phone.report(account_id))
    path = f"/api/kept-aside/{kept(bob)[0]['id']}"
    assert kept(dan) == []
    assert (dan.delete(path).status_code, dan.post(f"{path}/apply").status_code) == (404, 404)
    assert len(kept(bob)) == 1


def test_a_lost_desk_does_not_sign_out_the_phone_beside_it(app, ann, cast, bob):
    """A link that is followed names no entry: the session that stands answers."""
    desk = factories.caller(app, cast.ann, "desk")
    ann.set_cookie("rounds-desk", desk.get_cookie("rounds-desk").value)
    with write_transaction(app) as db:
        row = db.query(models.SignIn).filter_by(entry="phone").first()
        row.revoked_at, row.wipe = row.created_at, True
    del ann.environ_base["HTTP_X_ROUNDS_ENTRY"]
    assert ann.get("/api/session").status_code == 200
