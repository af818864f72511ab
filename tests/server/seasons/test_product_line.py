"""A product line comes with a file, and its windows hold for who sells it."""

from sqlalchemy import select

from server.accounts import imports
from server.auth import Scope
from server.models import Account
from tests import factories
from tests.factories import TODAY


def test_a_file_brings_the_product_line(session):
    factories.make_company(session)
    data = b"Number;Name;Product line\n1;Kiosk;Ice\n2;Bar;\n"
    imports.read_and_apply(session, Scope.system(), "accounts", "a.csv", data, None, TODAY, True)
    found = session.execute(select(Account.number, Account.product_line).order_by(Account.number))
    assert [tuple(row) for row in found] == [("1", "Ice"), ("2", None)]
