"""The playbook: defaults, edited pages, and that phones follow."""

import json
from pathlib import Path

import pytest

from server.classes import playbook
from tests.server.visits import phone

PAGE = {"objective": "Win the terrace.", "points": ["Ask for Mia."], "checklist": []}
TEXTS = Path(__file__).parents[3] / "pwa" / "src" / "ui" / "locales" / "en-more.json"


def pages(client) -> dict[str, dict]:
    return {one["key"]: one for one in client.get("/api/playbook").json["items"]}


def put(client, key, page):
    return client.put(f"/api/playbook/{key}", json={"page": page})


def told(client) -> dict:
    """What a new phone is told of its person."""
    return phone.of_type(phone.synced(client), "me")[0]


def test_every_class_has_a_default_page(bob):
    found = pages(bob)
    assert not any(one["edited"] for one in found.values())
    assert all(found[key]["page"]["points"] for key in (*playbook.CLASSES, "ramp"))
    assert found["invest.ramp"]["page"] is None


def test_an_edited_page_reaches_phones_and_the_default_comes_back(bob, ann):
    put(bob, "invest", PAGE)
    assert pages(bob)["invest"] == {"key": "invest", "page": PAGE, "edited": True}
    assert told(ann)["playbook"] == {"invest": PAGE}
    put(bob, "invest", None)
    assert told(ann)["playbook"] == {}
    assert pages(bob)["invest"]["edited"] is False


def test_a_phone_that_has_everything_is_told_of_the_change(bob, ann):
    known = phone.synced(ann)
    seen = {"cursor": known["cursor"], "epoch": known["epoch"]}
    assert phone.of_type(phone.synced(ann, **seen), "me") == []
    put(bob, "core.ramp", PAGE)
    (me,) = phone.of_type(phone.synced(ann, **seen), "me")
    assert me["playbook"] == {"core.ramp": PAGE}


def test_typing_the_default_again_is_no_edit(bob):
    default = pages(bob)["core"]["page"]
    assert put(bob, "core", default).status_code == 200
    assert pages(bob)["core"]["edited"] is False


@pytest.mark.parametrize(
    ("key", "page", "status"),
    [
        ("core", {"objective": " ", "points": [], "checklist": []}, 422),
        ("core", PAGE | {"points": ["x" * 201]}, 422),
        ("core", PAGE | {"points": ["x"] * 9}, 422),
        ("gold", PAGE, 404),
    ],
)
def test_a_page_that_says_nothing_or_too_much_is_refused(bob, key, page, status):
    assert put(bob, key, page).status_code == status


def test_reps_do_not_edit_it(ann):
    assert put(ann, "core", PAGE).status_code == 403


@pytest.mark.parametrize("key", playbook.DEFAULTS)
def test_the_phones_own_copy_says_what_the_desk_shows(key):
    texts, page = json.loads(TEXTS.read_text()), playbook.DEFAULTS[key]
    assert texts[f"points.{key}.objective"] == page.objective
    for name, lines in (("points." + key, page.points), (f"check.{key}", page.checklist)):
        assert [texts.get(f"{name}.{n}") for n in range(1, len(lines) + 2)] == [*lines, None]
