"""The engines our rotation is measured against, as packaged, each in one thread.

What an engine answered is kept under .reports/opponents, by the problem's own text.
"""

import hashlib
import importlib
import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from routing import json_format
from routing.domain import Problem
from tests.benchmarks.referee import Days
from tests.benchmarks.result import REPORTS

KEPT = REPORTS / "opponents"
INSTALL = "pip install --require-hashes -r requirements-bench.lock"


class Engine(NamedTuple):
    """``module`` solves a problem with an ``effort``: CPU seconds, or a level run to its end."""

    name: str
    module: str
    effort: float

    @property
    def key(self) -> str:
        return f"{self.module.strip('_')}-{self.effort:g}"


class Answer(NamedTuple):
    """The days an engine made and the CPU seconds it took, its model's building included."""

    days: Days
    seconds: float


def engines(seconds: float, levels: Sequence[int]) -> list[Engine]:
    """Returns VROOM at each exploration level, PyVRP and OR-Tools with so many CPU seconds."""
    vroom = [Engine(f"VROOM level {level}", "vroom_", level) for level in levels]
    return [
        *vroom,
        Engine("PyVRP", "pyvrp_", seconds),
        Engine("OR-Tools", "or_tools", seconds),
    ]


def answered(problem: Problem, engine: Engine, again: bool = False, kept: Path = KEPT) -> Answer:
    """Returns what an engine answered before; asks it where it never was, or is to be again."""
    digest = hashlib.sha256(json_format.problem_json(problem).encode()).hexdigest()[:16]
    file = kept / f"{digest}-{engine.key}.json"
    if again or not file.exists():
        answer = asked(problem, engine)
        days = {f"{on}": list(ids) for on, ids in answer.days.items()}
        kept.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"seconds": round(answer.seconds, 2), "days": days}) + "\n")
    told = json.loads(file.read_text())
    return Answer(
        {date.fromisoformat(on): ids for on, ids in told["days"].items()}, told["seconds"]
    )


def asked(problem: Problem, engine: Engine) -> Answer:
    """Returns what an engine answers now; an ImportError says how to install what is missing."""
    try:
        solver = importlib.import_module(f"{__name__}.{engine.module}")
    except ImportError as error:
        raise ImportError(f"{error}; {INSTALL} installs the opponents") from error
    began = time.process_time()
    days = solver.solved(problem, engine.effort)
    return Answer(days, time.process_time() - began)
