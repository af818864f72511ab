"""What a rep tells reaches the desk, and the manager's answer the phone: two real browsers."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import browser as chromium
from tests import demo_server
from tests.browser import DESK, PHONE
from tests.demo_server import TODAY, DemoServer
from tests.e2e.phone import ANN, BOB, rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 20_000
#: A white dot: what a camera would have made.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJ"
    "DRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)


@pytest.fixture(scope="module")
def ann(browser: Browser, demo_url: str) -> Iterator[BrowserContext]:
    """Ann's phone."""
    with browser.new_context(**PHONE, base_url=demo_url) as context:
        demo_server.sign_in(context, demo_url, ANN, "phone")
        yield context


@pytest.fixture(scope="module")
def bob(browser: Browser, demo_url: str) -> Iterator[BrowserContext]:
    """Bob's desk."""
    with browser.new_context(**DESK, base_url=demo_url) as context:
        demo_server.sign_in(context, demo_url, BOB)
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield context
    expect.set_options(timeout=5_000)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    chromium.listen(page)
    page.goto(address)
    expect(page.locator("#main h1")).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    return page


def say(context: BrowserContext, url: str, kind: str, about: str | None, **args: object) -> str:
    """Sends one thing as Ann's phone would; returns its id."""
    item = {"id": str(uuid4()), "kind": kind, "about": about, "args": {"on": f"{TODAY}"} | args,
            "at_phone": f"{TODAY}T14:00:00Z", "zone": "America/Chicago"}  # fmt: skip
    ask = {"client_id": str(uuid4()), "schema": 2, "send": [item]}
    headers = demo_server.headers(url, "phone")
    answer = context.request.post(f"{url}/api/sync", data=ask, headers=headers)
    assert [one["status"] for one in answer.json()["results"]] == ["accepted"], answer.text()
    return item["id"]


def account(demo: DemoServer, account_class: str = "core") -> tuple[str, str]:
    """An account of Ann's: id and name."""
    query = """SELECT account.id, account.name FROM account JOIN person ON person.id = rep_id
               WHERE email = ? AND account_class = ? LIMIT 1"""
    (found,) = rows(demo, query, ANN, account_class)
    return str(UUID(found[0])), found[1]


def test_a_word_at_the_end_of_the_day_is_answered_on_the_phone(ann, bob):
    phone = opened(ann, "/#/close")
    expect(phone.locator("#main h1")).to_contain_text(re.compile("5 May|May 5"))
    phone.get_by_label("A word to the manager").fill("The bridge is closed until June.")
    phone.get_by_role("button", name="Close the day").click()
    expect(phone.get_by_text("Your word is on its way")).to_be_visible()
    phone.goto("/#/outbox")
    expect(phone.get_by_text("Not answered yet")).to_be_visible()

    desk = opened(bob, "/desk#/board")
    desk.get_by_role("link", name=re.compile("^Field 1 to answer")).click()
    box = desk.get_by_label(re.compile("^Your answer to Ann"))
    box.fill("Go by the north road.")
    box.press("Control+Enter")
    expect(desk.get_by_text("Nobody waits for an answer.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Words to you")).to_be_focused()
    expect(desk.get_by_role("link", name="Field", exact=True)).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("Go by the north road.")).to_be_visible()
    expect(phone.get_by_text("Not answered yet")).to_have_count(0)
    for page in (phone, desk):
        chromium.assert_no_complaints(page)
        page.close()


def test_an_answer_is_undone_and_its_words_are_back_in_the_box(ann, bob, demo_url):
    say(ann, demo_url, "feedback", None, topic="plan", text="Too many on Friday.")
    desk = opened(bob, "/desk#/field")
    desk.get_by_label(re.compile("^Your answer to Ann")).fill("I will look.")
    desk.get_by_role("button", name="Answer", exact=True).click()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_label(re.compile("^Your answer to Ann"))).to_have_value("I will look.")
    desk.close()


def test_a_class_in_doubt_is_decided_in_the_accounts_drawer(ann, bob, demo, demo_url):
    about, name = account(demo)
    told = {"outcome": "made", "note": "A second terrace.", "events": ["expansion"]}
    say(ann, demo_url, "report", about, class_answer="change", class_wanted="invest", **told)
    desk = opened(bob, "/desk#/field")
    row = desk.get_by_role("row").filter(has_text="A second terrace.")
    expect(row).to_contain_text("Core to Invest")
    expect(row).to_contain_text("Expansion")
    row.get_by_role("link", name=name).click()
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_text("Wants class Invest: Expansion")).to_be_visible()
    drawer.get_by_role("button", name="Change").click()
    drawer.get_by_label("Class").select_option("invest")
    drawer.get_by_role("button", name="Save").click()
    desk.keyboard.press("Escape")
    expect(row).to_have_count(0)
    desk.close()


def test_a_picture_of_a_report_opens_large_and_escape_closes_only_it(ann, bob, demo, demo_url):
    about, _ = account(demo, "invest")
    sha256 = hashlib.sha256(JPEG).hexdigest()
    say(ann, demo_url, "report", about, outcome="made", photos=[sha256], order_value=120)
    headers = demo_server.headers(demo_url, "phone") | {"Content-Type": "image/jpeg"}
    sent = ann.request.put(f"{demo_url}/api/photos/{sha256}", data=JPEG, headers=headers)
    assert sent.ok, sent.text()
    desk = opened(bob, f"/desk#/field?account={about}")
    expect(desk.get_by_text("Order of").first).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Photo 1 of 1 by Ann.*show large")).click()
    expect(desk.get_by_role("img", name=re.compile("^Photo 1 of 1 by Ann"))).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(1)
    chromium.assert_no_complaints(desk)
    desk.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_screen_and_in_the_drawer(ann, bob, demo, demo_url, scheme):
    about, _ = account(demo, "invest")
    say(ann, demo_url, "feedback", about, topic="account", text=f"They like {scheme} beer.")
    say(ann, demo_url, "prospect", str(uuid4()), name=f"New Pier {scheme}")
    desk = opened(bob, "/desk#/field")
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in ("field", "field?words=answered", f"field?account={about}"):
        desk.goto(f"/desk#/{address}")
        expect(desk.locator(".skeleton")).to_have_count(0)
        if "account" in address:
            expect(desk.get_by_role("img", name=re.compile("^Sales by month"))).to_be_visible()
        desk.evaluate(AXE.read_text())
        found = desk.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [f"{one['id']}: {node['html'][:200]}"
                  for one in found["violations"] for node in one["nodes"][:3]]  # fmt: skip
        assert not faults, "\n".join([address, *faults])
    desk.close()
