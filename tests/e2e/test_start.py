"""The newcomer's tour at /start, played once from its first step to its last."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from server.demo import files
from tests import browser as chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTE = "Wants two more freezers before Memorial Day."
#: Three reps are planned anew on a machine that may be busy.
PLANNING_MS = 240_000
SCREEN = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1}


@pytest.fixture
def start(browser: Browser, demo_url: str) -> Iterator[Page]:
    """The page as a newcomer finds it."""
    with browser.new_context(**SCREEN) as context:
        page = context.new_page()
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        chromium.listen(page)
        page.goto(f"{demo_url}/start")
        yield page
    expect.set_options(timeout=5_000)


def phone(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='Ann’s phone']")


def desk(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title='Bob’s board']")


def done(page: Page, step: str) -> None:
    expect(page.get_by_role("button", name=f"{step}, done")).to_be_visible()


def report_made(page: Page, note: str) -> None:
    """Reports the next stop, with the one answer that must not be left open."""
    frame = phone(page)
    name = frame.locator("#next-name").inner_text()
    frame.get_by_role("link", name="Report").first.click()
    for answer in ("Visit made", "Yes"):
        frame.get_by_label(answer, exact=True).check(force=True)
    frame.get_by_label("Note").fill(note)
    frame.get_by_role("button", name="Save report").click()
    expect(frame.locator("#next-name")).not_to_have_text(name)


def miss_one(page: Page) -> None:
    """A closed door: its reason is the report, and what else is near is offered."""
    frame = phone(page)
    frame.get_by_role("button", name="Missed").first.click()
    frame.get_by_role("button", name="Closed", exact=True).click()
    expect(frame.get_by_role("dialog", name="Next best nearby")).to_be_visible()
    frame.get_by_role("button", name="Close", exact=True).click()


def test_the_whole_tour_ticks_itself_off(start: Page):
    """One visitor from the first step to the last; each step ticks by what is done on a screen."""
    ask_why(start)
    report_without_signal(start)
    see_the_visit_at_the_desk(start)
    go_to_1_april(start)
    try_a_file(start)
    expect(start.get_by_text("That was Rounds.")).to_be_visible()
    chromium.assert_no_complaints(start)


def ask_why(start: Page) -> None:
    phone(start).get_by_role("button", name="More").first.click()
    expect(phone(start).get_by_role("dialog").get_by_text("Due window")).to_be_visible()
    done(start, "Why here?")
    phone(start).get_by_role("button", name="Close").click()


def report_without_signal(start: Page) -> None:
    """Reports are kept on the phone, and the day goes on."""
    start.get_by_role("switch", name="No signal").check(force=True)
    done(start, "No signal")
    report_made(start, NOTE)
    done(start, "Report a visit")
    miss_one(start)
    done(start, "Miss one")
    expect(phone(start).get_by_text("Offline · 2 to send")).to_be_visible()


def see_the_visit_at_the_desk(start: Page) -> None:
    """With the signal back a number lights up; behind it is Ann's visit."""
    start.get_by_role("switch", name="No signal").uncheck(force=True)
    desk(start).locator(".figure-card .changed").first.click()
    expect(desk(start).get_by_role("dialog").get_by_text(NOTE)).to_be_visible()
    done(start, "Bob sees it")
    desk(start).get_by_role("button", name="Close").click()


def go_to_1_april(start: Page) -> None:
    """The phone then shows a visit before the season, with its reason."""
    start.get_by_role("button", name="Go to 1 April").click()
    ticked = start.get_by_role("button", name="1 April, done")
    expect(ticked).to_be_visible(timeout=PLANNING_MS)
    expect(start.get_by_text("come before a season")).to_be_visible()
    expect(phone(start).get_by_text("Before the season").first).to_be_visible()
    expect(desk(start).get_by_text("1 Apr", exact=False).first).to_be_visible()
    start.get_by_role("button", name="Go on").click()


def try_a_file(start: Page) -> None:
    """A dry run: what it would do, every problem, nothing changed."""
    content = files.sample_spreadsheet().encode()
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": content}
    start.get_by_label("Drop or choose a spreadsheet").set_input_files(file)
    expect(desk(start).get_by_text("Nothing has been changed so far.")).to_be_visible()
    expect(desk(start).get_by_text("2 problems")).to_be_visible()
    done(start, "Your own file")
