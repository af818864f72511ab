import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import results
from routing.results import METRICS, Frame, Made, Sale, Who

YEAR = Frame(date(2025, 1, 1), date(2026, 1, 1), told_since=date(2023, 1, 1), cost_a_minute=0.5)
ALWAYS = lambda month: True  # noqa: E731
WHO = Who("a", "ann", "north", "core", "A", "bar")


def month(number, year=2025):
    return date(year, number, 1)


def record(account_id="a", sales=(), visits=(), frame=YEAR, in_season=ALWAYS, **who):
    told, who = [Sale(*one) for one in sales], WHO._replace(account_id=account_id, **who)
    return results.record(who, told, visits, frame, in_season)


def figure(name, *records):
    return results.figure(METRICS[name], records)


def bought(account_id, value):
    return record(account_id, [(month(1), value)])


def test_growth_is_sales_against_the_same_months_a_year_before():
    one = record(sales=[(month(3, 2024), 100.0), (month(3), 130.0)])
    assert figure("growth", one).value == pytest.approx(0.30)


def test_what_is_sold_off_season_neither_grows_nor_shrinks():
    sales = [(month(7, 2024), 100.0), (month(7), 150.0), (month(1, 2024), 900.0), (month(1), 1.0)]
    found = figure("growth", record(sales=sales, in_season=lambda m: m.month == 7))
    assert (found.numerator, found.denominator, found.value) == (150.0, 100.0, 0.5)


def test_months_without_a_year_before_are_not_compared():
    young = replace(YEAR, told_since=month(7, 2024))
    sales = [(month(8, 2024), 50.0), (month(2), 500.0), (month(8), 100.0)]
    assert figure("growth", record(sales=sales, frame=young)).value == pytest.approx(1.0)


def test_growth_from_nothing_has_no_value():
    assert figure("growth", record(sales=[(month(3), 10.0)])).value is None


def test_a_first_order_in_these_months_makes_a_new_account():
    new = record("a", [(month(5), 10.0)])
    old = record("b", [(month(5, 2024), 10.0), (month(5), 30.0)])
    assert figure("new_customers", new, old).value == 1
    assert figure("new_share", new, old).value == pytest.approx(0.25)


def test_nobody_is_called_new_in_the_first_year_that_was_told():
    young = replace(YEAR, told_since=month(1))
    assert figure("new_customers", record(sales=[(month(5), 10.0)], frame=young)).value == 0


def test_penetration_counts_who_bought_among_active_accounts():
    found = figure("penetration", bought("a", 10.0), record("b"), record("c", active=False))
    assert (found.numerator, found.denominator, found.value) == (1, 2, 0.5)


def test_strike_rate_is_visits_with_an_order_over_visits():
    visits = [Made(month(2), 30, 10, ordered) for ordered in (True, False, False, False)]
    found = figure("strike_rate", record(visits=visits))
    assert (found.value, found.n, found.few) == (0.25, 4, True)


def test_twenty_visits_are_no_longer_few():
    visits = [Made(month(2), 30, 10)] * 20
    assert figure("strike_rate", record(visits=visits)).few is False


def test_sales_per_hour_leave_out_who_was_not_visited():
    visited = record("a", [(month(2), 90.0)], [Made(month(2), 45, 10), Made(month(3), 45, 10)])
    found = figure("sales_hour", visited, bought("b", 1000.0))
    assert (found.value, found.denominator) == (60.0, 1.5)


def test_a_visit_nobody_timed_takes_the_usual_minutes_and_is_counted_as_such():
    frame = replace(YEAR, usual_minutes=20.0)
    one = record(visits=[Made(month(2), None, 0), Made(month(2), 40, 0)], frame=frame)
    assert (one.minutes, one.untimed) == (60.0, 1)


def test_the_usual_minutes_are_the_median_of_those_told():
    visits = [Made(month(1), minutes, 0) for minutes in (10, 20, 60, None)]
    assert results.usual_minutes(visits, 30.0) == 20.0
    assert results.usual_minutes([], 30.0) == 30.0


def test_cost_to_serve_is_minutes_on_site_and_on_the_way():
    one = record(sales=[(month(2), 100.0, 25.0)], visits=[Made(month(2), 45, 15)])
    assert figure("cost_to_serve", one).value == 30.0
    assert figure("contribution", one).value == -5.0
    assert figure("unprofitable", one).value == 1


def test_an_unknown_margin_is_not_a_margin_of_nothing():
    one = record(sales=[(month(2), 100.0)], visits=[Made(month(2), 45, 15)])
    assert figure("contribution", one).value is None
    assert figure("margin_hour", one).value is None


def test_a_margin_nobody_told_may_be_assumed_as_a_share():
    frame = replace(YEAR, margin_share=0.3)
    assert record(sales=[(month(2), 100.0), (month(3), 50.0, 5.0)], frame=frame).margin == 35.0


def test_the_rhythm_is_the_middle_gap_between_orders():
    one = record(sales=[(month(m), 5.0) for m in (1, 2, 5, 7)])
    assert one.gap == 2.0
    assert figure("rhythm", one).value == 2.0


def test_a_winter_off_season_is_no_gap_in_the_rhythm():
    summer = lambda m: 5 <= m.month <= 9  # noqa: E731
    sales = [(month(8, 2024), 5.0), (month(9, 2024), 5.0), (month(5), 5.0), (month(6), 5.0)]
    assert record(sales=sales, in_season=summer).gap == 1.0


def test_two_orders_make_no_rhythm():
    assert record(sales=[(month(1), 5.0), (month(9), 5.0)]).gap is None


def test_the_ten_largest_and_the_squares_of_shares():
    records = [bought(f"{n:02}", 5.0) for n in range(20)]
    assert figure("top_share", *records).value == pytest.approx(0.5)
    assert figure("concentration", *records).value == pytest.approx(1 / 20)


def test_a_single_account_is_all_the_concentration_there_is():
    assert figure("concentration", bought("a", 7.0)).value == pytest.approx(1.0)


@pytest.mark.parametrize("name", METRICS)
def test_without_accounts_there_is_no_number(name):
    found = figure(name)
    assert (found.value, dict(found.parts), found.few) == (None, {}, False)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_explains_itself(name):
    metric = METRICS[name]
    assert metric.name == name
    assert metric.sentence.endswith(".")


MONEY = st.floats(0, 1e6)
SALES = st.dictionaries(
    st.dates(date(2024, 1, 1), date(2025, 12, 31)).map(lambda d: d.replace(day=1)), MONEY
)
VISITS = st.lists(st.builds(Made, st.just(month(2)), st.none() | st.integers(1, 90),
                            st.integers(0, 60), st.booleans()), max_size=4)  # fmt: skip


def companies():
    who = st.sampled_from(["core", "invest"])
    rows = st.lists(st.tuples(SALES, VISITS, who), max_size=12)
    return rows.map(
        lambda rows: [
            record(str(at), [*sales.items()], visits, account_class=name)
            for at, (sales, visits, name) in enumerate(rows)
        ]
    )


@given(companies())
def test_shares_stay_between_nothing_and_all(records):
    shares = [name for name, one in METRICS.items() if one.unit in ("share", "index")]
    for value in (figure(name, *records).value for name in shares):
        assert value is None or -1e-9 <= value <= 1 + 1e-9


@given(companies())
def test_sales_of_the_groups_add_up_to_those_of_all(records):
    groups = results.review(records, "account_class").values()
    total = math.fsum(r.sales for r in records)
    assert math.fsum(g["sales"].value or 0 for g in groups) == pytest.approx(total)
    assert math.fsum(p.above for p in figure("sales", *records).parts.values()) == total
