"""A rep whose language is German sees no English on any screen, with and without a server."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import browser as chromium
from tests import demo_server
from tests.browser import PHONE
from tests.demo_server import DemoServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOCALES = Path(__file__).parents[2] / "pwa" / "src" / "ui" / "locales"
ANN = "ann@demo.example"
PATIENCE_MS = 30_000

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
#: Both German files are stored, so the language is there without a connection.
STORED = r"""async () => {
  const [name] = (await caches.keys()).filter((name) => name.startsWith('rounds-shell-'))
  const kept = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)
  return [/\/de-more-/, /\/de-(?!more-)/].every((part) => kept.some((path) => part.test(path)))
}"""
#: What a person sees or hears: text, names of buttons and fields, what empty fields suggest.
SEEN = """() => [
  document.body.innerText,
  ...[...document.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel),
  ...[...document.querySelectorAll('[placeholder]')].map((one) => one.placeholder),
].flatMap((text) => text.split(/\\n| \u00b7 |; /))"""


def texts(code: str) -> dict[str, str]:
    """Returns all texts of a language, those of both files."""
    parts = [LOCALES / f"{code}.json", LOCALES / f"{code}-more.json"]
    return {key: text for part in parts for key, text in json.loads(part.read_text()).items()}


def english_only() -> dict[str, re.Pattern[str]]:
    """Returns the English texts that no German one equals; a blank stands for anything."""
    spoken = {text.lower() for text in texts("de").values()}
    return {
        key: re.compile(_pattern(text), re.IGNORECASE)
        for key, text in texts("en").items()
        if text.lower() not in spoken and re.search(r"[a-z]{3}", re.sub(r"\{\w+\}", "", text))
    }


def _pattern(text: str) -> str:
    counted = re.escape(text).replace(r"\{count\}", r"[\d.,]+")
    return re.sub(r"\\\{\w+\\\}", ".+", counted)


def english_on(page: Page) -> list[str]:
    """Returns each line of a screen that says an English text, with its key."""
    lines = page.evaluate(SEEN)
    return [
        f"{key}: {one}" for one in lines for key, said in ENGLISH.items() if said.fullmatch(one)
    ]


ENGLISH = english_only()


@pytest.fixture
def german(browser: Browser, demo: DemoServer) -> Iterator[BrowserContext]:
    """A phone of Ann's, whose language is German, on a device that speaks English."""
    with closing(sqlite3.connect(demo.database)) as db, db:
        db.execute("UPDATE person SET language = 'de' WHERE email = ?", (ANN,))
    with browser.new_context(**PHONE, base_url=demo.url) as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, demo.url, ANN, "phone")
        yield context


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    chromium.listen(page)
    page.goto("/#/today")
    expect(page.get_by_role("link", name="Heute")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#next-name")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_function(CONTROLLED)
    page.wait_for_function(STORED)
    return page


def screens(page: Page) -> dict[str, str]:
    """Returns the address of each screen by its name, an account and a report among them."""
    account = page.locator("#next-name a").get_attribute("href") or ""
    report = account.replace("account", "report-extra")
    plain = (
        "today", "week", "accounts", "settings", "outbox", "map", "nearby", "late", "order",
        "close", "prospect",
    )  # fmt: skip
    return {**{name: f"#/{name}" for name in plain}, "account": account, "report": report}


def test_a_german_rep_reads_german_on_every_screen(german: BrowserContext, demo: DemoServer):
    page = opened(german)
    assert page.locator("html").get_attribute("lang") == "de"
    for name, address in screens(page).items():
        page.goto(f"/{address}")
        expect(page.locator("#main")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".skeleton")).to_have_count(0)
        assert english_on(page) == [], name


def test_the_language_is_there_without_a_server_and_another_one_at_a_tap(
    german: BrowserContext, demo: DemoServer
):
    page = opened(german)
    demo.stop()
    try:
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("link", name="Heute")).to_be_visible()
        page.goto("/#/settings")
        page.get_by_label("English", exact=True).check(force=True)
        expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    finally:
        demo.start()


def test_the_check_would_see_english(german: BrowserContext, demo: DemoServer):
    """The same phone in English has English lines: the check above can fail."""
    page = opened(german)
    page.evaluate("localStorage.setItem('rounds-language', 'en')")
    page.reload()
    expect(page.get_by_role("link", name="Today")).to_be_visible(timeout=PATIENCE_MS)
    assert len(english_on(page)) > 5
