"""The audit log: in words, for those it concerns, and never changed."""

import re
from pathlib import Path

import pytest

from server import database
from server.auth import Role, Scope
from server.people import store as people
from server.review.log import wording
from tests import factories
from tests.factories import NOW

ROOT = Path(__file__).parents[3]


def texts(client, query="") -> list[str]:
    answer = client.get(f"/api/audit{query}").json
    return [f"{one['who']} {one['text']}" for one in answer["items"]]


@pytest.fixture
def millers(app, cast):
    with database.write_transaction(app) as db:
        return factories.make_account(db, cast.ann, name="Miller's")


def noted(app, scope, action, about, details):
    with database.write_transaction(app) as db:
        people.audit(db, NOW, scope, action, about, details)


def bobs(cast) -> Scope:
    return Scope(cast.bob, Role.MANAGER, frozenset({cast.ann}), cast.north)


def test_a_change_of_class_reads_as_a_sentence(bob, millers):
    change = {"rev": millers.rev, "account_class": "invest", "why": "New cook"}
    bob.patch(f"/api/accounts/{millers.id}", json=change)
    assert "Bob changed Miller's: class from core to invest" in texts(bob)[0]


def test_a_setting_says_from_what_to_what(bob):
    bob.put("/api/settings", json={"values": {"frozen_days": 3}})
    assert texts(bob) == ["Bob set frozen days from 2 to 3"]


def test_a_new_rep_of_an_account_is_named(app, cast, bob, millers):
    details = {"rep_id": [None, str(cast.ann)]}
    noted(app, bobs(cast), "account_changed", millers.id, details)
    assert texts(bob) == ["Bob changed Miller's: rep from nobody to Ann"]


def test_what_nobody_did_by_hand_rounds_did(app, cast, bob, millers):
    noted(app, Scope.system(), "class_proposed", millers.id, {"why": "No order"})
    assert texts(bob) == ["Rounds proposed another class for Miller's: No order"]


def test_another_teams_manager_reads_none_of_it(app, cast, dan, millers):
    noted(app, bobs(cast), "account_changed", millers.id, {"tier": ["A", "B"]})
    noted(app, bobs(cast), "rep_changed", cast.ann, {"fields": ["week"]})
    assert texts(dan) == []


def test_what_holds_for_the_company_every_manager_reads(bob, dan):
    bob.put("/api/settings", json={"values": {"frozen_days": 3}})
    assert len(texts(dan)) == 1
    assert "Bob" not in texts(dan)[0]


def test_an_admin_reads_everything(app, cast, admin, millers):
    noted(app, bobs(cast), "rep_changed", cast.ann, {"fields": ["week"]})
    assert texts(admin) == ["Bob changed working week of Ann"]


def test_filters_narrow_by_person_kind_subject_and_date(app, cast, admin, millers):
    noted(app, bobs(cast), "account_changed", millers.id, {"tier": ["A", "B"]})
    noted(app, Scope.rep(cast.ann), "rep_changed", cast.ann, {"fields": ["week"]})
    for query in (
        f"?person={cast.bob}",
        "?action=account_changed",
        f"?about={millers.id}",
        "?action=account_changed&first=2026-05-05&last=2026-05-05",
    ):
        assert len(texts(admin, query)) == 1, query
    assert texts(admin, "?last=2026-05-04") == []


def test_pages_follow_one_another_without_gap_or_repeat(app, cast, admin):
    with database.write_transaction(app) as db:
        for number in range(120):
            people.audit(db, NOW, bobs(cast), "setting_changed", "frozen_days", {"value": number})
    seen, before = [], ""
    for _ in range(3):
        page = admin.get(f"/api/audit{before}").json
        seen += [one["id"] for one in page["items"]]
        before = f"?before={seen[-1]}"
    assert (len(seen), len(set(seen)), page["more"]) == (120, 120, False)


def test_an_action_nobody_worded_still_says_what_it_was():
    said = wording.sentence("plan_eaten", "x", {"why": "hungry"}, {"x": "Ann"})
    assert said == "noted “plan eaten” of Ann: why hungry"


@pytest.mark.parametrize("action", wording.SAYS)
def test_every_sentence_can_be_said_of_an_entry_without_details(action):
    assert wording.sentence(action, "x", {}, {})


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_address_changes_the_log(admin, method):
    assert getattr(admin, method)("/api/audit").status_code == 405


def test_no_code_changes_or_deletes_an_entry():
    """Erasing a person blanks the name in it, in one place; that is all."""
    changing = re.compile(r"(update|delete)\(\s*AuditEntry|AuditEntry\)\.(update|delete)")
    for path in (ROOT / "server").rglob("*.py"):
        assert not changing.search(path.read_text()), path


def test_reps_have_no_log(ann):
    assert ann.get("/api/audit").status_code == 403
