"""The week in a page: against the week before, kept on its Sunday, for one's own team."""

from datetime import date, datetime, timedelta

import pytest

from routing.coverage import Figure
from server import database, models
from server.coverage import tasks as coverage_tasks
from server.review.digest import rules, tasks
from server.review.digest.rules import Decision, RepWeek, Week
from tests import factories
from tests.factories import NOW, UUID

SUNDAY = date(2026, 5, 3)
ANN = UUID(int=1)


@pytest.fixture
def visits(app, cast):
    """Ann made two visits last week and one in the week before; Cleo one."""
    with database.write_transaction(app) as db:
        account = factories.make_account(db, cast.ann)
        for on in (date(2026, 4, 22), date(2026, 4, 28), date(2026, 5, 1)):
            factories.make_report(db, account, cast.ann, on=on)
        theirs = factories.make_account(db, cast.cleo)
        factories.make_report(db, theirs, cast.cleo, on=date(2026, 4, 28))


def figure(answer, label: str) -> tuple[str, str, str]:
    (row,) = [one for one in answer["figures"] if one["label"] == label]
    return row["now"], row["before"], row["change"]


def test_without_a_date_it_is_the_last_complete_week(bob, visits):
    page = bob.get("/api/digest").json
    assert (page["first"], page["last"]) == ("2026-04-27", "2026-05-03")
    assert figure(page, "Visits made") == ("2", "1", "+1")


def test_any_date_of_a_week_names_it(bob, visits):
    page = bob.get("/api/digest?week=2026-04-22").json
    assert page["last"] == "2026-04-26"


def test_a_week_that_is_not_over_has_no_page(bob):
    assert bob.get("/api/digest?week=2026-05-05").status_code == 422


def test_another_teams_manager_reads_of_the_own_reps(dan, visits):
    page = dan.get("/api/digest").json
    assert [one["rep"] for one in page["reps"]] == ["Cleo"]
    assert figure(page, "Visits made")[0] == "1"


def keep(app, last):
    """Does what the nights of two Sundays do."""
    with database.write_transaction(app) as db:
        for on in (last - timedelta(days=7), last):
            from_ = datetime.combine(on, NOW.timetz()) + timedelta(days=1)
            from_groups(db, on, from_)


def from_groups(db, on, now):
    coverage_tasks.store.save_snapshots(db, on, coverage_tasks.counted(db, on), now)
    tasks.keep_week(db, now)


def test_a_week_that_was_kept_does_not_change_afterwards(app, bob, cast, visits):
    keep(app, SUNDAY)
    before = bob.get("/api/digest").json
    with database.write_transaction(app) as db:
        account = db.query(models.Account).first()
        factories.make_report(db, account, cast.ann, on=date(2026, 4, 30))
    assert before["kept"]
    assert bob.get("/api/digest").json == before


def test_kept_rows_of_another_team_are_not_read(app, dan, visits):
    keep(app, SUNDAY)
    assert figure(dan.get("/api/digest").json, "Visits made")[0] == "1"


def test_only_a_sunday_is_kept(app, cast):
    with database.write_transaction(app) as db:
        tasks.keep_week(db, NOW)
        assert db.query(models.Snapshot).count() == 0


def test_a_decision_of_the_week_is_told_with_who_took_it(app, bob, cast):
    with database.write_transaction(app) as db:
        for on, action in (
            (28, "playbook_changed"),
            (28, "password_set"),
            (20, "playbook_changed"),
        ):
            db.add(models.AuditEntry(at=NOW.replace(month=4, day=on), person_id=cast.bob,
                                     action=action, about="core", details={}))  # fmt: skip
    (told,) = bob.get("/api/digest").json["decisions"]
    assert (told["who"], told["text"]) == ("Bob", "edited the playbook")


def test_days_off_of_the_next_week_are_told(app, bob, cast):
    with database.write_transaction(app) as db:
        db.add(models.DayOff(person_id=cast.ann, first=date(2026, 5, 7), last=date(2026, 5, 7),
                             reason="Fair"))  # fmt: skip
    assert "Ann is away on Thursday (Fair)" in bob.get("/api/digest").json["coming"]


# --- pure ----------------------------------------------------------------------------------------


def week(**exceptions: float) -> Week:
    figures = {"attainment": Figure(0.8, 8, 10)}
    mine = RepWeek({"visits": 3}, exceptions, figures)
    return Week(SUNDAY - timedelta(days=6), SUNDAY, True, {ANN: mine}, figures)


def digest(now: Week, before: Week):
    decided = [Decision(NOW, "Bob", "edited the playbook")]
    return rules.digest(now, before, {ANN: "Ann"}, decided, ["Ann is away"])


def test_an_exception_is_new_once_and_gone_once():
    made = digest(week(ramp=2), week(neglected=1))
    assert made.new == ["Ann: seasons opened without a whole ramp: 2"]
    assert made.gone == ["Ann: neglected accounts: 1"]


def test_one_that_only_grew_is_not_new():
    made = digest(week(ramp=3), week(ramp=1))
    assert (made.new, made.gone) == ([], [])


def test_the_text_has_every_line_of_the_page():
    made = digest(week(ramp=2), week())
    lines = [*made.new, *made.coming, "Bob edited the playbook", made.reps[0].line]
    assert all(line in made.text for line in lines)
