"""The rep's phone in a real browser: a day without signal, without a server, without a page."""

import gzip
import json
import re
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from server.demo import setup
from tests import browser as chromium
from tests import demo_server
from tests.browser import ARGUMENTS, DESK, PHONE
from tests.demo_server import DemoServer
from tests.e2e.phone import (
    ANN,
    BOB,
    CONTROLLED,
    NOTHING_WAITS,
    OFFLINE,
    PATIENCE_MS,
    SAVED,
    WAITING,
    card,
    opened,
    ready_for_the_dead_zone,
    report_next,
    send_now,
    status,
    stored,
    wait_until,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.usefixtures("patience"),
]

PWA = Path(__file__).parents[2] / "pwa"

#: What a phone loads before it shows anything, packed as the server sends it.
MOST_FIRST_LOAD_BYTES = 35_000
#: The planner's worker, and a word of a day's problem that only its code has.
MOST_WORKER_BYTES = 5_000
PLANNER = "lunch_taken"
#: All that draws streets; it comes when somebody first opens the map.
MOST_MAP_BYTES = 460_000
MAP = ("map-", "tile-map-", "maplibre-gl-worker-", "worker-")


def asked(url: str, path: str, token: str | None = None, body: dict | None = None) -> dict:
    """Asks the interface as a script would, without a browser."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(f"{url}{path}", data, headers), timeout=30) as answer:
        return json.load(answer)


def bobs_notes(url: str) -> list[str]:
    """Returns the note of every visit behind Bob's attainment."""
    ask = {"email": BOB, "password": setup.PASSWORD, "entry": "token", "device": "test"}
    token = asked(url, "/api/session", body=ask)["token"]
    listed = asked(url, "/api/coverage/list?metric=attainment", token)["accounts"]
    return [visit["note"] for account in listed for visit in account["visits"]]


def test_a_day_without_signal_is_kept_and_sent_once(
    browser: Browser, demo: DemoServer, demo_url: str
):
    """Server stopped and network off: two reports survive a reload and arrive once each."""
    made, missed = "Took four cases of lemonade", "Shutters down, van outside"
    with browser.new_context(**PHONE, base_url=demo_url) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = opened_by_signing_in(context)
        demo.stop()
        context.set_offline(True)
        try:
            names = [
                report_next(page, "Visit made", "Order", made),
                report_next(page, "Missed", "Closed", missed),
            ]
            expect(status(page)).to_have_text(WAITING.format(2))
            loaded = page.reload()
            assert loaded is not None
            assert loaded.from_service_worker
            expect(status(page)).to_have_text(WAITING.format(2))
            assert page.locator("#next-name").inner_text() not in names
            page.goto("/#/outbox")
            for said in (*names, made, missed):
                expect(page.get_by_text(said).first).to_be_visible()
        finally:
            demo.start()
            context.set_offline(False)
        expect(status(page)).to_have_text(SAVED, timeout=60_000)
        expect(page.get_by_text(NOTHING_WAITS)).to_be_visible()
        chromium.assert_no_complaints(page, except_for=OFFLINE)
    assert stored(demo, made) == [("made", "order", "accepted")]
    assert stored(demo, missed) == [("missed", "closed", "accepted")]
    notes = bobs_notes(demo_url)
    assert (notes.count(made), notes.count(missed)) == (1, 1)
    assert_on_bobs_board(browser, demo_url, names[0], made)


def opened_by_signing_in(context: BrowserContext) -> Page:
    page = context.new_page()
    chromium.listen(page)
    page.goto("/")
    page.get_by_label("E-mail").fill(ANN)
    page.get_by_label("Password").fill(setup.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#next-name")).to_be_visible()
    ready_for_the_dead_zone(page)
    return page


def assert_on_bobs_board(browser: Browser, url: str, name: str, note: str) -> None:
    """A click on Bob's attainment shows the visit."""
    with browser.new_context(**DESK, base_url=url) as context:
        context.set_default_timeout(PATIENCE_MS)
        demo_server.sign_in(context, url, BOB)
        page = context.new_page()
        page.goto("/desk#/board")
        page.get_by_role("button", name=re.compile("^Attainment")).first.click()
        expect(page.get_by_role("dialog").get_by_text(name).first).to_be_visible()
        expect(page.get_by_role("dialog").get_by_text(note).first).to_be_attached()


def test_a_page_killed_before_the_answer_came_sends_again_and_counts_once(
    context: BrowserContext, demo: DemoServer
):
    note, taken = "Killed in between", []
    page = opened(context)
    report_next(page, "Visit made", "Interested", note)

    def lose(route: Route) -> None:
        if note in (route.request.post_data or ""):
            taken.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    context.route("**/api/sync", lose)
    send_now(page)
    wait_until(page, lambda: taken)
    page.close()
    assert taken[0] == 200
    assert stored(demo, note) == [("made", "interested", "accepted")]
    context.unroute("**/api/sync")
    again = opened(context, "/#/outbox")
    expect(again.get_by_text(NOTHING_WAITS)).to_be_visible()
    assert stored(demo, note) == [("made", "interested", "accepted")]


def test_two_tabs_of_one_phone_send_a_report_once(context: BrowserContext, demo: DemoServer):
    note, sent = "Told in two tabs", []
    context.on("requestfinished", lambda one: note in (one.post_data or "") and sent.append(one))
    first, second = opened(context), opened(context)
    context.set_offline(True)
    report_next(first, "Visit made", "Service", note)
    for page in (first, second):
        page.goto("/#/outbox")
        expect(page.get_by_text(note)).to_be_visible()
    context.set_offline(False)
    for page in (first, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (first, second):
        expect(page.get_by_text(NOTHING_WAITS)).to_be_visible(timeout=60_000)
    assert len(sent) == 1
    assert stored(demo, note) == [("made", "service", "accepted")]


def test_a_miss_needs_its_reason_and_counts_as_missed_not_as_done(context: BrowserContext):
    """The rep is told what is missing; nothing is saved before."""
    page = opened(context)
    expect(page.locator("#next-name")).to_be_visible()
    expect(status(page)).to_have_text(SAVED)
    told = re.search(r"(\d+) missed", page.locator(".top").inner_text())
    before = int(told[1]) if told else 0
    context.set_offline(True)
    card(page).get_by_role("link", name="Report").click()
    page.get_by_label("Missed", exact=True).check(force=True)
    page.get_by_role("button", name="Save report").click()
    expect(page.get_by_role("button", name="Save report")).to_be_visible()
    assert page.locator("input[name=result]:invalid").count() > 0
    page.get_by_label("Closed", exact=True).check(force=True)
    page.get_by_role("button", name="Save report").click()
    expect(page.locator(".top")).to_contain_text(f"{before + 1} missed")


#: Reports of extra visits, as the app writes them.
CATCH_UP = """async ([count, on]) => {
  const names = (await indexedDB.databases()).map((one) => one.name)
  const asked = indexedDB.open(names.find((name) => name.startsWith('rounds-')))
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result) })
  const tx = db.transaction('outbox', 'readwrite')
  for (let n = 1; n <= count; n++) {
    const about = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
    const args = { visit_id: null, on, outcome: 'made', result: '', note: '', minutes: null }
    const at_phone = `${on}T12:00:00Z`
    const item = { id: about, kind: 'report', about, args, at_phone, zone: 'UTC' }
    const row = { item, label: 'Inn', made_ms: Date.now(), state: 'waiting', left: false }
    tx.objectStore('outbox').add({ ...row, code: null, text: null })
  }
  await new Promise((done) => { tx.oncomplete = done })
  db.close()
}"""


def test_of_many_extra_visits_today_shows_the_newest_and_the_others_when_asked(
    context: BrowserContext,
):
    page = opened(context)
    extras = page.locator("section[aria-labelledby=over] .route a")
    expect(card(page)).to_be_visible()
    before = extras.count()
    context.set_offline(True)
    page.evaluate(CATCH_UP, [25, demo_server.TODAY.isoformat()])
    page.reload()
    expect(extras).to_have_count(20)
    page.get_by_role("button", name=f"Show {before + 5} earlier").click()
    expect(extras).to_have_count(before + 25)


def test_it_can_be_installed(browser: Browser, demo_url: str, tmp_path: Path):
    """In a profile that lasts: Chromium refuses to install from a private one."""
    profile = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium.chromium(), args=ARGUMENTS, **PHONE
    )
    with profile as context:
        page = context.new_page()
        page.goto(demo_url)
        page.wait_for_function(CONTROLLED)
        session = context.new_cdp_session(page)
        assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["start_url"] == manifest["id"] == manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_the_first_load_stays_small():
    """What index.html names, packed as small as gzip can: a dead zone's edge has a few kB/s."""
    sizes = {name: packed(PWA / "dist" / name) for name in first_load()}
    page = packed(PWA / "dist" / "index.html")
    assert len(sizes) > 2
    assert sum(sizes.values()) + page <= MOST_FIRST_LOAD_BYTES, sizes


def test_the_planner_stays_small_and_out_of_the_first_load():
    workers = [*(PWA / "dist" / "assets").glob("worker-*.js")]
    [planner] = [file for file in workers if is_planner(file)]
    assert packed(planner) <= MOST_WORKER_BYTES
    assert not [name for name in first_load() if is_planner(PWA / "dist" / name)]


def test_the_map_stays_below_its_size_and_out_of_the_first_load():
    files = [*(PWA / "dist" / "assets").iterdir()]
    drawing = [file for file in files if file.name.startswith(MAP) and not is_planner(file)]
    assert len(drawing) >= 5, "scripts, styles and workers"
    assert sum(map(packed, drawing)) <= MOST_MAP_BYTES
    assert not [name for name in first_load() if name.removeprefix("assets/").startswith(MAP)]


def is_planner(file: Path) -> bool:
    return PLANNER in file.read_text()


def first_load() -> list[str]:
    page = (PWA / "dist" / "index.html").read_text()
    return re.findall(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"', page)


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
