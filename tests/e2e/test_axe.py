"""Every screen of the phone can be read by everybody: axe finds nothing, in light and in dark."""

import pytest
from playwright.sync_api import Browser

from tests import demo_server, phone_screens
from tests.browser import PHONE
from tests.e2e.phone import ANN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(browser: Browser, demo_url: str, scheme: str):
    with browser.new_context(**PHONE, base_url=demo_url, **looks(scheme)) as context:
        demo_server.sign_in(context, demo_url, ANN, "phone")
        page = phone_screens.opened(context)
        faults = [
            f"{name}: {fault}"
            for name in phone_screens.screens(page)
            for fault in phone_screens.faults(page)
        ]
    assert not faults, "\n".join(faults)


def test_the_check_would_see_a_fault(browser: Browser, demo_url: str):
    with browser.new_context(**PHONE, base_url=demo_url, **looks("light")) as context:
        demo_server.sign_in(context, demo_url, ANN, "phone")
        page = phone_screens.opened(context)
        page.evaluate("document.querySelector('.gear').removeAttribute('aria-label')")
        assert any("link-name" in fault for fault in phone_screens.faults(page))


def looks(scheme: str) -> dict[str, object]:
    """What moves would be caught half-way, between two colours."""
    return {
        "color_scheme": scheme,
        "reduced_motion": "reduce",
        "permissions": ["geolocation"],
        "geolocation": phone_screens.PLACE,
    }
