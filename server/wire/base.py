"""What all messages share: strict in, frozen out, errors, and what a view says it speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Of the sync messages: grows when a phone with older code could misread them.
SCHEMA = 2

Entry = Literal["phone", "desk", "token"]
AccountClass = Literal["core", "invest", "opportunistic", "divest", "prospect"]
Tier = Literal["A", "B", "C"]
Span = tuple[int, int]
#: The figures behind a reason; docs/problem-format.md says which there are.
Figures = dict[str, int | float | str]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]


class In(BaseModel):
    """A message somebody sends us."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Out(BaseModel):
    """A message we send."""

    model_config = ConfigDict(frozen=True)


class PlaceRow(In):
    """A place that is no account: where somebody sleeps, or a day begins."""

    label: ShortText = ""
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


@dataclass(frozen=True)
class Speech:
    """What a view takes and gives: the row of the OpenAPI page."""

    body: type[In] | None = None
    answer: type[Out] | None = None
    answers: type[BaseModel] | None = None
    status: int = 200


def speaks(
    body: type[In] | None = None,
    answer: type[Out] | None = None,
    answers: type[BaseModel] | None = None,
    status: int = 200,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Says which messages a view takes and gives; ``answers`` stands for ``{"items": [...]}``."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.speech = Speech(body, answer, answers, status)  # type: ignore[attr-defined]
        return view

    return mark


class Problem(Out):
    """problem+json (RFC 9457); ``problems`` lists every fault of foreign data at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    problems: list["FileProblem"] = []


class FileProblem(Out):
    """One fault, with its place and what to do. Line 1 is the header; 0 means the whole file."""

    line: int
    column: str
    text: str
