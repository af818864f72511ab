"""How much memory and how many seconds the plans of large reps take, each number of reps alone.

Every measurement is a process of its own, so that none finds what another left behind.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from routing import plan
from tests.benchmarks import generator
from tests.benchmarks.result import Result

#: One rep of many accounts, and reps one after another: accounts, days.
LARGE, SEVERAL = (600, 60), (250, 40)
REPS, QUICK_REPS = (1, 2, 4), (1, 2)
MOST_MB = 1024
#: A rep among several takes so much more or less than one alone, at most.
MOST_OFF = 0.2
WHOLE = Path(__file__).parents[2]

COLUMNS = ("Reps", "Accounts", "Days", "Peak MB", "CPU s", "CPU s a rep", "Beside one")


class Taken(NamedTuple):
    """What so many plans took: the largest memory of the process, the CPU seconds of the plans."""

    peak_mb: float
    cpu_s: float


def run(shared: Path | None = None) -> Result:
    """Measures a large rep, and a company of up to four one after another."""
    return main()


def main(
    seconds: float | None = None, seed: int = 1, out: Path | None = None, *, quick: bool = False
) -> Result:
    """Measures reps made from ``seed`` on. ``seconds`` and ``out`` are not used."""
    large = taken(1, *LARGE, seed)
    rows = [(1, *LARGE, large.peak_mb, large.cpu_s, large.cpu_s, 1.0)]
    broken = []
    if large.peak_mb > MOST_MB:
        broken.append(f"{LARGE[0]} accounts, {LARGE[1]} days take less than {MOST_MB} MB")
    alone = 0.0
    for reps in QUICK_REPS if quick else REPS:
        one = taken(reps, *SEVERAL, seed)
        each = one.cpu_s / reps
        alone = alone or each
        rows.append((reps, *SEVERAL, one.peak_mb, one.cpu_s, each, each / alone))
        if abs(each / alone - 1) > MOST_OFF:
            broken.append(
                f"{reps} reps take {reps} times the seconds of one, within {MOST_OFF:.0%}"
            )
    return Result(COLUMNS, rows, broken)


def taken(reps: int, accounts: int, days: int, seed: int) -> Taken:
    """Returns what the plans of so many reps take in a process of their own."""
    words = [sys.executable, "-m", "tests.benchmarks.size"]
    words += [str(number) for number in (reps, accounts, days, seed)]
    done = subprocess.run(words, cwd=WHOLE, check=True, capture_output=True, text=True)
    return Taken(*json.loads(done.stdout))


def measured(reps: int, accounts: int, days: int, seed: int) -> Taken:
    """Returns what the plans of so many reps take in this process.

    The same rep each time, or reps that differ would tell of themselves. The machine code is
    loaded first.
    """
    asked = generator.instance(seed, accounts, days)
    plan.make_plan(generator.instance(seed, 20, 5))
    began = time.process_time()
    for _ in range(reps):
        plan.make_plan(asked)
    cpu_s = time.process_time() - began
    return Taken(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, cpu_s)


if __name__ == "__main__":
    print(json.dumps(measured(*map(int, sys.argv[1:]))))
