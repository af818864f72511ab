"""The demo company on a server of its own process, for browser tests and pictures."""

import fcntl
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

#: A spring day: lakes before their season, others in it, some off.
TODAY = date(2026, 5, 5)
READY = re.compile(r"Rounds is ready at (https?://\S+)")
ROOT = Path(__file__).parent.parent


class RoundsProcess:
    """A command of `rounds` in a process of its own, with whatever processes that one starts.

    It writes its log into the data folder: nobody reads a pipe that could fill up.
    """

    def __init__(self, folder: Path, *command: str) -> None:
        self.folder, self.command = folder, command
        #: Settings of the next start, by their names in the environment.
        self.settings: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        """The process's id, which is also that of the group its children belong to."""
        assert self._process is not None
        return self._process.pid

    def launch(self, *more: str) -> subprocess.Popen[str]:
        """Starts it; returns at once."""
        command = [sys.executable, "-m", "server.cli", *self.command, *more]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "rounds.log").open("a") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log,
                                             text=True, cwd=ROOT,
                                             env=_environment() | self.settings,
                                             start_new_session=True)  # fmt: skip
        return self._process

    def stop(self) -> None:
        """Ends it as Ctrl-C would: requests under way are answered."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it as a power cut would, with all its processes."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if how is signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        process.communicate(timeout=30)


class Server(RoundsProcess):
    """`rounds serve` or `rounds demo --serve`; it comes back on the port it had."""

    port, url = 0, ""

    def start(self) -> str:
        """Returns its address, once it answers there."""
        process = self.launch("--port", str(self.port))
        self.url = self._address(process)
        self.port = urlsplit(self.url).port or 0
        return self.url

    def _address(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        for line in process.stdout:
            if found := READY.search(line):
                return found[1]
        raise RuntimeError(f"It did not start:\n{(self.folder / 'rounds.log').read_text()[-2000:]}")


class DemoServer(Server):
    """The demo on a data folder of its own; a new one is set up first."""

    def __init__(self, folder: Path, today: date = TODAY) -> None:
        super().__init__(folder, *_demo(folder, today), "--serve")

    @property
    def database(self) -> Path:
        return self.folder / "rounds.sqlite"


@contextmanager
def serving(folder: Path, today: date = TODAY) -> Iterator[str]:
    """Yields the address of a demo whose clock starts at 07:40 of ``today``; stopped afterwards."""
    server = DemoServer(folder, today)
    try:
        yield server.start()
    finally:
        server.stop()


def copy_of_a_demo(shared: Path, folder: Path, today: date = TODAY) -> None:
    """Puts a demo into the empty ``folder``: made once in ``shared``, by whoever comes first.

    Planning takes most of a minute; the copy's clock is set back to the moment it was made.
    """
    made = shared / f"demo-{today}"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "ready").exists():
            shutil.rmtree(made, ignore_errors=True)
            run(*_demo(made, today))
            (made / "ready").touch()
    shutil.copytree(made, folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "rounds.sqlite")) as db, db:
        late_s = round(time.time() - (made / "ready").stat().st_mtime)
        db.execute("UPDATE company SET clock_offset_s = clock_offset_s - ?", (late_s,))


def run(*command: str) -> None:
    """Runs a command of `rounds` to its end."""
    subprocess.run([sys.executable, "-m", "server.cli", *command], cwd=ROOT, env=_environment(),
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip


def _demo(folder: Path, today: date) -> list[str]:
    return ["demo", "--data-folder", str(folder), "--today", today.isoformat()]


def _environment() -> dict[str, str]:
    """Without the developer's own settings; unbuffered, so that the address comes at once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    return kept | {"PYTHONUNBUFFERED": "1"}


def headers(url: str, entry: Literal["phone", "desk"] = "desk") -> dict[str, str]:
    """What a request of one of our own pages carries."""
    return {"Origin": url, "X-Rounds-Entry": entry}


def sign_in(
    context: BrowserContext, url: str, email: str, entry: Literal["phone", "desk"] = "desk"
) -> None:
    """Signs somebody of the demo in, without typing a password."""
    message = {"email": email, "entry": entry}
    answer = context.request.post(
        f"{url}/api/demo/session", data=message, headers=headers(url, entry)
    )
    assert answer.ok, answer.text()
