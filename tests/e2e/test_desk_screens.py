"""Every screen of the desk in a real browser: for everybody, on a tablet too, and not too large."""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import browser as chromium
from tests import demo_server, desk_screens
from tests.browser import DESK
from tests.e2e.phone import BOB

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Tablet and phone; the screens themselves are shown at 1280.
WIDTHS = (768, 390)
#: Before maps and charts, which their screens fetch.
MOST_FIRST_LOAD_BYTES = 90_000
DIST = desk_screens.PWA / "dist"


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    """Bob's desk, on a page that lives through all screens: nothing of one may hurt the next."""
    with browser.new_context(**DESK, base_url=demo_url, reduced_motion="reduce") as context:
        demo_server.sign_in(context, demo_url, BOB)
        page = context.new_page()
        chromium.listen(page)
        yield desk_screens.opened(page, "settings")


def test_every_screen_is_for_everybody_and_no_wider_than_its_window(page: Page):
    """Axe finds nothing in light and in dark, and the browser has nothing to complain about.

    In dark only the contrast is looked at again: nothing else depends on colours.
    """
    faults = []
    for name in desk_screens.screens(page):
        faults += [f"{name}: {fault}" for fault in desk_screens.faults(page)]
        page.emulate_media(color_scheme="dark")
        faults += [f"{name}, dark: {one}" for one in desk_screens.faults(page, "color-contrast")]
        page.emulate_media(color_scheme="light")
        faults += [f"{name}: {one}" for one in too_wide(page)]
    assert not faults, "\n".join(faults)
    chromium.assert_no_complaints(page)


def too_wide(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if over := desk_screens.too_wide(page):
            found.append(f"{over} px wider than {width}")
    page.set_viewport_size(DESK["viewport"])
    return found


def test_the_check_would_see_a_fault(page: Page):
    page.evaluate("document.querySelector('#main label').textContent = ''")
    page.evaluate("document.querySelector('#main h1').style.color = '#eee'")
    found = "\n".join(desk_screens.faults(page))
    assert "color-contrast" in found
    assert desk_screens.too_wide(page) == 0
    page.evaluate("document.querySelector('#main h1').style.width = '2000px'")
    assert desk_screens.too_wide(page) > 0


def test_each_chart_has_its_table(page: Page):
    """What a picture shows can be read in rows: beside it, or in the part that opens under it."""
    for address, picture in desk_screens.CHARTS.items():
        desk_screens.go(page, address)
        for chart in page.locator(f"#main {picture}").all()[:3]:
            assert desk_screens.has_table(chart), f"{address}: {chart.get_attribute('aria-label')}"


def test_the_first_load_stays_small():
    """What desk.html names, packed as small as gzip can; screens come when they are opened."""
    page = DIST / "desk.html"
    names = re.findall(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"', page.read_text())
    sizes = {name: len(gzip.compress((DIST / name).read_bytes(), 9)) for name in names}
    assert len(sizes) > 2
    total = sum(sizes.values()) + len(gzip.compress(page.read_bytes(), 9))
    print(f"The desk's first load: {total} bytes")
    assert total <= MOST_FIRST_LOAD_BYTES, sizes
