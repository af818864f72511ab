"""A day by keyboard alone: what is focused can be seen, sheets keep the focus and give it back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import demo_server
from tests.browser import PHONE
from tests.e2e.keys import focused, press, tab_to
from tests.e2e.phone import ANN, PATIENCE_MS, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    """Ann's phone; a finger never touches it."""
    place = {"permissions": ["geolocation"], "geolocation": {"latitude": 42.8, "longitude": -88.1}}
    expect.set_options(timeout=PATIENCE_MS)
    with browser.new_context(**PHONE, **place, base_url=demo_url) as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, demo_url, ANN, "phone")
        page = opened(context)
        expect(page.locator("#next-name")).to_be_visible()
        yield page
    expect.set_options(timeout=5_000)


def choose(page: Page, group: str, wanted: str) -> None:
    """Tab to the group of radio buttons, arrows to the answer."""
    tab_to(page, re.compile("."), group)
    for _ in range(10):
        if focused(page)["name"] == wanted:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} is not one of {group}")


def write(page: Page, field: str, text: str) -> None:
    tab_to(page, field)
    page.keyboard.type(text)


def next_name(page: Page) -> str:
    return page.locator("#next-name").inner_text()


def expect_another_stop(page: Page, than: str) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#next-name")).not_to_have_text(than)


def more(page: Page) -> None:
    """Opens all that can be done about the next stop."""
    press(page, "More")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_day_goes_by_keyboard_alone(page: Page):
    report(page)
    miss(page)
    skip(page)
    hold(page)
    reorder(page)
    find_a_day(page)
    add_a_prospect(page)
    close_the_day(page)


def test_a_sheet_keeps_the_focus_and_gives_it_back(page: Page):
    press(page, "Missed")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(15):
        page.keyboard.press("Tab")
        assert focused(page)["inside"], focused(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert focused(page)["name"] == "Missed"


def report(page: Page) -> None:
    name = next_name(page)
    press(page, "Report")
    expect(page.get_by_role("button", name="Save report")).to_be_visible()
    choose(page, "result", "Interested")
    choose(page, "class_answer", "Yes")
    write(page, "Note", "By keyboard")
    press(page, "Save report")
    expect_another_stop(page, name)


def miss(page: Page) -> None:
    name = next_name(page)
    press(page, "Missed")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Nobody there")
    expect(page.get_by_role("dialog", name="Next best nearby")).to_be_visible()
    page.keyboard.press("Escape")
    expect_another_stop(page, name)


def skip(page: Page) -> None:
    name = next_name(page)
    more(page)
    press(page, "Skip")
    expect(page.get_by_role("dialog", name="Skip")).to_be_visible()
    choose(page, "reason", "Too far today")
    press(page, "Skip today")
    expect_another_stop(page, name)


def hold(page: Page) -> None:
    more(page)
    press(page, "Hold")
    expect(page.get_by_role("dialog", name="Hold")).to_be_visible()
    press(page, re.compile("Hold to .*, any time"))
    expect(page.get_by_text("Held: ")).to_be_visible()


def reorder(page: Page) -> None:
    """The moved stop keeps the focus, so that it can be moved on."""
    name = next_name(page)
    press(page, "Reorder")
    press(page, f"{name} later")
    assert focused(page)["name"] == f"{name} later"
    page.keyboard.press("Enter")
    expect(page.locator(".order-stop").nth(2)).to_contain_text(name)
    press(page, "Keep this order")
    expect_another_stop(page, name)


def find_a_day(page: Page) -> None:
    name = next_name(page)
    more(page)
    press(page, "Another day")
    expect(page.locator(".offer:enabled").first).to_be_visible()
    today = page.get_by_text("Now planned for").inner_text().removeprefix("Now planned for ")[:-1]
    press(page, re.compile(rf"(?!{today})\w{{3}} \d+ \w{{3}}\n"))
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, re.compile("Take "))
    expect_another_stop(page, name)


def add_a_prospect(page: Page) -> None:
    press(page, "Accounts")
    press(page, "Add")
    write(page, "Name", "Keyboard Kitchen")
    write(page, "Town", "Racine")
    press(page, "Save the prospect")
    expect(page.get_by_role("heading", name="Keyboard Kitchen")).to_be_visible()


def close_the_day(page: Page) -> None:
    press(page, "Today")
    press(page, "Close the day")
    write(page, "A word to the manager", "Nobody touched the screen.")
    press(page, "Close the day")
    expect(page.get_by_text("Your word is on its way")).to_be_visible()
