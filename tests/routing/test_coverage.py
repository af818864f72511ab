from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import coverage
from routing.coverage import METRICS, Record
from routing.domain import AccountClass, Tier
from tests import strategies

SHARES = [name for name, metric in METRICS.items() if metric.unit == "share"]
GROUPINGS = ["rep_id", "team_id", "account_class", "tier", "segment"]


def record(account_id="a", required=2.0, made=0, **changes):
    base = Record(
        account_id, "ann", "north", AccountClass.CORE, Tier.A, "bar", required=required, made=made
    )
    return replace(base, **changes)


def figure(name, *records):
    return coverage.review(records)[coverage.ALL][name]


@pytest.mark.parametrize("name", METRICS)
def test_without_accounts_there_is_nothing_to_measure(name):
    assert figure(name).value is None
    assert figure(name).account_ids == ()


@pytest.mark.parametrize("name", METRICS)
def test_off_season_accounts_are_in_no_metric(name):
    full = {"made": 3, "due": 4, "on_time": 2, "frozen": 3, "adhered": 1, "overdue": True}
    asleep = record(**full, overdue_days=9, overdue_value=2.0, off_season=True)
    assert figure(name, asleep) == figure(name)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_explains_itself(name):
    metric = METRICS[name]
    assert metric.name == name
    assert metric.label
    assert metric.sentence.endswith(".")


def test_over_calls_on_one_account_cannot_hide_a_gap_on_another():
    found = figure("attainment", record("a", 2, made=9), record("b", 2, made=0))
    assert (found.value, found.gap_ids) == (0.5, ("b",))


def test_attainment_divides_by_unrounded_visits():
    assert figure("attainment", record(required=6.52, made=4)).value == pytest.approx(4 / 6.52)


def test_coverage_counts_accounts_asked_for_half_a_visit_or_more():
    records = [record("a", 0.5, 1), record("b", 0.49, 0), record("c", 3, 0)]
    found = figure("coverage", *records)
    assert (found.value, found.account_ids, found.gap_ids) == (0.5, ("a", "c"), ("c",))


@pytest.mark.parametrize("contact", [{"made": 1}, {"phone": 1}, {"touches": 1}])
def test_any_contact_reaches(contact):
    found = figure("reach", record("a", **contact), record("b"))
    assert (found.value, found.gap_ids) == (0.5, ("b",))


def test_half_a_visit_too_many_is_rounding_not_over_service():
    assert figure("over_service", record(required=2.5, made=3)).value == 0
    found = figure("over_service", record("a", 2, made=5), record("b", 5, made=5))
    assert (found.value, found.gap_ids) == (2.5 / 10, ("a",))


def test_due_and_never_done_is_late():
    assert figure("on_time", record(due=4, on_time=3)).value == 0.75


def test_adherence_counts_frozen_stops_done_that_day():
    found = figure("adherence", record("a", frozen=3, adhered=3), record("b", frozen=1))
    assert (found.value, found.gap_ids) == (0.75, ("b",))


def test_overdue_figures_list_the_overdue_accounts():
    records = [
        record("a", overdue=True, overdue_days=4, overdue_value=1.5),
        record("b", overdue=True, overdue_days=10, overdue_value=2.0),
        record("c"),
        record("d", off_at_end=True),
    ]
    value = figure("overdue_value", *records)
    assert (value.value, value.account_ids) == (3.5, ("a", "b"))
    share = figure("overdue_share", *records)
    assert (share.value, share.gap_ids) == (2 / 3, ("a", "b"))
    assert figure("overdue_median_days", *records).value == 7


def test_nothing_overdue_is_worth_nothing_and_has_no_median():
    assert figure("overdue_value", record()).value == 0
    assert figure("overdue_median_days", record()).value is None


def test_groups_without_a_name_are_kept():
    found = coverage.review([record(rep_id=None), record("b")], by="rep_id")
    assert list(found) == ["", "ann"]


def test_a_group_wholly_off_season_appears_empty():
    found = coverage.review([record(off_season=True)], by="rep_id")
    assert found["ann"]["attainment"].value is None


def test_classes_are_grouped_by_their_plain_names():
    assert list(coverage.review([record()], by="account_class")) == ["core"]


def test_good_says_which_way_is_better():
    assert METRICS["attainment"].good.holds(0.85)
    assert not METRICS["over_service"].good.holds(0.11)


@pytest.mark.parametrize(
    "wrong", [{"made": -1}, {"due": 1, "on_time": 2}, {"frozen": 1, "adhered": 2}]
)
def test_impossible_records_are_refused(wrong):
    with pytest.raises(ValueError, match="account a"):
        record(**wrong)


def test_wilson_gives_the_published_interval():
    """Newcombe 1998, table I: 81 of 263."""
    low, high = coverage.wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_of_nothing_is_nothing_and_of_nonsense_refused():
    assert coverage.wilson(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        coverage.wilson(3, 2)


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_and_stays_a_share(n, data):
    successes = data.draw(st.integers(0, n))
    low, high = coverage.wilson(successes, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1


@given(strategies.records())
def test_shares_lie_between_none_and_all(records):
    found = coverage.review(records)[coverage.ALL]
    for name in SHARES:
        value = found[name].value
        assert (value is None) == (not found[name].denominator)
        assert value is None or 0 <= value <= 1


@given(strategies.records(), st.sampled_from(GROUPINGS))
def test_groups_add_up_to_the_total(records, by):
    total, groups = coverage.review(records)[coverage.ALL], coverage.review(records, by).values()
    for name in METRICS:
        parts = [group[name] for group in groups]
        ids = [i for part in parts for i in part.account_ids]
        assert sorted(ids) == sorted(total[name].account_ids)
        for side in ("numerator", "denominator"):
            whole = getattr(total[name], side)
            if whole is not None:
                assert sum(getattr(p, side) for p in parts) == pytest.approx(whole)


@given(strategies.records())
def test_a_number_depends_on_its_own_accounts_alone(records):
    """The list behind a number is exact: measured over that list alone it is the same."""
    found = coverage.review(records)[coverage.ALL]
    for name, metric in METRICS.items():
        ids = set(found[name].account_ids)
        behind = [r for r in records if r.account_id in ids]
        assert set(found[name].gap_ids) <= ids
        if behind:
            assert metric.function(behind).value == found[name].value


@given(strategies.records(), st.data())
@pytest.mark.parametrize("name", ["attainment", "coverage", "reach"])
def test_one_more_visit_never_lowers_it(name, records, data):
    if not records:
        return
    i = data.draw(st.integers(0, len(records) - 1))
    more = [*records[:i], replace(records[i], made=records[i].made + 1), *records[i + 1 :]]
    before, after = figure(name, *records).value, figure(name, *more).value
    assert (before is None) == (after is None)
    assert before is None or before <= after
