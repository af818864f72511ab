"""The phone's first screen as Lighthouse rates it: an emulated phone on a slow network.

Accessibility and best practices must be 100. Performance is the median of five runs, and a promise
only on a machine fast and idle enough for it: by Lighthouse's own index and the load before.
"""

import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import demo_server, phone_screens
from tests.benchmarks.result import Result
from tests.browser import ARGUMENTS
from tests.screenshots import chromium

TOOL = Path(__file__).parents[2] / "pwa" / "tools" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS, FAST, FAST_INDEX, IDLE_LOAD = 5, 98, 1000, 0.5
COLUMNS = ("run", *CATEGORIES, "index", "first paint ms", "largest paint ms", "blocked ms")


def run(shared: Path) -> Result:
    del shared
    installed()
    idle = os.getloadavg()[0] < IDLE_LOAD
    with tempfile.TemporaryDirectory() as folder, demo_server.serving(Path(folder) / "demo") as url:
        told = reports(url, Path(folder) / "profile")
    rows = [row(number, one) for number, one in enumerate(told, 1)]
    return Result(COLUMNS, rows, broken(rows, told, idle))


def installed() -> None:
    """Lighthouse wants a newer Node than the app: both come with its own lock, at the first run."""
    if not (TOOL / "node_modules" / ".bin" / "lighthouse").exists():
        subprocess.run(["npm", "ci", "--loglevel=error"], cwd=TOOL, check=True)


def node() -> str:
    """Returns the Node that came with it; elsewhere than on Linux the one of this machine."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), "")
    own = TOOL / "node_modules" / f"node-linux-{machine}" / "bin" / "node"
    return str(own) if own.exists() else shutil.which("node") or "node"


def reports(url: str, profile: Path) -> list[dict[str, Any]]:
    """Returns Lighthouse's reports on Today, where Ann is signed in and her data are stored."""
    port = free_port()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), base_url=url,
            args=[*ARGUMENTS, f"--remote-debugging-port={port}"],
        )  # fmt: skip
        demo_server.sign_in(context, url, "ann@demo.example", "phone")
        phone_screens.opened(context).close()
        told = [report(url, port) for _ in range(RUNS)]
        context.close()
    return told


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def report(url: str, port: int) -> dict[str, Any]:
    """One run; the shell and its worker are fetched anew, the rep stays signed in."""
    command = [node(), str(TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"), url]
    command += [f"--port={port}", "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    return json.loads(done.stdout)


def row(number: int, told: dict[str, Any]) -> tuple[int, ...]:
    audits = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
    return (
        number,
        *(round(100 * told["categories"][name]["score"]) for name in CATEGORIES),
        round(told["environment"]["benchmarkIndex"]),
        *(round(told["audits"][name]["numericValue"]) for name in audits),
    )


def broken(rows: list[tuple[int, ...]], told: list[dict[str, Any]], idle: bool) -> list[str]:
    left = [
        f"{name}: {audit} has {told[0]['audits'][audit]['score']}"
        for name in CATEGORIES[1:]
        for audit in failed(told[0], name)
    ]
    performance = statistics.median(one[1] for one in rows)
    index = statistics.median(one[4] for one in rows)
    if performance < FAST and index >= FAST_INDEX and idle:
        left.append(f"performance: median {performance}, not {FAST}")
    return left


def failed(told: dict[str, Any], name: str) -> list[str]:
    """Returns what costs points, and what of it."""
    counted = [one["id"] for one in told["categories"][name]["auditRefs"] if one["weight"] > 0]
    return [one for one in counted if told["audits"][one]["score"] not in (1, None)]
