"""A whole day in aeroplane mode: the server stopped, the network off, the browser closed between.

Then the server comes back, and after one sync the phone and the server say the same.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Request, expect

from tests import browser as chromium
from tests import demo_server
from tests.browser import ARGUMENTS, PHONE
from tests.demo_server import TODAY, DemoServer
from tests.e2e.conftest import demo, shared_folder
from tests.e2e.phone import (
    NOTHING_WAITS,
    OFFLINE,
    PATIENCE_MS,
    SAVED,
    WAITING,
    begin_report,
    card,
    fill_report,
    on_the_phone,
    opened,
    report_next,
    rows,
    save_report,
    status,
    wait_until,
)

__all__ = ["demo", "shared_folder"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STOPS, UNDO_MS = 12, 8_000
#: Twelve reports, a check-in, a visit asked for on another day, a prospect, a word to the manager.
SAID = Counter(report=12, check_in=1, pin=1, prospect=1, feedback=1)
PROSPECT, WORD = "The Quiet Cove", "Three doors were closed before noon."
PLACE = {"latitude": 42.9, "longitude": -88.1}
#: A picture larger than what is stored, as a camera would make it, each of its own colour.
PICTURE = """async (hue) => {
  const canvas = new OffscreenCanvas(2000, 1500)
  const pen = canvas.getContext('2d')
  for (let x = 0; x < 2000; x += 50) {
    pen.fillStyle = `hsl(${hue} 60% ${20 + (x / 2000) * 60}%)`
    pen.fillRect(x, 0, 50, 1500)
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}"""

Said = tuple[str, str, str]


class Phone:
    """A phone whose browser can be closed: what it stored lies in a profile on the disk."""

    def __init__(self, kind: BrowserType, profile: Path, url: str) -> None:
        self.kind, self.profile, self.url = kind, profile, url
        self.online, self.pictures, self.told = True, 0, list[Said]()
        self.carried: list[int] = []
        self.context = self._launched()
        self.page = self.context.new_page()

    def _launched(self) -> BrowserContext:
        context = self.kind.launch_persistent_context(
            self.profile, executable_path=chromium.chromium(), args=ARGUMENTS, **PHONE,
            base_url=self.url, permissions=["geolocation"], geolocation=PLACE,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        context.set_offline(not self.online)
        context.on("request", self._look)
        return context

    def _look(self, request: Request) -> None:
        """Counts what each request carries to the server."""
        if request.url.endswith("/api/sync") and self.online:
            self.carried.append(len((request.post_data_json or {}).get("send", [])))

    def goes(self, *, online: bool) -> None:
        self.online = online
        self.context.set_offline(not online)

    def closes_and_opens_the_page(self) -> None:
        self.page.close()
        self._opens()

    def closes_and_opens_the_browser(self) -> None:
        self.context.close()
        self.context = self._launched()
        self._opens()

    def _opens(self) -> None:
        self.page = self.context.new_page()
        chromium.listen(self.page)
        self.page.goto("/#/today")
        expect(self.page.locator("#main h1")).to_be_visible()

    def picture(self) -> dict[str, Any]:
        self.pictures += 1
        data = base64.b64decode(self.page.evaluate(PICTURE, self.pictures * 50))
        return {"name": f"{self.pictures}.jpg", "mimeType": "image/jpeg", "buffer": data}


@pytest.fixture
def phone(browser: Browser, demo: DemoServer, tmp_path: Path) -> Iterator[Phone]:
    """The phone of a rep with twelve stops today, synced, ready for the dead zone."""
    expect.set_options(timeout=PATIENCE_MS)
    made = Phone(browser.browser_type, tmp_path / "profile", demo.url)
    demo_server.sign_in(made.context, demo.url, rep_with(demo, STOPS), "phone")
    made.page = opened(made.context)
    expect(status(made.page)).to_have_text(SAVED)
    yield made
    made.context.close()
    expect.set_options(timeout=5_000)


def rep_with(demo: DemoServer, stops: int) -> str:
    query = """SELECT person.email FROM visit JOIN person ON person.id = visit.rep_id
               WHERE visit."on" = ? AND visit.channel = 'visit' AND visit.cancelled_at IS NULL
               GROUP BY person.email HAVING count(*) = ?"""
    return rows(demo, query, TODAY.isoformat(), stops)[0][0]


def test_a_day_in_aeroplane_mode_arrives_whole_with_one_sync(phone: Phone, demo: DemoServer):
    demo.stop()
    phone.goes(online=False)
    try:
        in_the_morning(phone)
        at_noon(phone)
        in_the_afternoon(phone)
        close_the_day(phone)
        expect(status(phone.page)).to_have_text(WAITING.format(SAID.total()))
        phone.page.wait_for_timeout(UNDO_MS)
    finally:
        demo.start()
        phone.goes(online=True)
    everything_arrives(phone, demo)
    the_phone_equals_the_server(phone, demo)
    photos_are_the_same_bytes(phone, demo)
    chromium.assert_no_complaints(phone.page, except_for=OFFLINE)


def in_the_morning(phone: Phone) -> None:
    """Checked in, two reports with two pictures each, the page closed after the first."""
    page = phone.page
    card(page).get_by_role("button", name="Check in").click()
    expect(card(page).get_by_text("Checked in")).to_be_visible()
    report_with_pictures(phone, "Order", "Twelve cases", 2)
    phone.closes_and_opens_the_page()
    report_with_pictures(phone, "Interested", "Asks for the summer list", 2)
    report(phone, "By phone instead", "Talked", "Calls back on Monday")
    miss_at_a_closed_door(phone)


def at_noon(phone: Phone) -> None:
    """A visit goes to another day; a half-written report outlives the browser."""
    find_another_day(phone)
    draft = "Half a sentence about"
    begin_report(phone.page)
    phone.page.get_by_label("Note").fill(draft)
    phone.closes_and_opens_the_browser()
    begin_report(phone.page)
    expect(phone.page.get_by_label("Note")).to_have_value(draft)
    phone.page.go_back()
    report_with_pictures(phone, "Delivered", "Left at the back door", 2)
    report(phone, "Missed", "Nobody there", "Dark inside")


def in_the_afternoon(phone: Phone) -> None:
    """Map, nearby, late and order answer without a server; then the rest of the list."""
    see_the_map(phone.page)
    ask_who_is_near_and_what_to_drop(phone.page)
    go_by_an_order_of_ones_own(phone.page)
    add_a_prospect(phone)
    phone.closes_and_opens_the_page()
    for number in range(5):
        report(phone, "Visit made", "Service", f"Afternoon stop {number}")


def report(phone: Phone, what: str, why: str, note: str) -> None:
    if is_last(phone.page):
        begin_report(phone.page)
        fill_report(phone.page, what, why, note)
        save_report(phone.page)
        expect(phone.page.get_by_text("That was the last stop.")).to_be_visible()
    else:
        report_next(phone.page, what, why, note)
    remember(phone, what, why, note)


def is_last(page: Page) -> bool:
    return page.locator("section[aria-labelledby=rest] .stop").count() == 0


def remember(phone: Phone, what: str, why: str, note: str) -> None:
    outcome = {"Visit made": "made", "By phone instead": "phone", "Missed": "missed"}[what]
    phone.told.append((outcome, why.lower().replace(" ", "_"), note))


def report_with_pictures(phone: Phone, why: str, note: str, count: int) -> None:
    page = phone.page
    name = begin_report(page)
    fill_report(page, "Visit made", why, note)
    for at in range(count):
        page.locator("input[type=file]").set_input_files(phone.picture())
        expect(page.get_by_alt_text(f"Photo {at + 1}")).to_be_visible()
    save_report(page)
    expect(page.locator("#next-name")).not_to_have_text(name)
    remember(phone, "Visit made", why, note)


def miss_at_a_closed_door(phone: Phone) -> None:
    """One tap and a reason; what else is near is offered."""
    page = phone.page
    name = page.locator("#next-name").inner_text()
    card(page).get_by_role("button", name="Missed").click()
    page.get_by_role("button", name="Closed", exact=True).click()
    expect(page.get_by_role("dialog", name="Next best nearby")).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#next-name")).not_to_have_text(name)
    remember(phone, "Missed", "Closed", "")


def find_another_day(phone: Phone) -> None:
    """The phone's own offers, the dearest too; the visit leaves today at once."""
    page = phone.page
    name = page.locator("#next-name").inner_text()
    card(page).get_by_role("button", name="More").click()
    page.get_by_role("dialog").get_by_role("link", name="Another day").click()
    expect(page.get_by_text("Detours as this phone works them out.")).to_be_visible()
    page.locator(".offer:enabled").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take").click()
    expect(page.locator("#next-name")).to_be_visible()
    expect(page.locator("#next-name")).not_to_have_text(name)


def see_the_map(page: Page) -> None:
    page.get_by_role("link", name="Map", exact=True).click()
    paper = page.get_by_role("group", name="Map of the day")
    expect(paper.locator(".map-pin")).to_have_count(STOPS)
    scale = page.locator(".scale").inner_text()
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".scale")).not_to_have_text(scale)


def ask_who_is_near_and_what_to_drop(page: Page) -> None:
    page.goto("/#/nearby")
    page.get_by_label("20 min").check(force=True)
    expect(page.locator(".near-name").first).to_be_visible()
    page.goto("/#/late")
    page.get_by_label("Home by").fill("12:00")
    expect(page.get_by_role("button", name="Drop").first).to_be_visible()


def go_by_an_order_of_ones_own(page: Page) -> None:
    page.goto("/#/today")
    first = page.locator("#next-name").inner_text()
    page.get_by_role("link", name="Reorder").click()
    page.get_by_role("button", name=f"{first} later").click()
    page.get_by_role("button", name="Keep this order").click()
    expect(page.locator("#next-name")).not_to_have_text(first)
    expect(page.get_by_text("Your own order, timed on this phone")).to_be_visible()


def add_a_prospect(phone: Phone) -> None:
    """Added and reported before any server has heard of it."""
    page = phone.page
    page.get_by_role("link", name="Accounts", exact=True).click()
    page.get_by_role("link", name="Add").click()
    expect(page.get_by_text("Your place now is kept with it.")).to_be_visible()
    page.get_by_label("Name").fill(PROSPECT)
    page.get_by_label("Town").fill("Racine")
    page.get_by_role("button", name="Save the prospect").click()
    expect(page.get_by_role("heading", name=PROSPECT)).to_be_visible()
    page.get_by_role("link", name="Report a visit").click()
    fill_report(page, "Visit made", "Interested", "Opens in June")
    save_report(page)
    expect(page.get_by_role("heading", name=PROSPECT)).to_be_visible()
    remember(phone, "Visit made", "Interested", "Opens in June")
    page.get_by_role("link", name="Today", exact=True).click()


def close_the_day(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("link", name="Close the day").click()
    expect(page.get_by_text("10 visits made")).to_be_visible()
    page.get_by_label("A word to the manager").fill(WORD)
    page.get_by_role("button", name="Close the day").click()
    expect(page.get_by_text("That was the last stop.")).to_be_visible()


def everything_arrives(phone: Phone, demo: DemoServer) -> None:
    """One request carries all of it; the pictures follow."""
    expect(status(phone.page)).to_have_text(SAVED, timeout=60_000)
    wait_until(phone.page, lambda: len(rows(demo, "SELECT sha256 FROM photo")) == 6)
    assert [count for count in phone.carried if count] == [SAID.total()]
    phone.page.goto("/#/outbox")
    expect(phone.page.get_by_text(NOTHING_WAITS)).to_be_visible()


def the_phone_equals_the_server(phone: Phone, demo: DemoServer) -> None:
    """By ids and words: reports, wish, prospect, check-in, feedback; each once, nothing besides."""
    sent = [row["item"] for row in on_the_phone(phone.page, "sent")]
    assert Counter(item["kind"] for item in sent) == SAID
    assert Counter(rows(demo, "SELECT id, status FROM fact")) == {
        (UUID(item["id"]).hex, "accepted"): 1 for item in sent
    }
    theirs = rows(demo, "SELECT id, outcome, result, note FROM report WHERE source = 'phone'")
    assert Counter(row[1:] for row in theirs) == Counter(phone.told)
    assert kept(phone, "report", "outcome", "result", "note") >= set(theirs)
    assert kept(phone, "wish", "kind", "on") == {
        (one, kind, on) for one, kind, on in rows(demo, 'SELECT id, kind, "on" FROM wish')
        if one in {UUID(item["id"]).hex for item in sent}
    }  # fmt: skip
    [(account, lat)] = rows(demo, "SELECT id, lat FROM account WHERE name = ?", PROSPECT)
    assert account in {UUID(row["id"]).hex for row in on_the_phone(phone.page, "accounts")}
    assert lat == pytest.approx(PLACE["latitude"])
    assert rows(demo, "SELECT text, topic FROM feedback WHERE text = ?", WORD) == [(WORD, "day")]
    assert len(rows(demo, "SELECT id FROM check_in WHERE lat IS NOT NULL")) == 1


def kept(phone: Phone, kind: str, *fields: str) -> set[tuple[Any, ...]]:
    """Returns the server's rows of a kind as the phone has them, by id."""
    return {
        (UUID(row["id"]).hex, *(row[field] for field in fields))
        for row in on_the_phone(phone.page, "rows")
        if row["type"] == kind
    }


def photos_are_the_same_bytes(phone: Phone, demo: DemoServer) -> None:
    on_the_disk = {
        hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (demo.folder / "photos").glob("*/*")
    }
    ours = {row["sha256"] for row in on_the_phone(phone.page, "photos") if row["sent"]}
    named = {sha for (sha,) in rows(demo, "SELECT sha256 FROM report_photo")}
    assert len(ours) == 6
    assert ours == on_the_disk == named
