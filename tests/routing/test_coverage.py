from dataclasses import replace
from datetime import date
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import coverage
from routing.coverage import METRICS, FieldDay, Record
from routing.domain import AccountClass, Tier
from tests import strategies

SHARES = [name for name, metric in METRICS.items() if metric.unit == "share"]
GROUPINGS = ["rep_id", "team_id", "account_class", "tier", "segment", "town"]
OF_ACCOUNTS = [name for name, metric in METRICS.items() if metric.of == "accounts"]
OF_DAYS = [name for name, metric in METRICS.items() if metric.of == "days"]


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
    full = {"made": 3, "due": 4, "on_time": 2, "frozen": 3, "adhered": 1, "overdue": True,
            "visits": 3, "answered": 1, "minutes": 90.0, "focal": True, "openings": 1,
            "ramps": 1, "closings": 1, "missed_seasons": 1, "excused": 1}  # fmt: skip
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
    "wrong",
    [
        {"made": -1},
        {"minutes": -1},
        {"due": 1, "on_time": 2},
        {"frozen": 1, "adhered": 2},
        {"frozen": 2, "adhered": 1, "excused": 1, "unexcused": 1},
        {"answered": 1},
        {"ramps": 1},
        {"missed_seasons": 1},
    ],
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


@given(strategies.records(), strategies.field_days(), st.sampled_from(GROUPINGS))
def test_groups_add_up_to_the_total(records, days, by):
    total = coverage.review(records, days=days)[coverage.ALL]
    groups = coverage.review(records, by, days).values()
    for name in METRICS if by in ("rep_id", "team_id") else OF_ACCOUNTS:
        parts = [group[name] for group in groups]
        ids = [i for part in parts for i in part.account_ids]
        assert sorted(ids) == sorted(total[name].account_ids)
        for side in ("numerator", "denominator"):
            whole = getattr(total[name], side)
            if whole is not None:
                assert sum(getattr(p, side) for p in parts) == pytest.approx(whole)


@given(strategies.records(), strategies.field_days())
def test_the_list_adds_up_exactly_to_both_sides_of_its_number(records, days):
    for found in coverage.review(records, days=days)[coverage.ALL].values():
        if found.numerator is not None:
            assert fsum(part.above for part in found.parts) == found.numerator
        if found.denominator is not None:
            assert fsum(part.below for part in found.parts) == found.denominator


@given(strategies.records(), strategies.field_days())
def test_a_number_depends_on_its_own_list_alone(records, days):
    """The list behind a number is exact: measured over that list alone it is the same."""
    found = coverage.review(records, days=days)[coverage.ALL]
    for name, metric in METRICS.items():
        ids = set(found[name].account_ids)
        behind = [r for r in records if r.account_id in ids]
        worked = [d for d in days if d.id in ids]
        assert set(found[name].gap_ids) <= ids
        if ids:
            assert metric.measure(behind, worked).value == found[name].value


@given(strategies.records(), strategies.field_days())
def test_an_account_off_season_throughout_changes_nothing(records, days):
    awake = [r for r in records if not r.off_season]
    assert coverage.review(records, days=days) == coverage.review(awake, days=days)


@given(strategies.field_days())
def test_what_is_made_of_days_is_never_below_nothing_and_a_dash_without_days(days):
    for name in OF_DAYS:
        value = coverage.review([], days=days)[coverage.ALL][name].value
        assert (value is None) == (not any(d.share if name == "call_rate" else d.visits
                                           for d in days))  # fmt: skip
        assert value is None or value >= 0


@given(strategies.records())
def test_called_off_missed_and_done_are_never_more_than_was_planned(records):
    found = coverage.review(records)[coverage.ALL]
    values = [found[name].value for name in ("adherence", "excused", "unexcused")]
    assert None in values or sum(values) <= 1 + 1e-9


@given(strategies.records())
def test_nine_of_ten_are_at_least_as_late_as_half(records):
    found = coverage.review(records)[coverage.ALL]
    middle, late = found["overdue_median_days"].value, found["overdue_p90_days"].value
    assert (middle is None) == (late is None)
    assert middle is None or middle <= late <= max(r.overdue_days for r in records)


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


MORE = {
    "re_evaluation": {"answered": 1},
    "ramp_completion": {"ramps": 1},
    "season_missed": {"missed_seasons": 1},
    "on_time": {"on_time": 1},
    "adherence": {"adhered": 1},
    "excused": {"excused": 1},
    "unexcused": {"unexcused": 1},
    "overdue_share": {"overdue": True},
    "overdue_value": {"overdue": True, "overdue_value": 1.0},
    "focus": {"focal": True},
    "prospecting_share": {"account_class": AccountClass.PROSPECT},
}
WHOLE = {"visits": 2, "minutes": 60.0, "openings": 1, "closings": 1, "due": 2, "frozen": 2,
         "focal": False}  # fmt: skip


@given(strategies.records(max_size=3))
def test_one_more_of_what_it_counts_raises_it(records):
    less = record("new", **WHOLE)
    for name, more in MORE.items():
        before = METRICS[name].function([*records, less]).value
        assert before < METRICS[name].function([*records, replace(less, **more)]).value


@pytest.mark.parametrize(
    ("name", "records", "value"),
    [
        ("re_evaluation", [{"visits": 3, "answered": 1}, {"visits": 1, "answered": 1}], 0.5),
        ("ramp_completion", [{"openings": 1, "ramps": 1}, {"openings": 1}, {}], 0.5),
        ("season_missed", [{"closings": 2, "missed_seasons": 1}], 0.5),
        ("excused", [{"frozen": 4, "adhered": 2, "excused": 1, "unexcused": 1}], 0.25),
        ("unexcused", [{"frozen": 4, "excused": 2, "unexcused": 2}], 0.5),
        ("focus", [{"minutes": 90.0, "focal": True}, {"minutes": 30.0, "focal": False},
                   {"minutes": 500.0}], 0.75),
        ("overdue_p90_days", [{"overdue": True, "overdue_days": n} for n in range(1, 11)], 9),
    ],
)  # fmt: skip
def test_by_hand(name, records, value):
    made = [record(f"a{n}", **changes) for n, changes in enumerate(records)]
    assert figure(name, *made).value == value


def test_a_visit_made_up_for_a_day_off_is_no_over_service():
    assert figure("over_service", record(required=1.0, away=1.0, made=2)).value == 0
    assert figure("over_service", record(required=1.0, made=2)).value == 0.25


def a_day(number=1, **changes):
    return FieldDay("ann", "north", date(2026, 5, number), **{"visits": 0} | changes)


def test_a_short_day_counts_half_in_the_call_rate():
    days = [a_day(1, visits=7), a_day(2, visits=2, share=0.5)]
    found = coverage.review([], days=days)[coverage.ALL]["call_rate"]
    assert (found.value, found.gap_ids) == (6, ("ann 2026-05-02",))


def test_travel_is_told_per_minute_on_site():
    days = [a_day(1, visits=2, travel_min=30, on_site_min=60), a_day(2, travel_min=20)]
    assert coverage.review([], days=days)[coverage.ALL]["travel_to_face"].value == 50 / 60


def test_days_belong_to_reps_and_to_no_class():
    found = coverage.review([record()], "account_class", [a_day(visits=3)])
    assert found["core"]["call_rate"].value is None
    assert coverage.review([record()], "rep_id", [a_day(visits=3)])["ann"]["call_rate"].value == 3


def test_only_groups_whose_intervals_do_not_overlap_may_be_ranked():
    def reached(rep, reached, n):
        return [record(f"{rep}{i}", rep_id=rep, made=int(i < reached)) for i in range(n)]

    records = [*reached("ann", 19, 20), *reached("bea", 2, 20), *reached("cem", 11, 20)]
    groups = {rep: f["reach"] for rep, f in coverage.review(records, "rep_id").items()}
    pairs = coverage.apart(METRICS["reach"], groups)
    assert ("ann", "bea") in pairs
    assert ("bea", "ann") not in pairs
    few = {rep: f["reach"] for rep, f in coverage.review(reached("ann", 1, 1)
           + reached("bea", 0, 1), "rep_id").items()}  # fmt: skip
    assert coverage.apart(METRICS["reach"], few) == ()


def test_where_less_is_better_the_lower_share_leads():
    late = [record(f"a{i}", rep_id="ann", overdue=True) for i in range(20)]
    fine = [record(f"b{i}", rep_id="bea") for i in range(20)]
    groups = {rep: f["overdue_share"] for rep, f in coverage.review(late + fine, "rep_id").items()}
    assert coverage.apart(METRICS["overdue_share"], groups) == (("bea", "ann"),)
