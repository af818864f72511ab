"""Our calendars before sabre/vobject: its validator, and its reading beside the other parsers'."""

import time
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks import feed
from tests.benchmarks.result import Result
from tests.calendars import golden, parsers, sabre
from tests.calendars.sabre import Answer

COLUMNS = ("Calendar", "Events", "Faults", "Read as the others do", "Seconds")


def run(shared: Path | None = None) -> Result:
    """Asks about every golden calendar and the feed of 2,000 visits, and about two broken ones."""
    calendars = {name: made() for name, made in golden.GOLDEN.items()}
    calendars[f"{feed.VISITS} visits"] = feed.rendered([feed.event(n) for n in range(feed.VISITS)])
    rows, broken = [], []
    for name, raw in calendars.items():
        began = time.monotonic()
        answer = sabre.asked(raw)
        seconds = time.monotonic() - began
        found = problems(raw, answer)
        broken += [f"{name}: {problem}" for problem in found]
        agreed = answer.events and not any("reads" in problem for problem in found)
        rows.append(
            (name, len(answer.events), len(answer.faults), "yes" if agreed else "no", seconds)
        )
    broken += [
        f"a calendar {what} is found faulty"
        for what, raw in faulty(calendars["rep"]).items()
        if not sabre.asked(raw).faults
    ]
    return Result(COLUMNS, rows, broken)


def problems(raw: bytes, answer: Answer) -> list[str]:
    """Returns what sabre/vobject finds wrong, and each parser that reads something else."""
    found = [f"sabre/vobject says: {fault}" for fault in answer.faults]
    theirs = sorted(answer.events)
    for parser in parsers.PARSERS:
        ours = sorted(parser(raw))
        different = next((a for a, b in zip(ours, theirs, strict=False) if a != b), None)
        if len(ours) != len(theirs):
            found.append(f"{parser.__name__} reads {len(ours)} events, not {len(theirs)}")
        elif different:
            found.append(f"{parser.__name__} reads event {different.uid} in another way")
    return found


def faulty(raw: bytes) -> Mapping[str, bytes]:
    """Returns a calendar with faults in it, so that finding none means something.

    Version 2 looks at bytes only: its rules for a calendar's properties are commented out.
    """
    return {
        "with a text that is not UTF-8": raw.replace("Café".encode(), "Café".encode("latin-1"), 1),
        "with a name that is none": raw.replace(b"CALSCALE:", b"CAL_SCALE:", 1),
        "cut off": raw[: len(raw) // 2],
    }
