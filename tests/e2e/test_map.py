"""The map in a real browser, its server stopped and its network off.

MapLibre draws with WebGL: this module has a Chromium of its own, with a software renderer.
"""

import base64
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from server.maps import build
from tests import browser as chromium
from tests import demo_server, map_style, regions
from tests.browser import ARGUMENTS, PHONE
from tests.demo_server import DemoServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANN = "ann@demo.example"
#: A software renderer takes its time.
PATIENCE_MS = 90_000
SOFTWARE_GL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
OFFLINE = "Failed to load resource|ERR_"
#: Of the light style: what is drawn of the tiles, and of the day over them.
WATER, WOOD, WAY = "#aed2e8", "#cfe3c4", "#0f766e"

#: A worker answers for the page, and every file it names lies in its store.
STORED = """async () => {
  const name = (await caches.keys()).find((one) => one.startsWith('rounds-shell-'))
  if (!name || !navigator.serviceWorker.controller) return false
  const kept = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)
  const worker = await (await fetch('/sw.js')).text()
  const named = worker.match(/\\/assets\\/[\\w.-]+/g)
  return named.some((path) => path.includes('/tile-map-')) &&
    named.every((path) => kept.includes(path))
}"""
#: How many pixels of a picture have this colour, give or take what blending makes of it.
PIXELS = """async ([picture, colour]) => {
  const image = new Image()
  image.src = `data:image/png;base64,${picture}`
  await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height)
  const pen = canvas.getContext('2d')
  pen.drawImage(image, 0, 0)
  const { data } = pen.getImageData(0, 0, image.width, image.height)
  const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  let found = 0
  for (let at = 0; at < data.length; at += 4)
    if (wanted.every((part, of) => Math.abs(data[at + of] - part) <= 3)) found++
  return found
}"""


@pytest.fixture
def context(demo: DemoServer) -> Iterator[BrowserContext]:
    """A phone of Ann's, signed in, in a browser that draws."""
    with sync_playwright() as playwright:
        arguments = [one for one in ARGUMENTS if one != "--disable-gpu"] + SOFTWARE_GL
        browser = playwright.chromium.launch(executable_path=chromium.chromium(), args=arguments)
        context = browser.new_context(
            **PHONE, base_url=demo.url, color_scheme="light", ignore_https_errors=True
        )
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        demo_server.sign_in(context, demo.url, ANN, "phone")
        yield context
        expect.set_options(timeout=5_000)
        browser.close()


def opened(context: BrowserContext) -> Page:
    """Opens the day and waits until the map could be shown without a connection."""
    page = context.new_page()
    chromium.listen(page)
    page.goto("/#/today")
    expect(page.locator("#next-name")).to_be_visible()
    page.wait_for_function(STORED)
    return page


def cut_off(context: BrowserContext, demo: DemoServer, page: Page) -> None:
    """Stops the server and the network, and starts the app anew."""
    demo.stop()
    context.set_offline(True)
    page.goto("/#/map")
    page.reload()


def assert_drawn(page: Page, colour: str, least: int = 300) -> None:
    """Looks at the screen until so many of its pixels have the colour."""
    end = time.monotonic() + PATIENCE_MS / 1000
    found = 0
    while found < least and time.monotonic() < end:
        picture = base64.b64encode(page.screenshot()).decode()
        found = page.evaluate(PIXELS, [picture, colour])
    assert found >= least


def names(pins: Locator) -> list[str]:
    return [pin.get_attribute("aria-label") or "" for pin in pins.all()]


def middle_of_the_day(demo: DemoServer) -> tuple[float, float]:
    query = """SELECT avg(account.lat), avg(account.lon) FROM visit
               JOIN account ON account.id = visit.account_id
               JOIN person ON person.id = visit.rep_id
               WHERE person.email = ? AND visit."on" = ?"""
    with closing(sqlite3.connect(f"{demo.database.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(query, (ANN, demo_server.TODAY.isoformat())).fetchone()


def test_without_a_region_the_plain_map_shows_the_day_offline(
    context: BrowserContext, demo: DemoServer
):
    page = opened(context)
    try:
        cut_off(context, demo, page)
        paper = page.get_by_role("group", name="Map of the day")
        expect(paper.locator(".map-pin").first).to_be_visible()
        assert_drawn(page, WAY)
        on_the_map = names(paper.locator(".map-pin"))
        scale = page.locator(".scale").inner_text()
        paper.press("+")
        expect(page.locator(".scale")).not_to_have_text(scale)
        page.get_by_role("radio", name="List").check(force=True)
        stops = page.locator(".route .stop-name")
        expect(stops).to_have_count(len(on_the_map))
        for name, pin in zip(stops.all_inner_texts(), on_the_map, strict=True):
            assert f", {name}, " in pin
        chromium.assert_no_complaints(page, except_for=OFFLINE)
    finally:
        demo.start()


def test_a_stored_region_is_drawn_offline(context: BrowserContext, demo: DemoServer):
    """Fetched once into the browser's file system; then nothing but the phone draws it."""
    lat, lon = middle_of_the_day(demo)
    extract = regions.write(demo.folder / "small.osm.pbf", lat, lon)
    build.build(extract, demo.folder, regions.NAME, datetime.now(UTC), lambda step, share: None)
    page = opened(context)
    page.goto("/#/map")
    page.get_by_role("button", name="Store a region").click()
    page.get_by_role("button", name="Store on this phone").click()
    expect(page.get_by_role("button", name=f"Delete {regions.NAME}")).to_be_visible()
    try:
        cut_off(context, demo, page)
        expect(page.locator(".tiles-over:not(.coming)")).to_be_visible()
        expect(page.get_by_role("region", name="Map of the day")).to_be_visible()
        for _ in range(2):
            page.get_by_role("button", name="Zoom in").click()
        for colour in (WATER, WOOD, WAY):
            assert_drawn(page, colour)
        page.get_by_role("button", name="Show the whole day").click()
        page.locator(".tiles .map-pin.next").click()
        expect(page.locator(".map-card").get_by_role("link", name="Navigate")).to_be_visible()
        page.get_by_role("button", name="Maps on this phone").click()
        page.get_by_role("button", name=f"Delete {regions.NAME}").click()
        page.get_by_role("button", name="Close").last.click()
        expect(page.get_by_role("group", name="Map of the day")).to_be_visible()
        chromium.assert_no_complaints(page, except_for=OFFLINE)
    finally:
        demo.start()


def foreign(context: BrowserContext, demo: DemoServer) -> list[str]:
    """Collects, from now on, what the phone asks of anybody but its own server."""
    asked: list[str] = []
    ours = (demo.url, "blob:", "data:")
    context.on("request", lambda one: one.url.startswith(ours) or asked.append(one.url))
    return asked


def test_without_a_style_no_foreign_server_is_asked_for_a_map(
    context: BrowserContext, demo: DemoServer
):
    asked = foreign(context, demo)
    page = opened(context)
    with page.expect_response("**/api/maps"):
        page.goto("/#/map")
    expect(page.get_by_role("group", name="Map of the day")).to_be_visible()
    expect(page.locator(".tiles-over")).to_have_count(0)
    assert asked == []


def test_the_style_an_admin_sets_is_drawn_and_asked_of_its_own_server_alone(
    context: BrowserContext, demo: DemoServer, tmp_path: Path
):
    asked = foreign(context, demo)
    with map_style.serving(tmp_path, *middle_of_the_day(demo)) as (address, served):
        demo.stop()
        demo.settings["ROUNDS_MAP_STYLE"] = address
        demo.start()
        try:
            page = opened(context)
            page.goto("/#/map")
            expect(page.locator(".tiles-over:not(.coming)")).to_be_visible()
            for colour in (map_style.PAPER, map_style.FIELD, WAY):
                assert_drawn(page, colour)
            expect(page.get_by_text("Surveyed by hand")).to_be_visible()
            chromium.assert_no_complaints(page)
        finally:
            demo.stop()
            demo.settings.clear()
            demo.start()
    assert set(asked) == {address}
    assert set(served) == {"/style.json"}
