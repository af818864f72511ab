"""Writes twenty spreadsheets as other programs and people make them; everybody in them is invented.

``python -m tests.spreadsheets.make`` writes them anew beside this file. Each is small, and each has
its own way to be awkward; what is expected of it stands in ``expected.py``.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

HERE = Path(__file__).parent
#: Workbooks carry the moment they were made: one moment keeps them the same.
MADE = datetime(2026, 5, 4, 9, 0)  # noqa: DTZ001 - a workbook's instants have no zone


class Place(NamedTuple):
    """A business that does not exist, in a town that does."""

    number: int
    name: str
    street: str
    city: str
    zip: str
    lat: float
    lon: float
    person: str
    phone: str


_NAMES = (
    "Harbor Lantern Grill", "Willow Dock Café", "North Pier Kiosk", "Blue Heron Inn",
    "Copper Kettle Diner", "Sandbar & Sons", "Three Oars Tavern", "Maple Jetty Market",
    "Lighthouse Scoops", "Old Mill Bistro", "Pelican Terrace", "Quarry Road Bakery",
)  # fmt: skip
_TOWNS = (
    ("Lake Geneva", "53147", 42.5917, -88.4334), ("Delavan", "53115", 42.6331, -88.6437),
    ("Williams Bay", "53191", 42.5781, -88.5409), ("Elkhorn", "53121", 42.6728, -88.5443),
)  # fmt: skip
_PEOPLE = ("Ida Moss", "Jon Vale", "Kit Barlow", "Lena Frost", "Milo Grant", "Nora Quill")


def _place(i: int) -> Place:
    city, zip_code, lat, lon = _TOWNS[i % 4]
    return Place(4101 + i, _NAMES[i], f"{12 + 7 * i} Shore Road", city, zip_code,
                 round(lat + 0.003 * (i // 4), 5), round(lon + 0.004 * (i // 4), 5),
                 _PEOPLE[i % 6], f"26255501{10 + i}")  # fmt: skip


PLACES = [_place(i) for i in range(12)]
Rows = Sequence[Sequence[Any]]


def _text(rows: Rows, delimiter: str = ",", *, quote_all: bool = False, end: str = "\r\n") -> str:
    to = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(to, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return to.getvalue()


def _book(**sheets: Rows) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    return book


def _bytes(book: openpyxl.Workbook) -> bytes:
    """Returns the workbook as a file, the same each time."""
    book.properties.created = book.properties.modified = MADE
    made, again = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == "docProps/core.xml":
                continue
            data = old.read(name)
            if name in ("[Content_Types].xml", "_rels/.rels"):
                data = _without_properties(data)
            new.writestr(zipfile.ZipInfo(name, (2026, 5, 4, 9, 0, 0)), data)
    return again.getvalue()


def _without_properties(xml: bytes) -> bytes:
    """Leaves the part out that tells when the file was saved."""
    parts = xml.replace(b"/>", b"/>\n").split(b"\n")
    return b"".join(part for part in parts if b"core.xml" not in part)


# --- exports of programs --------------------------------------------------------------------------


def crm_export() -> bytes:
    """Shouted and quoted headers, ids of owners nobody here knows, ratings that are no tiers."""
    head = ["ID", "ISDELETED", "MASTERRECORDID", "NAME", "TYPE", "PARENTID", "BILLINGSTREET",
            "BILLINGCITY", "BILLINGSTATE", "BILLINGPOSTALCODE", "BILLINGCOUNTRY", "PHONE", "FAX",
            "ACCOUNTNUMBER", "INDUSTRY", "ANNUALREVENUE", "RATING", "OWNERID", "CREATEDDATE",
            "ORACLE_ID__C"]  # fmt: skip
    rows = [
        [f"001x00000{p.number}AA2", "true" if i == 11 else "false", "", p.name,
         "Customer - Direct", "", p.street, p.city, "WI", p.zip, "US",
         f"({p.phone[:3]}) {p.phone[3:6]}-{p.phone[6:]}", "", "", "Hospitality", "",
         ("Hot", "Warm", "Cold")[i % 3], "005x0000000qQqQAAM", "2019-04-15T03:23:15.000Z", ""]
        for i, p in enumerate(PLACES)
    ]  # fmt: skip
    return _text([head, *rows], quote_all=True).encode()


def erp_dump() -> bytes:
    """Eighty columns with the names of database fields, Windows-1252, numbers with zeros before."""
    known = ["MANDT", "KUNNR", "NAME1", "NAME2", "STRAS", "PSTLZ", "ORT01", "REGIO", "LAND1",
             "TELF1", "VRTNR_MAIL", "KLABC", "LOEVM"]  # fmt: skip
    head = known + [f"ZZFLD{n:02}" for n in range(80 - len(known))]
    rows = [
        ["100", f"{p.number:010}", p.name, "", p.street, p.zip, p.city, "WI", "US", p.phone,
         "ann@example.com", "ABC"[i % 3], "", *["", "0", "000"][i % 3 : i % 3 + 1],
         *[""] * 66]
        for i, p in enumerate(PLACES)
    ]  # fmt: skip
    return _text([head, *rows], ";").encode("cp1252")


def register() -> bytes:
    """A public register: a sign between the cells that no keyboard has, Windows-1252."""
    head = ["OrganisationID", "OrganisationCode", "OrganisationType", "SubType",
            "OrganisationStatus", "OrganisationName", "Address1", "Address2", "City", "County",
            "Postcode", "Latitude", "Longitude", "ParentName", "Phone", "Email", "Web"]  # fmt: skip
    rows = [
        [90000 + i, f"FW{p.number}", "Shop", "Community Shop", "Visible", p.name + " ", p.street,
         "", p.city, "Walworth", p.zip, f"{p.lat:.13f}", f"{p.lon:.13f}", "Lakes Area Team",
         p.phone, f"desk@{p.number}.example.org", ""]
        for i, p in enumerate(PLACES)
    ]  # fmt: skip
    return "\n".join("¬".join(map(str, row)) for row in [head, *rows]).encode("cp1252")


def companies_and_people() -> bytes:
    """Companies, and below each of the first four the people who work there."""
    head = ["ID", "Name", "Company Type", "Related Company", "Customer", "Address Type", "Street",
            "Street2", "City", "State", "ZIP", "Country", "Phone", "Email"]  # fmt: skip
    rows: list[list[Any]] = []
    for i, p in enumerate(PLACES):
        rows.append([f"partner_{i}", p.name, "Company", "", "TRUE", "", p.street, "", p.city,
                     "Wisconsin", p.zip, "United States", p.phone, ""])  # fmt: skip
        if i < 4:
            rows.append([f"partner_{i}_1", p.person, "Individual", p.name, "", "Contact", "", "",
                         *[""] * 4, p.phone[:-1] + "9", f"{p.number}@example.org"])  # fmt: skip
    return _text([head, *rows]).encode()


def web_page() -> bytes:
    """A report of the intranet, saved as .xls: a web page inside."""
    cells = "".join(f"<tr><td>{p.number}</td><td>{p.name}</td></tr>" for p in PLACES)
    return f"<html><body><table><tr><th>No</th><th>Name</th></tr>{cells}</table>".encode()


# --- other languages ------------------------------------------------------------------------------


def german() -> bytes:
    """Semicolons, Windows-1252, decimal commas, dots in thousands, A-Kunde, days before months."""
    head = ["Kd-Nr.", "Firma", "Straße", "Hausnr.", "PLZ", "Ort", "Land", "Breitengrad",
            "Längengrad", "ABC-Klasse", "Jahrespotenzial (€)", "Besuchsrhythmus", "Letzter Besuch",
            "Ansprechpartner", "Telefon", "Außendienst"]  # fmt: skip
    rhythms = ("alle 2 Wochen", "monatlich", "14", "1x pro Woche")
    rows = [
        [p.number, p.name, "Shore Road", 12 + 7 * i, p.zip, p.city, "USA",
         f"{p.lat}".replace(".", ","), f"{p.lon}".replace(".", ","), f"{'ABC'[i % 3]}-Kunde",
         f"{12 + i}.345,50", rhythms[i % 4], f"{13 + i}.04.2026", p.person, p.phone, "Ann"]
        for i, p in enumerate(PLACES)
    ]  # fmt: skip
    return _text([head, *rows], ";").encode("cp1252")


def french() -> bytes:
    """French names of columns, an accent in each second one."""
    head = ["N° client", "Raison sociale", "Adresse", "Code postal", "Ville", "Téléphone",
            "Commercial", "Dernière visite", "Potentiel annuel", "Latitude",
            "Longitude"]  # fmt: skip
    rows = [
        [p.number, p.name, p.street, p.zip, p.city, p.phone, "Ann", f"{14 + i % 9}/04/2026",
         f"{8 + i} 250,00", p.lat, p.lon]
        for i, p in enumerate(PLACES)
    ]  # fmt: skip
    return _text([head, *rows], ";").encode("utf-8-sig")


def dutch() -> bytes:
    """A language the columns are not read in: a person says what three of them hold."""
    head = ["Relatienummer", "Bedrijfsnaam", "Straat en nummer", "Postcode", "Plaats",
            "Rayonbeheerder", "Omzetklasse"]  # fmt: skip
    rows = [[p.number, p.name, p.street, p.zip, p.city, "Ann", "ABC"[i % 3]]
            for i, p in enumerate(PLACES)]  # fmt: skip
    return _text([head, *rows], ";").encode()


# --- made by hand ---------------------------------------------------------------------------------


def titles_and_totals() -> bytes:
    """A title, a merged header, blank lines, a hidden line, subtotals by town and a grand total."""
    book = _book(Customers=[
        ["Lakes district, customers by town"],
        ["As of 4 May 2026, please do not forward"],
        [],
        ["Customer", "", "Where", "", "", "Sales last 12 months"],
        ["Customer no.", "Customer name", "Street", "City", "ZIP", ""],
    ])  # fmt: skip
    sheet = book["Customers"]
    for cells in ("A1:F1", "A4:B4", "C4:E4", "F4:F5"):
        sheet.merge_cells(cells)
    for city, *_ in _TOWNS:
        here = [p for p in PLACES if p.city == city]
        for p in here:
            sheet.append([p.number, p.name, p.street, p.city, int(p.zip), 1000.5 + p.number])
        sheet.append(["", f"Subtotal {city}", "", "", "", sum(1000.5 + p.number for p in here)])
        sheet.append([])
    sheet.append(["Grand total", "", "", "", "", 61398])
    sheet.row_dimensions[7].hidden = True
    return _bytes(book)


def utf16() -> bytes:
    """Saved as “Unicode text”: UTF-16 with semicolons, both coordinates in one cell."""
    head = ["Account", "Town", "GPS", "Rep e-mail", "Visit frequency", "Opening times"]
    rows = [[p.name, p.city, f"{p.lat}, {p.lon}", "ANN@example.com", "every 3 weeks",
             "Mo-Fr 09:00-17:00"] for p in PLACES]  # fmt: skip
    return b"\xff\xfe" + _text([head, *rows], ";").encode("utf-16-le")


def address_in_one_cell() -> bytes:
    """The whole address in one cell, as a letter has it."""
    head = ["Business name", "Full address", "Contact person", "Sales rep"]
    rows = [[p.name, f"{p.street}, {p.city}, WI {p.zip}, USA", p.person, "ann"] for p in PLACES]
    return _bytes(_book(Sheet1=[head, *rows]))


def numbers_for_everything() -> bytes:
    """Phones, ZIPs and account numbers as numbers, dates as dates; the table on the third sheet."""
    head = ["Account No", "Account Name", "City", "Zip Code", "Telephone", "Last order",
            "Annual potential", "Rep"]  # fmt: skip
    rows = [[float(p.number), p.name, p.city, int(p.zip), float(p.phone),
             MADE - timedelta(days=20 + i), 5000 + 250 * i, "Ann"]
            for i, p in enumerate(PLACES)]  # fmt: skip
    notes = [["How to use this workbook"], ["Fill in the third sheet, one customer a line."]]
    return _bytes(_book(Read_me=notes, Lists=[["Status"], ["open"]], Customers=[head, *rows]))


def six_ways_of_dates() -> bytes:
    """Six people kept this list, each with an own way to write a date."""
    ways: tuple[Callable[[datetime], str], ...] = (
        lambda d: f"{d:%Y-%m-%d}", lambda d: f"{d:%d.%m.%Y}", lambda d: f"{d:%m/%d/%Y}",
        lambda d: f"{d:%b} {d.day}, {d:%Y}", lambda d: f"{d:%d-%b-%Y}", lambda d: f"{d:%Y%m%d}",
    )  # fmt: skip
    head = ["customer_id", "customer_name", "latitude", "longitude", "last_visit", "owner"]
    rows = [[p.number, p.name, p.lat, p.lon, ways[i % 6](datetime(2026, 1, 13 + i)), "Ann"]  # noqa: DTZ001
            for i, p in enumerate(PLACES)]  # fmt: skip
    return _text([head, *rows]).encode()


def ambiguous_dates() -> bytes:
    """Only days up to the twelfth: nothing says whether 03/04 is in March or in April."""
    head = ["No", "Name", "ZIP", "Last visit", "Rep"]
    rows = [[p.number, p.name, p.zip, f"0{1 + i % 4}/0{1 + (i + 1) % 4}/2026", "Ann"]
            for i, p in enumerate(PLACES)]  # fmt: skip
    return _text([head, *rows]).encode()


def repeated_headers() -> bytes:
    """Two columns called Name and two called Phone, empty columns between, blank lines, tabs."""
    head = ["Nr", "Name", "", "Phone", "Name", "Phone", "", "Latitude", "Longitude", "Salesperson"]
    lines = [head]
    for p in PLACES:
        lines.append([str(p.number), p.name, "", p.phone, p.person, p.phone[:-1] + "0", "",
                      str(p.lat), str(p.lon), "Ann"])  # fmt: skip
        lines.append([""] * len(head))
    return _text(lines, "\t", end="\n").encode()


def classes_in_words() -> bytes:
    """Classes and tiers as people say them, in two columns that other programs call alike."""
    head = ["Kundennummer", "Kundenname", "PLZ", "Kundenklasse", "Beziehung", "Betreuer"]
    words = ("Stammkunde", "Ausbau", "Interessent", "Gelegenheit")
    rows = [[p.number, p.name, p.zip, f"{'ABC'[i % 3]}-Kunde", words[i % 4], "ann@example.com"]
            for i, p in enumerate(PLACES)]  # fmt: skip
    return _text([head, *rows], ";").encode()


def unknown_owners() -> bytes:
    """Owners who left the company years ago: nobody here knows them."""
    head = ["Account Name", "Account Owner", "Billing Street", "Billing City",
            "Billing State/Province", "Billing Zip/Postal Code", "Rating"]  # fmt: skip
    owners = ("Rolf Tamm", "Uma Castle", "Integration User")
    rows = [[p.name, owners[i % 3], p.street, p.city, "WI", p.zip, ""]
            for i, p in enumerate(PLACES)]  # fmt: skip
    return _text([head, *rows], quote_all=True).encode()


# --- that cannot be read --------------------------------------------------------------------------


def people_only() -> bytes:
    """A list of people without the places they work at."""
    head = ["First name", "Last name", "E-mail", "Mobile"]
    rows = [[*p.person.split(), f"{p.number}@example.org", p.phone] for p in PLACES]
    return _text([head, *rows]).encode()


def formulas_never_worked_out() -> bytes:
    """Written by a program, never opened since: formulas whose results nobody has worked out."""
    head = ["Chain", "Town", "Name", "Zip"]
    rows = [[p.name, p.city, f'=A{i}&" "&B{i}', p.zip] for i, p in enumerate(PLACES, start=2)]
    return _bytes(_book(Customers=[head, *rows]))


def nothing() -> bytes:
    """An export that failed: a file of no rows, with a mark and two line breaks."""
    return b"\xef\xbb\xbf\r\n\r\n"


MAKERS: dict[str, Callable[[], bytes]] = {
    "01_crm_export.csv": crm_export,
    "02_erp_dump_of_80_columns.csv": erp_dump,
    "03_titles_and_totals.xlsx": titles_and_totals,
    "04_german_semicolons.csv": german,
    "05_utf16_semicolons.csv": utf16,
    "06_french.csv": french,
    "07_dutch.csv": dutch,
    "08_address_in_one_cell.xlsx": address_in_one_cell,
    "09_numbers_for_everything.xlsx": numbers_for_everything,
    "10_six_ways_of_dates.csv": six_ways_of_dates,
    "11_ambiguous_dates.csv": ambiguous_dates,
    "12_repeated_headers.tsv": repeated_headers,
    "13_classes_in_words.csv": classes_in_words,
    "14_unknown_owners.csv": unknown_owners,
    "15_register_with_not_signs.csv": register,
    "16_companies_and_people.csv": companies_and_people,
    "17_people_only.csv": people_only,
    "18_web_page.xls": web_page,
    "19_formulas_never_worked_out.xlsx": formulas_never_worked_out,
    "20_nothing.csv": nothing,
}

if __name__ == "__main__":
    for file_name, make in MAKERS.items():
        (HERE / file_name).write_bytes(make())
