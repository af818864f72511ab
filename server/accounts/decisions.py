"""Decides what a file would do, line by line: add, change, leave or refuse; pure, nothing written.

An empty cell keeps what is known. A line with a fault is refused whole and the others count. The
same file decided again after it was applied leaves everything unchanged.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid5

from routing.domain import AccountClass, MonthDay, Tier
from server.accounts import assume, cells, opening_hours, places
from server.accounts.file_format import Problem
from server.accounts.reading import Columns, Values, require

Action = Literal["add", "change", "unchanged", "refuse"]
#: Ids of imported visits are made from what they say, so that twice is once.
VISITS = UUID("5c1c7e0e-4d0e-5b7e-9d3e-1f6a52c5b9a1")
#: So many names are listed when one is not known.
SHOWN = 12

#: What a file may change, with the name a person reads.
LABELS: Mapping[str, str] = {
    "name": "Name", "rep_id": "Rep", "account_class": "Class", "tier": "Tier",
    "segment": "Segment", "product_line": "Product line", "active": "Active",
    "potential": "Potential",
    "told_sales_12m": "Sales of 12 months", "told_last_order": "Last order",
    "interval_d": "Interval", "times_per_week": "Visits a week", "service_s": "Minutes on site",
    "opening_hours": "Opening hours", "last_visit": "Last visit", "contact": "Contact",
    "address": "Street", "city": "City", "state": "State", "zip": "ZIP", "country": "Country",
    "lat": "Latitude", "lon": "Longitude", "place_source": "Place from", "season": "Season",
    "assumed": "Assumed",
}  # fmt: skip

NEW: Mapping[str, Any] = {
    "rep_id": None, "account_class": AccountClass.PROSPECT.value, "tier": Tier.C.value,
    "segment": None, "product_line": None, "active": True, "potential": None,
    "told_sales_12m": None,
    "told_last_order": None, "interval_d": None, "times_per_week": None, "service_s": None,
    "opening_hours": "", "last_visit": None, "contact": ("", "", ""), "address": "", "city": "",
    "state": "", "zip": "", "lat": None, "lon": None, "place_source": None, "season": (),
    "assumed": assume.FIELDS,
}  # fmt: skip


class Decision(NamedTuple):
    """What happens to one line. ``fields`` are all values after it, ``changes`` what a person sees.

    ``id`` is the row's where there is one already.
    """

    line: int
    action: Action
    key: str
    label: str
    id: UUID | None = None
    fields: Mapping[str, Any] = {}
    changes: Mapping[str, tuple[str, str]] = {}


@dataclass(frozen=True)
class Reps:
    """The reps a file may name, by e-mail and by name; two of one name are only told by e-mail."""

    names: Mapping[UUID, str]
    emails: Mapping[UUID, str]
    keys: dict[str, list[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for names in (self.names, self.emails):
            for rep_id, name in names.items():
                self.keys.setdefault(cells.fold(name), []).append(rep_id)

    def find(self, text: str) -> UUID:
        """Returns the rep of a name or e-mail, or says whom there is."""
        found = set(self.keys.get(cells.fold(text), ()))
        if len(found) == 1:
            return found.pop()
        if found:
            raise ValueError(f"Two reps are called “{text}”. Write the e-mail instead.")
        raise ValueError(f"There is no rep “{text}”. There are: {listed(self.names.values())}. "
                         "Add the rep first, write one of these, or leave this column "
                         "out.")  # fmt: skip


def listed(names: Collection[str]) -> str:
    """Returns the first names of many, for a sentence."""
    shown = sorted(names)[:SHOWN]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "") or "none yet"


# --- accounts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Company:
    """What is known before a file of accounts: the fields of each account by number, and ids.

    ``hidden`` are numbers of accounts the importer may not see. ``sold`` is what sales by month
    say: the last 12 months, and whether there was any order.
    """

    today: date
    country: str
    reps: Reps
    ids: Mapping[str, UUID]
    accounts: Mapping[str, Mapping[str, Any]]
    hidden: Collection[str]
    segments: Mapping[str, str]
    sold: Mapping[str, tuple[float, bool]]
    #: Numbers of accounts that came and were taken back: a file that brings them wakes them.
    asleep: Collection[str] = ()


class Decided(NamedTuple):
    """All decisions of a file, the faults, and what is now assumed of accounts not in it."""

    decisions: list[Decision]
    problems: list[Problem]
    reassessed: Mapping[str, tuple[str, str]] = {}
    new_segments: Mapping[str, str] = {}


def decide_accounts(rows: Iterable[Values], plan: Columns, company: Company) -> Decided:
    """Returns what happens to each line of a file of accounts."""
    problems: list[Problem] = []
    after: dict[str, dict[str, Any]] = {}
    lines: list[tuple[Values, str | None]] = []
    segments = dict(company.segments)
    for row in rows:
        _check_account(row, plan, company, after)
        notes = [] if row.problems else [*_hours_note(row, plan)]
        problems += [*row.problems, *notes]
        number = row.values.get("number")
        lines.append((row, None if row.problems else number))
        if not row.problems and number is not None:
            after[number] = {**_after(row, company, segments), "line": row.line}
    reassessed = _assess(company, after)
    decisions = [_decide(row, number, after, company, segments) for row, number in lines]
    new = {name: label for name, label in segments.items() if name not in company.segments}
    return Decided(decisions, problems, reassessed, new)


def _check_account(
    row: Values, plan: Columns, company: Company, after: Mapping[str, Mapping[str, Any]]
) -> None:
    """Adds the faults that need the rest of the file or the company; finds the rep."""
    number = row.values.get("number", "")
    if number in after:
        fault(
            row,
            plan,
            "number",
            f"Line {after[number]['line']} already has the account "
            f"{number if 'number' in plan.headers else 'of this name and address'}. "
            "Keep one of the two.",
        )
    if number in company.hidden:
        fault(
            row,
            plan,
            "number",
            f"The number {number} belongs to an account of another team. Ask an administrator.",
        )
    if "rep" in row.values:
        try:
            row.values["rep_id"] = company.reps.find(row.values.pop("rep"))
        except ValueError as error:
            fault(row, plan, "rep", str(error))


def fault(row: Values, plan: Columns, name: str, text: str) -> None:
    """Adds a fault of a line, at the column of a field or else at the account's name."""
    column = plan.headers.get(name) or plan.headers.get("name", "")
    row.problems.append(Problem(row.line, column, text))


def _hours_note(row: Values, plan: Columns) -> Iterable[Problem]:
    fault = opening_hours.problem_of(row.values.get("opening_hours", ""))
    if fault:
        yield Problem(
            row.line,
            plan.headers["opening_hours"],
            f"{fault} The line is taken and "
            "the text kept; the hours of its segment count until it is mended.",
        )


def _after(row: Values, company: Company, segments: dict[str, str]) -> dict[str, Any]:
    """Returns all fields of an account after a line, classes not yet assumed."""
    values = dict(row.values)
    before = company.accounts.get(values["number"], {**NEW, "country": company.country})
    if "segment" in values:
        values["segment"] = _segment(values["segment"], segments)
    if before.get("place_source") == "phone":  # who stood there knows better than a file
        values.pop("lat", None), values.pop("lon", None)
    elif values.get("lat") is not None:
        values["place_source"] = "file"
    if values["number"] in company.asleep:
        values.setdefault("active", True)
    after = {**before, **values}
    if "contact" in values:
        old = before["contact"]
        after["contact"] = tuple(a or b for a, b in zip(values["contact"], old, strict=True))
    after["assumed"] = tuple(name for name in before["assumed"] if name not in values)
    return _with_zip_point(after, before)


def _segment(label: str, segments: dict[str, str]) -> str:
    """Returns the segment's name; a line of business nobody knew becomes one."""
    name = "_".join(cells.fold(label).replace("/", " ").replace("-", " ").split("_"))
    name = "_".join(name.split())[:60]
    segments.setdefault(name, label)
    return name


def _with_zip_point(after: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields with the ZIP's point where nothing better is known."""
    moved = after["zip"] != before.get("zip")
    if after["lat"] is not None and not (after["place_source"] == "zip" and moved):
        return after
    point = places.by_zip(after["zip"], after["country"])
    lat, lon, source = point or (None, None, None)
    return {**after, "lat": lat, "lon": lon, "place_source": source}


def facts(number: str, fields: Mapping[str, Any], sold: tuple[float, bool] | None) -> assume.Facts:
    return assume.Facts(number, fields["active"], fields["potential"], fields["told_sales_12m"],
                        fields["told_last_order"], sold)  # fmt: skip


def _assess(company: Company, after: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Writes what is assumed into ``after`` and returns what it changes of other accounts."""
    whole = {**company.accounts, **after}
    changed = assessed(whole, company.sold, company.today)
    for number in list(changed):
        if number in after:
            after[number]["account_class"], after[number]["tier"] = changed.pop(number)
    return changed


def assessed(
    accounts: Mapping[str, Mapping[str, Any]],
    sold: Mapping[str, tuple[float, bool]],
    today: date,
) -> dict[str, tuple[str, str]]:
    """Returns class and tier of each account where an assumption must change them."""
    all_facts = {n: facts(n, fields, sold.get(n)) for n, fields in accounts.items()}
    tiers = assume.assumed_tiers(all_facts.values())
    changed = {}
    for number, fields in accounts.items():
        account_class, tier = now = (fields["account_class"], fields["tier"])
        if "account_class" in fields["assumed"]:
            account_class = assume.assumed_class(all_facts[number], today)
        if "tier" in fields["assumed"]:
            tier = tiers[number]
        if (account_class, tier) != now:
            changed[number] = (account_class, tier)
    return changed


def _decide(
    row: Values,
    number: str | None,
    after: Mapping[str, Mapping[str, Any]],
    company: Company,
    segments: Mapping[str, str],
) -> Decision:
    label = row.values.get("name") or company.accounts.get(number or "", {}).get("name", "")
    if number is None:
        return Decision(row.line, "refuse", str(row.values.get("number", "")), label)
    fields, before = after[number], company.accounts.get(number)
    changes = {}
    for name, text in LABELS.items():
        new = shown(name, fields[name], company, segments)
        if before is None and new:
            changes[text] = ("", new)
        elif before is not None and before[name] != fields[name]:
            changes[text] = (shown(name, before[name], company, segments), new)
    action: Action = "add" if before is None else "change" if changes else "unchanged"
    return Decision(row.line, action, number, label, company.ids.get(number), fields, changes)


def shown(name: str, value: Any, company: Company, segments: Mapping[str, str]) -> str:
    """Returns a value as the preview shows it."""
    if value is None or value in ((), "", ("", "", "")):
        return ""
    if name == "rep_id":
        return company.reps.names.get(value, "another team")
    if name == "segment":
        return segments.get(value, str(value))
    if name == "season":
        return "; ".join(f"{_md(start)}..{_md(end)}" for start, end in value)
    if name == "service_s":
        return f"{value / 60:g}"
    if name == "interval_d":
        return f"{value:g} days"
    if name == "contact":
        return ", ".join(part for part in value if part)
    if name == "assumed":
        return ", ".join("class" if part == "account_class" else part for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _md(day: MonthDay) -> str:
    return f"{day.month:02}-{day.day:02}"


# --- past visits and sales ------------------------------------------------------------------------


class Target(NamedTuple):
    """An account a line of visits, sales or touches may mean."""

    id: UUID
    number: str
    name: str
    rep_id: UUID | None


@dataclass(frozen=True)
class Targets:
    """The accounts in sight, by number and, where only one has it, by name."""

    by_number: Mapping[str, Target]
    by_name: dict[str, list[Target]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for target in self.by_number.values():
            self.by_name.setdefault(cells.fold(target.name), []).append(target)

    def find(self, text: str) -> Target:
        """Returns the account of a number or name."""
        target = self.by_number.get(text)
        if target is not None:
            return target
        found = self.by_name.get(cells.fold(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(f"{len(found)} accounts are called “{text}”. Write the number.")
        raise ValueError(f"There is no account “{text}”. Import the accounts first, or mend the "
                         "number.")  # fmt: skip


class Made(NamedTuple):
    """A visit that is known already."""

    id: UUID
    rep_id: UUID
    result: str
    note: str
    minutes: int | None
    source: str


VisitKey = tuple[UUID, date, str]


def decide_visits(
    rows: Iterable[Values],
    plan: Columns,
    targets: Targets,
    reps: Reps,
    known: Mapping[VisitKey, Made],
) -> Decided:
    """Returns what happens to each line of a file of past visits.

    One visit of an account on a date with one outcome is one visit, whoever tells it; what a phone
    reported is never changed by a file.
    """
    problems: list[Problem] = []
    decisions: list[Decision] = []
    lines: dict[VisitKey, int] = {}
    for row in rows:
        require(row, "visits", plan)
        fields = _visit(row, plan, targets, reps)
        if fields and (key := (fields["account_id"], fields["on"], fields["outcome"])) in lines:
            text = f"Line {lines[key]} already tells this visit. Keep one of them."
            fault(row, plan, "on", text)
        if row.problems or not fields:
            problems += row.problems
            text = str(row.values.get("account", ""))
            decisions.append(Decision(row.line, "refuse", text, ""))
            continue
        lines[key] = row.line
        decisions.append(_decide_visit(row, key, fields, known.get(key), reps))
    return Decided(decisions, problems)


def _visit(row: Values, plan: Columns, targets: Targets, reps: Reps) -> dict[str, Any] | None:
    target = found(row, plan, "account", targets.find)
    rep_id = found(row, plan, "rep", reps.find) if "rep" in row.values else None
    if target is None or row.problems:
        return None
    rep_id = rep_id or target.rep_id
    if rep_id is None:
        fault(
            row,
            plan,
            "account",
            f"{target.name} has no rep, and this line does not say who "
            "was there. Add a column Rep, or give the account a rep first.",
        )
        return None
    return {
        "account_id": target.id, "number": target.number, "name": target.name, "rep_id": rep_id,
        "on": row.values["on"], "outcome": row.values.get("outcome", "made"),
        "result": row.values.get("result", ""), "note": row.values.get("note", ""),
        "minutes": row.values.get("minutes"),
    }  # fmt: skip


def found(row: Values, plan: Columns, name: str, find: Any) -> Any:
    """Returns whom a cell means; None, and a fault, where ``find`` knows nobody of that name."""
    if name not in row.values:
        return None
    try:
        return find(row.values[name])
    except ValueError as error:
        fault(row, plan, name, str(error))
        return None


def _decide_visit(
    row: Values, key: VisitKey, fields: Mapping[str, Any], known: Made | None, reps: Reps
) -> Decision:
    label = f"{fields['name']}, {fields['on']}, {fields['outcome']}"
    visit_id = known.id if known else uuid5(VISITS, "|".join(map(str, key)))
    if known and known.source != "import":
        return Decision(row.line, "unchanged", fields["number"], label, visit_id, fields)
    shown = {"rep_id": "Rep", "result": "Result", "note": "Note", "minutes": "Minutes on site"}
    changes = {}
    for name, text in shown.items():
        old, new = getattr(known, name) if known else None, fields[name]
        if new not in (None, "", old):
            changes[text] = (_said(old, reps), _said(new, reps))
    kept = {name: getattr(known, name) for name in shown if known and fields[name] in (None, "")}
    action: Action = "add" if known is None else "change" if changes else "unchanged"
    after = {**fields, **kept}
    return Decision(row.line, action, fields["number"], label, visit_id, after, changes)


def _said(value: Any, reps: Reps) -> str:
    if isinstance(value, UUID):
        return reps.names.get(value, "another rep")
    return "" if value is None else str(value)


SalesKey = tuple[UUID, date]
#: Value, orders, margin; a margin nobody told is None.
SoldMonth = tuple[float, int, float | None]


def decide_sales(
    rows: Iterable[Values],
    plan: Columns,
    targets: Targets,
    known: Mapping[SalesKey, SoldMonth],
) -> Decided:
    """Returns what happens to each line of a file of sales.

    Lines with dates add up to their month; of a month told as a month one line is all there is,
    a second one is refused. What a file says of a month replaces what was known of it.
    """
    problems: list[Problem] = []
    read: list[tuple[Values, Target | None]] = []
    months: dict[SalesKey, _Month] = {}
    for row in rows:
        require(row, "sales", plan)
        target = found(row, plan, "account", targets.find)
        if target and not row.problems:
            _add_sale(row, plan, target, months)
        problems += row.problems
        read.append((row, None if row.problems else target))
    decisions = [_decide_sale(row, target, months, known) for row, target in read]
    return Decided(decisions, problems)


@dataclass
class _Month:
    line: int
    whole: bool
    value: float = 0.0
    orders: int = 0
    margins: list[float] = field(default_factory=list)
    lines: int = 0

    @property
    def margin(self) -> float | None:
        """The margin of the month, known only where each of its lines tells one."""
        return round(math.fsum(self.margins), 4) if len(self.margins) == self.lines else None


def _add_sale(row: Values, plan: Columns, target: Target, months: dict[SalesKey, "_Month"]) -> None:
    first, whole = row.values["month"]
    key = (target.id, first)
    month = months.get(key)
    if month and (whole or month.whole):
        fault(
            row,
            plan,
            "month",
            f"Line {month.line} already has {first:%Y-%m} of account "
            f"{target.number}. Keep one of them.",
        )
        return
    month = months.setdefault(key, _Month(row.line, whole))
    month.value = round(month.value + row.values["value"], 4)
    month.orders += row.values.get("orders", 0 if whole else 1)
    month.lines += 1
    if row.values.get("margin") is not None:
        month.margins.append(row.values["margin"])


def _decide_sale(
    row: Values,
    target: Target | None,
    months: Mapping[SalesKey, "_Month"],
    known: Mapping[SalesKey, SoldMonth],
) -> Decision:
    if target is None:
        return Decision(row.line, "refuse", str(row.values.get("account", "")), "")
    first = row.values["month"][0]
    key = (target.id, first)
    month, old = months[key], known.get(key)
    label = f"{target.name}, {first:%Y-%m}"
    changes = {}
    if old is None or old[0] != month.value:
        changes["Value"] = ("" if old is None else f"{old[0]:g}", f"{month.value:.12g}")
    if old is not None and old[1] != month.orders:
        changes["Orders"] = (str(old[1]), str(month.orders))
    was = old[2] if old else None
    margin = was if month.margin is None else month.margin
    if margin != was:
        changes["Margin"] = ("" if was is None else f"{was:g}", f"{margin:.12g}")
    action: Action = "add" if old is None else "change" if changes else "unchanged"
    fields = {"account_id": target.id, "month": first, "value": month.value,
              "orders": month.orders, "margin": margin}  # fmt: skip
    return Decision(row.line, action, target.number, label, target.id, fields, changes)
