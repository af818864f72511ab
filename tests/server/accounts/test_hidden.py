"""What a person does not see in a workbook is said before it comes in, and can stay out."""

import io
import json

import openpyxl
import pytest

from server.accounts import workbook_reader

HEADERS = ["number", "name"]
ROWS = [["1", "One"], ["2", "Two"], ["3", "Three"], ["4", "Four"]]


def workbook(*hidden, sheets=(), cover=None):
    """A workbook of four accounts; ``hidden`` rows, and more sheets as (name, state, rows)."""
    book = openpyxl.Workbook()
    book.active.title = "Accounts"
    for row in cover or [HEADERS, *ROWS]:
        book.active.append(row)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    for name, state, rows in sheets:
        other = book.create_sheet(name)
        other.sheet_state = state
        for row in rows:
            other.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def send(desk, data, apply="0", **answers):
    form = {"file": (io.BytesIO(data), "a.xlsx"), "kind": "accounts", "apply": apply,
            "mapping": json.dumps(answers)}  # fmt: skip
    return desk.post("/api/imports", data=form, content_type="multipart/form-data").json


def names(desk):
    return {row["name"] for row in desk.get("/api/accounts").json["items"]}


def test_hidden_rows_are_read_and_the_dry_run_asks(bob):
    seen = send(bob, workbook(3, 4))
    (question,) = seen["choices"]
    assert question["label"] == "2 rows of this sheet are hidden, line 3 is the first"
    assert (question["chosen"], seen["counts"]["added"]) == ("read-them-too", 4)


def test_who_says_so_leaves_them_out(bob):
    answer = {"hidden_rows": "leave-them-out"}
    assert send(bob, workbook(3, 4), **answer)["counts"]["added"] == 2
    assert send(bob, workbook(3, 4), "1", **answer)["applied"]
    assert names(bob) == {"One", "Four"}


def test_the_answer_is_remembered_for_the_next_file_and_shown_there(bob):
    send(bob, workbook(3), "1", hidden_rows="leave-them-out")
    (question,) = send(bob, workbook(3))["choices"]
    assert question["label"] == "Line 3 of this sheet is hidden"
    assert question["chosen"] == "leave-them-out"
    assert send(bob, workbook(3), hidden_rows="read-them-too")["counts"]["added"] == 1


def test_a_file_of_hidden_rows_alone_can_still_be_read_after_all(bob):
    seen = send(bob, workbook(2, 3, 4, 5), hidden_rows="leave-them-out")
    assert seen["problems"]
    assert seen["choices"][0]["options"] == ["read-them-too", "leave-them-out"]


@pytest.mark.parametrize("told", ['hidden="1"', "hidden='true'", 'ht="12" hidden = "true"'])
def test_a_hidden_row_is_known_however_a_program_writes_it(told):
    tag = f"<row r=\"7\" {told} spans='1:2'>".encode()
    assert workbook_reader.HIDDEN.search(tag)
    assert workbook_reader.NUMBER.search(tag)[1] == b"7"
    assert not workbook_reader.HIDDEN.search(b'<row r="7" hidden="0">')


def test_where_nothing_is_hidden_nothing_is_asked(bob):
    assert send(bob, workbook())["choices"] == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_stays_out_and_is_named(bob, state):
    old = ("Old", state, [HEADERS, ["9", "Closed long ago"]])
    seen = send(bob, workbook(sheets=[old]))
    assert seen["counts"]["added"] == 4
    assert seen["problems"][0]["text"].startswith("The hidden sheet “Old” is not read.")


def test_a_hidden_sheet_is_read_where_no_visible_one_holds_a_table(bob):
    rows = [["number", "name", "class", "tier"], ["9", "Nine", "core", "A"]]
    cover = [["Report of May"], ["Name", "Bob"]]
    seen = send(bob, workbook(sheets=[("Data", "hidden", rows)], cover=cover))
    assert seen["counts"]["added"] == 1
    assert "hidden sheet “Data”" in seen["problems"][0]["text"]
