"""Leaving a phone: signed out with things to send, another person on it, a phone that is lost."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.demo import setup
from tests import demo_server
from tests.browser import DESK
from tests.demo_server import DemoServer
from tests.e2e.phone import (
    ANN,
    BOB,
    CLEO,
    PATIENCE_MS,
    WAITING,
    opened,
    status,
    stored,
    wait_until,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("patience"),
]

DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"


def reported_offline(context: BrowserContext, note: str) -> Page:
    """Returns Ann's phone without a connection and with one report to send."""
    page = opened(context)
    context.set_offline(True)
    page.locator(".next").get_by_role("link", name="Report").click()
    for answer in ("Visit made", "Interested", "Yes"):
        page.get_by_label(answer, exact=True).check(force=True)
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name="Save report").click()
    expect(status(page)).to_have_text(WAITING.format(1))
    return page


def signed_out(page: Page, how: str) -> None:
    page.goto("/#/settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=how).click()
    expect(page.get_by_label("E-mail")).to_be_visible()


def signed_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(setup.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#next-name")).to_be_visible()


def test_what_was_not_sent_waits_for_its_person_while_another_uses_the_phone(
    context: BrowserContext, demo: DemoServer
):
    note = "Waits behind a lock"
    page = reported_offline(context, note)
    signed_out(page, "Send later")
    context.set_offline(False)
    signed_in(page, CLEO)
    assert stored(demo, note) == [], "another's cookie must not carry it"
    page.goto("/#/settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    signed_in(page, ANN)
    wait_until(page, lambda: stored(demo, note))
    assert stored(demo, note) == [("made", "interested", "accepted")]


def test_saved_as_a_file_it_is_all_there_and_stays_until_the_person_decides(
    context: BrowserContext,
):
    page = reported_offline(context, "Goes into a file")
    page.goto("/#/settings")
    page.get_by_role("button", name="Sign out", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("file")).click()
    assert "Goes into a file" in download.value.path().read_text()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(page.get_by_label("E-mail")).to_be_visible()
    wait_until(page, lambda: page.evaluate(DATABASES) == [])


def test_signed_out_without_a_connection_the_cookie_ends_at_the_next_contact(
    context: BrowserContext, demo_url: str
):
    page = reported_offline(context, "Signed out in the dead zone")
    signed_out(page, "Discard")
    context.set_offline(False)
    headers = demo_server.headers(demo_url, "phone")
    wait_until(
        page, lambda: context.request.get(f"{demo_url}/api/session", headers=headers).status == 401
    )


def test_a_lost_phone_is_emptied_and_its_manager_applies_what_it_still_sent(
    browser: Browser, context: BrowserContext, demo: DemoServer, demo_url: str
):
    note = "Written on the lost phone"
    page = reported_offline(context, note)
    with browser.new_context(**DESK, base_url=demo_url) as at_desk:
        at_desk.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(at_desk, demo_url, BOB)
        desk = at_desk.new_page()
        desk.goto("/desk#/settings?part=devices")
        desk.get_by_label("Whose").select_option(label="Ann Keller")
        for _ in range(desk.get_by_role("button", name="This device is lost").count() or 1):
            desk.get_by_role("button", name="This device is lost").first.click()
            desk.get_by_role("dialog").get_by_role("button", name="Sign out and wipe").click()
            expect(desk.get_by_role("dialog")).to_be_hidden()
        context.set_offline(False)
        expect(page.get_by_text("This phone was reported lost")).to_be_visible()
        wait_until(page, lambda: page.evaluate(DATABASES) == [])
        assert stored(demo, note) == [], "nobody has said yet that it counts"
        desk.reload()
        expect(desk.get_by_role("heading", name="From a lost phone: 1 report")).to_be_visible()
        expect(desk.get_by_text(note)).to_be_visible()
        desk.get_by_role("button", name="Apply as Ann Keller").click()
        expect(desk.get_by_role("heading", name="From a lost phone")).to_be_hidden()
    assert stored(demo, note) == [("made", "interested", "accepted")]
