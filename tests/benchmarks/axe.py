"""Every screen of the phone at three widths, in two themes, with usual letters and large ones.

Axe must find nothing, and nobody with a narrow screen or large letters may have to scroll sideways.
"""

import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import demo_server, phone_screens
from tests.benchmarks.result import Result
from tests.browser import ARGUMENTS
from tests.screenshots import chromium

WIDTHS, SCHEMES, TEXTS = (320, 390, 1280), ("light", "dark"), (100, 200)
LARGER = "document.documentElement.style.fontSize = '{}%'"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COLUMNS = ("width", "theme", "text", "screens", "violations", "sideways")


def run(shared: Path) -> Result:
    del shared
    rows, broken = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_server.serving(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for width, scheme, text in product(WIDTHS, SCHEMES, TEXTS):
            seen, found, wide = looked_at(browser, url, width, scheme, text)
            rows.append((width, scheme, f"{text} %", seen, len(found), len(wide)))
            where = f"{width} px, {scheme}, {text} %"
            broken += [f"{where}: {fault}" for fault in (*found, *wide)]
        browser.close()
    return Result(COLUMNS, rows, broken)


def looked_at(
    browser: Browser, url: str, width: int, scheme: str, text: int
) -> tuple[int, list[str], list[str]]:
    """Returns how many screens there were, what axe found, and which scroll sideways."""
    with browser.new_context(
        viewport={"width": width, "height": 844}, has_touch=True, base_url=url,
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce",
        permissions=["geolocation"], geolocation=phone_screens.PLACE,
    ) as context:  # fmt: skip
        demo_server.sign_in(context, url, "ann@demo.example", "phone")
        page = phone_screens.opened(context)
        found, wide, seen = list[str](), list[str](), 0
        for name in phone_screens.screens(page):
            page.evaluate(LARGER.format(text))
            found += [f"{name}: {fault}" for fault in phone_screens.faults(page)]
            wide += [f"{name}: {over} px too wide" for over in [too_wide(page)] if over > 0]
            seen += 1
    return seen, found, wide


def too_wide(page: Page) -> int:
    return page.evaluate(SIDEWAYS)
