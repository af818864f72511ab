"""The planner in the pocket solves what the server's planner has proven: both read one file."""

from tests.planner import golden


def test_the_golden_days_are_what_the_generator_and_the_planner_make_today():
    """To change them on purpose: ``python -m tests.planner.golden``."""
    assert golden.text() == golden.FILE.read_text()


def test_the_golden_days_hold_everything_a_day_can_hold():
    rows = golden.rows()
    stops = [stop for row in rows for stop in row["stops"]]
    assert len(rows) == 200
    assert max(len(row["stops"]) for row in rows) == 12
    assert {row["at"] is not None for row in rows} == {True, False}
    assert all(any(row[name] for row in rows) for name in ("busy", "lunch", "calls", "eaten"))
    assert any(len(stop) == 9 for stop in stops), "split hours"
    assert any(stop[4] < golden.MUST_S for stop in stops), "optional stops"
    assert any(row["ends"][0] != row["ends"][1] for row in rows)
