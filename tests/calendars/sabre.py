"""sabre/vobject reads our calendars too: the parser of Nextcloud, and its validator.

It needs PHP, so that only ``make bench`` asks it (``.ci/sabre`` installs it); the parsers that
``make test`` asks are in ``parsers``.
"""

import json
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple

from tests.calendars.parsers import Read

SCRIPT = Path(__file__).parent / "read-calendar.php"
INSTALL = "apt-get install -y php-cli php-sabre-vobject"
#: What the script ends with where the library is missing.
MISSING = 3


class Answer(NamedTuple):
    """What sabre/vobject makes of a calendar: what its validator finds wrong, and the events."""

    version: str
    faults: list[str]
    events: list[Read]


def asked(raw: bytes) -> Answer:
    """Returns the answer; ImportError where PHP or the library is missing, with what installs it.

    A calendar it cannot read at all is a fault, in its own words.
    """
    if which("php") is None:
        raise ImportError(f"There is no PHP to check calendars with. Please run: {INSTALL}")
    found = subprocess.run(["php", SCRIPT], input=raw, capture_output=True, check=False)
    if found.returncode == MISSING:
        raise ImportError(f"There is no sabre/vobject. Please run: {INSTALL}")
    if found.returncode:
        lines = (found.stderr or found.stdout).decode(errors="replace").strip().splitlines()
        return Answer("", [lines[0] if lines else f"exit code {found.returncode}"], [])
    return answer(json.loads(found.stdout))


def answer(told: dict[str, Any]) -> Answer:
    """Returns what the script printed; texts are as the version means them.

    Version 2 hands commas and semicolons over as they were written, a backslash before each.
    """
    version = told["version"]
    events = [Read(*one) for one in told["events"]]
    if version.startswith("2."):
        events = [
            one._replace(
                summary=_plain(one.summary),
                location=_plain(one.location),
                description=_plain(one.description),
            )
            for one in events
        ]
    return Answer(version, told["faults"], events)


def _plain(text: str) -> str:
    return re.sub(r"\\([,;])", r"\1", text)
