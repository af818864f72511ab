"""Which column of a file means what: the fields of each kind, and the names headers have.

Headers are compared without case, accents, spaces and punctuation (``normalise``), so one synonym
covers "Billing Street", ``BILLINGSTREET`` and ``billing_street``.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from server.accounts import cells


class Field(NamedTuple):
    """What a column may be mapped to. Of several matching headers the earliest synonym wins."""

    name: str
    label: str
    synonyms: str
    needed: bool = False


ACCOUNTS = (
    Field(
        "number",
        "Account number",
        "accountnumber accountno accountnr accountid accountcode"
        " number no nr customernumber customerno customerid customercode kundennummer kundennr"
        " kdnr kunnr debitor debitorennummer organisationcode storenumber externalid nclient"
        " noclient numeroclient codeclient ref reference id",
    ),
    Field(
        "name",
        "Name",
        "name accountname companyname company customername customer account"
        " kundenname kunde firma firmenname organisationname displayname storename business"
        " businessname nom raisonsociale enseigne name1",
        needed=True,
    ),
    Field(
        "rep",
        "Rep",
        "rep repemail salesrep salesperson salespersonname owner ownername"
        " owneremail accountowner aussendienst aussendienstler vertreter betreuer verkaeufer"
        " mitarbeiter commercial vendeur userid",
    ),
    Field(
        "account_class",
        "Class",
        "accountclass class relationshipclass klasse kundenklasse relationship beziehung status2",
    ),
    Field(
        "tier",
        "Tier",
        "tier abc abcclass abcklasse abcanalyse abckunde potentialclass"
        " potenzialklasse klabc ranking rating grade kategorie category",
    ),
    Field(
        "segment",
        "Segment",
        "segment industry branche channeltype lineofbusiness subtype"
        " customertype kundentyp organisationtype kundengruppe amenity accounttype category"
        " kategorie type",
    ),
    Field(
        "product_line",
        "Product line",
        "productline productgroup productfamily produktlinie produktgruppe sortiment sparte"
        " warengruppe",
    ),
    Field(
        "active",
        "Active",
        "active aktiv status accountstatus customerstatus kundenstatus"
        " organisationstatus state1 isactive zustand",
    ),
    Field(
        "inactive",
        "Inactive",
        "inactive inaktiv isdeleted deleted geloescht loevm closed gesperrt archived blocked",
    ),
    Field(
        "potential",
        "Potential a year",
        "potential annualpotential potenzial jahrespotenzial"
        " potentialyear potentialperyear umsatzpotenzial potentielannuel potentiel expectedrevenue",
    ),
    Field(
        "sales_12m",
        "Sales of the last 12 months",
        "sales12m saleslast12m sales12months"
        " saleslast12months revenue12m umsatz12m umsatzletzte12monate salesltm",
    ),
    Field(
        "last_order",
        "Last order",
        "lastorder lastorderdate letztebestellung letzterauftrag"
        " lastpurchase lastinvoice lastinvoicedate lastmonth",
    ),
    Field(
        "interval",
        "Visit interval",
        "interval visitinterval intervaldays frequency"
        " visitfrequency callfrequency cadence rhythm besuchsintervall intervall"
        " besuchsrhythmus besuchsfrequenz rhythmus turnus",
    ),
    Field(
        "times_per_week",
        "Visits a week",
        "timesperweek visitsperweek callsperweek besucheprowoche besuchejewoche",
    ),
    Field(
        "minutes",
        "Minutes on site",
        "minutes visitminutes duration visitduration servicetime"
        " minutesonsite onsiteminutes minuten besuchsdauer dauer besuchsminuten",
    ),
    Field(
        "opening_hours",
        "Opening hours",
        "openinghours hours businesshours oeffnungszeiten oeffnungszeit openingtimes horaires",
    ),
    Field(
        "last_visit",
        "Last visit",
        "lastvisit lastvisitdate lastcall letzterbesuch besuchtam letzterkontakt dernierevisite",
    ),
    Field(
        "contact_name",
        "Contact",
        "contact contactname contactperson ansprechpartner ansprechperson kontakt"
        " primarycontact buyer",
    ),
    Field(
        "phone",
        "Phone",
        "phone telephone tel telefon telefonnummer phonenumber contactphone telf1 mobile mobil"
        " handy",
    ),
    Field("email", "E-mail", "email mail emailaddress contactemail emailadresse"),
    Field(
        "address",
        "Street",
        "address street billingstreet shippingstreet address1 addressline1"
        " streetaddress strasse strassehausnr strassenr stras anschrift adresse str fulladdress"
        " completeaddress postaladdress addressfull volladresse",
    ),
    Field("house", "House number", "housenumber hausnummer hausnr"),
    Field("city", "City", "city town billingcity shippingcity ort ort01 stadt wohnort ville"),
    Field(
        "state",
        "State",
        "state stateprovince billingstate billingstateprovince shippingstate shippingstateprovince"
        " province bundesland region regio county",
    ),
    Field(
        "zip",
        "ZIP",
        "zip zipcode postalcode postcode billingpostalcode shippingpostalcode"
        " billingzippostalcode plz postleitzahl pstlz codepostal cp",
    ),
    Field(
        "country", "Country", "country billingcountry shippingcountry countrycode land land1 pays"
    ),
    Field("lat", "Latitude", "lat latitude breitengrad breite geolat billinglatitude y"),
    Field(
        "lon",
        "Longitude",
        "lon lng long longitude laengengrad laenge geolon geolng billinglongitude x",
    ),
    Field(
        "lat_lon",
        "Latitude, longitude",
        "latlon latlng coordinates coordinate location"
        " koordinaten geo gps geopoint geolocation position latitudelongitude",
    ),
    Field("season", "Season", "season saison seasons openseason seasonwindow"),
    Field(
        "season_start",
        "Season starts",
        "seasonstart seasonstarts saisonbeginn saisonstart seasonfrom saisonvon",
    ),
    Field("season_end", "Season ends", "seasonend seasonends saisonende seasonto saisonbis"),
    Field(
        "works_at",
        "Works at (a person's company)",
        "worksat relatedcompany employer",
    ),
)

_ACCOUNT = Field(
    "account", "Account (number or name)", " ".join(f.synonyms for f in ACCOUNTS[:2]), needed=True
)

_REP, _MINUTES = (next(f for f in ACCOUNTS if f.name == name) for name in ("rep", "minutes"))

VISITS = (
    _ACCOUNT,
    Field(
        "on",
        "Date",
        "date visitdate datum besuchsdatum on day visitedon besuchtam"
        " activitydate duedate lastvisit createddate startdatetime",
        needed=True,
    ),
    Field("outcome", "Outcome", "outcome type channel ergebnis art besuchsart status result"),
    _REP,
    Field("result", "Result or reason", "reason grund resultdetail disposition missedreason"),
    _MINUTES,
    Field(
        "note",
        "Note",
        "note notes comment comments description notiz notizen bemerkung"
        " kommentar bericht text subject",
    ),
)

SALES = (
    _ACCOUNT,
    Field(
        "month",
        "Month or date",
        "month date orderdate period monat datum bestelldatum invoicedate yearmonth rechnungsdatum",
        needed=True,
    ),
    Field(
        "value",
        "Value",
        "value sales amount revenue turnover net netamount umsatz betrag"
        " wert total ordervalue nettoumsatz",
        needed=True,
    ),
    Field(
        "orders",
        "Orders",
        "orders orderdays ordercount numberoforders bestellungen"
        " anzahlbestellungen auftraege invoices",
    ),
    Field(
        "margin",
        "Margin",
        "margin grossmargin grossprofit profit contribution marge deckungsbeitrag db rohertrag"
        " bruttomarge",
    ),
)

TOUCHES = (
    _ACCOUNT,
    Field(
        "on",
        "Date",
        "date touchdate contactdate kontaktdatum datum on day createddate createdat createdon"
        " created opened openeddate activitydate startdatetime eingang erstellt angelegt",
        needed=True,
    ),
    Field(
        "kind",
        "Kind",
        "kind touchkind touchtype contacttype activitytype kontaktart aktivitaet channel kanal"
        " type art vorgang category kategorie",
        needed=True,
    ),
    Field(
        "by",
        "Colleague",
        "by colleague createdby owner author agent user employee from kollege kollegin"
        " mitarbeiter bearbeiter ersteller von durch",
    ),
    Field(
        "text",
        "What it was about",
        "text subject title summary betreff thema anlass description note notes comment"
        " comments details beschreibung notiz notizen bemerkung inhalt",
    ),
)

KINDS: Mapping[str, tuple[Field, ...]] = {
    "accounts": ACCOUNTS,
    "visits": VISITS,
    "sales": SALES,
    "touches": TOUCHES,
}
#: Not a column but a person's answer: whether 03/04/2022 is in March or in April.
DATE_ORDER = "date_order"
DATE_ORDERS = ("day-first", "month-first")
#: Another one: whether rows that are hidden in a workbook count.
HIDDEN_ROWS = "hidden_rows"
READ_HIDDEN, LEAVE_HIDDEN = "read-them-too", "leave-them-out"
QUESTIONS = (DATE_ORDER, HIDDEN_ROWS)


#: Headers that other programs use for many things, and what would prove they mean ours.
LOOSE_HEADERS = frozenset(
    {
        "category",
        "kategorie",
        "ranking",
        "rating",
        "grade",
        "status",
        "accountstatus",
        "customerstatus",
        "kundenstatus",
        "organisationstatus",
        "zustand",
        "type",
        "art",
        "channel",
        "result",
    }
)
LOOSE: Mapping[str, Callable[[str], object]] = {
    "tier": cells.tier,
    "active": cells.yes,
    "outcome": cells.outcome,
}


def normalise(header: str) -> str:
    """Returns the letters and digits of a header, without what stands in brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^]]*\]", "", cells.fold(header)) or cells.fold(header)
    return re.sub(r"[^a-z0-9]", "", re.sub(r"__c$", "", plain.strip()))


def _places(kind: str) -> dict[str, list[tuple[str, int]]]:
    """Returns for each synonym the fields it may mean, with its place among their synonyms."""
    found: dict[str, list[tuple[str, int]]] = {}
    for field in KINDS[kind]:
        for place, word in enumerate([normalise(field.label), *field.synonyms.split()]):
            found.setdefault(word, []).append((field.name, place))
    return found


_PLACES = {kind: _places(kind) for kind in KINDS}


def known(kind: str, header: str) -> bool:
    """Whether a cell looks like a header of this kind."""
    return normalise(header) in _PLACES[kind]


def guess(kind: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Returns header -> field. A header with values beats an empty one, then the synonyms' order.

    A column "class" full of A, B and C holds tiers, whatever it is called, also as "A-Kunde"; a
    column "category" or "status" without any value of its field is left alone.
    """
    taken: dict[str, str] = {}
    for _, _, column, field in sorted(_candidates(kind, headers, rows)):
        free = headers[column] not in taken and field not in taken.values()
        if free and _is_plausible(field, headers[column], rows, column):
            taken[headers[column]] = field
    return taken


def _candidates(
    kind: str, headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[tuple[bool, int, int, str]]:
    return [
        (not _has_values(rows, column), place, column, _meant(field, rows, column))
        for column, header in enumerate(headers)
        for field, place in _PLACES[kind].get(normalise(header), ())
    ]


def _meant(field: str, rows: Sequence[Sequence[str]], column: int) -> str:
    """Returns what a column of that name holds: one of classes with only letters holds tiers."""
    if field != "account_class":
        return field
    values = {row[column] for row in rows if column < len(row) and row[column]}
    letters = bool(values) and all(_reads(cells.tier, value) for value in values)
    return "tier" if letters else field


def _is_plausible(field: str, header: str, rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a header of many meanings means this field: at least one of its values reads so."""
    reader = LOOSE.get(field)
    if reader is None or normalise(header) not in LOOSE_HEADERS:
        return True
    return any(_reads(reader, row[column]) for row in rows if column < len(row) and row[column])


def _reads(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _has_values(rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(column < len(row) and row[column] for row in rows)


def by_hand(kind: str, headers: Collection[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Returns header -> field from what a person chose, given in either direction.

    What names no header or no field of this file is dropped: the rest still counts.
    """
    fields = {field.name for field in KINDS[kind]}
    found = {normalise(header): header for header in reversed(list(headers))}
    asked = {a: b for a, b in mapping.items() if a not in QUESTIONS and b}
    if not all(normalise(key) in found for key in asked):
        asked = {b: a for a, b in asked.items()}
    chosen: dict[str, str] = {}
    for name, field in asked.items():
        header = name if name in headers else found.get(normalise(name))
        if header and field in fields and field not in chosen.values():
            chosen[header] = field
    return chosen


def missing(kind: str, mapping: Mapping[str, str]) -> list[Field]:
    """Returns the needed fields no column is mapped to."""
    return [f for f in KINDS[kind] if f.needed and f.name not in mapping.values()]


def headers_hash(kind: str, headers: Collection[str]) -> str:
    """Returns what a mapping is remembered by: the set of headers, in whatever order."""
    text = "\n".join([kind, *sorted(normalise(h) for h in headers)])
    return hashlib.sha256(text.encode()).hexdigest()
