"""What the desk sees of the field: doubted classes, found prospects, missed visits, pictures."""

from datetime import timedelta

import pytest

from server import database, models
from server.database import new_id
from tests.factories import NOW, TODAY, make_account, make_report
from tests.server.visits import phone

BIG = {"class_answer": "change", "class_wanted": "invest", "events": ["big_deal"]}


@pytest.fixture
def account_id(app, cast):
    with database.write_transaction(app) as db:
        return make_account(db, cast.ann).id


def tell(app, account_id, rep_id, **changes):
    with database.write_transaction(app) as db:
        return make_report(db, db.get(models.Account, account_id), rep_id, **changes).id


def field(client) -> dict:
    return client.get("/api/field").json


def proposals(client) -> list[tuple[str, str, str, list[str]]]:
    return [
        (one["rep"], one["account_class"], one["class_wanted"], one["events"])
        for one in field(client)["proposals"]
    ]


def test_who_wants_another_class_is_shown_with_the_event(app, bob, dan, cast, account_id):
    tell(app, account_id, cast.ann, **BIG)
    assert proposals(bob) == [("Ann", "core", "invest", ["big_deal"])]
    assert proposals(dan) == []


def test_the_last_answer_about_a_class_counts(app, bob, cast, account_id):
    tell(app, account_id, cast.ann, received_at=NOW - timedelta(hours=1), **BIG)
    tell(app, account_id, cast.ann, class_answer="keep")
    assert proposals(bob) == []


def test_an_older_answer_imported_later_does_not_count(app, bob, cast, account_id):
    tell(app, account_id, cast.ann, received_at=NOW - timedelta(hours=1), **BIG)
    tell(app, account_id, cast.ann, on=TODAY - timedelta(days=1), class_answer="keep")
    assert len(proposals(bob)) == 1


def test_a_report_without_an_answer_leaves_the_last_one(app, bob, cast, account_id):
    tell(app, account_id, cast.ann, received_at=NOW - timedelta(hours=1), **BIG)
    tell(app, account_id, cast.ann)
    assert len(proposals(bob)) == 1


@pytest.mark.parametrize("decided", ["invest", "divest"])
def test_a_proposal_ends_when_the_class_is_changed(app, bob, clock, cast, account_id, decided):
    tell(app, account_id, cast.ann, **BIG)
    clock.instant += timedelta(minutes=1)
    rev = bob.get(f"/api/accounts/{account_id}").json["rev"]
    bob.patch(f"/api/accounts/{account_id}", json={"rev": rev, "account_class": decided})
    assert proposals(bob) == []


@pytest.mark.parametrize(("days", "shown"), [(28, 1), (29, 0)])
def test_a_proposal_is_shown_for_four_weeks(app, bob, cast, account_id, days, shown):
    tell(app, account_id, cast.ann, on=TODAY - timedelta(days=days), **BIG)
    assert len(proposals(bob)) == shown


def test_a_missed_visit_of_the_week_is_shown_with_its_reason(app, bob, dan, cast, account_id):
    for days in (7, 8):
        on = TODAY - timedelta(days=days)
        tell(app, account_id, cast.ann, on=on, outcome="missed", result="closed")
    (one,) = field(bob)["missed"]
    assert (one["account"], one["result"], one["rep"]) == ("Anchor Grill", "closed", "Ann")
    assert field(dan)["missed"] == []


def test_what_was_taken_back_is_not_shown(app, bob, cast, account_id):
    tell(app, account_id, cast.ann, outcome="missed", withdrawn_at=NOW, **BIG)
    assert field(bob) == {"proposals": [], "prospects": [], "missed": []}


def test_an_account_given_to_another_team_is_left_out(app, bob, cast, account_id):
    tell(app, account_id, cast.ann, outcome="missed")
    with database.write_transaction(app) as db:
        db.get(models.Account, account_id).rep_id = cast.cleo
    assert field(bob)["missed"] == []


def test_a_prospect_is_shown_for_two_weeks_to_the_reps_manager(ann, bob, dan, clock):
    found = {"name": "New Pier", "on": TODAY, "note": "Opens in June."}
    phone.synced(ann, phone.item("prospect", new_id(), **found))
    (one,) = field(bob)["prospects"]
    assert (one["account"], one["note"], one["rep"]) == ("New Pier", "Opens in June.", "Ann")
    assert field(dan)["prospects"] == []
    clock.instant += timedelta(days=14, seconds=1)
    assert field(bob)["prospects"] == []


def test_the_reports_of_an_account_are_there_in_full(app, bob, cast, account_id):
    told = {"next_step": "Bring samples", "next_step_on": TODAY, "order_value": 120.5}
    tell(app, account_id, cast.ann, **told)
    (one,) = bob.get(f"/api/accounts/{account_id}/reports").json["items"]
    assert (one["next_step"], one["order_value"]) == ("Bring samples", 120.5)
    assert one["next_step_on"] == TODAY.isoformat()


@pytest.mark.parametrize(("by", "arrived", "shown"), [("ann", True, 1), ("ann", False, 0),
                                                      ("cleo", True, 0)])  # fmt: skip
def test_only_pictures_that_came_and_may_be_seen_are_named(
    app, bob, cast, account_id, by, arrived, shown
):
    rep_id = getattr(cast, by)
    report = tell(app, account_id, rep_id)
    with database.write_transaction(app) as db:
        db.add(models.ReportPhoto(report_id=report, sha256="a" * 64))
        if arrived:
            db.add(models.Photo(sha256="a" * 64, person_id=rep_id, size=1, received_at=NOW))
    (one,) = bob.get(f"/api/accounts/{account_id}/reports").json["items"]
    assert len(one["photos"]) == shown
