"""A short storm: lost requests, lost and half answers, two tabs, a killed browser, a wrong clock.

The long one is `make chaos`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chaos.storm import Storm
from tests.demo_server import DemoServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BURSTS, FEWEST_FAULTS = 45, 15


def test_no_fact_or_wish_is_lost_or_doubled(browser: Browser, demo: DemoServer, tmp_path: Path):
    storm = Storm(browser.browser_type, tmp_path / "profile", demo, seed=3)
    for number in range(BURSTS):
        storm.burst()
        if number == BURSTS // 2:
            storm.kill()
    storm.drain()
    storm.context.close()
    storm.assert_nothing_lost_or_doubled()
    assert storm.faults.total() >= FEWEST_FAULTS, storm.told()
    assert storm.events["browser killed"] == 1
