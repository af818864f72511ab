"""``python -m tests.benchmarks [name …]``: quality and seconds, as tables and under .reports/.

ROUNDS_SHARED names the folder of real input and of published instances. A promise that is broken
ends with exit code 1. Those that compare instances print one line of JSON for each on stdout.
"""

import argparse
import importlib
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from tests.benchmarks import result
from tests.benchmarks.result import Result

#: CPU seconds an instance in a quick run.
QUICK_S = 2.0

SEARCHES = ("seconds", "seed", "out", "files")
REP = (*SEARCHES, "quick", "again", "alone")
YEAR = ("quick", "seed", "out", "seconds")
PVRP = ("pvrp/p*",)
TSPTW = ("tsptw/AFG/*", "tsptw/Dumas/*")


class Benchmark(NamedTuple):
    """What is measured, and whether it reads real input.

    ``takes`` are the options of those that compare instances: their module has a ``main`` with
    these arguments. Each module has a ``run(shared)``, short enough to be one of many.
    ``published`` are the instances in the shared folder where no files are named.
    """

    about: str
    reads_input: bool = False
    takes: tuple[str, ...] = ()
    published: tuple[str, ...] = ()


BENCHMARKS: Mapping[str, Benchmark] = {
    "imports": Benchmark("real files, imported twice", True),
    "iowa": Benchmark("from file to plan, twelve weeks from 2022-11-01", True),
    "seasons": Benchmark("seasons learnt from orders, a year planned by them", True),
    "demo": Benchmark("set up at twelve dates"),
    "feed": Benchmark("processor time of a calendar"),
    "validator": Benchmark("calendars before sabre/vobject's validator"),
    "rotation": Benchmark("twelve weeks of a synthetic rep"),
    "pvrp": Benchmark("periodic vehicle routing, published instances", True, SEARCHES, PVRP),
    "tsptw": Benchmark("a tour with time windows, published instances", True, SEARCHES, TSPTW),
    "rep": Benchmark("a rotation beside VROOM, PyVRP and OR-Tools", takes=REP),
    "day": Benchmark("one day's order", takes=SEARCHES),
    "year": Benchmark("a year of days as they come", takes=YEAR),
    "stability": Benchmark("what a published plan keeps", takes=YEAR),
    "reasons": Benchmark("whether what a plan says is true", takes=YEAR),
    "size": Benchmark("memory and processor time of large plans", takes=YEAR),
    "maps": Benchmark("a region of a real city", True),
    "taps": Benchmark("what a tap costs in the server"),
    "sync": Benchmark("a phone with two thousand accounts"),
    "axe": Benchmark("every screen of phone and desk, for everybody"),
    "lighthouse": Benchmark("the phone's first screen as Lighthouse rates it"),
}


def main(asked: argparse.Namespace, shared: str | None) -> int:
    """Runs the named ones, or short versions of all; returns 1 where a promise is broken."""
    broken = False
    for name in asked.names or BENCHMARKS:
        one = BENCHMARKS[name]
        if one.reads_input and not shared and not asked.files:
            print(f"{name}: ROUNDS_SHARED is not set; it names the folder of input.")
            broken = True
            continue
        began = time.monotonic()
        try:
            made = _measured(name, asked, Path(shared or "."))
        except (ImportError, NotImplementedError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            broken = True
            continue
        seconds = time.monotonic() - began
        result.show(name, one.about, made, seconds, beside=bool(one.takes))
        result.write(name, made, seconds)
        broken |= bool(made.broken)
    return int(broken)


def _measured(name: str, asked: argparse.Namespace, shared: Path) -> Result:
    module, one = importlib.import_module(f"tests.benchmarks.{name}"), BENCHMARKS[name]
    if one.takes and (asked.names or not hasattr(module, "run")):
        return _compared(module, one, asked, shared)
    return module.run(shared)


def _compared(
    module: ModuleType, one: Benchmark, asked: argparse.Namespace, shared: Path
) -> Result:
    quick = asked.quick or not asked.names
    seconds = QUICK_S if quick and asked.seconds is None else asked.seconds
    files = asked.files or [
        file for these in one.published for file in sorted((shared / "benchmarks").glob(these))
    ]
    told = {**vars(asked), "quick": quick, "files": files}
    if "quick" not in one.takes:
        told["seconds"] = seconds
    return module.main(**{option: told[option] for option in one.takes})


def chosen(arguments: Sequence[str]) -> argparse.Namespace:
    """Returns what the command line asks for; ``names`` come first, the rest are ``files``."""
    parser = _parser()
    asked = parser.parse_intermixed_args(arguments)
    asked.names = [word for word in asked.words if word in BENCHMARKS]
    asked.files = [Path(word) for word in asked.words if word not in BENCHMARKS]
    if missing := [f"{file}" for file in asked.files if not file.is_file()]:
        known = ", ".join(BENCHMARKS)
        parser.error(f"{', '.join(missing)}: neither a file nor a benchmark; known are {known}")
    if asked.files and (len(asked.names) != 1 or "files" not in BENCHMARKS[asked.names[0]].takes):
        able = ", ".join(name for name, one in BENCHMARKS.items() if "files" in one.takes)
        parser.error(f"files go with one of {able}")
    return asked


def _parser() -> argparse.ArgumentParser:
    lines = [f"  {name:10} {one.about}" for name, one in BENCHMARKS.items()]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Runs benchmarks, short versions of all unless named:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="name or file")
    parser.add_argument("--seconds", type=float, help="CPU seconds a search may take")
    parser.add_argument("--seed", type=int, default=1, help="of searches and of made-up instances")
    parser.add_argument("--out", type=Path, help="folder for the solutions")
    parser.add_argument("--quick", action="store_true", help="a short version")
    parser.add_argument("--again", action="store_true", help="rep: measure the others anew")
    parser.add_argument("--alone", action="store_true", help="rep: leave the others out")
    return parser


if __name__ == "__main__":
    sys.exit(main(chosen(sys.argv[1:]), os.environ.get("ROUNDS_SHARED")))
