"""Every screen of the phone, and how a page gets there: for the checks and for the pictures.

Each begins where the one before left off. A screen is ready when nothing is a skeleton any more.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.demo_server import TODAY

PATIENCE_MS = 30_000
PWA = Path(__file__).parent.parent / "pwa"
AXE = PWA / "node_modules" / "axe-core" / "axe.min.js"
#: Where a phone of these screens stands: in the demo's country.
PLACE = {"latitude": 42.75, "longitude": -87.95}

#: Runs a piece of code with the person's database and the stores it writes.
WITH_STORE = """async ([store, change]) => {
  const heard = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
  const names = (await indexedDB.databases()).map((one) => one.name)
  const db = await heard(indexedDB.open(names.find((name) => name.startsWith('rounds-'))))
  const rows = db.transaction(store, 'readwrite').objectStore(store)
  for (const row of await heard(rows.getAll())) {
    const changed = { ...row, ...change[row.type ?? row.item.kind] }
    await heard(rows.put(changed))
  }
  db.close()
}"""

#: Of the demo's first day.
DAY = TODAY.isoformat()
CHANGES = [
    {"kind": kind, "account_id": f"00000000-0000-7000-8000-00000000000{number}", "account": name,
     "before": before, "after": after, "reason": reason, "sentence": "", "figures": {}}
    for number, (kind, name, before, after, reason) in enumerate((
        ("moved", "Harbor Dairy", "2026-05-07", DAY, "shorter_driving"),
        ("dropped", "Lakeside Grill", DAY, "2026-05-12", "displaced"),
        ("added", "Corner Creamery", None, DAY, "now_due"),
    ))
]  # fmt: skip

Show = Callable[[Page], None]


def screens(page: Page) -> Iterator[str]:
    """Shows each screen in turn and yields its name while it stands there."""
    for name, show in SCREENS.items():
        show(page)
        settled(page)
        yield name


def settled(page: Page) -> None:
    expect(page.locator("#main h1, #main h2").first).to_be_attached(timeout=PATIENCE_MS)
    expect(page.locator(".skeleton")).to_have_count(0, timeout=PATIENCE_MS)


def opened(context: BrowserContext) -> Page:
    """Returns Ann's phone on Today, with all that the server sends."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/#/today")
    expect(page.locator("#next-name")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("status").first).to_have_text(
        "Saved on this phone", timeout=PATIENCE_MS
    )
    return page


def at(address: str) -> Show:
    """A screen by its address, from a fresh start even where the page was there already."""

    def show(page: Page) -> None:
        page.evaluate("location.hash = '#/outbox'")
        expect(page.locator("#main h1")).to_have_text("Outbox", timeout=PATIENCE_MS)
        page.evaluate("(address) => { location.hash = address }", address)
        expect(page.locator("#main h1").first).not_to_have_text("Outbox", timeout=PATIENCE_MS)
        settled(page)

    return show


def today(page: Page) -> None:
    at("#/today")(page)
    expect(page.locator("#next-name")).to_be_visible(timeout=PATIENCE_MS)


def tapped(*buttons: str) -> Show:
    """A sheet over Today: buttons tapped one after the other, each in the sheet of the last."""

    def show(page: Page) -> None:
        today(page)
        where: Page | Locator = page.locator(".next")
        for name in buttons:
            where.get_by_role("button", name=name, exact=True).click()
            where = page.get_by_role("dialog")
            expect(where).to_be_visible(timeout=PATIENCE_MS)

    return show


def changes(page: Page) -> None:
    """The plan of this morning has nothing new: it is told of three changes on this phone only."""
    page.evaluate(WITH_STORE, ["rows", {"plan": {"changes": CHANGES}}])
    page.evaluate("location.hash = '#/today'")
    page.reload()
    page.locator("button.strip").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def full_report(page: Page) -> None:
    """Every part of the form is open: order value, another class, a next step, a photo."""
    today(page)
    page.locator(".next").get_by_role("link", name="Report").click()
    for answer in ("Order", "Change", "Invest", "Expansion"):
        page.get_by_label(answer, exact=True).press("Space")
    page.get_by_label("Order value").fill("1250")
    page.get_by_label("Note").fill("Wants two more freezers before Memorial Day.")
    page.get_by_label("Next step, promise").fill("Send the price list")
    if page.locator(".photos li").count() == 0:
        page.locator("input[type=file]").set_input_files(picture(page))
    expect(page.get_by_alt_text("Photo 1")).to_be_visible(timeout=PATIENCE_MS)


def picture(page: Page) -> Any:
    """A file as a camera would make it, so that the form has something to shrink."""
    data = page.evaluate("""async () => {
      const canvas = new OffscreenCanvas(640, 480)
      const pen = canvas.getContext('2d')
      const sky = pen.createLinearGradient(0, 0, 0, 480)
      for (const [at, colour] of [[0, '#7db7d9'], [0.6, '#dce9d5'], [1, '#6c8f5e']])
        sky.addColorStop(at, colour)
      pen.fillStyle = sky
      pen.fillRect(0, 0, 640, 480)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
      return [...new Uint8Array(await blob.arrayBuffer())]
    }""")
    return {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": bytes(data)}


def account(page: Page) -> None:
    today(page)
    page.locator("#next-name a").click()
    expect(page.get_by_role("heading", name="Last visits")).to_be_visible(timeout=PATIENCE_MS)


def correct(page: Page) -> None:
    account(page)
    page.get_by_role("button", name="Correct hours, phone or place").click()


def four_weeks(page: Page) -> None:
    at("#/week")(page)
    page.get_by_label("Four weeks").check(force=True)


def week(page: Page) -> None:
    at("#/week")(page)
    page.get_by_label("Week", exact=True).check(force=True)


def nearby(page: Page) -> None:
    """After two skips there is time for somebody else."""
    at("#/nearby")(page)
    page.get_by_label("20 min").check(force=True)
    expect(page.locator(".near-name").first).to_be_visible(timeout=PATIENCE_MS)


def find_day(page: Page) -> None:
    tapped("More")(page)
    page.get_by_role("dialog").get_by_role("link", name="Another day").click()
    expect(page.locator(".offer:enabled").first).to_be_visible(timeout=PATIENCE_MS)


def chosen_day(page: Page) -> None:
    find_day(page)
    page.locator(".offer:enabled").last.click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def late(page: Page) -> None:
    at("#/late")(page)
    page.get_by_label("Home by").fill("14:00")
    expect(page.get_by_role("button", name="Drop").first).to_be_visible(timeout=PATIENCE_MS)


def prospect(page: Page) -> None:
    """With a name that is known already, so that the hint stands there."""
    today(page)
    name = page.locator("#next-name").inner_text()
    at("#/prospect")(page)
    page.get_by_label("Name").fill(name)
    expect(page.get_by_text("Already known?")).to_be_visible(timeout=PATIENCE_MS)


def plain_map(page: Page) -> None:
    at("#/map")(page)
    page.get_by_label("Map", exact=True).check(force=True)
    expect(page.locator(".map-pin").first).to_be_visible(timeout=PATIENCE_MS)


def map_card(page: Page) -> None:
    plain_map(page)
    page.locator(".map-pin.next").dispatch_event("click")
    expect(page.locator(".map-card")).to_be_visible(timeout=PATIENCE_MS)


def map_list(page: Page) -> None:
    plain_map(page)
    page.keyboard.press("Escape")
    page.get_by_label("List", exact=True).check(force=True)


def map_storage(page: Page) -> None:
    plain_map(page)
    page.get_by_role("button", name="Maps on this phone").click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def sign_out(page: Page) -> None:
    """With things still to send, which is when it asks."""
    at("#/settings")(page)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def outbox(page: Page) -> None:
    """Offline from here on: two skips wait, a check-in was refused; nothing of it is ever sent."""
    page.context.set_offline(True)
    for _ in range(2):
        tapped("More", "Skip")(page)
        page.get_by_role("button", name="Skip today").click()
        expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    today(page)
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("Checked in").first).to_be_visible(timeout=PATIENCE_MS)
    refused = {"state": "refused", "code": "unknown_account", "left": True}
    page.evaluate(WITH_STORE, ["outbox", {"check_in": refused}])
    page.evaluate("location.hash = '#/outbox'")
    page.reload()
    expect(page.get_by_text("Refused by the server")).to_be_visible(timeout=PATIENCE_MS)


#: In this order: what needs the server first, what leaves something behind last.
SCREENS: dict[str, Show] = {
    "today": today,
    "more": tapped("More"),
    "missed": tapped("Missed"),
    "skip": tapped("More", "Skip"),
    "hold": tapped("More", "Hold"),
    "changes": changes,
    "report": full_report,
    "account": account,
    "correct": correct,
    "accounts": at("#/accounts"),
    "week": week,
    "four-weeks": four_weeks,
    "find-day": find_day,
    "chosen-day": chosen_day,
    "late": late,
    "order": at("#/order"),
    "close": at("#/close"),
    "prospect": prospect,
    "settings": at("#/settings"),
    "map": plain_map,
    "map-card": map_card,
    "map-list": map_list,
    "map-storage": map_storage,
    "outbox": outbox,
    "today-offline": today,
    "nearby": nearby,
    "sign-out": sign_out,
    "sign-in": at("#/sign-in"),
}


def faults(page: Page) -> list[str]:
    """Returns all that axe finds, each with the element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:200]} {json.dumps(node['any'][:1])[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]
