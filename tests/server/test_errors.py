"""Every failure is an answer of one family, in words a person can use."""

import pytest
from flask import Flask, abort
from pydantic import BaseModel

from server import errors, wire

FAMILY = [
    (errors.Invalid, 422, "invalid"), (errors.SignedOut, 401, "signed_out"),
    (errors.Forbidden, 403, "forbidden"), (errors.NotFound, 404, "not_found"),
    (errors.Conflict, 409, "conflict"), (errors.TooLarge, 413, "too_large"),
    (errors.TooMany, 429, "too_many"), (errors.Unavailable, 503, "unavailable"),
]  # fmt: skip


class Message(BaseModel):
    """A message in."""

    count: int


def asked(error):
    app = Flask("errors")
    errors.init(app)

    @app.get("/")
    def view():
        raise error

    return app.test_client().get("/")


@pytest.mark.parametrize(("kind", "status", "code"), FAMILY)
def test_each_error_says_its_docstring_as_problem_json(kind, status, code):
    answer = asked(kind())
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"] == " ".join(kind.__doc__.split())
    assert wire.Problem.model_validate(answer.json).status == status


def test_own_words_win_over_the_docstring_and_extras_are_members():
    answer = asked(errors.SignedOut("Lost.", wipe=True))
    assert (answer.json["detail"], answer.json["wipe"]) == ("Lost.", True)


def test_not_found_takes_no_words_that_could_tell_why():
    with pytest.raises(TypeError):
        errors.NotFound("account 7")  # type: ignore[call-arg]


def test_problems_keep_their_places():
    row = wire.FileProblem(line=3, column="Name", text="is empty")
    assert asked(errors.Invalid(problems=[row])).json["problems"] == [row.model_dump()]


def test_a_message_that_cannot_be_read_names_each_field():
    with pytest.raises(ValueError, match="count") as caught:
        Message.model_validate({"count": "many"})
    answer = asked(caught.value)
    assert (answer.status_code, answer.json["problems"][0]["column"]) == (422, "count")


def test_what_nobody_expected_tells_nothing_and_is_logged(capsys):
    answer = asked(RuntimeError("password=secret"))
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" in "".join(capsys.readouterr())


def test_an_unknown_address_looks_like_an_unknown_row():
    app = Flask("errors")
    errors.init(app)
    assert app.test_client().get("/nowhere").data == asked(errors.NotFound()).data


def test_a_wrong_method_says_which_are_right():
    app = Flask("errors")
    errors.init(app)
    app.get("/")(lambda: "")
    answer = app.test_client().post("/")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_redirect_is_no_error():
    app = Flask("errors")
    errors.init(app)
    app.get("/moved/")(lambda: "")
    assert app.test_client().get("/moved").status_code == 308


def test_trying_again_is_only_offered_where_it_can_help():
    assert "Retry-After" in asked(errors.Unavailable()).headers
    assert "Retry-After" not in asked(errors.Conflict()).headers
    assert errors.ProviderFailed(permanent=True).permanent


def test_aborts_of_the_framework_are_answered_alike():
    app = Flask("errors")
    errors.init(app)
    app.get("/")(lambda: abort(400))
    assert app.test_client().get("/").json["code"] == "bad_request"
