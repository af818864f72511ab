"""Every screen of the desk, and how a page gets there: for the checks and for the pictures.

A screen is ready when nothing is a skeleton any more. Each is shown by its address alone, so that
any of them can be opened first; what is opened over a screen follows with its own click.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 30_000
PWA = Path(__file__).parent.parent / "pwa"
AXE = PWA / "node_modules" / "axe-core" / "axe.min.js"
#: Wider than its window is the page itself; and so is whatever is cut off at its right edge.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE_RUN = """async (rules) => {
  const only = rules.length > 0 ? { runOnly: rules } : {}
  const found = await axe.run(document, { resultTypes: ['violations'], ...only })
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(
    (node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 200)}`))
}"""

Show = Callable[[Page], None]


def screens(page: Page) -> Iterator[str]:
    """Shows each screen in turn and yields its name while it stands there."""
    for name, (address, *then) in SCREENS.items():
        go(page, address)
        for step in then:
            step(page)
            settled(page)
        yield name


def opened(page: Page, address: str) -> Page:
    """Opens the desk at an address, on a page that may have been anywhere."""
    page.goto(f"/desk#/{address}")
    settled(page)
    return page


def go(page: Page, address: str) -> None:
    """Goes to an address without loading the page again; whatever lies over the screen goes."""
    page.evaluate("(address) => { location.hash = address }", f"#/{address}")
    settled(page)


def settled(page: Page) -> None:
    expect(page.locator("#main h1")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".skeleton")).to_have_count(0, timeout=PATIENCE_MS)


def faults(page: Page, *rules: str) -> list[str]:
    """What axe finds by all its rules, or by these; its script is brought once to a page."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text())
    return page.evaluate(AXE_RUN, list(rules))


def too_wide(page: Page) -> int:
    return page.evaluate(SIDEWAYS)


def has_table(chart: Locator) -> bool:
    """Whether the numbers of a picture can be read in the section it belongs to."""
    return chart.evaluate("(it) => it.closest('section, .board-map').querySelector('td') !== null")


def first_account(page: Page) -> None:
    page.locator(".table tbody a").first.click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def timeline(page: Page) -> None:
    first_account(page)
    page.get_by_role("dialog").get_by_label("Timeline", exact=True).check(force=True)


def bulk(page: Page) -> None:
    """Three accounts and a change of class, whose effect is seen before it is made."""
    for box in page.locator("tbody .pick input").all()[:3]:
        box.check()
    page.get_by_role("button", name="Change them").click()
    page.get_by_role("dialog").get_by_label("Class").select_option("invest")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".effect")).to_be_visible(timeout=PATIENCE_MS)


def day_of_the_plan(page: Page) -> None:
    page.locator("button.strip-day").nth(2).click()
    expect(page.locator(".plain-map .pin").first).to_be_visible(timeout=PATIENCE_MS)


def season(page: Page) -> None:
    page.locator(".table tbody a").first.click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)


def button(name: str) -> Show:
    """The first button of this name, which opens something over the screen."""

    def show(page: Page) -> None:
        page.locator("#main").get_by_role("button", name=re.compile(name)).first.click()
        expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)

    return show


#: Name, address, and what is done there.
SCREENS: dict[str, tuple[str, *tuple[Show, ...]]] = {
    "week": ("monday",),
    "week-heat": ("monday?view=heat",),
    "week-map": ("monday?view=map",),
    "board": ("board",),
    "board-late": ("board?numbers=late&by=team",),
    "board-time": ("board?numbers=time&by=segment",),
    "board-classes": ("board?view=heat",),
    "board-overdue": ("board?view=overdue",),
    "board-trends": ("board?view=trends",),
    "board-map": ("board?view=map",),
    "board-list": ("board?metric=attainment",),
    "exceptions": ("exceptions",),
    "digest": ("digest",),
    "field": ("field",),
    "accounts": ("accounts",),
    "accounts-map": ("accounts?map=1",),
    "accounts-bulk": ("accounts", bulk),
    "account": ("accounts?q=racine", first_account),
    "account-timeline": ("accounts?q=racine", timeline),
    "plans": ("plans",),
    "plans-day": ("plans?view=plan", day_of_the_plan),
    "plans-year": ("plans?view=year",),
    "seasons": ("seasons",),
    "seasons-editor": ("seasons?kind=segment", season),
    "seasons-suggestions": ("seasons?tab=suggestions",),
    "seasons-ramp": ("seasons?tab=ramp",),
    "results": ("results",),
    "results-visits": ("results?subject=visits&by=account_class",),
    "results-cost": ("results?subject=cost",),
    "results-spread": ("results?subject=spread",),
    "goals": ("goals",),
    "goals-new": ("goals", button("goal")),
    "classes": ("classes",),
    "classes-mix": ("classes?tab=mix",),
    "classes-playbook": ("classes?tab=playbook",),
    "classes-history": ("classes?tab=history",),
    "import": ("import",),
    "people": ("people",),
    "person": ("people", button("^Change")),
    "invite": ("people", button("^Invite")),
    "settings": ("settings",),
    "settings-segments": ("settings?part=segments",),
    "settings-planning": ("settings?part=company",),
    "settings-calendars": ("settings?part=calendars",),
    "settings-devices": ("settings?part=devices",),
    "settings-log": ("settings?part=log",),
    "settings-personal": ("settings?part=personal",),
}

#: Where pictures of numbers are.
CHARTS = {
    "board?view=trends": ".trends svg",
    "board?view=map": ".board-map svg.land",
    "results": ".sales-chart",
}
