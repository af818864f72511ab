"""Calendars in a real browser: subscribing, and the way back from an event into the app."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import browser as chromium
from tests import demo_server
from tests.browser import DESK, PHONE
from tests.demo_server import DemoServer
from tests.e2e.phone import ANN, BOB, PATIENCE_MS, rows, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("patience"),
]

PASSWORD = "rounds-demo"


@pytest.fixture
def stranger(browser: Browser, demo_url: str) -> Iterator[BrowserContext]:
    """A phone on which nobody is signed in."""
    with browser.new_context(**PHONE, base_url=demo_url) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield context


@pytest.fixture
def page(stranger: BrowserContext, demo_url: str) -> Page:
    """Ann's phone."""
    demo_server.sign_in(stranger, demo_url, ANN, "phone")
    return new_page(stranger)


@pytest.fixture
def desk(browser: Browser, demo_url: str) -> Iterator[Page]:
    """Bob's desk."""
    with browser.new_context(**DESK, base_url=demo_url) as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, demo_url, BOB)
        yield new_page(context)


def new_page(context: BrowserContext) -> Page:
    page = context.new_page()
    chromium.listen(page)
    return page


def visit(demo: DemoServer, days: int) -> tuple[str, str]:
    """Returns the id and the account of one of Ann's visits that many days or more ahead."""
    query = """SELECT visit.id, account.name FROM visit JOIN account ON account.id = account_id
               JOIN person ON person.id = visit.rep_id WHERE email = ? AND cancelled_at IS NULL
               AND channel = 'visit' AND "on" >= date(?, ?) ORDER BY "on", position"""
    row_id, name = rows(demo, query, ANN, demo_server.TODAY.isoformat(), f"+{days} days")[0]
    return str(UUID(row_id)), name


def test_the_link_of_a_later_visit_opens_it_at_move_hold_skip_navigate(page, demo):
    visit_id, name = visit(demo, 2)
    page.goto(f"/v/{visit_id}")
    sheet = page.get_by_role("dialog", name=name)
    for action in ("Another day", "Navigate"):
        expect(sheet.get_by_role("link", name=action)).to_be_visible()
    for action in ("Hold", "Skip"):
        expect(sheet.get_by_role("button", name=action)).to_be_visible()


def test_a_later_visit_is_cancelled_from_its_link(page, demo):
    visit_id, _ = visit(demo, 3)
    page.goto(f"/v/{visit_id}")
    page.get_by_role("button", name="Skip").click()
    page.get_by_label("They asked me not to come").check()
    page.get_by_role("button", name="Skip on").click()
    query = "SELECT kind FROM wish WHERE visit_id = ?"
    wait_until(page, lambda: rows(demo, query, UUID(visit_id).hex) == [("drop",)])


def test_the_link_leads_through_the_sign_in_to_its_visit(stranger, demo):
    visit_id, name = visit(demo, 4)
    page = new_page(stranger)
    page.goto(f"/v/{visit_id}")
    page.get_by_label("E-mail").fill(ANN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    sheet = page.get_by_role("dialog", name=name)
    expect(sheet.get_by_role("link", name="Another day")).to_be_visible()


def test_a_visit_that_is_not_on_the_phone_is_asked_of_the_server(page, demo):
    visit_id, _ = visit(demo, 62)
    page.goto(f"/v/{visit_id}")
    expect(page.get_by_text("Planned for")).to_be_visible()
    page.get_by_role("link", name="Open the account").click()
    expect(page).to_have_url(f"{demo.url}/#/account/{account_of(demo, visit_id)}")


def account_of(demo: DemoServer, visit_id: str) -> str:
    query = "SELECT account_id FROM visit WHERE id = ?"
    return str(UUID(rows(demo, query, UUID(visit_id).hex)[0][0]))


def test_a_link_to_nothing_says_so(page):
    page.goto(f"/v/{UUID(int=7)}")
    expect(page.get_by_text("This visit is not yours, or it is gone.")).to_be_visible()


def test_a_managers_link_opens_the_visit_at_the_desk(desk, demo):
    visit_id, name = visit(demo, 2)
    desk.goto(f"/desk/v/{visit_id}")
    drawer = desk.get_by_role("dialog", name=name)
    expect(drawer.get_by_text("Planned for").first).to_be_visible()
    drawer.get_by_role("button", name="Open the account").click()
    expect(desk.get_by_role("button", name="In a calendar")).to_be_visible()


def test_a_rep_subscribes_changes_renews_and_revokes(page, stranger):
    page.goto("/#/settings")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("code.url").inner_text()
    expect(page.get_by_text("Only this machine can reach this address")).to_be_visible()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert b"STATUS:TENTATIVE" in stranger.request.get(address).body()
    page.get_by_text("Change what it shows").click()
    page.get_by_label("Reminder").select_option(label="30 min before")
    wait_until(page, lambda: b"TRIGGER:-PT30M" in stranger.request.get(address).body())
    page.get_by_role("button", name="New address").click()
    page.get_by_role("dialog").get_by_role("button", name="New address").click()
    expect(page.locator("code.url")).not_to_have_text(address)
    assert stranger.request.get(address).status == 404
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.locator("code.url")).to_have_count(0)


def test_a_manager_subscribes_to_the_team_and_sees_who_else_reads(desk, stranger):
    desk.goto("/desk#/settings?part=calendars")
    expect(desk.get_by_role("heading", name="Calendars of your reps")).to_be_visible()
    desk.get_by_role("button", name="Make an address").click()
    text = stranger.request.get(desk.locator("code.url").inner_text()).body()
    assert b"CATEGORIES:Ann" in text
    assert b"COLOR:darkorange" in text
