"""Headers to fields: by synonyms, by their values, by hand."""

import pytest

from server.accounts import columns


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("BILLINGSTREET", "address"),
        ("Billing Street", "address"),
        ("Straße", "address"),
        ("Öffnungszeiten", "opening_hours"),
        ("Umsatzpotenzial (EUR)", "potential"),
        ("ACCOUNTNUMBER__C", "number"),
        ("Ansprechpartner", "contact_name"),
        ("sales_last12m", "sales_12m"),
        ("PLZ", "zip"),
        ("Season start", "season_start"),
    ],
)
def test_a_header_is_known_by_its_synonyms(header, field):
    assert columns.guess("accounts", [header], [["x"]]) == {header: field}


def test_a_header_with_values_beats_an_empty_one():
    """Salesforce fills ID and leaves ACCOUNTNUMBER empty."""
    guessed = columns.guess("accounts", ["ACCOUNTNUMBER", "ID"], [["", "001x"]])
    assert guessed == {"ID": "number"}


def test_a_class_column_of_letters_holds_tiers():
    assert columns.guess("accounts", ["Class"], [["A"], ["b"]]) == {"Class": "tier"}
    assert columns.guess("accounts", ["Class"], [["A"], ["core"]]) == {"Class": "account_class"}


def test_a_header_of_many_meanings_needs_a_value_that_reads():
    assert columns.guess("accounts", ["Status"], [["Visible"]]) == {}
    assert columns.guess("accounts", ["Status"], [["I"], ["?"]]) == {"Status": "active"}
    assert columns.guess("accounts", ["category"], [["cafe"]]) == {"category": "segment"}


@pytest.mark.parametrize("mapping", [{"Nr": "number"}, {"number": "Nr"}])
def test_a_mapping_by_hand_reads_in_both_directions(mapping):
    assert columns.by_hand("accounts", ["Nr", "Wer"], mapping) == {"Nr": "number"}


def test_a_mapping_to_nothing_known_is_dropped():
    assert columns.by_hand("accounts", ["Nr"], {"Nr": "shoe_size", "Gone": "name"}) == {}


def test_the_same_headers_in_another_order_are_the_same_file():
    one = columns.headers_hash("accounts", ["Name", "Account No."])
    assert one == columns.headers_hash("accounts", ["account_no", "NAME"])
    assert one != columns.headers_hash("visits", ["Name", "Account No."])
