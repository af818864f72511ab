"""The OpenAPI page, made from the views' addresses and the messages they say they speak."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server import wire

#: (address as Flask writes it, methods, the view)
Route = tuple[str, Iterable[str], Any]

REFS = "#/components/schemas/{model}"
_PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
_FORMATS = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer"},
}


def page(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """Returns the description of every address under ``/api/``."""
    ours = [route for route in routes if route[0].startswith("/api/")]
    paths: dict[str, Any] = {}
    for address, methods, view in ours:
        operations = paths.setdefault(_PLACEHOLDER.sub(r"{\2}", address), {})
        for method in sorted(set(methods) - {"HEAD", "OPTIONS"}):
            operations[method.lower()] = _operation(address, view)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rounds", "version": version, "license": {"name": "Apache-2.0"}},
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": _schemas(ours), "securitySchemes": _SECURITY},
    }


_SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "phone": {"type": "apiKey", "in": "cookie", "name": "__Host-phone"},
    "desk": {"type": "apiKey", "in": "cookie", "name": "__Host-desk"},
}


def _operation(address: str, view: Any) -> dict[str, Any]:
    speech = getattr(view, "speech", wire.Speech())
    done: dict[str, Any] = {"description": "Done"}
    if speech.answer or speech.answers:
        done["content"] = {"application/json": {"schema": _answer_schema(speech)}}
    operation: dict[str, Any] = {
        "operationId": view.__name__,
        "summary": _first_sentence(view),
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": _FORMATS.get(kind, {"type": "string"}),
            }
            for kind, name in _PLACEHOLDER.findall(address)
        ],
        "responses": {str(speech.status): done, "default": _FAILED},
    }
    if speech.body:
        schema = {"$ref": REFS.format(model=speech.body.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    if roles := getattr(view, "roles", None):
        operation["security"] = [{"token": []}, {"phone": []}, {"desk": []}]
        operation["x-roles"] = sorted(roles)
    return operation


_FAILED = {
    "description": "What went wrong (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": REFS.format(model="Problem")}}},
}


def _answer_schema(speech: wire.Speech) -> dict[str, Any]:
    if speech.answer:
        return {"$ref": REFS.format(model=speech.answer.__name__)}
    assert speech.answers
    items = {"type": "array", "items": {"$ref": REFS.format(model=speech.answers.__name__)}}
    return {"type": "object", "properties": {"items": items}, "required": ["items"]}


def _schemas(routes: Iterable[Route]) -> dict[str, Any]:
    speeches = [getattr(view, "speech", wire.Speech()) for _, _, view in routes]
    taken = {s.body for s in speeches if s.body}
    given = {m for s in speeches for m in (s.answer, s.answers) if m} | {wire.Problem}
    named: list[tuple[type[BaseModel], Any]] = [
        *((m, "validation") for m in taken),
        *((m, "serialization") for m in given - taken),
    ]
    named.sort(key=lambda pair: pair[0].__name__)
    _, schemas = models_json_schema(named, ref_template=REFS)
    return schemas.get("$defs", {})


def _first_sentence(view: Any) -> str:
    said = (view.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(said.split()) or view.__name__.replace("_", " ").capitalize()
