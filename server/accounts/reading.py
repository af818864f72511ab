"""Turns the lines of a table into values by field, with every fault at its line and column."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from server.accounts import address, cells, columns
from server.accounts.file_format import Problem, Table

LONGEST = 200
LONGEST_NOTE = 4000
#: Fields whose column writes dates, and whether these may lie in the future.
DATES = {"last_visit": False, "last_order": False, "on": False, "month": False}

Read = Callable[[str], Any]


class Values(NamedTuple):
    """One line read: values by field, only of cells that hold something and could be read."""

    line: int
    values: dict[str, Any]
    problems: list[Problem]


class Columns(NamedTuple):
    """Where each field stands, and how its column is read."""

    headers: Mapping[str, str]
    places: Mapping[str, int]
    readers: Mapping[str, Read]
    #: The order of day and month is open in one of the columns.
    ambiguous: bool


def plan_columns(
    kind: str, table: Table, mapping: Mapping[str, str], today: date, date_order: str
) -> Columns:
    """Returns how each mapped column is read, decided from all of its values."""
    headers = {field: header for header, field in mapping.items()}
    places = {field: table.headers.index(header) for field, header in headers.items()}
    default: cells.NumberStyle = "," if table.delimiter == ";" else "."
    readers, ambiguous = {}, False
    for field, place in places.items():
        values = [line.cells[place] for line in table.lines]
        if field in DATES:
            style = date_order or cells.date_style(values, today)
            ambiguous = ambiguous or style == "ambiguous"
            readers[field] = _date_reader(kind, field, style, today)
        else:
            readers[field] = _reader(kind, field, values, default)
    return Columns(headers, places, readers, ambiguous)


def read_lines(kind: str, table: Table, plan: Columns) -> Iterable[Values]:
    """Yields each line read; of a faulty cell the problem, of the others the value."""
    for line in table.lines:
        row = Values(line.number, {}, [])
        for field, place in plan.places.items():
            text = line.cells[place]
            if not text:
                continue
            try:
                row.values[field] = plan.readers[field](text)
            except ValueError as error:
                row.problems.append(Problem(line.number, plan.headers[field], str(error)))
        if kind == "accounts":
            _combine(row, plan)
        yield row


def _text(limit: int) -> Read:
    def read(text: str) -> str:
        if len(text) > limit:
            raise ValueError(f"This text has {len(text)} characters; {limit} is the most.")
        return text

    return read


def _date_reader(kind: str, field: str, style: str, today: date) -> Read:
    def read(text: str) -> Any:
        if kind == "sales":
            value, whole = cells.month(text, style)  # type: ignore[arg-type]
            _not_future(text, value, today)
            return value, whole
        is_order = field == "last_order"
        value = cells.month(text, style)[0] if is_order else cells.day(text, style)  # type: ignore[arg-type]
        _not_future(text, value, today)
        return value

    return read


def _not_future(text: str, value: date, today: date) -> None:
    if value > today:
        raise ValueError(f"{text} lies in the future (today is {today}). Only what happened "
                         "can be imported.")  # fmt: skip


#: Readers that need nothing but the cell.
PLAIN: Mapping[str, Read] = {
    "account_class": cells.account_class,
    "tier": cells.tier,
    "active": cells.yes,
    "interval": cells.interval,
    "minutes": cells.minutes,
    "lat": cells.lat,
    "lon": cells.lon,
    "lat_lon": cells.lat_lon,
    "season": cells.season,
    "season_start": cells.month_day,
    "outcome": cells.outcome,
    "orders": cells.whole,
    "zip": cells.us_zip,
    "note": _text(LONGEST_NOTE),
    "text": _text(LONGEST_NOTE),
    "kind": cells.touch,
}


def _reader(kind: str, field: str, values: list[str], default: cells.NumberStyle) -> Read:
    if field in ("potential", "sales_12m", "value", "margin"):
        style = cells.number_style(values, default)
        read = cells.number if field in ("value", "margin") else cells.amount
        return lambda text: read(text, style)
    if field == "inactive":
        return lambda text: not cells.yes(text)
    if field == "season_end":
        return lambda text: cells.month_day(text, end=True)
    if field == "times_per_week":
        return _times_per_week
    if field == "minutes" and kind == "visits":
        return _minutes_made
    return PLAIN.get(field, _text(LONGEST))


def _times_per_week(text: str) -> cells.Interval:
    return cells.interval(f"{text}/week" if text.isdigit() else text)


def _minutes_made(text: str) -> int | None:
    """Returns the minutes a visit took; 0 means nobody measured."""
    return None if text in ("0", "0:00") else cells.minutes(text) // 60


# --- what stands in several columns -----------------------------------------------------------


def _combine(row: Values, plan: Columns) -> None:
    """Joins what belongs together: coordinates, street and number, season, contact, interval."""
    values = row.values
    _combine_place(row, plan)
    _combine_season(row, plan)
    if "inactive" in values:
        values.setdefault("active", values.pop("inactive"))
    if values.get("address") and not {"city", "zip"} & plan.headers.keys():
        values.update(address.parts(values["address"]))
    house = values.pop("house", None)
    if house and values.get("address"):
        values["address"] = f"{values['address']} {house}"
    asked = values.pop("times_per_week", None) or values.pop("interval", None)
    values.pop("interval", None)
    if asked:
        values["interval_d"], values["times_per_week"] = asked
    if "minutes" in values:
        values["service_s"] = values.pop("minutes")
    contact = tuple(values.pop(field, "") for field in ("contact_name", "phone", "email"))
    if any(contact):
        values["contact"] = contact
    if "sales_12m" in values:
        values["told_sales_12m"] = values.pop("sales_12m")
    if "last_order" in values:
        values["told_last_order"] = values.pop("last_order")
    _number(row, plan)


def _combine_place(row: Values, plan: Columns) -> None:
    both = row.values.pop("lat_lon", None)
    lat, lon = row.values.pop("lat", None), row.values.pop("lon", None)
    if lat is None and lon is None and both:
        lat, lon = both
    faulty = {p.column for p in row.problems} & {plan.headers.get(f) for f in ("lat", "lon")}
    if faulty:
        _hint_at_swap(row, plan, lat)
    elif (lat is None) != (lon is None):
        column = plan.headers.get("lon" if lon is None else "lat", "")
        _fault(
            row,
            column,
            "A place needs latitude and longitude; one of them is empty here. "
            "Fill it in or empty both.",
        )
    elif lat == 0 and lon == 0:
        column = plan.headers.get("lat") or plan.headers.get("lat_lon", "")
        _fault(row, column, "0, 0 lies in the ocean. Leave both empty where the place is unknown.")
    elif lat is not None:
        row.values["lat"], row.values["lon"] = lat, lon


def _hint_at_swap(row: Values, plan: Columns, lat: float | None) -> None:
    for i, problem in enumerate(row.problems):
        if problem.column == plan.headers.get("lat") and lat is None and "between" in problem.text:
            text = problem.text + " Are latitude and longitude swapped, or is a mark missing?"
            row.problems[i] = problem._replace(text=text)


def _combine_season(row: Values, plan: Columns) -> None:
    start, end = row.values.pop("season_start", None), row.values.pop("season_end", None)
    faulty = {p.column for p in row.problems}
    columns_ = [plan.headers.get(field, "") for field in ("season_start", "season_end")]
    if start and end:
        row.values.setdefault("season", ((start, end),))
    elif (start or end) and not faulty & set(columns_):
        _fault(
            row,
            columns_[1 if start else 0],
            "A season needs its first and its last day; one of them is empty here.",
        )


def _number(row: Values, plan: Columns) -> None:
    """Adds the faults of number and name; without a number column one is made of the address.

    The same name and address give the same number, so that a second import finds the account.
    """
    if not row.values.get("name") and "name" in plan.headers:
        _fault(row, plan.headers["name"], "The name is missing.")
    if "number" not in plan.headers:
        key = "|".join(cells.fold(str(row.values.get(f, "")))
                       for f in ("name", "address", "zip", "city"))  # fmt: skip
        row.values["number"] = "X-" + hashlib.sha256(key.encode()).hexdigest()[:10].upper()
    elif not row.values.get("number") and not _is_faulty(row, plan.headers["number"]):
        _fault(row, plan.headers["number"], "The account number is missing.")


def _is_faulty(row: Values, column: str) -> bool:
    return any(problem.column == column for problem in row.problems)


def _fault(row: Values, column: str, text: str) -> None:
    row.problems.append(Problem(row.line, column, text))


def require(row: Values, kind: str, plan: Columns) -> None:
    """Adds a problem for each needed cell that is empty."""
    for field in columns.KINDS[kind]:
        column = plan.headers.get(field.name, "")
        if field.needed and field.name not in row.values and not _is_faulty(row, column):
            _fault(row, column, f"{field.label} is missing.")
