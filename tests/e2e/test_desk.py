"""The manager's desk in a real browser, on the demo company: Bob reads, changes, imports."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from server.demo import files, setup
from tests import browser as chromium
from tests import demo_server, desk_screens
from tests.browser import DESK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOB = "bob@demo.example"
PATIENCE_MS = 20_000
PLANNING_MS = 180_000


@pytest.fixture(scope="module")
def bob(browser: Browser, demo_url: str) -> Iterator[BrowserContext]:
    """A browser in which Bob is signed in at the desk."""
    with browser.new_context(**DESK, base_url=demo_url) as context:
        demo_server.sign_in(context, demo_url, BOB)
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield context
    expect.set_options(timeout=5_000)


@pytest.fixture
def page(bob: BrowserContext) -> Iterator[Page]:
    """A new tab of Bob's."""
    page = bob.new_page()
    chromium.listen(page)
    yield page
    page.close()


def opened(page: Page, address: str) -> Page:
    """Opens a screen and waits until nothing is being loaded."""
    return desk_screens.opened(page, address)


def table(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def sample(page: Page) -> None:
    content = files.sample_spreadsheet().encode()
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Nothing has been changed so far.")).to_be_visible()


def test_bob_signs_in_with_his_password(browser: Browser, demo_url: str):
    with browser.new_context(**DESK, base_url=demo_url) as context:
        page = context.new_page()
        page.goto("/desk")
        page.get_by_label("E-mail").fill(BOB)
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".banner.bad")).to_be_visible()
        page.get_by_label("Password").fill(setup.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="This week")).to_be_visible()


def test_a_rep_is_shown_the_way_to_the_phone(browser: Browser, demo_url: str):
    with browser.new_context(**DESK, base_url=demo_url) as context:
        demo_server.sign_in(context, demo_url, "ann@demo.example")
        page = context.new_page()
        page.goto("/desk")
        expect(page.get_by_role("link", name="Open the phone app")).to_be_visible()


def test_the_list_behind_a_number_adds_up_to_it(page: Page):
    """The shares of accounts, and the visits counted, are the sums the list shows."""
    opened(page, "board")
    page.get_by_role("button", name=re.compile("^Attainment")).first.click()
    drawer = page.get_by_role("dialog")
    shown = drawer.locator(".list-figure").inner_text()
    made, required = re.search(r"\(([\d.]+) of ([\d.]+)\)", shown).groups()
    totals = drawer.locator(".totals").inner_text()
    assert f"{made} counted" in totals.replace("\n", " ")
    assert f"{required} required" in totals.replace("\n", " ")


def test_every_number_of_the_board_is_a_button(page: Page):
    opened(page, "board")
    rows = table(page, "Coverage by rep").locator("tbody tr")
    expect(rows.first).to_be_visible()
    for row in rows.all():
        assert row.locator("td").count() == row.locator("td button").count()


def test_escape_closes_a_list_and_the_address_can_be_sent_on(page: Page):
    opened(page, "board?by=tier&metric=coverage&of=tier&key=A")
    expect(page.get_by_role("dialog", name="Coverage")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "by=tier" in page.url
    assert "metric" not in page.url


def test_accounts_are_found_by_a_few_letters(page: Page):
    opened(page, "accounts")
    before = table(page, "Accounts").locator("tbody tr").count()
    page.get_by_label("Search").fill("racine")
    expect(page.get_by_text(re.compile(r"^\d+ accounts?$"))).to_be_visible()
    rows = table(page, "Accounts").locator("tbody tr")
    expect(rows.first).to_contain_text("Racine")
    assert 0 < rows.count() < before


def test_a_change_over_somebody_elses_is_refused_and_read_again(page: Page, demo_url: str):
    """409: Bob is told, and his form begins from what is there now."""
    opened(page, "accounts?state=due")
    page.locator(".table tbody a").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Change").click()
    account = re.search(r"account=([0-9a-f-]+)", page.url)[1]
    path = f"/api/accounts/{account}"
    seen = page.request.get(path).json()
    change, headers = {"rev": seen["rev"], "service_s": 33 * 60}, demo_server.headers(demo_url)
    other = page.request.patch(path, data=change, headers=headers)
    assert other.ok, other.text()
    drawer.get_by_label("Tier").select_option("C" if seen["tier"] != "C" else "B")
    drawer.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody changed this account meanwhile.")).to_be_visible()
    expect(drawer.get_by_label("Minutes on site")).to_have_value("33")


def test_a_day_of_the_plan_shows_its_stops_and_its_way(page: Page):
    opened(page, "plans")
    page.locator("button.strip-day").nth(2).click()
    stops = page.locator(".day-stops li")
    expect(stops.first).to_be_visible()
    expect(page.locator(".plain-map .way")).to_be_visible()
    pins = page.locator(".plain-map .pin").count()
    assert 0 < pins <= stops.count()


def test_the_legend_of_the_map_counts_its_dots(page: Page):
    opened(page, "plans")
    dots = page.locator(".plain-map .dots .dot")
    expect(dots.first).to_be_visible()
    counts = [int(b) for b in page.locator(".legend b").all_inner_texts()]
    assert sum(counts) == dots.count() > 0


def test_planning_again_tells_how_far_it_is(page: Page):
    opened(page, "plans")
    card = page.locator(".rep-card").first
    again = card.get_by_role("button", name="Plan again")
    # What other tests changed may still be planned for.
    expect(again).to_be_enabled(timeout=PLANNING_MS)
    again.click()
    expect(card.get_by_text("planning", exact=True)).to_be_visible()
    expect(card.get_by_text("published", exact=True)).to_be_visible(timeout=PLANNING_MS)


def test_a_file_is_looked_at_then_written_then_shared_out_and_taken_back(page: Page):
    """The dry run changes nothing; twice is once; the split has an undo."""
    opened(page, "import")
    sample(page)
    expect(page.get_by_text("2 problems")).to_be_visible()
    page.get_by_role("button", name="Add 10, leave out 2").click()
    expect(page.get_by_text("customers.csv is imported.")).to_be_visible()
    sample(page)
    expect(page.get_by_role("button", name="Nothing to write")).to_be_disabled()

    opened(page, "accounts?show=unassigned")
    waiting = page.locator(".split h2").inner_text()
    page.get_by_role("button", name="Preview").click()
    expect(table(page, "Who gets what")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Give")).click()
    expect(page.get_by_text("Every account has a rep.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".split h2")).to_have_text(waiting)


def test_a_file_that_is_none_says_so_and_changes_nothing(page: Page):
    opened(page, "import")
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7\n%\xe2\xe3"}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()


def test_a_day_off_is_added_and_taken_away(page: Page):
    opened(page, "people")
    page.get_by_role("button", name="Change").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("First day").fill("2026-06-01")
    drawer.get_by_label("Reason").fill("Boat fair")
    drawer.get_by_role("button", name="Add", exact=True).click()
    expect(drawer.get_by_text("Boat fair")).to_be_visible()
    drawer.get_by_role("button", name="Remove Mon 1 Jun").click()
    expect(drawer.get_by_text("Boat fair")).to_have_count(0)


def test_a_cell_of_the_cadence_table_is_changed(page: Page):
    opened(page, "settings")
    cell = page.get_by_label("Opportunistic C: Minutes on site")
    cell.fill("17")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("What it makes of each rep's week")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The cadence table is saved")).to_be_visible()
    opened(page, "settings")
    expect(page.get_by_label("Opportunistic C: Minutes on site")).to_have_value("17")


def test_what_gives_way_under_overload_is_decided_by_class(page: Page):
    opened(page, "settings?part=company")
    page.get_by_label("Invest: what happens").select_option("stretch")
    page.get_by_label("Invest: times the interval").fill("1.3")
    card = page.locator("section", has_text="When the hours do not suffice")
    card.get_by_role("button", name="Save").click()
    expect(page.get_by_text("the next plans keep to it")).to_be_visible()
    opened(page, "settings?part=company")
    expect(page.get_by_label("Invest: times the interval")).to_have_value("1.3")


def test_a_plan_says_whether_it_fits_and_what_changed(page: Page):
    opened(page, "plans")
    page.locator(".rep-name").first.click()
    hours = page.get_by_role("region", name="Hours required and hours there")
    expect(
        hours.get_by_text(re.compile("^(It fits|Too much): .* required, .* there"))
    ).to_be_visible()
    expect(hours.get_by_role("listitem").first).to_contain_text("Core")
    changed = page.get_by_role("region", name="What changed")
    expect(
        changed.get_by_text(re.compile("Nothing:|moved|added|time|dropped")).first
    ).to_be_visible()
