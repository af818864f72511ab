"""Takes the pictures of the documents: ``make screenshots``, or ``python -m tests.screenshots``.

A demo of its own on a fixed date, so that pictures differ only where the product does.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import demo_server, desk_screens, phone_screens
from tests.browser import ARGUMENTS, INSTALL, NAMES
from tests.small_png import small_png

DOCS = Path(__file__).parent.parent / "docs"
PICTURES, SCREENS = DOCS / "pictures", DOCS / "screens"
SCHEMES = ("light", "dark")
PATIENCE_MS = 60_000

PAGE: ViewportSize = {"width": 1440, "height": 900}
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 768, "height": 1024}
#: The desk on a tablet: those that have most to find room for.
ON_A_TABLET = ("week", "board", "accounts", "plans", "plans-year", "seasons")


def main() -> None:
    """Writes each picture once in light and once in dark colours."""
    for folder in (PICTURES, SCREENS):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        demo_server.serving(Path(data)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for scheme in SCHEMES:
            take_all(browser, url, scheme)
            take_the_phone(browser, url, scheme)
            take_the_desk(browser, url, scheme)
        browser.close()


def chromium() -> str:
    """Returns the Chromium of this machine; without one there are no pictures."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    return found[0] if found else sys.exit(f"No Chromium to take pictures with. Run: {INSTALL}")


def take_all(browser: Browser, url: str, scheme: str) -> None:
    take(browser, url, scheme, "start", PAGE, "/start", ready_start)
    take(browser, url, scheme, "phone-today", PHONE, "/", ready_phone)
    take(browser, url, scheme, "board", DESK, "/desk#/board", ready_board)
    take(browser, url, scheme, "plans", DESK, "/desk#/plans", ready_plans)


def take_the_phone(browser: Browser, url: str, scheme: str) -> None:
    """Every screen of the phone, as it stands when it is opened."""
    style = "dark" if scheme == "dark" else "light"
    with browser.new_context(
        viewport=PHONE, color_scheme=style, device_scale_factor=1, has_touch=True, is_mobile=True,
        reduced_motion="reduce", base_url=url, permissions=["geolocation"],
        geolocation=phone_screens.PLACE,
    ) as context:  # fmt: skip
        demo_server.sign_in(context, url, "ann@demo.example", "phone")
        page = phone_screens.opened(context)
        for name in phone_screens.screens(page):
            page.evaluate("scrollTo(0, 0)")
            page.mouse.move(0, 0)
            page.wait_for_timeout(300)
            save(page, SCREENS / f"{name}-{scheme}.png")


def take_the_desk(browser: Browser, url: str, scheme: str) -> None:
    """Every screen of the desk, and some of them on a tablet."""
    style = "dark" if scheme == "dark" else "light"
    with browser.new_context(
        viewport=DESK, color_scheme=style, device_scale_factor=1, reduced_motion="reduce",
        base_url=url,
    ) as context:  # fmt: skip
        demo_server.sign_in(context, url, "bob@demo.example", "desk")
        page = desk_screens.opened(context.new_page(), "settings")
        page.set_default_timeout(PATIENCE_MS)
        for name in desk_screens.screens(page):
            still(page)
            save(page, SCREENS / f"desk-{name}-{scheme}.png")
            if name in ON_A_TABLET:
                page.set_viewport_size(TABLET)
                still(page)
                save(page, SCREENS / f"desk-{name}-768-{scheme}.png")
                page.set_viewport_size(DESK)


def still(page: Page) -> None:
    """Nothing is under the mouse, and what moves comes to rest."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)


def save(page: Page, file: Path) -> None:
    file.write_bytes(small_png(page, page.screenshot()))
    print(file.relative_to(DOCS.parent))


def take(
    browser: Browser, url: str, scheme: str, name: str, size: ViewportSize, path: str,
    wait: Callable[[Page], None],
) -> None:  # fmt: skip
    """Takes one picture in a browser of its own, with Ann on the phone and Bob at the desk."""
    style = "dark" if scheme == "dark" else "light"
    with browser.new_context(viewport=size, color_scheme=style, device_scale_factor=1) as context:
        demo_server.sign_in(context, url, "ann@demo.example", "phone")
        demo_server.sign_in(context, url, "bob@demo.example", "desk")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{url}{path}")
        wait(page)
        page.wait_for_timeout(500)  # what moves comes to rest
        file = PICTURES / (f"{name}.png" if scheme == "light" else f"{name}-{scheme}.png")
        page.screenshot(path=file)
        print(file.relative_to(DOCS.parent))


def ready_start(page: Page) -> None:
    page.frame_locator(".phone iframe").locator("#next-name").wait_for()
    page.frame_locator(".window iframe").locator(".figure-card").first.wait_for()


def ready_phone(page: Page) -> None:
    page.locator("#next-name").wait_for()


def ready_board(page: Page) -> None:
    page.locator(".table tbody tr").first.wait_for()


def ready_plans(page: Page) -> None:
    page.locator("button.strip-day").nth(3).click()
    page.locator(".plain-map .pin").first.wait_for()
    page.locator(".plan-columns:not(.top)").scroll_into_view_if_needed()


if __name__ == "__main__":
    main()
