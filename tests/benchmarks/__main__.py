"""``python -m tests.benchmarks [name …]``: quality and seconds, as tables and under .reports/.

ROUNDS_SHARED names the folder of real input. A promise that is broken ends with exit code 1.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import day, demo, feed, imports, iowa, result, rotation
from tests.benchmarks.result import Result


class Benchmark(NamedTuple):
    """What is measured, and whether it reads real input."""

    run: Callable[[Path], Result]
    about: str
    reads_input: bool = False


BENCHMARKS: Mapping[str, Benchmark] = {
    "imports": Benchmark(imports.run, "real files, imported twice", True),
    "iowa": Benchmark(iowa.run, "from file to plan, twelve weeks from 2022-11-01", True),
    "demo": Benchmark(demo.run, "set up at twelve dates"),
    "feed": Benchmark(feed.run, "processor time of a calendar"),
    "day": Benchmark(day.run, "one day's order, mean of five seeds"),
    "rotation": Benchmark(rotation.run, "twelve weeks of a synthetic rep"),
}


def main(names: list[str], shared: str | None) -> int:
    """Runs the named ones, or all; returns 1 where a promise is broken."""
    broken = False
    for name in names or BENCHMARKS:
        one = BENCHMARKS[name]
        if one.reads_input and not shared:
            print(f"{name}: ROUNDS_SHARED is not set; it names the folder with data/.")
            broken = True
            continue
        began = time.monotonic()
        made = one.run(Path(shared or "."))
        seconds = time.monotonic() - began
        result.show(name, one.about, made, seconds)
        result.write(name, made, seconds)
        broken |= bool(made.broken)
    return int(broken)


def chosen(arguments: list[str]) -> list[str]:
    """Returns the names on the command line; an unknown one is refused with the known ones."""
    lines = [f"  {name:10} {one.about}" for name, one in BENCHMARKS.items()]
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Runs benchmarks, all unless named:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="name")
    names: list[str] = parser.parse_args(arguments).names
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"{', '.join(unknown)}: known are {', '.join(BENCHMARKS)}")
    return names


if __name__ == "__main__":
    sys.exit(main(chosen(sys.argv[1:]), os.environ.get("ROUNDS_SHARED")))
