"""What a screen asks for again and again is counted anew only after a write."""

from datetime import timedelta

import pytest

from server import database
from server.models import Request, Tick
from tests import factories
from tests.factories import NOW, TODAY

ADDRESSES = (
    "/api/coverage",
    "/api/coverage/list?metric=attainment",
    "/api/coverage/heat?metric=attainment",
    "/api/coverage/overdue",
    "/api/coverage/map",
    "/api/coverage/snapshots?by=all&key=",
    "/api/results",
    "/api/class-mix",
)


@pytest.fixture
def account(app, cast):
    with database.write_transaction(app) as db:
        made = factories.make_account(db, cast.ann, number="1")
        factories.make_report(db, made, cast.ann, on=TODAY - timedelta(days=3))
        return str(made.id)


def version(client, address="/api/coverage") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def again(client, known: str, address="/api/coverage") -> int:
    return client.get(address, headers={"If-None-Match": known}).status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_same_question_is_answered_with_nothing_new(bob, account, address):
    known = version(bob, address)
    answer = bob.get(address, headers={"If-None-Match": known})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_question_or_another_person_is_another_answer(bob, dan, admin, account):
    known = version(bob)
    assert again(bob, known, "/api/coverage?by=tier") == 200
    assert [again(client, known) for client in (dan, admin)] == [200, 200]


def test_who_may_not_ask_learns_nothing_of_an_answer_he_holds(bob, ann, client, account):
    known = version(bob)
    assert [again(one, known) for one in (ann, client)] == [403, 401]


def test_a_changed_account_changes_the_answer(bob, account):
    known = version(bob)
    rev = next(a["rev"] for a in bob.get("/api/accounts").json["items"] if a["id"] == account)
    assert bob.patch(f"/api/accounts/{account}", json={"rev": rev, "tier": "A"}).status_code == 200
    assert again(bob, known) == 200


def test_another_good_value_changes_the_answer(bob, admin, account):
    known = version(bob)
    saved = admin.put("/api/settings", json={"values": {"good_attainment": 0.5}})
    assert saved.status_code == 200
    assert again(bob, known) == 200


def test_the_next_day_changes_the_answer(bob, account, clock):
    known = version(bob)
    clock.instant += timedelta(days=1)
    assert again(bob, known) == 200


@pytest.mark.parametrize("written", [
    Tick(task="take snapshots", slot="2026-05-05", at=NOW),
    Request(task="plan", key="1", asked_rev=7, done_rev=7, asked_at=NOW),
])  # fmt: skip
def test_the_night_and_tasks_change_the_answer_though_nobody_asked(app, bob, account, written):
    known = version(bob)
    with database.write_transaction(app) as db:
        db.add(written)
    assert again(bob, known) == 200
