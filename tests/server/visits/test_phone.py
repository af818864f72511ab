"""A phone in a bad network against the real application: nothing is lost, nothing is doubled."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from server import create_app, database, models
from server.accounts import store as accounts
from server.auth import Role, Scope
from server.clock import FixedClock
from server.settings import Settings
from tests import factories
from tests.factories import NOW, TODAY
from tests.server.planning import made
from tests.server.visits import phone

PLACES = st.integers(0, 2)
DAYS = st.integers(0, 20)
BOB = Scope(None, Role.ADMIN, None)


class PhoneMachine(RuleBasedStateMachine):
    """Ann has two phones; the server plans again and hands accounts to Cleo and back meanwhile."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.empty, self.folder)
        self.clock = FixedClock(NOW)
        self.app = create_app(Settings(data_folder=self.folder), self.clock)
        with database.write_transaction(self.app) as db:
            self.cast = factories.make_cast(db)
            rows = [factories.make_account(db, self.cast.ann, number=f"A{n}") for n in range(3)]
            self.places = [row.id for row in rows]
        clients = [factories.caller(self.app, self.cast.ann) for _ in range(2)]
        self.phones = [phone.Phone(client) for client in clients]
        self.made: dict[str, str] = {}
        self.replan([(place, 0) for place in range(3)])

    def teardown(self) -> None:
        for one in self.phones:
            one.sync()
        self.phones[0].sync()
        self.everything_has_one_effect_or_one_reason()
        self.phones_show_what_the_server_knows()
        self.app.extensions["rounds"].database.dispose()
        shutil.rmtree(self.folder)

    # What Ann does, with or without a network.

    @rule(
        which=st.integers(0, 1),
        place=PLACES,
        seen=st.booleans(),
        outcome=st.sampled_from(["made", "phone", "missed"]),
    )
    def report(self, which, place, seen, outcome):
        visit = self.visit_shown(which, place) if seen else None
        self.keep(which, phone.report(self.places[place], visit, outcome))

    @rule(which=st.integers(0, 1), place=PLACES)
    def drop(self, which, place):
        visit = self.visit_shown(which, place)
        if visit:
            self.keep(which, phone.item("drop", self.places[place], visit_id=visit, on=TODAY))

    @rule(which=st.integers(0, 1), place=PLACES, day=DAYS)
    def pin(self, which, place, day):
        on = TODAY + timedelta(days=day)
        self.keep(which, phone.item("pin", self.places[place], on=on))

    @rule(which=st.integers(0, 1), place=PLACES, data=st.data())
    def withdraw(self, which, place, data):
        if self.made:
            of = data.draw(st.sampled_from(sorted(self.made)))
            self.keep(which, phone.item("withdraw", self.places[place], of=of))

    @rule(which=st.integers(0, 1), place=PLACES)
    def something_poisoned(self, which, place):
        self.keep(which, phone.item("report", self.places[place], outcome="vanished"))

    # What the network does.

    @rule(which=st.integers(0, 1))
    def sync(self, which):
        self.phones[which].sync()

    @rule(which=st.integers(0, 1))
    def answer_is_lost(self, which):
        self.phones[which].send()

    @rule(which=st.integers(0, 1))
    def request_arrives_twice(self, which):
        self.phones[which].send()
        self.phones[which].take(self.phones[which].send())

    # What happens at the server meanwhile.

    @rule(visits=st.lists(st.tuples(PLACES, DAYS), max_size=5))
    def replan(self, visits):
        with database.write_transaction(self.app) as db:
            days = {}
            for place, day in visits:
                account = self.places[place]
                if db.get(models.Account, account).rep_id == self.cast.ann:
                    on = TODAY + timedelta(days=day)
                    days.setdefault(on, {})[account] = made.stop(account, on)
            routes = [made.day(on, *stops.values()) for on, stops in sorted(days.items())]
            made.published(db, self.cast.ann, made.plan(self.cast.ann, *routes), self.clock.instant)

    @rule(place=PLACES)
    def hand_over(self, place):
        with database.write_transaction(self.app) as db:
            account = db.get(models.Account, self.places[place])
            other = self.cast.cleo if account.rep_id == self.cast.ann else self.cast.ann
            accounts.change_account(
                db, BOB, account.id, {"rep_id": other}, rev=account.rev, today=TODAY, now=NOW
            )

    @rule()
    def a_minute_passes(self):
        self.clock.instant += timedelta(minutes=1)

    # What must hold.

    @invariant()
    def no_cursor_passes_the_last_write(self):
        with database.read_transaction(self.app) as db:
            rev = database.current_rev(db)
        assert all(one.cursor <= rev for one in self.phones)

    @invariant()
    def the_log_has_each_id_once(self):
        with database.read_transaction(self.app) as db:
            ids = [str(one) for one in db.scalars(select(models.Fact.id))]
        assert len(ids) == len(set(ids))
        assert set(ids) <= self.made.keys()

    def everything_has_one_effect_or_one_reason(self):
        refused = self.phones[0].refused | self.phones[1].refused
        assert [len(one.outbox) for one in self.phones] == [0, 0]
        with database.read_transaction(self.app) as db:
            kept = {
                str(one)
                for table in (models.Report, models.Wish)
                for one in db.scalars(select(table.id))
            }
            answered = {str(one) for one in db.scalars(select(models.Fact.id))}
        told = {one for one, kind in self.made.items() if kind != "withdraw"}
        assert kept | (refused.keys() & told) == told
        assert not kept & refused.keys()
        assert answered == self.made.keys()

    def phones_show_what_the_server_knows(self):
        self.phones[1].sync()
        fresh = phone.Phone(self.phones[0].client)
        fresh.sync()
        for one in self.phones:
            assert one.shown() == fresh.shown()

    def keep(self, which, item):
        self.made[item["id"]] = item["kind"]
        self.phones[which].make(item)

    def visit_shown(self, which, place):
        shown = [
            row["id"]
            for (kind, _), row in sorted(self.phones[which].shown().items())
            if kind == "visit" and row["account_id"] == str(self.places[place])
        ]
        return shown[0] if shown else None


@pytest.mark.slow
def test_a_phone_in_a_bad_network_loses_and_doubles_nothing(empty_sqlite):
    PhoneMachine.empty = empty_sqlite
    run_state_machine_as_test(
        PhoneMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            phases=set(Phase) - {Phase.explain},
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_answer_to_a_wish_changes_when_its_account_goes_to_another_rep(empty_sqlite):
    PhoneMachine.empty = empty_sqlite
    machine = PhoneMachine()
    machine.pin(0, place=0, day=0)
    machine.sync(0)
    machine.replan([])
    machine.sync(0)
    machine.hand_over(place=0)
    machine.teardown()
