"""What happened to an account, and what will, in words a manager reads."""

from collections.abc import Mapping
from typing import Any

CLASSES = {
    "core": "core",
    "invest": "invest",
    "opportunistic": "opportunistic",
    "divest": "divest",
    "prospect": "prospect",
}
#: Fields of an account as the log keeps them; what is not here is a detail nobody reads.
FIELDS = {
    "rep_id": "Rep",
    "account_class": "Class",
    "tier": "Tier",
    "product_line": "Product line",
    "active": "Active",
    "interval_d": "Days between visits",
    "times_per_week": "Visits a week",
    "service_s": "Minutes on site",
    "opening_hours": "Opening hours",
    "windows": "Season windows",
    "lat": "Latitude",
    "lon": "Longitude",
    "contacts": "Contacts",
    "name": "Name",
}


def shown(field: str, value: Any, names: Mapping[str, str]) -> str:
    """Returns a field's value as a person says it; a dash for none."""
    if field == "rep_id":
        return names.get(str(value), "somebody who is gone") if value else "nobody"
    if value is None or value == [] or value == "":
        return "as the table says" if field in ("interval_d", "times_per_week") else "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "service_s":
        return f"{round(value / 60)} min"
    if field == "windows":
        return "; ".join(_window(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _window(told: Any) -> str:
    return told if isinstance(told, str) else f"{told[0]} {told[1]}..{told[2]}"


def changed(details: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Returns a line for each field the log says was changed."""
    return [_line(field, details[field], names) for field in FIELDS if field in details]


def _line(field: str, told: Any, names: Mapping[str, str]) -> str:
    label = FIELDS[field]
    if field == "contacts":
        return f"{label}: {told}"
    if isinstance(told, list) and len(told) == 2 and not _is_windows_alone(field, told):
        return f"{label}: {shown(field, told[0], names)} → {shown(field, told[1], names)}"
    return f"{label}: {shown(field, told, names)}"


def _is_windows_alone(field: str, told: list[Any]) -> bool:
    """Whether these are two windows in force, not what was and what is."""
    return field == "windows" and all(isinstance(one, str) for one in told)


def planned(field: str, value: str | None, names: Mapping[str, str]) -> str:
    """Returns a change to come without its date: “to Ann”, “class invest”."""
    if field == "rep_id":
        return f"to {shown(field, value, names)}"
    return f"class {value}"
