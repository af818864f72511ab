"""What is expected of each of the twenty: what a person says by hand, what comes in, what is said.

``by_hand`` is what has to be set, header to field; an empty field leaves a column out. It is at
most three, and none where nothing stands here. ``added`` 0 means: not read, with a clear message.
"""

from collections.abc import Mapping
from typing import NamedTuple

#: A person may be asked for this many columns, no more.
MOST_BY_HAND = 3


class Expected(NamedTuple):
    added: int = 12
    by_hand: Mapping[str, str] = {}
    says: tuple[str, ...] = ()
    #: One account as it must come in: fields of the answer of /api/accounts.
    first: Mapping[str, object] = {}
    #: Nobody owns them yet: they are shared out before a plan can be made.
    split: bool = False


EXPECTED: dict[str, Expected] = {
    "01_crm_export.csv": Expected(
        split=True,
        first={"number": "001x000004101AA2", "zip": "53147", "segment_label": "Hospitality"},
    ),
    "02_erp_dump_of_80_columns.csv": Expected(
        by_hand={"VRTNR_MAIL": "rep"},
        first={"number": "0000004101", "city": "Lake Geneva", "tier": "A", "rep": "Ann"},
    ),
    "03_titles_and_totals.xlsx": Expected(
        split=True,
        says=("5 lines add up other lines: 9, 14, 19, 24, 26. They are passed over.",),
        first={"number": "4101", "address": "12 Shore Road", "zip": "53147"},
    ),
    "04_german_semicolons.csv": Expected(
        first={"name": "Harbor Lantern Grill", "address": "Shore Road 12", "tier": "A",
               "potential": 12345.5, "last_visit": "2026-04-13", "lat": 42.5917},
    ),
    "05_utf16_semicolons.csv": Expected(
        first={"lat": 42.5917, "lon": -88.4334, "opening_hours": "Mo-Fr 09:00-17:00"},
    ),
    "06_french.csv": Expected(
        first={"number": "4101", "potential": 8250, "last_visit": "2026-04-14", "rep": "Ann"},
    ),
    "07_dutch.csv": Expected(
        by_hand={"Relatienummer": "number", "Bedrijfsnaam": "name", "Rayonbeheerder": "rep"},
        first={"number": "4101", "zip": "53147", "place_source": "zip"},
    ),
    "08_address_in_one_cell.xlsx": Expected(
        first={"address": "12 Shore Road", "city": "Lake Geneva", "state": "WI", "zip": "53147",
               "place_source": "zip"},
    ),
    "09_numbers_for_everything.xlsx": Expected(
        first={"number": "4101", "zip": "53147", "potential": 5000},
    ),
    "10_six_ways_of_dates.csv": Expected(first={"last_visit": "2026-01-13"}),
    "11_ambiguous_dates.csv": Expected(
        by_hand={"date_order": "day-first"},
        first={"last_visit": "2026-02-01"},
    ),
    "12_repeated_headers.tsv": Expected(
        by_hand={"Name (2)": "contact_name"},
        says=("The header “Name” stands here more than once.",),
        first={"name": "Harbor Lantern Grill", "contacts": [
            {"name": "Ida Moss", "phone": "2625550110", "email": ""}]},
    ),
    "13_classes_in_words.csv": Expected(first={"tier": "A", "account_class": "core"}),
    "14_unknown_owners.csv": Expected(
        by_hand={"Account Owner": ""},
        split=True,
        first={"name": "Harbor Lantern Grill", "state": "WI", "zip": "53147"},
    ),
    "15_register_with_not_signs.csv": Expected(
        split=True,
        first={"number": "FW4101", "segment_label": "Community Shop", "lat": 42.5917},
    ),
    "16_companies_and_people.csv": Expected(
        split=True,
        says=("4 lines are people of companies in this file",),
        first={"number": "partner_0", "contacts": [
            {"name": "Ida Moss", "phone": "2625550119", "email": "4101@example.org"}]},
    ),
    "17_people_only.csv": Expected(0, says=("list of people", "No column holds “Name”")),
    "18_web_page.xls": Expected(0, says=("web page", "Save it as XLSX or CSV")),
    "19_formulas_never_worked_out.xlsx": Expected(
        0, says=("“Name” is empty in all 12 lines", "save it and upload it again"),
    ),
    "20_nothing.csv": Expected(0, says=("The file is empty", "Save the table again")),
}  # fmt: skip
