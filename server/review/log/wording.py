"""Entries of the audit log in words: pure."""

from collections.abc import Callable, Mapping
from typing import Any

Details = Mapping[str, Any]
Names = Mapping[str, str]
#: An entry's sentence without who did it: from its details, what it is about, and all names.
Says = Callable[[Details, str, Names], str]

FIELDS = {
    "rep_id": "rep", "account_class": "class", "tier": "tier", "active": "active",
    "interval_d": "days between visits", "times_per_week": "visits a week",
    "service_s": "minutes on site", "opening_hours": "opening hours", "windows": "seasons",
    "contacts": "contacts", "name": "name", "potential": "potential", "segment": "segment",
    "base_label": "base", "base_lat": "base", "base_lon": "base", "week": "working week",
    "lunch_s": "lunch", "lunch_start_s": "lunch", "lunch_end_s": "lunch", "lat": "place",
    "lon": "place", "zone": "time zone", "auto_publish": "publishing by itself",
    "ends": "where days end", "nights": "nights away", "email": "e-mail", "team": "team",
}  # fmt: skip
#: What a log notes beside a change and nobody reads.
SILENT = {"assumed", "place_source", "opening_hours_problem", "undone", "rev"}


def sentence(action: str, about: str, details: Details, names: Names) -> str:
    """Returns what was done as words that follow a name; an unknown action says itself."""
    says = SAYS.get(action)
    whom = names.get(about, "")
    return says(details, whom, names) if says else _plain(action, details, whom)


def _plain(action: str, details: Details, whom: str) -> str:
    said = action.replace("_", " ")
    extra = ", ".join(
        f"{key.replace('_', ' ')} {value}"
        for key, value in details.items()
        if isinstance(value, str | int | float) and value != ""
    )
    of = f" of {whom}" if whom else ""
    return f"noted “{said}”{of}" + (f": {extra}" if extra else "")


def _account_changed(details: Details, whom: str, names: Names) -> str:
    parts = [_field(name, told, names) for name, told in details.items() if name not in SILENT]
    said = f"changed {whom or 'an account'}"
    return f"{said}: {', '.join(dict.fromkeys(parts))}" if parts else said


def _field(name: str, told: Any, names: Names) -> str:
    label = FIELDS.get(name, name.replace("_", " "))
    pair = isinstance(told, list) and len(told) == 2
    if name in ("windows", "contacts", "lat", "lon") or not pair:
        return label
    before, after = (_value(name, one, names) for one in told)
    return f"{label} from {before} to {after}"


def _value(name: str, value: Any, names: Names) -> str:
    if name == "rep_id":
        return names.get(str(value), "somebody") if value else "nobody"
    if value is None or value == "":
        return "nothing"
    if name == "service_s":
        return str(round(value / 60))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _setting_changed(details: Details, whom: str, names: Names) -> str:
    after = _value("", details.get("value"), names)
    if "before" not in details:
        return f"set {whom} to {after}"
    return f"set {whom} from {_value('', details['before'], names)} to {after}"


def _cadence_changed(details: Details, whom: str, names: Names) -> str:
    cells = ", ".join(details.get("cells", ()))
    return f"changed the cadence table: {cells}" if cells else "saved the cadence table unchanged"


def _imported(details: Details, whom: str, names: Names) -> str:
    counts = details.get("counts", {})
    found = [f"{counts[key]} {word}" for key, word in (("add", "new"), ("change", "changed"))
             if counts.get(key)]  # fmt: skip
    return f"imported {details.get('kind', 'a file')}: {' and '.join(found) or 'nothing new'}"


def _rep_changed(details: Details, whom: str, names: Names) -> str:
    fields = dict.fromkeys(FIELDS.get(f, f.replace("_", " ")) for f in details.get("fields", ()))
    return f"changed {', '.join(fields) or 'the working time'} of {whom}"


def _days_off(details: Details, whom: str, names: Names) -> str:
    first, last = details.get("first", ""), details.get("last", "")
    return f"added days off of {whom}: {first}" + (f" to {last}" if last != first else "")


def _goal(verb: str) -> Says:
    return lambda details, whom, names: f"{verb} the goal “{details.get('name', '')}”"


def _labelled(verb: str) -> Says:
    return lambda details, whom, names: f"{verb}: {details.get('label', '')}"


def _of(text: str) -> Says:
    """Returns words in which ``{}`` is what the entry is about."""
    return lambda details, whom, names: text.format(whom or "somebody")


def _with_why(text: str) -> Says:
    def says(details: Details, whom: str, names: Names) -> str:
        why = details.get("why") or ""
        return text.format(whom or "an account") + (f": {why}" if why else "")

    return says


def _aside(details: Details, whom: str, names: Names) -> str:
    why = details.get("why") or ""
    return f"set an exception aside until {details.get('until')}" + (f": {why}" if why else "")


def _calendar(verb: str) -> Says:
    return lambda details, whom, names: f"{verb} another calendar of {whom}"


SAYS: Mapping[str, Says] = {
    "account_changed": _account_changed,
    "accounts_split": _labelled("gave out accounts"),
    "undone": _labelled("took back"),
    "import": _imported,
    "import_taken_back": lambda d, w, n: f"took back the import of {d.get('file') or 'a file'}",
    "setting_changed": _setting_changed,
    "policies_changed": lambda d, w, n: "changed what gives way when the hours do not suffice",
    "cadence_changed": _cadence_changed,
    "segment_changed": _of("changed the segment {}"),
    "season_changed": _of("changed the season of {}"),
    "regions_changed": _of("changed the regions of {}"),
    "prospect_added": _of("added the prospect {}"),
    "rep_changed": _rep_changed,
    "person_changed": _of("changed the name, address or team of {}"),
    "rep_invited": _of("invited {}"),
    "link_made": _of("made a sign-in link for {}"),
    "link_revoked": _of("took back the sign-in link of {}"),
    "password_set": _of("set a password for {}"),
    "person_erased": lambda d, w, n: "erased a person's name, address and sign-ins",
    "contact_erased": _of("erased a contact at {}"),
    "day_off_added": _days_off,
    "day_off_removed": _of("took back days off of {}"),
    "calendar_added": _calendar("added"),
    "calendar_changed": _calendar("changed"),
    "calendar_removed": _calendar("removed"),
    "feedback_answered": lambda d, w, n: "answered a word from the field",
    "kept_aside_applied": _of("took over what the lost phone of {} had sent"),
    "kept_aside_discarded": _of("discarded what the lost phone of {} had sent"),
    "classes_judged": lambda d, w, n: "asked which classes the rules hold all accounts to be",
    "class_proposed": _with_why("proposed another class for {}"),
    "class_accepted": _with_why("accepted the class proposed for {}"),
    "class_refused": _with_why("refused the class proposed for {}"),
    "class_challenged": _with_why("challenged the class proposed for {}"),
    "class_decision_taken_back": _of("took back the decision on the class of {}"),
    "planned_change_withdrawn": _of("withdrew a change to come of {}"),
    "playbook_changed": lambda d, w, n: "edited the playbook",
    "goal_made": _goal("set"),
    "goal_changed": _goal("changed"),
    "goal_closed": _goal("closed"),
    "goal_reopened": _goal("opened again"),
    "goal_deleted": _goal("deleted"),
    "goal_restored": _goal("brought back"),
    "plans_held": _with_why("held the plans of {}"),
    "plans_released": _of("let the plans of {} publish again"),
    "plan_refused": lambda d, w, n: "refused a plan" + (f": {d['why']}" if d.get("why") else ""),
    "plans_weighed": _of("changed what the plans of {} weigh"),
    "season_set_aside": _of("decided on the season suggested for {}"),
    "exception_snoozed": _aside,
    "exception_brought_back": lambda d, w, n: "brought an exception back",
}
