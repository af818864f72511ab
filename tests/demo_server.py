"""The demo company on a server of its own process, for browser tests and pictures."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

#: A spring day: lakes before their season, others in it, some off.
TODAY = date(2026, 5, 5)
READY = re.compile(r"Rounds is ready at (http://\S+)")
ROOT = Path(__file__).parent.parent


@contextmanager
def serving(folder: Path, today: date = TODAY) -> Iterator[str]:
    """Yields the address of a demo whose clock starts at 07:40 of ``today``; stopped afterwards.

    The process writes its log into the folder: nobody reads a pipe that could fill up.
    """
    log = folder / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(_command(folder, today), stdout=subprocess.PIPE, stderr=written,
                                   text=True, cwd=ROOT, env=_environment())  # fmt: skip
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _command(folder: Path, today: date) -> list[str]:
    return [
        sys.executable, "-m", "server.cli", "demo", "--serve", "--port", "0",
        "--data-folder", str(folder), "--today", today.isoformat(),
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    """Without the developer's own settings; unbuffered, so that the address comes at once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    return kept | {"PYTHONUNBUFFERED": "1"}


def _address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := READY.search(line):
            return found[1]
    raise RuntimeError(f"The demo did not start:\n{log.read_text()[-2000:]}")
