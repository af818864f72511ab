"""The golden messages of tests/wire: what the phone sends and what this server really answers.

A file that is missing is written from the server's answer, and the test fails once, so that
somebody reads it. To change the contract, delete the files it concerns and run this again.
"""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from server import database, models, wire
from server.planning import changes, rows
from server.planning.changes import Changed
from tests import factories
from tests.factories import TODAY
from tests.server.planning import made

FOLDER = Path(__file__).parents[2] / "wire"
STEPS = ("first", "facts", "again", "list", "rest")
ANN, PLACE, KIOSK = (UUID(f"0198c0de-0000-7000-8000-0000000000{n:02x}") for n in (1, 10, 11))
PLAN, DONE, NEXT = (UUID(f"0198c0de-0000-7000-8000-0000000000{n:02x}") for n in (20, 21, 22))
EPOCH = UUID("0198c0de-0000-7000-8000-0000000000ff")
YESTERDAY, IN_TWO_WEEKS = TODAY - timedelta(days=1), TODAY + timedelta(days=14)
FIGURES = {"due": "2026-05-05", "days": 0, "detour_s": 420}


def read(name: str):
    return json.loads((FOLDER / f"{name}.json").read_text())


@pytest.fixture
def ann(app):
    """Ann's phone in a small world with fixed ids: two accounts, one planned and one left out."""
    with database.write_transaction(app) as db:
        factories.make_company(db, epoch=EPOCH)
        factories.make_rep(db, "Ann", id=ANN)
        known = {"last_visit": TODAY - timedelta(days=14), "rev": 1}
        place = factories.make_account(db, ANN, id=PLACE, number="A1", **known)
        factories.make_account(db, ANN, id=KIOSK, number="A2", name="Kiosk", **known)
        db.add(models.Contact(account_id=PLACE, name="Mia", phone="+1 262 555 0100", email=""))
        stops = [made.day(on, made.stop(PLACE, on)) for on in (TODAY, IN_TWO_WEEKS)]
        body = rows.plan_body(made.plan(ANN, *stops, left_out=[KIOSK]))
        moved = Changed("moved", PLACE, YESTERDAY, TODAY, "busy", {"window": "10:00-11:30"})
        plan = factories.make_plan(db, ANN, id=PLAN, body=body, changes=changes.stored([moved]))
        db.add(models.PublishedPlan(rep_id=ANN, plan_id=PLAN, rev=1))
        for visit_id, on in ((DONE, TODAY), (NEXT, IN_TWO_WEEKS)):
            factories.make_visit(db, place, plan, id=visit_id, on=on, why="Due today", rev=1,
                                 reason="due", figures=FIGURES)  # fmt: skip
        frame = {"leave_s": 34200, "home_s": 39600, "travel_s": 1200, "travel_m": 16000}
        ends = {"bound_s": 1100, "end": {"label": "Inn", "lat": 42.6, "lon": -88.4}}
        db.add(models.Day(rep_id=ANN, on=TODAY, lunch_s=0, rev=1, **frame, **ends))
    return factories.caller(app, ANN)


def test_the_server_answers_the_golden_requests_with_the_golden_answers(ann):
    for step in STEPS:
        response = ann.post("/api/sync", json=read(f"sync_request_{step}"))
        golden = FOLDER / f"sync_answer_{step}.json"
        if not golden.exists():
            golden.write_text(json.dumps(response.json, indent=2, ensure_ascii=False) + "\n")
            pytest.fail(f"{golden.name} was written. Read it, then run the test again.")
        assert response.json == read(golden.stem), step


@pytest.mark.parametrize("step", STEPS)
def test_golden_messages_are_whole(step):
    """Every field of the messages is there, and none that they do not know."""
    answer = read(f"sync_answer_{step}")
    parsed = wire.SyncAnswer.model_validate_json(json.dumps(answer))
    assert json.loads(parsed.model_dump_json(by_alias=True)) == answer
    wire.SyncEnvelope.model_validate_json(json.dumps(read(f"sync_request_{step}")))


def test_the_golden_answers_show_every_row_and_every_answer():
    answers = [read(f"sync_answer_{step}") for step in STEPS]
    kinds = {row["type"] for answer in answers for row in answer["changes"]}
    assert kinds == {"me", "account", "day", "visit", "report", "wish", "feedback", "plan"}
    said = {(one["status"], one["code"]) for answer in answers for one in answer["results"]}
    assert {("accepted", None), ("duplicate", None), ("refused", "already_made")} <= said
    assert {("refused", "invalid"), ("refused", "not_found")} <= said
