"""Chromium for tests: the fixtures `browser`, `phone_page` and `desk_page`.

A page starts in a context of its own (no cookies, no stored data). When its test
fails, what it showed last lies in tests/.artifacts.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install -y chromium"
ARTIFACTS = Path(__file__).parent / ".artifacts"

ARGUMENTS = [
    "--no-sandbox",  # root has none, in containers nobody has
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 1,
    "has_touch": True,
    "is_mobile": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1}

failed = pytest.StashKey[bool]()
complaints: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def chromium() -> str:
    """Returns the path of the Chromium to use; a test without one fails, it is never skipped."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    pytest.fail(f"No Chromium to test with. Please run: {INSTALL}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Returns a Chromium of the module's own.

    Not of the session's: as long as Playwright runs, no other test can use `asyncio.run`.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def phone_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from fresh_page(browser, request, PHONE)


@pytest.fixture
def desk_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from fresh_page(browser, request, DESK)


def fresh_page(
    browser: Browser, request: pytest.FixtureRequest, device: dict[str, object]
) -> Iterator[Page]:
    with browser.new_context(**device) as context:
        page = context.new_page()
        listen(page)
        yield page
        if request.node.stash.get(failed, False):
            save_picture(page, f"{request.node.name}-{request.fixturename}")


def listen(page: Page) -> None:
    """Collects what the page complains about, from now on."""
    heard = complaints.setdefault(page, [])
    page.on("pageerror", lambda error: heard.append(f"uncaught: {error}"))
    page.on("console", lambda m: heard.append(f"console: {m.text}") if m.type == "error" else None)


def assert_no_complaints(page: Page, *, except_for: str | None = None) -> None:
    """Fails on uncaught and console errors, but for those that the pattern finds.

    Offline, for one, Chromium itself writes "Failed to load resource".
    """
    left = [c for c in complaints[page] if not (except_for and re.search(except_for, c))]
    assert not left, "\n".join(left)


def save_picture(page: Page, name: str) -> None:
    file = re.sub(r"[^\w.-]+", "_", name)
    try:
        page.screenshot(path=ARTIFACTS / f"{file}.png", full_page=True)
    except Error as error:
        print(f"no picture of {name}: {error}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets a fixture know, when it ends, whether its test failed."""
    report = yield
    item.stash[failed] = item.stash.get(failed, False) or report.failed
    return report
