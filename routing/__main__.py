"""The planner on files alone: ``python -m routing solve | check | compile``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

from routing import check, json_format, plan, warming

UNREADABLE = 2

Noun = TypeVar("Noun")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 is good, 1 means violations, 2 that a file cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "compile":
            return _compile()
        if options.command == "solve":
            return _solve(options.problem)
        return _check(options.problem, options.plan)
    except _Unreadable as error:
        print(error, file=sys.stderr)
        return UNREADABLE


class _Unreadable(Exception):
    """A file that cannot be used, and what to do about it."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m routing",
        description="Plan the visits of one rep, or check a plan, from files alone.",
        epilog="The file formats are described in docs/problem-format.md.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="print the plan of a problem as JSON")
    solve.add_argument("problem", help="a problem file (JSON)")
    checked = commands.add_parser(
        "check", help="print every violation of a plan; exit 1 if there is one"
    )
    checked.add_argument("problem", help="the problem file the plan was made from")
    checked.add_argument("plan", help="a plan file, as solve prints it")
    commands.add_parser("compile", help="compile the inner loops, so that no plan waits for that")
    return parser


def _compile() -> int:
    """Makes plans too small to matter; what was compiled for them is kept."""
    warming.warm()
    return 0


def _solve(problem_file: str) -> int:
    """Prints the plan; a plan the referee objects to is printed all the same, and said to be."""
    problem = _read(problem_file, json_format.read_problem)
    made = plan.make_plan(problem)
    sys.stdout.write(json_format.plan_json(made))
    return _told(check.violations(problem, made), sys.stderr)


def _check(problem_file: str, plan_file: str) -> int:
    problem = _read(problem_file, json_format.read_problem)
    made = _read(plan_file, json_format.read_plan)
    found = check.violations(problem, made)
    if not found:
        visits = sum(len(day.stops) + len(day.calls) for day in made.days)
        print(f"No violations: {visits} visits planned, {len(made.unplanned)} unplanned.")
    return _told(found, sys.stdout)


def _told(found: Sequence[check.Violation], stream: TextIO) -> int:
    for violation in found:
        print(f"{violation.where}: {violation.text} [{violation.code}]", file=stream)
    return 1 if found else 0


def _read(file: str, reader: Callable[[str], Noun]) -> Noun:
    """Returns what a file holds; raises _Unreadable with place and remedy."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise _Unreadable(f"{file}: {error.strerror}. Give the path of a JSON file.") from None
    except UnicodeDecodeError as error:
        text = f"{file}: byte {error.start} is not UTF-8. Save the file as UTF-8 JSON."
        raise _Unreadable(text) from None
    try:
        return reader(text)
    except json_format.BadFile as error:
        lines = [f"{file}: {path}: {text}" for path, text in error.problems]
        lines.append("Mend these places; docs/problem-format.md describes every field.")
        raise _Unreadable("\n".join(lines)) from None


if __name__ == "__main__":
    sys.exit(main())
