"""What a phone tells beside visits: check-ins, prospects, corrections, a word to the manager."""

import hashlib

import pytest
from sqlalchemy import select

from server import database, models
from server.cli import backup
from server.database import new_id
from tests import factories
from tests.factories import TODAY
from tests.server.visits.phone import item, of_type, posted, report, results, synced

PICTURE = b"\xff\xd8\xff" + b"ice" * 50
SHA = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def ann(app, cast):
    return factories.caller(app, cast.ann)


@pytest.fixture
def account(app, cast):
    with database.write_transaction(app) as db:
        return factories.make_account(db, cast.ann).id


def rows(app, table):
    with database.read_transaction(app) as db:
        return db.scalars(select(table)).all()


def prospect(about, **more):
    return item("prospect", about, **({"name": "Corner Café", "on": TODAY} | more))


def test_a_report_keeps_promise_class_answer_and_order(app, ann, account):
    more = {"next_step": "Bring samples", "next_step_on": TODAY, "class_answer": "change",
            "class_wanted": "invest", "order_value": 120}  # fmt: skip
    answer = synced(ann, report(account, **more))
    (told,) = of_type(answer, "report")
    assert {name: told[name] for name in more} == more | {"next_step_on": str(TODAY)}
    (shown,) = [one for one in of_type(answer, "account") if one["id"] == str(account)]
    assert shown["history"][0]["next_step"] == "Bring samples"
    assert shown["account_class"] == "core"  # an answer proposes, it changes nothing


def test_another_class_must_be_named(ann, account):
    assert results(synced(ann, report(account, class_answer="change"))) == [("refused", "invalid")]


def test_a_check_in_is_kept_and_plans_nothing_anew(app, ann, account):
    asked = len(rows(app, models.Request))
    told = item("check_in", account, on=TODAY, visit_id=None, lat=None, lon=None)
    assert results(synced(ann, told)) == [("accepted", None)]
    assert [one.account_id for one in rows(app, models.CheckIn)] == [account]
    assert len(rows(app, models.Request)) == asked


def test_a_prospect_found_on_the_road_is_an_account_that_can_be_reported_at_once(ann):
    about = new_id()
    answer = synced(ann, prospect(about, phone="+1 262 555 0199"), report(about))
    assert results(answer) == [("accepted", None)] * 2
    (shown,) = of_type(answer, "account")
    assert (shown["id"], shown["account_class"]) == (str(about), "prospect")
    assert shown["contacts"][0]["phone"] == "+1 262 555 0199"


def test_a_prospect_sent_twice_is_one_account(app, ann):
    sent = prospect(new_id())
    assert results(synced(ann, sent, sent)) == [("accepted", None), ("duplicate", None)]
    assert len(rows(app, models.Account)) == 1


def test_a_prospect_never_takes_the_place_of_an_account(ann, account):
    assert results(synced(ann, prospect(account))) == [("refused", "id_reuse")]


def test_a_correction_changes_the_account_and_the_log_keeps_what_was(app, ann, account):
    told = item("correct", account, opening_hours="Mo-Fr 10:00-16:00")
    (shown,) = of_type(synced(ann, told), "account")
    assert shown["opening_hours"] == "Mo-Fr 10:00-16:00"
    (entry,) = [one for one in rows(app, models.AuditEntry) if one.action == "account_changed"]
    assert entry.details["opening_hours"][1] == "Mo-Fr 10:00-16:00"


def test_a_word_to_the_manager_may_be_about_no_account(app, ann):
    told = item("feedback", new_id(), on=TODAY, topic="day", text="Too far.") | {"about": None}
    assert results(synced(ann, told)) == [("accepted", None)]
    assert [one.text for one in rows(app, models.Feedback)] == ["Too far."]


def test_only_feedback_may_be_about_no_account(ann):
    told = report(new_id()) | {"about": None}
    assert results(synced(ann, told)) == [("refused", "invalid")]


def test_what_was_told_can_be_taken_back(app, ann, account):
    sent = [item("check_in", account, on=TODAY),
            item("feedback", account, on=TODAY, topic="account", text="?")]  # fmt: skip
    back = [item("withdraw", account, of=one["id"]) for one in sent]
    assert results(synced(ann, *sent, *back)) == [("accepted", None)] * 4
    gone = [*rows(app, models.CheckIn), *rows(app, models.Feedback)]
    assert all(one.withdrawn_at for one in gone)


@pytest.mark.parametrize("kind", ["check_in", "correct", "feedback"])
def test_cleo_tells_nothing_about_anns_accounts(app, cast, account, kind):
    args = {"check_in": {"on": TODAY}, "correct": {"opening_hours": ""},
            "feedback": {"on": TODAY, "topic": "account", "text": "?"}}  # fmt: skip
    cleo = factories.caller(app, cast.cleo)
    assert results(synced(cleo, item(kind, account, **args[kind]))) == [("refused", "not_found")]


# --- pictures -------------------------------------------------------------------------------------


@pytest.fixture
def reported(ann, account):
    told = report(account) | {}
    told["args"]["photos"] = [SHA]
    synced(ann, told)
    return ann


def put(client, body=PICTURE, sha=SHA):
    return client.put(f"/api/photos/{sha}", data=body, content_type="image/jpeg").status_code


def test_a_picture_follows_its_report_and_is_kept_once(app, reported):
    assert (put(reported), put(reported)) == (204, 204)
    assert reported.get(f"/api/photos/{SHA}").data == PICTURE
    assert len(rows(app, models.Photo)) == 1


def test_a_picture_nobody_speaks_of_is_not_taken(ann):
    assert put(ann) == 404


def test_a_damaged_picture_is_not_kept(app, reported):
    assert put(reported, PICTURE + b"?") == 422
    assert rows(app, models.Photo) == []


def test_what_is_no_picture_is_not_kept(app, ann, account):
    page = b"<script>"
    told = report(account)
    told["args"]["photos"] = [hashlib.sha256(page).hexdigest()]
    synced(ann, told)
    assert put(ann, page, told["args"]["photos"][0]) == 422


def test_the_manager_sees_a_picture_and_another_team_does_not(app, cast, reported):
    put(reported)
    seen = [factories.caller(app, who).get(f"/api/photos/{SHA}").status_code
            for who in (cast.bob, cast.cleo, cast.dan)]  # fmt: skip
    assert seen == [200, 404, 404]


def test_pictures_are_in_a_backup(app, reported, tmp_path):
    put(reported)
    backup.make(app, tmp_path / "copy.sqlite")
    assert (tmp_path / "photos" / SHA[:2] / SHA).read_bytes() == PICTURE


def test_more_than_a_phone_may_send_is_refused(ann, account):
    told = report(account)
    told["args"]["photos"] = [f"{n:064x}" for n in range(7)]
    assert posted(ann, told).json["results"][0]["code"] == "invalid"
