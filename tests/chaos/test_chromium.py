"""The long storm: thousands of facts and wishes, and all that can happen to phone and server."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import demo_server
from tests.chaos.storm import Storm
from tests.demo_server import DemoServer

FACTS, FEWEST_FAULTS = 5_000, 1_500
DIST = Path(__file__).parents[2] / "pwa" / "dist"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built pages that may change under the phone's feet."""
    copy = shutil.copytree(DIST, tmp_path / "dist")
    usual = demo_server._environment
    monkeypatch.setattr(
        demo_server, "_environment", lambda: usual() | {"ROUNDS_PWA_FOLDER": str(copy)}
    )
    return copy


def test_none_of_five_thousand_is_lost_or_doubled(browser: Browser, pages: Path, tmp_path: Path):
    server = DemoServer(tmp_path / "data")
    (tmp_path / "data").mkdir()
    server.start()
    try:
        storm = Storm(browser.browser_type, tmp_path / "profile", server, seed=11)
        rage(storm, pages / "sw.js", tmp_path / "kept" / "rounds.sqlite")
        storm.drain()
        storm.context.close()
        storm.assert_nothing_lost_or_doubled()
    finally:
        server.kill()
    print(f"\n{storm.told()}")
    assert storm.faults.total() >= FEWEST_FAULTS


def rage(storm: Storm, worker: Path, backup: Path) -> None:
    """Bursts until there is enough of both; every few hundred facts something larger breaks."""
    where = ("--data-folder", str(storm.server.folder))
    larger = [
        storm.kill,
        storm.lose_the_server,
        lambda: storm.update(worker),
        lambda: demo_server.run("backup", str(backup), *where),
        storm.kill,
        lambda: storm.restore(
            lambda: demo_server.run("restore", str(backup), "--yes", *where)
        ),
    ]  # fmt: skip
    step = FACTS // 18
    while len(storm.made) < FACTS or storm.faults.total() < FEWEST_FAULTS:
        before = len(storm.made) // step
        storm.burst()
        if len(storm.made) // step > before:
            larger[before % len(larger)]()
