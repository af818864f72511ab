"""A phone with two thousand accounts: bytes of a sync, the cold start offline, taps with a queue.

In Chromium, which the pages must be built for. Figures of the phone are processor time of the
page's main thread, as the browser counts it; those of a tap are wall time from the click until the
screen shows that it is on the disk.
"""

import gzip
import json
import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from playwright.sync_api import BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from server import database
from server.clock import FixedClock
from tests import browser, factories
from tests.benchmarks.installation import empty_app
from tests.benchmarks.result import Result
from tests.factories import NOW, TODAY
from tests.server.visits.many import ACCOUNTS, STOPS_TODAY, many

COLUMNS = ("What", "Measured", "At most", "Of")
MOST_FIRST_BYTES, MOST_UNCHANGED_BYTES = 150_000, 300
MOST_START_MS, MOST_TAP_MS = 60, 50
STARTS, TAPS, WAITING = 9, 60, 1000
PATIENCE_S = 60

#: A row of today's list; the next stop has a card of its own above it.
STOPS_SHOWN = "document.querySelectorAll('#main .route .stop').length"
SYNCED = f"""async () => {{
  const [name] = (await indexedDB.databases()).map((one) => one.name)
  const db = await new Promise((yes, no) => {{
    const asked = indexedDB.open(name)
    asked.onsuccess = () => yes(asked.result)
    asked.onerror = no
  }})
  const counted = db.transaction('accounts').objectStore('accounts').count()
  const count = await new Promise((yes) => {{ counted.onsuccess = () => yes(counted.result) }})
  db.close()
  return count === {ACCOUNTS} && navigator.serviceWorker.controller !== null
}}"""
#: Reports that wait, written as the app writes them.
QUEUE = """async ([items]) => {
  const [name] = (await indexedDB.databases()).map((one) => one.name)
  const asked = indexedDB.open(name)
  const db = await new Promise((yes) => { asked.onsuccess = () => yes(asked.result) })
  const tx = db.transaction('outbox', 'readwrite')
  for (const item of items) tx.objectStore('outbox').add({
    item, label: 'Harbor Grill', made_ms: Date.now(), state: 'waiting', left: true, code: null,
    text: null })
  await new Promise((yes) => { tx.oncomplete = yes })
  db.close()
}"""
#: From the click on the form's last button to the status that counts one more, painted.
WATCH = """() => {
  window.taps = []
  const status = () => document.querySelector('.status')?.textContent
  let began = 0, before = ''
  addEventListener('submit', () => { began = performance.now(); before = status() }, true)
  new MutationObserver(() => {
    if (!began || status() === before) return
    const from = began
    began = 0
    requestAnimationFrame(() => window.taps.push(performance.now() - from))
  }).observe(document, { subtree: true, childList: true, characterData: true })
}"""

Row = tuple[str, float, float, str]


def run(shared: Path | None = None) -> Result:
    """Measures the bytes at the server's door, then the phone in a browser."""
    with empty_app(FixedClock(NOW)) as app:
        with database.write_transaction(app) as db:
            ann = many(db)
        rows = [*sizes(app, ann), *_on_a_phone(app, ann)]
    for what, measured, most, of in rows:
        print(json.dumps({"what": what, "measured": measured, "at_most": most, "of": of}))
    broken = [f"{what}: at most {most:g}" for what, measured, most, _ in rows if measured > most]
    return Result(COLUMNS, rows, broken)


def sizes(app: Flask, ann: UUID) -> list[Row]:
    """Returns the bytes of the first answer and of one that brings nothing."""
    app.testing, app.test_client_class = True, factories.Browser
    client = factories.caller(app, ann)
    body = {"client_id": str(UUID(int=7)), "schema": 2, "epoch": None, "cursor": 0, "send": []}

    def asked(**known: Any) -> tuple[int, dict[str, Any]]:
        packed = {"Accept-Encoding": "gzip"}
        response = client.post("/api/sync", json=body | known, headers=packed)
        is_packed = "Content-Encoding" in response.headers
        text = gzip.decompress(response.data) if is_packed else response.data
        return len(response.data), json.loads(text)

    first, answer = asked()
    [plan] = [row["tag"] for row in answer["changes"] if row["type"] == "plan"]
    known = {name: answer[name] for name in ("epoch", "cursor")} | {"plan": plan}
    nothing, unchanged = asked(**known)
    if unchanged["changes"] or len(answer["accounts"]["id"]) != ACCOUNTS:
        raise AssertionError("These are not the answers to be measured.")
    return [
        ("first answer, bytes gzip", first, MOST_FIRST_BYTES, f"{ACCOUNTS} accounts"),
        ("unchanged pull, bytes", nothing, MOST_UNCHANGED_BYTES, "body"),
    ]


def _on_a_phone(app: Flask, ann: UUID) -> list[Row]:
    cookie = factories.caller(app, ann).get_cookie("rounds-phone")
    assert cookie is not None
    with (
        sync_playwright() as playwright,
        _serving(app) as (url, stop),
        tempfile.TemporaryDirectory() as profile,
    ):
        # With a profile: a private window keeps its databases in memory, not on the disk.
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browser.chromium(),
            args=browser.ARGUMENTS,
            base_url=url,
            **browser.PHONE,  # type: ignore[arg-type]
        )
        context.set_default_timeout(1000 * PATIENCE_S)
        context.add_cookies([{"name": "rounds-phone", "value": cookie.value, "url": url}])
        _fill(context)
        stop()
        rows = [*_cold_starts(context, url), _taps(context)]
        context.close()
    return rows


def _fill(context: BrowserContext) -> None:
    """Opens the app once, until everything is on the phone and it would open without a server."""
    page = context.new_page()
    page.goto("/")
    page.wait_for_selector("#main h1")
    until(lambda: page.evaluate(SYNCED))
    page.wait_for_timeout(3000)
    page.close()


def _cold_starts(context: BrowserContext, url: str) -> list[Row]:
    runs = [_cold_start(context, url) for _ in range(STARTS)]
    of = f"median of {STARTS}, {STOPS_TODAY} stops, {ACCOUNTS} accounts"
    shown, settled = (statistics.median(run[n] for run in runs) for n in (0, 1))
    return [
        ("cold start offline to today's list, script ms", round(shown, 1), MOST_START_MS, of),
        ("the same and all accounts read, script ms", round(settled, 1), 2 * MOST_START_MS, of),
    ]


def _cold_start(context: BrowserContext, url: str) -> tuple[float, float]:
    """Returns the script's processor time when the list stands, and when all is read."""
    page = context.new_page()
    asked = context.new_cdp_session(page)
    asked.send("Performance.enable", {"timeDomain": "threadTicks"})
    asked.send("Page.enable")
    asked.send("Page.navigate", {"url": f"{url}/"})
    until(lambda: _evaluated(asked, STOPS_SHOWN) >= STOPS_TODAY - 1)
    shown = _script_ms(asked)
    time.sleep(2.5)
    settled = _script_ms(asked)
    page.close()
    return shown, settled


def _taps(context: BrowserContext) -> Row:
    """Reports extra visits one after another while a thousand reports wait."""
    page = context.new_page()
    page.goto("/")
    page.wait_for_selector("#main h1")
    page.evaluate(QUEUE, [[_item(n) for n in range(WAITING)]])
    others = page.evaluate(OTHERS, TODAY.isoformat())
    page.reload()
    page.evaluate(WATCH)
    for account in others[:TAPS]:
        _report(page, account)
    taps = page.evaluate("window.taps")
    page.close()
    if len(taps) < TAPS:
        raise AssertionError(f"Only {len(taps)} taps were shown.")
    p95 = statistics.quantiles(taps, n=20)[-1]
    of = f"p95 of {len(taps)}, median {statistics.median(taps):.0f}, {WAITING} waiting"
    return "tap to saved to shown, ms", round(p95, 1), MOST_TAP_MS, of


#: Accounts that are not visited today: reports about today's stops would plan the rest anew.
OTHERS = """async (on) => {
  const [name] = (await indexedDB.databases()).map((one) => one.name)
  const asked = indexedDB.open(name)
  const db = await new Promise((yes) => { asked.onsuccess = () => yes(asked.result) })
  const read = (store) => new Promise((yes) => {
    const all = db.transaction(store).objectStore(store).getAll()
    all.onsuccess = () => yes(all.result)
  })
  const [rows, accounts] = [await read('rows'), await read('accounts')]
  db.close()
  const today = new Set(rows.filter((row) => row.on === on).map((row) => row.account_id))
  return accounts.map((row) => row.id).filter((id) => !today.has(id))
}"""


def _report(page: Page, account: str) -> None:
    page.evaluate(f"location.hash = '#/report-extra/{account}'")
    page.wait_for_selector("form [type=radio]", state="attached")
    before = page.evaluate("window.taps.length")
    # Not by the mouse: the toast of the report before may lie over the button for some seconds.
    page.evaluate("document.querySelector('form [type=radio]').click()")
    page.evaluate("document.querySelector('form [name=class_answer][value=keep]').click()")
    page.wait_for_timeout(50)
    page.evaluate("document.querySelector('form [type=submit]').click()")
    page.wait_for_function("(before) => window.taps.length > before", arg=before)
    page.wait_for_function("() => !location.hash.startsWith('#/report')")
    page.wait_for_timeout(50)


def _item(n: int) -> Mapping[str, Any]:
    args = {"visit_id": None, "on": TODAY.isoformat(), "outcome": "made", "result": "",
            "note": f"waiting {n}", "minutes": None}  # fmt: skip
    return {"id": str(UUID(int=n + 1)), "kind": "report", "about": str(UUID(int=n + 1)),
            "args": args, "at_phone": NOW.isoformat(), "zone": factories.ZONE}  # fmt: skip


# --- the browser's own figures -------------------------------------------------------------------


def _evaluated(session: Any, expression: str) -> Any:
    told = session.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return told["result"].get("value") or 0


def _script_ms(session: Any) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in told if one["name"] == "ScriptDuration")


def until(is_so: Callable[[], bool]) -> None:
    """Waits without putting a script of the test's own into the page."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("It does not come about.")
        time.sleep(0.02)


@contextmanager
def _serving(app: Flask) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yields the address of a server in this process, and what stops it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    yield f"http://127.0.0.1:{server.server_port}", stop
