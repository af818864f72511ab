"""What the rules are told of an account: months of its season, and nothing that nobody knows."""

from dataclasses import replace
from datetime import date

import pytest

from routing.classification.scores import ScoreParams
from routing.domain import MonthDay, Season, SeasonState, SeasonWindow
from server import database
from server.accounts import store as accounts
from server.accounts.records import Sales
from server.auth import Scope
from server.classes import evidence
from server.classes import store as classes
from tests.factories import TODAY, make_account

SUMMER = Season((SeasonWindow(SeasonState.IN, MonthDay(5, 1), MonthDay(9, 30)),))


@pytest.fixture
def record(app, cast):
    """A core account of tier B with a potential of 12,000."""
    with database.write_transaction(app) as db:
        make_account(db, cast.ann, potential=12_000.0)
        return accounts.load_accounts(db, Scope.system(), TODAY)[0]


def sales(*months: tuple[int, int]) -> tuple[Sales, ...]:
    return tuple(Sales(date(year, month, 1), 100.0, 1) for year, month in months)


def test_a_gap_counts_only_the_months_of_the_season():
    last, this = evidence.number(date(2025, 9, 8)), evidence.number(TODAY)
    assert evidence.open_months(Season(), last, this) == 8
    assert evidence.open_months(SUMMER, last, this) == 1


def test_a_summer_account_is_not_silent_in_winter(record):
    bought = replace(record, season=SUMMER, sales=sales((2025, 8), (2025, 9)))
    found = evidence.known(bought, (), evidence.company([bought]), date(2026, 3, 1))
    assert found.evidence.silent_months == 0
    assert found.risk == ()


def test_without_anybodys_sales_nobody_is_silent(record):
    found = evidence.known(record, (), evidence.company([record]), TODAY)
    assert found.evidence.silent_months is None
    assert found.evidence.gap_ratio is None


def test_a_fit_knows_neither_an_assumed_tier_nor_a_missing_potential(record):
    guessed = replace(record, assumed=("tier",), potential=None)
    assert evidence.fit(guessed, evidence.company([guessed])).confidence == 0.0


def test_the_larger_of_two_alike_fits_better(record):
    large = replace(record, potential=20_000.0)
    both = evidence.company([record, large])
    assert (evidence.fit(large, both).value or 0) > (evidence.fit(record, both).value or 0)


def test_the_orders_of_a_month_are_news_in_its_middle(record):
    bought = replace(record, sales=sales((2026, 4)))
    assert list(evidence.signals(bought, (), TODAY)) == [("order", 20)]


def test_what_weighs_in_a_fit_is_the_managers_to_say(record):
    whole = replace(record, assumed=(), tier="C")
    everybody = evidence.company([whole])
    only_tier = evidence.company([whole], ScoreParams(size=0.0, segment=0.0, tier_c=0.9))
    assert evidence.fit(whole, only_tier).value == pytest.approx(90.0)
    assert evidence.fit(whole, everybody).value != pytest.approx(90.0)


def test_fits_and_news_are_judged_by_the_settings_when_classes_are(app, cast, bob):
    bob.put("/api/settings", json={"values": {"fit_sure": 0.9, "readiness_order": 2.0}})
    with database.write_transaction(app) as db:
        make_account(db, cast.ann, potential=12_000.0)
        (case,) = classes.load_cases(db, TODAY)
    assert case.known.evidence.fit.enough == 0.9
