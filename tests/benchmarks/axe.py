"""Every screen of the phone at three widths, in two themes, with usual letters and large ones.

And every screen of the desk at two. Axe must find nothing, and nobody with a narrow screen or large
letters may have to scroll sideways.
"""

import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import demo_server, desk_screens, phone_screens
from tests.benchmarks.result import Result
from tests.browser import ARGUMENTS
from tests.screenshots import chromium

SCHEMES = ("light", "dark")
#: Entry, width, size of its letters in per cent.
LOOKS = [
    *product(("phone",), (320, 390, 1280), (100, 200)),
    ("desk", 768, 100),
    ("desk", 1280, 100),
]
LARGER = "document.documentElement.style.fontSize = '{}%'"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COLUMNS = ("entry", "width", "theme", "text", "screens", "violations", "sideways")

Opened = tuple[Page, Iterator[str], Callable[[Page], list[str]]]


def run(shared: Path) -> Result:
    del shared
    rows, broken = [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_server.serving(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for (entry, width, text), scheme in product(LOOKS, SCHEMES):
            seen, found, wide = looked_at(browser, url, entry, width, scheme, text)
            rows.append((entry, width, scheme, f"{text} %", seen, len(found), len(wide)))
            where = f"{entry}, {width} px, {scheme}, {text} %"
            broken += [f"{where}: {fault}" for fault in (*found, *wide)]
        browser.close()
    return Result(COLUMNS, rows, broken)


def looked_at(
    browser: Browser, url: str, entry: str, width: int, scheme: str, text: int
) -> tuple[int, list[str], list[str]]:
    """Returns how many screens there were, what axe found, and which scroll sideways."""
    with browser.new_context(
        viewport={"width": width, "height": 844}, has_touch=True, base_url=url,
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce",
        permissions=["geolocation"], geolocation=phone_screens.PLACE,
    ) as context:  # fmt: skip
        page, shown, faults = opened(context, url, entry)
        found, wide, seen = list[str](), list[str](), 0
        for name in shown:
            page.evaluate(LARGER.format(text))
            found += [f"{name}: {fault}" for fault in faults(page)]
            wide += [f"{name}: {over} px too wide" for over in [too_wide(page)] if over > 0]
            seen += 1
    return seen, found, wide


def opened(context: BrowserContext, url: str, entry: str) -> Opened:
    """Returns Ann's phone or Bob's desk, its screens one after another, and what looks at one."""
    if entry == "desk":
        demo_server.sign_in(context, url, "bob@demo.example", "desk")
        page = desk_screens.opened(context.new_page(), "settings")
        return page, desk_screens.screens(page), desk_screens.faults
    demo_server.sign_in(context, url, "ann@demo.example", "phone")
    page = phone_screens.opened(context)
    return page, phone_screens.screens(page), phone_screens.faults


def too_wide(page: Page) -> int:
    return page.evaluate(SIDEWAYS)
