"""A rep's phone in a real browser: what its hands do, and what reached the server's disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import browser as chromium
from tests.demo_server import DemoServer

ANN, BOB, CLEO = "ann@demo.example", "bob@demo.example", "cleo@demo.example"
PATIENCE_MS = 30_000
SAVED, WAITING = "Saved on this phone", "Offline · {} to send · saved on this phone"
NOTHING_WAITS = "Nothing waits."
#: What Chromium itself complains about when there is no server.
OFFLINE = "Failed to load resource|ERR_"

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
#: Every file that the worker names is stored, those of later screens too.
STORED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('rounds-shell-'))
  if (names.length !== 1) return false
  const kept = (await (await caches.open(names[0])).keys()).map((one) => new URL(one.url).pathname)
  const worker = await (await fetch('/sw.js')).text()
  const files = worker.match(/\\/assets\\/[\\w.-]+/g)
  return files.length > 20 && [...files, '/'].every((path) => kept.includes(path))
}"""
#: What lies in one of the stores of this phone's database.
KEPT = """async (store) => {
  const heard = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
  const names = (await indexedDB.databases()).map((one) => one.name)
  const db = await heard(indexedDB.open(names.find((name) => name.startsWith('rounds-'))))
  const rows = await heard(db.transaction(store).objectStore(store).getAll())
  db.close()
  return JSON.parse(JSON.stringify(rows))
}"""


def opened(context: BrowserContext, address: str = "/#/today") -> Page:
    """Opens the app and waits until it could go on without a connection."""
    page = context.new_page()
    chromium.listen(page)
    page.goto(address)
    expect(page.locator("#main h1")).to_be_visible()
    ready_for_the_dead_zone(page)
    return page


def ready_for_the_dead_zone(page: Page) -> None:
    page.wait_for_function(CONTROLLED)
    page.wait_for_function(STORED, polling=300)


def on_the_phone(page: Page, store: str) -> list[dict[str, Any]]:
    """Returns what the phone has on its disk."""
    return page.evaluate(KEPT, store)


def status(page: Page) -> Locator:
    return page.get_by_role("status").first


def card(page: Page) -> Locator:
    """The card of the next stop."""
    return page.locator(".next")


def report_next(page: Page, what: str, why: str, note: str = "") -> str:
    """Reports the next stop as a rep would and returns its name."""
    name = begin_report(page)
    fill_report(page, what, why, note)
    save_report(page)
    expect(page.locator("#next-name")).not_to_have_text(name)
    return name


def begin_report(page: Page) -> str:
    """Opens the report of the next stop; its title says whose, whatever was next a moment ago."""
    card(page).get_by_role("link", name="Report").click()
    expect(page.get_by_role("button", name="Save report")).to_be_visible()
    return page.locator("#main h1").inner_text()


def fill_report(page: Page, what: str, why: str, note: str = "") -> None:
    """Answers what a report asks; of a visit that took place also whether the class is right.

    By the space bar: what was said a moment ago may still lie over a button, with its undo.
    """
    answers = (what, why) if what == "Missed" else (what, why, "Yes")
    for answer in answers:
        page.get_by_label(answer, exact=True).press("Space")
        expect(page.get_by_label(answer, exact=True)).to_be_checked()
    page.get_by_label("Note").fill(note)


def save_report(page: Page) -> None:
    page.get_by_role("button", name="Save report").click()


def send_now(page: Page) -> None:
    page.goto("/#/outbox")
    page.get_by_role("button", name="Send now").click()


def rows(demo: DemoServer, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Asks the server's database, beside the server."""
    with closing(sqlite3.connect(f"{demo.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(query, values).fetchall()


def stored(demo: DemoServer, note: str) -> list[tuple[str, str, str]]:
    """Returns what the database holds of a phone's report: outcome, result, what was answered."""
    query = """SELECT report.outcome, report.result, fact.status FROM report
               JOIN fact ON fact.id = report.id
               WHERE report.source = 'phone' AND report.note = ?"""
    return rows(demo, query, note)


def wait_until(page: Page, done: Callable[[], object]) -> None:
    """Lets the browser go on until something has happened on this side."""
    for _ in range(PATIENCE_MS // 100):
        if done():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not happen.")
