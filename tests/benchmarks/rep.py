"""One rep's rotation beside VROOM, PyVRP and OR-Tools, on one model and under one referee.

The model is that of ``nominal``: driving plus what each missed due visit is worth, in seconds.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from routing import json_format
from routing.domain import Problem
from routing.rotation import RotationParams, RotationResult, rotation
from tests.benchmarks import generator, nominal, opponents, referee, result, written
from tests.benchmarks.referee import Days, Verdict
from tests.benchmarks.result import Result

SECONDS, QUICK_S = 30.0, 5.0
#: VROOM's exploration levels, each run to its end.
LEVELS, QUICK_LEVELS = (1, 3, 5), (1, 3)
#: Moves of the first search by which the moves in a second are told.
PROBE = 5000
#: Rounds of annealing, each twice as long as the one before.
ROUNDS = 6
#: Seeds in a row from the one asked for, and how much less a small rep has to do.
SEEDS, SMALL_LOAD = 3, 0.9
OVERLOAD = 1.25

OURS = "rounds"
COLUMNS = (
    "Instance", "Engine", "Made", "Due", "Priority %", "Travel h", "Objective",
    "To ours", "CPU s", "Violations",
)  # fmt: skip
#: By how much ours is to lie below the better of VROOM and PyVRP, on average of reps with many
#: accounts; with few, the others come close to the best there is.
LEAST_AHEAD, MANY = 0.05, 100
RIVALS = ("VROOM", "PyVRP")


class Case(NamedTuple):
    """``fits`` where every visit can be made; None where nobody knows."""

    name: str
    problem: Problem
    fits: bool | None = None


@dataclass(frozen=True)
class Run:
    """What one engine answered and what the referee says of it."""

    case: Case
    engine: str
    verdict: Verdict
    seconds: float
    iterations: int | None = None


def run(shared: Path | None = None) -> Result:
    """Returns a short comparison: one rep that fits, one that does not, one of few accounts."""
    return main(quick=True)


def main(
    seconds: float | None = None,
    seed: int = 1,
    out: Path | None = None,
    files: Sequence[Path] = (),
    *,
    quick: bool = False,
    again: bool = False,
    alone: bool = False,
) -> Result:
    """Measures the problems of the files, or reps made from three seeds on; ours and the others.

    ``seconds`` of CPU go to each engine that can be stopped. ``again`` measures the others anew
    instead of taking what they answered before; ``alone`` leaves them out. ``quick`` takes one
    seed and VROOM's lower levels.
    """
    if seconds is None:
        seconds = QUICK_S if quick else SECONDS
    cases = [_read(file) for file in files] or [*_generated(seed, 1 if quick else SEEDS)]
    levels = QUICK_LEVELS if quick else LEVELS
    others = [] if alone else opponents.engines(seconds, levels)
    return _compared(cases, seconds, seed, out, others, again)


def ours_params(moves: int, seed: int) -> RotationParams:
    """Returns the rotation's parameters without the weights this model does not know."""
    return RotationParams(
        near_s=0, balance_s=0, drop_s=nominal.DROP_S, drop_least_s=0, late_d=0,
        rounds=ROUNDS, round_iterations=max(1, moves // ((1 << ROUNDS) - 1)), seed=seed,
    )  # fmt: skip


def _generated(seed: int, seeds: int) -> Iterator[Case]:
    for accounts, days, load in ((250, 40, 1.0), (250, 40, OVERLOAD), (40, 20, SMALL_LOAD)):
        for s in range(seed, seed + seeds):
            problem = generator.instance(s, accounts, days, load)
            yield Case(generator.name(s, accounts, days, load), problem, load <= 1)


def _read(file: Path) -> Case:
    problem = json_format.read_problem(file.read_text())
    if strange := nominal.unknown(problem):
        raise ValueError(f"{file}: the benchmark's model does not know {', '.join(strange)}.")
    return Case(file.name.removesuffix(".json").removesuffix(".problem"), problem)


# Measuring


def _compared(
    cases: Sequence[Case],
    seconds: float,
    seed: int,
    out: Path | None,
    engines: Sequence[opponents.Engine],
    again: bool = False,
) -> Result:
    runs: list[Run] = []
    for case in cases:
        others = [_other(case, engine, again) for engine in engines]
        ours = _ours(case, seconds, seed, out)
        best = min((r.verdict.objective for r in others if not r.verdict.violations), default=None)
        feasible = not ours.verdict.violations
        cost = ours.verdict.objective
        result.tell(case.name, cost, best, feasible, ours.seconds, ours.iterations)
        runs += [ours, *others]
    return Result(COLUMNS, [_row(run, runs) for run in runs], broken(runs))


def _other(case: Case, engine: opponents.Engine, again: bool) -> Run:
    answer = opponents.answered(case.problem, engine, again)
    return Run(case, engine.name, referee.judge(case.problem, answer.days), answer.seconds)


def _ours(case: Case, seconds: float, seed: int, out: Path | None) -> Run:
    moves = _moves_in(case.problem, seconds, seed)
    spent, made = _timed(case.problem, ours_params(moves, seed))
    if out:
        _write(out, case, _orders(made))
    return Run(case, OURS, referee.judge(case.problem, _orders(made)), spent, made.moves)


def _moves_in(problem: Problem, seconds: float, seed: int) -> int:
    """Returns how many moves such a problem allows in so many CPU seconds.

    Our searches stop by a count, so that anyone can repeat them, whatever else the machine does.
    """
    _timed(problem, ours_params(1, seed))  # compiles, or loads what is compiled
    setup_s, _ = _timed(problem, ours_params(1, seed))
    moves = PROBE
    for share in (0.1, 1.0):  # a short search tells how long a tenth may be, that one the whole
        spent_s, _ = _timed(problem, ours_params(moves, seed))
        a_move = max(1e-7, (spent_s - setup_s) / moves)
        moves = max(PROBE, round(share * (seconds - setup_s) / a_move))
    return moves


def _timed(problem: Problem, params: RotationParams) -> tuple[float, RotationResult]:
    began = time.process_time()
    made = rotation(problem, params)
    return time.process_time() - began, made


def _orders(made: RotationResult) -> Days:
    return {on: [stop.account.id for stop in day.stops] for on, day in made.days.items()}


def _row(run: Run, runs: Sequence[Run]) -> tuple[result.Cell, ...]:
    v, ours = run.verdict, _objectives(runs, run.case)[OURS]
    to_ours = v.objective / ours if ours else 1.0
    return (
        run.case.name, run.engine, v.made, v.due, 100 * v.priority, v.travel_s / 3600,
        v.objective, to_ours, run.seconds, len(v.violations),
    )  # fmt: skip


def _objectives(runs: Sequence[Run], case: Case) -> dict[str, int]:
    return {run.engine: run.verdict.objective for run in runs if run.case is case}


def broken(runs: Sequence[Run]) -> list[str]:
    """Returns each promise that these runs do not keep."""
    found: list[str] = []
    ahead = []
    for ours in (run for run in runs if run.engine == OURS):
        name, v = ours.case.name, ours.verdict
        others = [run for run in runs if run.case is ours.case and run.engine.startswith(RIVALS)]
        others = [run for run in others if not run.verdict.violations]
        if v.violations:
            found.append(f"{name}: ours breaks no rule, but {v.violations[0]}")
        if ours.case.fits and v.made < v.due:
            found.append(f"{name}: every visit is made where all fit")
        if not others:
            continue
        best = min(run.verdict.objective for run in others)
        if len(ours.case.problem.accounts) >= MANY:
            ahead.append(1 - v.objective / best)
        if v.objective > best:
            found.append(f"{name}: never dearer than VROOM or PyVRP")
        if ours.case.fits is False and v.priority <= max(r.verdict.priority for r in others):
            found.append(f"{name}: more priority than any other where not all fits")
    if ahead and fmean(ahead) < LEAST_AHEAD:
        found.append(
            f"{LEAST_AHEAD:.0%} below the better of the two: {fmean(ahead):.1%} on average"
        )
    return found


def _write(out: Path, case: Case, orders: Days) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{case.name}.problem.json").write_text(json_format.problem_json(case.problem))
    plan = written.plan(case.problem, orders)
    (out / f"{case.name}.plan.json").write_text(json_format.plan_json(plan))
