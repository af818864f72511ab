"""The manager's week by keyboard alone: pick and change, move a visit, decide, draw, set a goal."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser as chromium
from tests import demo_server, desk_screens
from tests.browser import DESK, PHONE
from tests.demo_server import TODAY, DemoServer
from tests.e2e.keys import focused, press, tab_to
from tests.e2e.phone import ANN, BOB, PATIENCE_MS, rows, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    """Bob's desk; a mouse never touches it."""
    expect.set_options(timeout=PATIENCE_MS)
    with browser.new_context(**DESK, base_url=demo_url, reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, demo_url, BOB)
        page = context.new_page()
        chromium.listen(page)
        yield page
        chromium.assert_no_complaints(page)
    expect.set_options(timeout=5_000)


def at(page: Page, address: str) -> None:
    """Opens a screen and steps over what stands around it."""
    desk_screens.opened(page, address)
    press(page, "Skip to the content")


def undo(page: Page) -> None:
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("Control+z")


def test_a_proposal_is_accepted_and_taken_back(page: Page, browser: Browser, demo: DemoServer):
    """The first one here: no plan is being made yet before it."""
    name = proposed(browser, demo)
    wait_until(page, lambda: rows(demo, "SELECT id FROM class_proposal WHERE decision = ''"))
    at(page, "classes")
    tab_to(page, re.compile(f"Pick {re.escape(name)}"))
    page.keyboard.press("Space")
    expect(page.locator(".class-effect")).to_contain_text("h")
    page.keyboard.press("Shift+Tab")
    press_backwards(page, "Accept 1")
    expect(page.locator(".toast")).to_contain_text("1 proposal accepted")
    undo(page)
    expect(page.locator(".toast")).to_contain_text("taken back")
    expect(page.get_by_label(f"Pick {name}")).to_be_visible()


def test_accounts_are_picked_changed_and_taken_back(page: Page):
    """Space picks one, shift and an arrow the next; Enter goes on to what is done with them."""
    at(page, "accounts?class=core")
    tab_to(page, re.compile("Select (?!every)"))
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.keyboard.press("Enter")
    assert focused(page)["name"] == "Change them"
    page.keyboard.press("Enter")
    tab_to(page, "Tier")
    page.keyboard.type("C")
    press(page, "Preview")
    expect(page.get_by_text(re.compile("^2 accounts change"))).to_be_visible()
    press(page, "Change 2 accounts")
    expect(page.get_by_role("dialog")).to_have_count(0)
    undo(page)
    expect(page.locator(".toast")).to_contain_text("Undone: 2 accounts")


def test_a_visit_is_moved_to_another_day_and_back(page: Page):
    """Each day says what it costs before the visit is let go there."""
    later = TODAY + timedelta(weeks=2)
    at(page, f"plans?week={later - timedelta(days=later.weekday())}")
    tab_to(page, re.compile("Move "))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Here:")).first).to_be_visible()
    press(page, re.compile("Here:"))
    expect(page.locator(".toast")).to_contain_text("A new plan is being made")
    undo(page)
    expect(page.locator(".toast")).to_be_visible()


def test_a_season_window_is_drawn_saved_and_taken_back(page: Page):
    """Arrow keys move an end of the window by a day; the effect stands there before it is saved."""
    at(page, "seasons?kind=segment")
    press(page, "Hotel")
    tab_to(page, re.compile("Window 1, in season: first day"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("slider").first).to_have_attribute("aria-valuetext", "21 Jan")
    save = page.get_by_role("button", name="Save", exact=True)
    expect(save).to_be_enabled()
    press(page, "Save")
    expect(page.get_by_role("dialog")).to_have_count(0)
    undo(page)
    expect(page.locator(".toast")).to_contain_text("has its windows of before again")


def test_a_goal_is_looked_at_then_set(page: Page):
    at(page, "goals")
    press(page, "New goal")
    tab_to(page, "Metric")
    page.keyboard.type("Attain")
    tab_to(page, re.compile("Target"))
    page.keyboard.type("90")
    press(page, "Look at it")
    expect(page.get_by_text("It starts from")).to_be_visible()
    press(page, re.compile("Save"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#main")).to_contain_text("90 %")


def press_backwards(page: Page, name: str) -> None:
    for _ in range(20):
        if focused(page)["name"] == name:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{name} is not before it")


def proposed(browser: Browser, demo: DemoServer) -> str:
    """A report of Ann's that asks for another class; returns the account's name."""
    query = """SELECT account.id, account.name FROM account JOIN person ON person.id = rep_id
               WHERE email = ? AND account_class = 'core' AND account.active LIMIT 1"""
    [(about, name)] = rows(demo, query, ANN)
    asked = {"class_answer": "change", "class_wanted": "invest", "events": ["expansion"]}
    args = {"on": f"{TODAY}", "outcome": "made", "note": "A second terrace."} | asked
    item = {"id": str(uuid4()), "kind": "report", "about": str(UUID(about)), "args": args,
            "at_phone": f"{TODAY}T14:00:00Z", "zone": "America/Chicago"}  # fmt: skip
    with browser.new_context(**PHONE, base_url=demo.url) as context:
        demo_server.sign_in(context, demo.url, ANN, "phone")
        ask = {"client_id": str(uuid4()), "schema": 2, "send": [item]}
        headers = demo_server.headers(demo.url, "phone")
        answer = context.request.post(f"{demo.url}/api/sync", data=ask, headers=headers)
        assert [one["status"] for one in answer.json()["results"]] == ["accepted"], answer.text()
    return name
