"""The planner as a command: what it prints, where, and how it ends."""

import json
import subprocess
import sys

import pytest

from routing import __main__ as command
from routing import json_format
from tests.routing.problems import account, problem


@pytest.fixture
def problem_file(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json_format.problem_json(problem(account(1), account(2), days=7)))
    return path


@pytest.fixture
def plan_file(problem_file, capsys):
    assert command.main(["solve", str(problem_file)]) == 0
    path = problem_file.with_name("plan.json")
    path.write_text(capsys.readouterr().out)
    return path


def test_solve_prints_a_plan_that_check_accepts(problem_file, plan_file, capsys):
    assert command.main(["check", str(problem_file), str(plan_file)]) == 0
    assert capsys.readouterr().out == "No violations: 2 visits planned, 0 unplanned.\n"


def test_check_prints_each_violation_and_ends_with_1(problem_file, plan_file, capsys):
    broken = json.loads(plan_file.read_text())
    del broken["days"][0]
    plan_file.write_text(json.dumps(broken))
    assert command.main(["check", str(problem_file), str(plan_file)]) == 1
    assert "2026-05-04: a working day has no day route. [missing_day]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"\xff\xfe", "UTF-8"),
        (b"%PDF", "line 1, column 1"),
        (b'{"format": "rounds-problem", "version": 7}', "version 7 is not known"),
    ],
)
def test_a_file_it_cannot_read_ends_with_2_and_place_and_remedy(tmp_path, capsys, content, said):
    path = tmp_path / "given.json"
    if content is not None:
        path.write_bytes(content)
    assert command.main(["solve", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert str(path) in told.err
    assert said in told.err


@pytest.mark.parametrize("arguments", [["--help"], ["solve", "--help"], ["check", "--help"]])
def test_help_is_there(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 0
    assert "problem" in capsys.readouterr().out


def test_it_runs_as_a_module(problem_file):
    ran = subprocess.run(
        [sys.executable, "-m", "routing", "solve", str(problem_file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["format"] == "rounds-plan"
