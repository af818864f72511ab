"""The other pages of the board: heat table, ladder, map, past nights, files."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from server import database
from server.coverage import export, tasks
from server.models import Snapshot
from tests import factories
from tests.factories import NOW, TODAY


@pytest.fixture
def book(app, cast, add):
    """One account visited, one late; one without a rep, one without a place; one of Cleo."""
    add(1, 14, 28, name="Visited")
    add(40, name="Late")
    add(40, name="=HYPERLINK(1)", lat=None, lon=None)
    add(name="Cleo's", rep=cast.cleo)
    with database.write_transaction(app) as db:
        nobody = factories.make_account(db, None, name="Nobody's")
        factories.make_report(db, nobody, cast.ann, on=TODAY - timedelta(days=40))
        factories.make_plan(db, cast.ann)


def get(client, path):
    answer = client.get(f"/api/coverage/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_heat_table_adds_up_and_opens_its_list(bob, book):
    heat = get(bob, "heat?metric=attainment")
    total = heat["total"]["figure"]
    assert sum(cell["figure"]["denominator"] for cell in heat["cells"]) == total["denominator"]
    assert sum(cell["accounts"] for cell in heat["cells"]) == heat["total"]["accounts"] == 4
    cell = next(cell for cell in heat["cells"] if cell["accounts"])
    listed = get(bob, f"list?metric=attainment&account_class={cell['account_class']}"
                      f"&tier={cell['tier']}")  # fmt: skip
    assert listed["figure"]["numerator"] == cell["figure"]["numerator"]


def test_each_step_of_the_ladder_opens_as_many_accounts_as_it_says(bob, book):
    ladder = get(bob, "overdue")
    assert ladder["accounts"] == sum(cell["accounts"] for cell in ladder["cells"]) == 3
    for cell in ladder["cells"]:
        listed = get(bob, f"list?metric=overdue_share&rung={cell['rung']}&cause={cell['cause']}")
        assert len(listed["accounts"]) == cell["accounts"]
    assert {cell["cause"] for cell in ladder["cells"]} == {"nobody", "no_place", "no_plan"}


def test_the_ladder_and_the_overdue_share_count_the_same(bob, book):
    listed = get(bob, "list?metric=overdue_share")
    assert listed["figure"]["numerator"] == get(bob, "overdue")["accounts"]


def test_an_unknown_rung_names_the_known_ones(bob):
    answer = bob.get("/api/coverage/list?metric=overdue_share&rung=9")
    assert answer.status_code == 422
    assert "8-14" in answer.text


def test_the_map_has_every_account_of_the_board_also_without_a_place(bob, book):
    points = get(bob, "map")["accounts"]
    reached = get(bob, "list?metric=reach")["figure"]["denominator"]
    assert len(points) == reached == 4
    assert [point["name"] for point in points if point["lat"] is None] == ["=HYPERLINK(1)"]
    attained = {point["name"]: point["attainment"] for point in points}
    assert (attained["Visited"], attained["Late"]) == ("met", "none")


def test_by_town_a_list_is_that_of_the_town(bob, book, add):
    add(1, city="Delavan")
    board = bob.get("/api/coverage?by=town").json
    assert [group["label"] for group in board["groups"]] == ["Delavan, WI", "Lake Geneva, WI"]
    listed = get(bob, "list?metric=reach&by=town&key=Delavan, WI")
    assert len(listed["accounts"]) == 1


def test_dan_gets_nothing_of_anns_board(dan, book, cast):
    for path in ("overdue", "heat", "map", "list?metric=reach"):
        answer = dan.get(f"/api/coverage/{path}")
        assert "Visited" not in answer.text
        assert answer.status_code == 200
    assert dan.get(f"/api/coverage/snapshots?by=rep&key={cast.ann}").status_code == 404
    assert dan.get(f"/api/coverage/snapshots?by=team&key={cast.north}").status_code == 404


# --- past nights --------------------------------------------------------------------------------


@pytest.fixture
def night(app, book):
    with database.write_transaction(app) as db:
        tasks.take_snapshots(db, NOW)


def rows(app):
    with database.read_transaction(app) as db:
        return {(s.on, s.by, s.key): dict(s.figures) for s in db.query(Snapshot)}


def test_the_night_keeps_the_figures_of_the_day_that_ended(app, cast, night):
    groups = {(by, key) for on, by, key in rows(app)}
    assert {on for on, _, _ in rows(app)} == {TODAY - timedelta(days=1)}
    assert {("all", ""), ("team", str(cast.north)), ("rep", str(cast.ann))} <= groups


def test_a_second_run_of_the_same_date_changes_nothing(app, cast, night, add):
    before = rows(app)
    add(1, 2, 3, name="New since")
    with database.write_transaction(app) as db:
        tasks.take_snapshots(db, NOW + timedelta(hours=3))
    assert rows(app) == before


def test_a_trend_shows_the_board_as_it_was_that_night(bob, night):
    yesterday = TODAY - timedelta(days=1)
    first = yesterday - timedelta(days=27)
    board = bob.get(f"/api/coverage?by=team&first={first}&last={yesterday}").json
    own = next(group for group in board["groups"] if group["label"] == "North")
    (item,) = get(bob, "snapshots")["items"]
    shown = {figure["metric"]: figure["value"] for figure in own["figures"]}
    assert item["values"] == shown


def test_an_admins_trend_is_everybodys(admin, bob, night):
    (everybody,), (team,) = (get(one, "snapshots")["items"] for one in (admin, bob))
    assert everybody["parts"]["reach"][1] > team["parts"]["reach"][1]


# --- files --------------------------------------------------------------------------------------


def test_the_file_of_a_list_adds_up_to_its_number(bob, book):
    listed = get(bob, "list?metric=attainment")
    answer = bob.get("/api/coverage/export?metric=attainment&format=xlsx")
    head, *lines = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    adds = head.index("Adds")
    assert sum(line[adds] for line in lines) == pytest.approx(listed["figure"]["numerator"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="attainment.xlsx"'


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_of_the_board_has_a_line_for_each_group_and_metric(bob, book, form):
    answer = bob.get(f"/api/coverage/export?format={form}")
    board = bob.get("/api/coverage").json
    wanted = 1 + sum(len(group["figures"]) for group in [board["total"], *board["groups"]])
    if form == "csv":
        assert len(answer.data.decode("utf-8-sig").splitlines()) == wanted
    else:
        assert load_workbook(io.BytesIO(answer.data)).active.max_row == wanted


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_typed_text_becomes_a_formula(text):
    assert export.as_file([[text, 5]], "csv").decode("utf-8-sig").lstrip('"').startswith("'")
    sheet = load_workbook(io.BytesIO(export.as_file([[text, -5]], "xlsx"))).active
    assert sheet["A1"].data_type == "s"
    assert sheet["B1"].value == -5


def test_numbers_in_a_file_stay_numbers():
    assert export.as_file([[-1.5, "a"]], "csv") == b"\xef\xbb\xbf-1.5,a\r\n"
