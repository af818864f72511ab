"""What can go wrong, said to the one who asked: a family of errors and their only handler.

Raise them where the fault is known; nobody catches them but the handler here and ``jobs``. An
error without a message says its own docstring.
"""

from typing import Any

import pydantic
import structlog
from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException

log = structlog.get_logger()


class AppError(Exception):
    """Something went wrong on our side. It was logged; please try again."""

    status = 500

    def __init__(self, detail: str = "", problems: Any = (), **extra: Any) -> None:
        self.detail = detail or " ".join((self.__doc__ or "").split())
        self.problems = tuple(problems)
        #: Further members of the answer, such as ``wipe``.
        self.extra = extra
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        """The class's name in snake case: what a program tells errors apart by."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")

    @property
    def title(self) -> str:
        return self.code.replace("_", " ").capitalize()


class Invalid(AppError):
    """What was sent cannot be used as it is."""

    status = 422


class SignedOut(AppError):
    """Please sign in."""

    status = 401


class Forbidden(AppError):
    """Your role does not allow this."""

    status = 403


class NotFound(AppError):
    """There is nothing here, or nothing you may see."""

    status = 404

    def __init__(self) -> None:
        """Takes no words: another rep's id and an unknown one must get the same bytes."""
        super().__init__()


class Conflict(AppError):
    """Somebody changed this in the meantime. Load it again, then repeat your change."""

    status = 409


class TooLarge(AppError):
    """That is more than can be taken at once."""

    status = 413


class TooMany(AppError):
    """Too many attempts. Wait a minute, then try again."""

    status = 429


class Unavailable(AppError):
    """The database is busy or cannot be reached. Try again in a moment."""

    status = 503


class ProviderFailed(AppError):
    """A service outside did not answer as it should."""

    status = 502

    def __init__(self, detail: str = "", *, permanent: bool) -> None:
        """The raiser knows whether trying again can help: then ``permanent`` is false."""
        super().__init__(detail)
        self.permanent = permanent


def problems_of(error: pydantic.ValidationError) -> list[dict[str, Any]]:
    """Returns every fault of a message as rows of ``wire.FileProblem``."""
    return [
        {"line": 0, "column": ".".join(str(part) for part in fault["loc"]), "text": fault["msg"]}
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def answer(error: AppError) -> Response:
    """Returns the error as problem+json, the same bytes for the same error."""
    body = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "problems": [_plain(problem) for problem in error.problems],
        **error.extra,
    }
    response = Response(json.dumps(body), error.status, mimetype="application/problem+json")
    if error.status in (429, 503):
        response.headers["Retry-After"] = "60" if error.status == 429 else "5"
    return response


def _plain(problem: Any) -> Any:
    return problem.model_dump(mode="json") if hasattr(problem, "model_dump") else problem


#: werkzeug's own refusals, said as ours; other codes keep werkzeug's words.
_AS_OURS: dict[int | None, type[AppError]] = {
    404: NotFound,
    413: TooLarge,
    422: Invalid,
    429: TooMany,
}


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error.get_response()
    ours = _AS_OURS.get(error.code)
    if ours:
        return answer(ours())
    said = AppError(error.description or error.name)
    said.status = error.code
    response = answer(said)
    body = {
        **json.loads(response.get_data()),
        "title": error.name,
        "code": error.name.lower().replace(" ", "_"),
    }
    response.set_data(json.dumps(body))
    allow = getattr(error, "valid_methods", None)
    if allow:
        response.headers["Allow"] = ", ".join(sorted(allow))
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return answer(AppError())


def init(app: Flask) -> None:
    """Makes every failure of a request an answer of this family."""
    app.register_error_handler(AppError, answer)
    app.register_error_handler(
        pydantic.ValidationError, lambda error: answer(Invalid(problems=problems_of(error)))
    )
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)
