"""The demo company as files: its rows as CSV, and a stranger's spreadsheet to try the import on."""

import csv
import io
from collections.abc import Sequence

from server.demo.company import DemoCompany
from server.demo.mix import Row

ACCOUNT_COLUMNS = (
    "account_number", "name", "rep", "account_class", "tier", "segment", "potential",
    "interval_days", "times_per_week", "minutes", "opening_hours", "last_visit", "contact",
    "phone", "email", "address", "city", "state", "zip", "country", "lat", "lon", "status",
)  # fmt: skip
VISIT_COLUMNS = ("account_number", "date", "rep", "outcome", "reason", "note", "minutes")
SALES_COLUMNS = ("account_number", "month", "value", "orders")
TOUCH_COLUMNS = ("account_number", "date", "kind", "by", "text")

#: Janesville, in another program's words: semicolons, another order, no classes. Two rows are
#: faulty: C-7006 has no name, C-7010 lies at a latitude that does not exist.
_SAMPLE = """\
Customer No;Customer;Type;Street;Town;State;Postcode;Latitude;Longitude;Ranking;Calls per week;Hours;Buyer;Telephone
C-7001;Rock River Creamery;cafe;214 W Milwaukee St;Janesville;WI;53548;42.6842;-89.0298;A;1;Mo-Sa 07:00-17:00;Edith Brandt;(608) 555-0110
C-7002;Haugen Family Grocery;supermarket;1820 Center Ave;Janesville;WI;53546;42.6653;-89.0266;A;1;Mo-Su 07:00-21:00;Paul Haugen;(608) 555-0121
C-7003;The Blackhawk Grill;restaurant;77 S Main St;Janesville;WI;53545;42.6817;-89.0187;B;;Tu-Sa 11:00-21:00;Irene Olsen;(608) 555-0132
C-7004;Traxler Cone Stand;kiosk;600 N Parker Dr;Janesville;WI;53545;42.6903;-89.0261;B;1;May-Sep Mo-Su 11:00-20:00;Lou Wendt;(608) 555-0143
C-7005;Court Street Tap;bar;12 W Court St;Janesville;WI;53548;42.6825;-89.0246;C;;Mo-Su 12:00-24:00;Vera Doyle;(608) 555-0154
C-7006;;restaurant;305 E Racine St;Janesville;WI;53545;42.6761;-89.0102;B;;Mo-Sa 10:00-20:00;Gus Romano;(608) 555-0165
C-7007;Milton Avenue Fuel Stop;fuel_station;2410 Milton Ave;Janesville;WI;53545;42.7102;-88.9942;C;;24/7;Kim Tran;(608) 555-0176
C-7008;Palmer Park Inn;hotel;41 Palmer Dr;Janesville;WI;53545;42.6721;-88.9962;A;;Mo-Fr 08:00-16:00;Anton Ebert;(608) 555-0187
C-7009;Mertens & Daughters;restaurant;930 Black Bridge Rd;Janesville;WI;53545;42.7147;-89.0151;B;;We-Su 11:00-21:00;Lena Mertens;(608) 555-0198
C-7010;Monterey Hotel Café;cafe;16 N High St;Janesville;WI;53548;426.839;-89.0272;C;;Mo-Fr 07:00-15:00;Otto Baron;(608) 555-0102
C-7011;Riverside Docks;marina;1 Riverside Dr;Janesville;WI;53548;42.7011;-89.0334;C;;May-Sep Mo-Su 09:00-18:00;Sue Larsen;(608) 555-0113
C-7012;Creston Food Hall;supermarket;1550 Creston Park Dr;Janesville;WI;53545;42.6958;-88.9906;B;;Mo-Sa 08:00-20:00;Ray Castellano;(608) 555-0124
"""  # noqa: E501


def accounts_csv(company: DemoCompany) -> str:
    """Returns the accounts as the product's own import file."""
    return _csv(ACCOUNT_COLUMNS, company.accounts)


def visits_csv(company: DemoCompany) -> str:
    """Returns the past visits as an import file."""
    return _csv(VISIT_COLUMNS, company.visits)


def sales_csv(company: DemoCompany) -> str:
    """Returns the monthly sales as an import file."""
    return _csv(SALES_COLUMNS, company.sales)


def touches_csv(touches: Sequence[Row]) -> str:
    """Returns colleagues' touches as an import file."""
    return _csv(TOUCH_COLUMNS, touches)


def sample_spreadsheet() -> str:
    """Returns twelve accounts of a new town as another program writes them; two are faulty."""
    return _SAMPLE


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Lines end as in Unix, cells without a value are empty; a row with another key is an error."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
