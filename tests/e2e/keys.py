"""Hands that touch nothing but the keyboard: Tab until it is there, and what is focused is seen."""

import re
from typing import Any

from playwright.sync_api import Page

MOST_TABS = 120
#: The focused element: its name, whether a ring is drawn for it, and whether a sheet holds it.
#: Chromium itself marks the parts of a time.
FOCUSED = """() => {
  const one = document.activeElement
  const words = one.labels?.[0]?.innerText
  const label = one.tagName === 'SELECT' ? words?.split('\\n')[0] : words
  const drawn = [one, one.nextElementSibling, one.parentElement].filter(Boolean).some((box) => {
    const style = getComputedStyle(box)
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
  })
  return {
    name: one === document.body ? '' : (one.ariaLabel ?? label ?? one.innerText ?? '').trim(),
    group: one.name ?? '',
    seen: one === document.body || drawn || ['time', 'date'].includes(one.type),
    inside: one === document.body || one.closest('dialog') !== null,
    nobody: one === document.body,
  }
}"""


def focused(page: Page) -> dict[str, Any]:
    return page.evaluate(FOCUSED)


def tab_to(page: Page, name: str | re.Pattern[str], group: str = "") -> None:
    """Presses Tab until something of that name is focused; on the way everything can be seen."""
    pattern = name if isinstance(name, re.Pattern) else re.compile(re.escape(name) + "$")
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        now = focused(page)
        assert now["seen"], f"No ring around {now['name']!r}"
        passed.append(now["name"])
        if pattern.match(now["name"]) and now["group"].startswith(group):
            return
    raise AssertionError(f"{name} is not reached by Tab, only {passed}")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
