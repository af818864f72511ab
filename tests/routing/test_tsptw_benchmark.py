"""The benchmarks of one order: a tour with time windows, a day beside the opponents."""

import json
import sys

import pytest

from routing import check, day_route, json_format
from tests.benchmarks import day, opponents, referee, tsptw
from tests.routing.problems import MONDAY

#: Node 2 closes before one can have been at 1 and 3; there and back is a line of four places.
LINE = """\
4
0 1 2 3
1 0 1 2
2 1 0 1
3 2 1 0
0    {home}
0    9
0    2
6    9
# Sum of service times: 0
"""


def line(home: float = 12) -> tsptw.TsptwInstance:
    return tsptw.read(LINE.format(home=home), "line")


@pytest.fixture
def published(tmp_path):
    """A folder of one instance, its table of best known tours beside it."""
    (tmp_path / "Made").mkdir()
    (tmp_path / "Made" / "line").write_text(LINE.format(home=12))
    told = "# Instance Cost CV Permutation\nline 6 0 1 2 3\n"
    (tmp_path / "Made.txt").write_text(told)
    return tmp_path / "Made" / "line"


def test_a_file_holds_a_matrix_and_a_window_a_node():
    instance = line()
    assert instance.travel[3] == (3, 2, 1, 0)
    assert instance.windows == ((0, 12), (0, 9), (0, 2), (6, 9))


@pytest.mark.parametrize(
    ("changed", "told"), [("1 0 1 2", "the matrix"), ("6    9\n", "a window for each")]
)
def test_a_file_that_lacks_figures_is_refused(changed, told):
    wrong = LINE.format(home=12).replace(changed, "", 1)
    with pytest.raises(ValueError, match=told):
        tsptw.read(wrong, "wrong")


def test_the_tour_of_the_table_is_accepted_and_costs_what_it_says(published):
    cost, tour = tsptw.published(published)
    assert list(tsptw.violations(line(), tour)) == []
    assert tsptw.cost(line(), tour) == cost == tsptw.best_known(published) == 6


def test_without_a_table_no_cost_is_known(tmp_path):
    assert tsptw.best_known(tmp_path / "Other" / "line") is None


def test_waiting_costs_nothing_but_time():
    """At 3 one waits from 3 to 6: the tour is home at 9 and has travelled 6."""
    tour = [0, 1, 2, 3, 0]
    assert tsptw.cost(line(), tour) == 6
    assert list(tsptw.violations(line(home=9), tour)) == []
    assert list(tsptw.violations(line(home=8), tour)) == ["node 0 is reached at 9, after 8"]


@pytest.mark.parametrize(
    ("tour", "fault"),
    [
        ([0, 1, 2, 0], "1 nodes are not visited, node 3 for one"),
        ([0, 1, 2, 2, 3, 0], "a node is visited more than once"),
        ([1, 2, 3, 0], "the tour does not start and end at node 0"),
        ([0, 3, 2, 1, 0], "node 2 is reached at 7, after 2"),
    ],
)
def test_the_referee_names_what_a_tour_breaks(tour, fault):
    assert fault in list(tsptw.violations(line(), tour))


@pytest.mark.parametrize("part", [1.0, 0.25])
def test_the_shortest_tour_is_found_and_proven_even_in_decimal_figures(part):
    travel = tuple(tuple(part * x for x in row) for row in line().travel)
    windows = tuple((part * a, part * b) for a, b in line().windows)
    instance = tsptw.TsptwInstance("parts", travel, windows)
    tour, moves, is_proven = tsptw.solve(instance, 5.0, 1)
    assert list(tsptw.violations(instance, tour)) == []
    assert tsptw.cost(instance, tour) == 6 * part
    assert is_proven
    assert moves > 0


def test_each_instance_prints_a_line_and_leaves_its_tour(published, tmp_path, capsys):
    made = tsptw.main(5.0, 1, tmp_path / "out", [published])
    told = json.loads(capsys.readouterr().out)
    assert (told["instance"], told["cost"], told["gap"], told["feasible"]) == ("line", 6, 0, True)
    left = json.loads((tmp_path / "out" / "line.json").read_text())
    assert (left["instance"], left["cost"]) == ("line", 6)
    assert left["tour"] in ([0, 1, 2, 3, 0], [0, 2, 3, 1, 0])
    assert made.broken == []


def test_a_dearer_tour_of_a_small_instance_breaks_the_promise(published, monkeypatch):
    monkeypatch.setattr(tsptw, "solve", lambda *asked: ([0, 2, 1, 3, 0], 7, False))
    assert tsptw.cost(line(), [0, 2, 1, 3, 0]) == 8
    assert tsptw.main(1.0, 1, None, [published]).broken == ["line: the best tour known, 6, not 8"]


# One day beside the opponents


def small_day():
    return day.one_day(6, "1 0")


def a_run(**changes):
    fields = {"stops": 15, "cost": 10, "is_proven": True, "seconds": 0.1}
    return day.Run(**(fields | {"others": {"PyVRP": 11, "OR-Tools": 10, "VROOM": 12}} | changes))


def test_the_same_seed_makes_the_same_day_with_split_hours_and_no_visit_that_has_to_be_made():
    wanted = day.day_problem(day.one_day(20, "1 0"))
    assert wanted == day.day_problem(day.one_day(20, "1 0"))
    assert wanted != day.day_problem(day.one_day(20, "1 1"))
    assert len(wanted.stops) == 20
    assert 5 <= sum(len(stop.windows) == 2 for stop in wanted.stops) <= 15
    assert all(1800 <= stop.penalty_s <= 7200 for stop in wanted.stops)


def test_the_referee_of_all_engines_says_of_our_day_what_it_costs():
    problem = small_day()
    made = day_route.day_route(day.day_problem(problem))
    verdict = referee.judge(problem, {MONDAY: [visit.account_id for visit in made.visits]})
    assert verdict.violations == ()
    assert verdict.objective == made.cost_s


def test_a_day_prints_a_line_and_leaves_a_plan_that_keeps_every_rule(tmp_path, monkeypatch, capsys):
    nothing = opponents.Answer({MONDAY: []}, 0.0)
    monkeypatch.setattr(opponents, "asked", lambda problem, engine: nothing)
    file = tmp_path / "small.problem.json"
    file.write_text(json_format.problem_json(small_day()))
    made = day.main(1.0, 1, tmp_path / "out", [file])
    told = json.loads(capsys.readouterr().out)
    assert (told["instance"], told["best_known"], told["feasible"]) == ("small", None, True)
    problem = json_format.read_problem((tmp_path / "out" / "small.problem.json").read_text())
    plan = json_format.read_plan((tmp_path / "out" / "small.plan.json").read_text())
    assert check.violations(problem, plan) == ()
    assert made.broken == []
    ((stops, days, proven, *_),) = made.rows
    assert (stops, days, proven) == (6, 1, 1)


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([a_run()] * 100, []),
        ([a_run()] * 99 + [a_run(seconds=1.1)], []),
        ([a_run()] * 98 + [a_run(seconds=1.1)] * 2, ["15 stops: 99% proven within 1 s, not 98%"]),
        ([a_run()] * 99 + [a_run(cost=11)], ["15 stops: never dearer than another's, but 1 times"]),
        ([a_run(stops=20, seconds=1.9)] * 9 + [a_run(stops=20, is_proven=False)], []),
        ([a_run(stops=20, seconds=2.1)], ["20 stops: 90% proven within 2 s, not 0%"]),
        ([a_run(stops=25, is_proven=False)], []),
    ],
)
def test_a_day_proven_late_or_dearer_than_another_breaks_a_promise(runs, told):
    assert day.broken(runs) == told


def test_an_opponent_that_is_missing_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "tests.benchmarks.opponents.pyvrp_", None)
    with pytest.raises(ImportError, match=r"pyvrp_.*requirements-bench\.lock installs"):
        opponents.asked(small_day(), opponents.Engine("PyVRP", "pyvrp_", 1.0))
