"""The pages that browser tests stand on."""

import pytest

from tests import browser as browsers

pytestmark = pytest.mark.browser


def test_the_phone_is_a_phone_and_the_desk_is_not(phone_page, desk_page):
    seen = "[innerWidth, innerHeight, devicePixelRatio, navigator.maxTouchPoints > 0]"
    for page in (phone_page, desk_page):
        page.set_content("<meta name=viewport content='width=device-width'>")
    assert phone_page.evaluate(seen) == [390, 844, 1, True]
    assert desk_page.evaluate(seen) == [1280, 800, 1, False]


def test_a_quiet_page_passes(phone_page):
    phone_page.set_content("<p>Rounds")
    browsers.assert_no_complaints(phone_page)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [("console.error('no route')", "no route"), ("throw Error('no plan')", "no plan")],
)
def test_a_page_that_complains_fails_unless_expected(phone_page, script, complaint):
    phone_page.set_content(f"<script>{script}</script>")
    phone_page.wait_for_timeout(50)
    with pytest.raises(AssertionError, match=complaint):
        browsers.assert_no_complaints(phone_page)
    browsers.assert_no_complaints(phone_page, except_for=complaint)


def test_a_failed_test_leaves_a_picture(phone_page, tmp_path, monkeypatch):
    monkeypatch.setattr(browsers, "ARTIFACTS", tmp_path / "pictures")
    browsers.save_picture(phone_page, "tests/x.py::test[a b]")
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["tests_x.py_test_a_b_.png"]
