"""A word to the manager: who reads it, who answers it, and that the answer reaches the phone."""

import pytest

from server import database, models
from tests.factories import NOW, TODAY, make_account, save
from tests.server.visits import phone


@pytest.fixture
def account_id(app, cast):
    with database.write_transaction(app) as db:
        return make_account(db, cast.ann).id


@pytest.fixture
def word(ann, account_id) -> str:
    """The id of what Ann told Bob about an account."""
    said = phone.item("feedback", account_id, on=TODAY, topic="account", text="They close early.")
    phone.synced(ann, said)
    return said["id"]


def answer(client, word: str, text: str):
    return client.post(f"/api/feedback/{word}/answer", json={"text": text})


def listed(client, state: str = "open") -> list[dict]:
    return client.get(f"/api/feedback?state={state}").json["items"]


def on_the_phone(client, **known) -> list[tuple[str, str, str]]:
    rows = phone.of_type(phone.synced(client, **known), "feedback")
    return [(row["text"], row["answer"], row["answered_by"]) for row in rows]


def test_a_word_waits_for_the_reps_manager_and_nobody_else(ann, bob, cleo, dan, admin, word):
    assert [len(listed(one)) for one in (ann, bob, admin)] == [1, 1, 1]
    assert [len(listed(one)) for one in (cleo, dan)] == [0, 0]
    (row,) = listed(bob)
    assert (row["rep"], row["account"], row["text"]) == ("Ann", "Anchor Grill", "They close early.")


def test_the_answer_reaches_the_phone(ann, bob, word):
    cursor = phone.synced(ann)
    known = {"cursor": cursor["cursor"], "epoch": cursor["epoch"]}
    assert answer(bob, word, " Go before ten. ").json["answer"] == "Go before ten."
    assert on_the_phone(ann, **known) == [("They close early.", "Go before ten.", "Bob")]
    assert [len(listed(bob, state)) for state in ("open", "answered")] == [0, 1]


def test_an_answer_is_taken_back_by_an_empty_one(ann, bob, word):
    answer(bob, word, "Go before ten.")
    answer(bob, word, " ")
    assert on_the_phone(ann) == [("They close early.", "", "")]
    assert len(listed(bob)) == 1


def test_who_answered_what_stays_in_the_audit_log(app, bob, cast, word):
    answer(bob, word, "Yes.")
    answer(bob, word, "No.")
    with database.read_transaction(app) as db:
        entries = db.query(models.AuditEntry).filter_by(action="feedback_answered").all()
        assert {entry.person_id for entry in entries} == {cast.bob}
        assert entries[-1].details == {"before": "Yes.", "after": "No."}


def test_another_teams_people_cannot_answer(cleo, dan, bob, word):
    assert answer(dan, word, "Mine.").status_code == 404
    assert answer(cleo, word, "Mine.").status_code == 403
    assert len(listed(bob)) == 1


def test_a_word_taken_back_is_gone_from_the_desk_and_told_to_the_phone(ann, bob, word, account_id):
    answered = phone.synced(ann, phone.item("withdraw", account_id, of=word))
    assert [row["withdrawn"] for row in phone.of_type(answered, "feedback")] == [True]
    assert listed(bob) == []
    assert answer(bob, word, "Too late.").status_code == 404


def test_another_reps_phone_hears_nothing_of_it(cleo, word):
    assert on_the_phone(cleo) == []


def test_an_account_out_of_sight_is_not_named(app, ann, bob, cast, word, account_id):
    with database.write_transaction(app) as db:
        db.get(models.Account, account_id).rep_id = cast.cleo
    (row,) = listed(bob)
    assert (row["account_id"], row["account"]) == (None, "")


def test_words_of_eight_weeks_are_on_a_phone(app, ann, cast):
    with database.write_transaction(app) as db:
        for days in (56, 57):
            on = TODAY.fromordinal(TODAY.toordinal() - days)
            save(db, models.Feedback(rep_id=cast.ann, on=on, topic="day", text=str(days),
                                     received_at=NOW, rev=1))  # fmt: skip
    assert [text for text, _, _ in on_the_phone(ann)] == ["56"]


def test_a_state_nobody_knows_is_refused(bob, cast):
    assert bob.get("/api/feedback?state=lost").status_code == 422
