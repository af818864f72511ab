"""What is compiled at set-up is all there is to compile."""

import subprocess
import sys
from pathlib import Path

import routing
from routing import __main__ as command
from routing import find_day, plan
from routing.rotation import RotationParams
from tests.routing.problems import odd_problem

ROOT = Path(__file__).parents[2]
QUICK = plan.PlanParams(RotationParams(round_iterations=300))
PROBLEMS = 12


def compiled() -> set[tuple[str, str]]:
    """Returns every loop with each kind of arguments it is compiled for."""
    loops = {
        thing
        for name, module in list(sys.modules.items())
        if name.startswith("routing.")
        for thing in vars(module).values()
        if hasattr(thing, "nopython_signatures")
    }
    return {(loop.py_func.__qualname__, str(one)) for loop in loops for one in loop.signatures}


def forgotten() -> set[tuple[str, str]]:
    """Returns what odd problems compile after warming; asked in a process that did nothing else."""
    routing.warm()
    before = compiled()
    assert before
    for seed in range(PROBLEMS):
        some = odd_problem(seed)
        made = plan.make_plan(some, QUICK)
        find_day.find_day(some, made, some.accounts[0].id, some.today, some.last_day)
    return compiled() - before


def test_after_warming_no_plan_compiles_anything():
    code = "from tests.routing import test_warming as t; print(t.forgotten())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_the_command_compiles_and_says_nothing(capsys):
    assert command.main(["compile"]) == 0
    assert capsys.readouterr().out == ""
