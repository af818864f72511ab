"""What is assumed where nobody said: class by buying, tier by size."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from server.accounts import assume
from server.accounts.assume import Facts

TODAY = date(2026, 5, 5)


def facts(number="1", active=True, potential=None, told=None, last_order=None, sold=None):
    return Facts(number, active, potential, told, last_order, sold)


def test_who_bought_in_the_last_year_is_core():
    assert assume.assumed_class(facts(told=1.0), TODAY) == "core"
    assert assume.assumed_class(facts(last_order=date(2025, 5, 5)), TODAY) == "core"
    assert assume.assumed_class(facts(last_order=date(2025, 5, 4)), TODAY) == "prospect"
    assert assume.assumed_class(facts(), TODAY) == "prospect"


def test_sales_by_month_overrule_what_a_file_told():
    assert assume.assumed_class(facts(told=1000.0, sold=(0.0, False)), TODAY) == "prospect"
    assert facts(told=1000.0, sold=(5.0, True)).sales_12m == 5.0


def test_a_holds_the_first_half_and_b_up_to_80_percent():
    sizes = {"1": 50.0, "2": 30.0, "3": 15.0, "4": 5.0}
    company = [facts(n, potential=size) for n, size in sizes.items()]
    assert assume.assumed_tiers(company) == {"1": "A", "2": "B", "3": "C", "4": "C"}


def test_potential_ranks_before_sales_and_nothing_is_c():
    company = [facts("1", potential=10.0), facts("2", told=999.0), facts("3")]
    assert assume.assumed_tiers(company) == {"1": "A", "2": "A", "3": "C"}


def test_an_inactive_account_takes_no_share():
    company = [facts("1", active=False, potential=1000.0), facts("2", potential=10.0)]
    assert assume.assumed_tiers(company) == {"1": "C", "2": "A"}


@given(st.lists(st.floats(0, 1e9), max_size=30))
def test_a_larger_account_never_has_a_lower_tier(sizes):
    company = [facts(f"{n:03}", potential=size) for n, size in enumerate(sizes)]
    tiers = assume.assumed_tiers(company)
    ranked = sorted(company, key=lambda one: -(one.potential or 0))
    letters = [tiers[one.number] for one in ranked if one.potential]
    assert letters == sorted(letters)
    assert set(tiers) == {one.number for one in company}
