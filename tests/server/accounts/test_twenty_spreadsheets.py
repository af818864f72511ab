"""From a spreadsheet never seen before to a published plan, with three columns by hand at most."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest

from server import jobs
from tests.factories import TODAY
from tests.spreadsheets.expected import EXPECTED, MOST_BY_HAND
from tests.spreadsheets.make import HERE, MAKERS

#: Enough for an account visited yesterday to be due again.
HORIZON_WEEKS = 5
READABLE = [name for name, expected in EXPECTED.items() if expected.added]
UNREADABLE = [name for name, expected in EXPECTED.items() if not expected.added]

pytestmark = pytest.mark.usefixtures("short_search")


@pytest.fixture
def desk(bob, admin):
    """Bob's desk in a company that plans few weeks and publishes nothing by itself."""
    values = {"auto_publish": False, "horizon_weeks": HORIZON_WEEKS}
    assert admin.put("/api/settings", json={"values": values}).status_code == 200
    return bob


def send(desk, name, *, apply=False, mapping=None):
    data = (HERE / name).read_bytes()
    form = {"file": (io.BytesIO(data), name), "kind": "accounts", "apply": str(int(apply))}
    if mapping is not None:
        form["mapping"] = json.dumps(mapping)
    answer = desk.post("/api/imports", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.text
    return answer.json


def chosen_by_hand(preview, by_hand):
    """Returns the mapping as the screen sends it after a person changed so many columns."""
    mapping = {**preview["mapping"], **by_hand}
    return {header: field for header, field in mapping.items() if field}


def publish_a_plan(app, desk, rep_id):
    jobs.run_pending(app)
    (draft, *_) = desk.get(f"/api/plans?rep={rep_id}").json["items"]
    return desk.post(f"/api/plans/{draft['id']}/publish").json["state"]


def visits_planned(desk, rep_id):
    last = TODAY + timedelta(weeks=HORIZON_WEEKS)
    days = desk.get(f"/api/days?rep={rep_id}&first={TODAY}&last={last}").json["items"]
    return sum(len(day["visits"]) for day in days)


@pytest.mark.parametrize("name", READABLE)
def test_a_spreadsheet_becomes_a_published_plan(app, cast, desk, name):
    expected = EXPECTED[name]
    preview = send(desk, name)
    if expected.by_hand:
        preview = send(desk, name, mapping=chosen_by_hand(preview, expected.by_hand))
    counts = preview["counts"]
    assert (counts["added"], counts["refused"]) == (expected.added, 0), preview["problems"]
    said = "\n".join(problem["text"] for problem in preview["problems"])
    assert [text for text in expected.says if text not in said] == []

    assert send(desk, name, apply=True, mapping=preview["mapping"])["applied"]
    if expected.split:
        ask = {"rep_ids": [str(cast.ann)], "apply": True}
        assert desk.post("/api/accounts/split", json=ask).status_code == 200
    found = desk.get("/api/accounts?inactive=1").json["items"]
    first = next(row for row in found if row["name"] == "Harbor Lantern Grill")
    assert {field: first[field] for field in expected.first} == expected.first
    assert len(found) == expected.added
    assert publish_a_plan(app, desk, cast.ann) == "published"
    assert visits_planned(desk, cast.ann) > 0


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_spreadsheet_that_cannot_be_read_says_why_and_what_to_do(desk, name):
    answer = send(desk, name, apply=True)
    said = "\n".join(problem["text"] for problem in answer["problems"])
    assert [text for text in EXPECTED[name].says if text not in said] == []
    assert not answer["applied"]
    assert desk.get("/api/accounts").json["total"] == 0


def test_nobody_sets_more_than_three_columns_by_hand():
    assert len(EXPECTED) == 20
    assert max(len(expected.by_hand) for expected in EXPECTED.values()) <= MOST_BY_HAND


def test_what_was_said_by_hand_is_not_asked_again(desk):
    name = "07_dutch.csv"
    mapping = chosen_by_hand(send(desk, name), EXPECTED[name].by_hand)
    send(desk, name, apply=True, mapping=mapping)
    assert send(desk, name)["counts"]["unchanged"] == EXPECTED[name].added


def test_an_owner_nobody_knows_names_the_remedies(desk):
    text = send(desk, "14_unknown_owners.csv")["problems"][0]["text"]
    assert "There is no rep “Rolf Tamm”. There are: Ann." in text
    assert "leave this column out" in text


def test_another_teams_manager_sees_nothing_of_it(desk, dan):
    send(desk, "04_german_semicolons.csv", apply=True)
    assert dan.get("/api/accounts").json["total"] == 0
    refused = send(dan, "04_german_semicolons.csv")["counts"]["refused"]
    assert refused == EXPECTED["04_german_semicolons.csv"].added


@pytest.mark.parametrize("name", MAKERS)
def test_the_files_are_what_their_maker_writes(name):
    assert what_is_in((HERE / name).read_bytes()) == what_is_in(MAKERS[name]())


def what_is_in(data):
    """Returns the cells of a workbook, whose bytes differ with who packs them; else the bytes."""
    if not data.startswith(b"PK"):
        return data
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.values) for sheet in book}
