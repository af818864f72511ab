"""Problem and plan <-> JSON: bug reports, benchmarks, the command line. See docs/problem-format.md.

What a file leaves out takes the default of its noun, so older files stay valid. A bad file is
refused with all its problems at once, each with its JSON path.
"""

import dataclasses
import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from routing import travel
from routing.domain import Location, Plan, Problem

PROBLEM, PLAN = "rounds-problem", "rounds-plan"
VERSION = 1

Json = Any


class BadFile(ValueError):
    """A file that cannot be read: ``problems`` holds (JSON path, text) for each fault."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}: {text}" for path, text in problems))


def problem_json(problem: Problem) -> str:
    """Returns a problem as JSON text, travel times included."""
    return _text(PROBLEM, problem)


def plan_json(plan: Plan) -> str:
    """Returns a plan as JSON text."""
    return _text(PLAN, plan)


def read_problem(text: str) -> Problem:
    """Returns the problem of a JSON text, its travel times estimated where only places are given.

    Raises BadFile with everything that is wrong.
    """
    document = _document(text, PROBLEM)
    if "travel_s" not in document:
        document = _with_estimates(document)
    return typing.cast(Problem, _read(Problem, document))


def read_plan(text: str) -> Plan:
    """Returns the plan of a JSON text; raises BadFile with everything that is wrong."""
    return typing.cast(Plan, _read(Plan, _document(text, PLAN)))


def field_names(noun: str) -> list[str]:
    """Returns the field names of a Problem or Plan and of all nouns in it, sorted."""
    seen: set[type] = set()
    names: set[str] = set()
    todo: list[Any] = [Problem if noun == "Problem" else Plan]
    while todo:
        kind = todo.pop()
        todo += typing.get_args(kind)
        if dataclasses.is_dataclass(kind) and kind not in seen:
            seen.add(typing.cast(type, kind))
            hints = typing.get_type_hints(kind)
            names |= hints.keys()
            todo += hints.values()
    return sorted(names)


# Writing


def _text(name: str, noun: Problem | Plan) -> str:
    document = {"format": name, "version": VERSION, **_written(noun)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _written(value: Any) -> Json:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {f.name: _written(getattr(value, f.name)) for f in fields if _differs(value, f)}
    if isinstance(value, Mapping):
        return {str(_written(key)): _written(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _differs(noun: Any, field: "dataclasses.Field[Any]") -> bool:
    """Says whether a field has to be written: defaults are left out."""
    value = getattr(noun, field.name)
    if field.default is not dataclasses.MISSING:
        return bool(value != field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value != field.default_factory())
    return True


# Reading


def _document(text: str, name: str) -> dict[str, Json]:
    """Returns the fields of a file of this format and version, else raises BadFile."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadFile([(where, f"this is not JSON ({error.msg}).")]) from None
    except RecursionError:
        raise BadFile([("$", "this is nested too deeply.")]) from None
    if not isinstance(document, dict):
        raise BadFile([("$", f'a JSON object with "format": "{name}" is needed.')])
    if document.get("format") != name:
        given = json.dumps(document.get("format"))
        raise BadFile([("$.format", f'this is {given}, but "{name}" is needed.')])
    if document.get("version") != VERSION:
        given = json.dumps(document.get("version"))
        text = f"version {given} is not known; this Rounds reads version {VERSION}."
        raise BadFile([("$.version", text)])
    return {key: value for key, value in document.items() if key not in ("format", "version")}


def _with_estimates(document: dict[str, Json]) -> dict[str, Json]:
    """Makes the travel times from ``locations``, by the great circle."""
    rest = {key: value for key, value in document.items() if key != "locations"}
    if "locations" not in document:
        raise BadFile([("$", "either travel_s and travel_m or locations are needed.")])
    problems: list[tuple[str, str]] = []
    read = _value(tuple[Location, ...], document["locations"], "$.locations", problems)
    if problems:
        # The rest is read, too, so that the file's other faults show at once.
        _value(Problem, {**rest, "travel_s": [], "travel_m": []}, "$", problems)
        raise BadFile([p for p in problems if p[1] not in _NO_MATRIX])
    times = travel.great_circle(typing.cast(tuple[Location, ...], read))
    rest |= {"travel_s": times.duration_s, "travel_m": times.length_m}
    return {"travel_source": times.source, **rest}


_NO_MATRIX = {"a location index lies outside the 0 travel times."}


def _read(noun: type, document: dict[str, Json]) -> Any:
    problems: list[tuple[str, str]] = []
    value = _value(noun, document, "$", problems)
    if problems:
        raise BadFile(problems)
    return value


def _value(kind: Any, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    """Returns a JSON value as ``kind``; None with one more problem where it is not one."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        kind = next(k for k in typing.get_args(kind) if k is not type(None))
        if typing.get_args(kind) or kind not in (int, float, str):
            return _value(kind, value, path, problems)
        origin = None
    if origin is tuple:
        return _tuple(kind, value, path, problems)
    if origin is Mapping:
        return _mapping(kind, value, path, problems)
    if dataclasses.is_dataclass(kind):
        return _noun(typing.cast(type, kind), value, path, problems)
    return _plain(kind, value, path, problems)


def _tuple(kind: Any, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    if not isinstance(value, list | tuple):
        problems.append((path, f"a list is needed, not {_shown(value)}."))
        return None
    item = typing.get_args(kind)[0]
    if item is int:
        # Matrices are large: their rows are read in one go.
        wrong = [i for i, v in enumerate(value) if type(v) is not int or v < 0]
        problems += [(f"{path}[{i}]", f"a whole number is needed, not {_shown(value[i])}.")
                     for i in wrong]  # fmt: skip
        return tuple(value)
    return tuple(_value(item, v, f"{path}[{i}]", problems) for i, v in enumerate(value))


def _mapping(kind: Any, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    if not isinstance(value, dict):
        problems.append((path, f"an object is needed, not {_shown(value)}."))
        return None
    key_kind, item = typing.get_args(kind)
    return {
        _value(key_kind, k, f"{path}.{k}", problems): _figure(item, v, f"{path}.{k}", problems)
        for k, v in value.items()
    }


def _figure(kind: Any, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    """Returns a mapping's value; the figures behind a reason may be numbers or words."""
    if kind == int | float | str:
        if type(value) in (int, str) or _is_finite(value):
            return value
        problems.append((path, f"a number or text is needed, not {_shown(value)}."))
        return None
    return _value(kind, value, path, problems)


def _noun(kind: type, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    if not isinstance(value, dict):
        problems.append((path, f"an object is needed, not {_shown(value)}."))
        return None
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    before = len(problems)
    for name in value:
        if name not in fields and not (kind is Problem and name == "locations"):
            problems.append((f"{path}.{name}", f"this field is not known in {_article(kind)}."))
    for name, field in fields.items():
        if name not in value and _is_needed(field):
            problems.append((f"{path}.{name}", "this field is missing."))
    given = {
        name: _value(hints[name], value[name], f"{path}.{name}", problems)
        for name in fields
        if name in value
    }
    if len(problems) > before:
        return None
    try:
        return kind(**given)
    except (ValueError, TypeError) as error:
        problems.append((path, str(error)))
        return None


def _is_needed(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _plain(kind: Any, value: Json, path: str, problems: list[tuple[str, str]]) -> Any:
    try:
        return READERS[kind](value) if kind in READERS else _enum(kind, value)
    except ValueError as error:
        problems.append((path, str(error)))
        return None


def _enum(kind: type[StrEnum], value: Json) -> StrEnum:
    if value not in list(kind):
        raise ValueError(f"{_shown(value)} is none of {', '.join(kind)}.")
    return kind(value)


def _whole(value: Json) -> int:
    if type(value) is not int:
        raise ValueError(f"a whole number is needed, not {_shown(value)}.")
    return value


def _number(value: Json) -> float:
    if type(value) is not int and not _is_finite(value):
        raise ValueError(f"a number is needed, not {_shown(value)}.")
    return typing.cast(float, value)


def _is_finite(value: Json) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _words(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text is needed, not {_shown(value)}.")
    return value


def _yes_no(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false is needed, not {_shown(value)}.")
    return value


def _date(value: Json) -> date:
    try:
        return date.fromisoformat(_words(value))
    except ValueError:
        raise ValueError(f'a date like "2026-05-12" is needed, not {_shown(value)}.') from None


READERS: dict[Any, Callable[[Json], Any]] = {
    int: _whole,
    float: _number,
    str: _words,
    bool: _yes_no,
    date: _date,
}


def _shown(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


def _article(kind: type) -> str:
    name = kind.__name__
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"
