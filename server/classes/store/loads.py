"""What accounts ask of their reps, as proposals and class mixes are weighed by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from routing.classification import mix, scores
from routing.classification.mix import Mix, Work
from routing.classification.scores import ScoreParams
from routing.domain import AccountClass
from server.accounts import store as accounts
from server.accounts.store import AccountRecord
from server.auth import Scope
from server.classes import effect, evidence
from server.classes.effect import Demand
from server.people import store as people
from server.people.store import RepRecord


@dataclass(frozen=True, slots=True)
class Book:
    """The active accounts somebody sees with what each asks for, and the reps who have them."""

    records: tuple[AccountRecord, ...]
    demands: Mapping[UUID, Demand]
    reps: tuple[RepRecord, ...]
    rules: effect.Rules
    travel_s: float
    scores: ScoreParams = scores.DEFAULT

    def of(self, rep_id: UUID | None) -> tuple[AccountRecord, ...]:
        """Returns the accounts of one rep; of all reps, nobody's left out, for None."""
        if rep_id is not None:
            return tuple(one for one in self.records if one.rep_id == rep_id)
        return tuple(one for one in self.records if one.rep_id is not None)

    def mix(self, rep_id: UUID | None) -> Mix:
        """Returns the classes of a rep's accounts, of all reps' for None."""
        return mix.mix(
            Work(AccountClass(one.account_class), self.demands[one.id].minutes)
            for one in self.of(rep_id)
        )


def load_book(db: Session, scope: Scope, today: date) -> Book:
    """Returns every active account in sight with its demand and sales, and the active reps."""
    records = accounts.load_accounts(db, scope, today, detail=True)
    rules = accounts.load_rules(db)
    travel_s = 60.0 * people.load_setting(db, "travel_minutes")
    reps = tuple(rep for rep in people.load_reps(db, scope) if rep.active)
    demands = effect.demands(records, rules, today, travel_s)
    return Book(records, demands, reps, rules, travel_s, people.load_score_params(db))


def load_company_mix(db: Session, today: date) -> Mix:
    """Returns the classes of all reps' accounts in the company: sums, nobody's accounts."""
    return load_book(db, Scope.system(), today).mix(None)


def at_risk(book: Book, today: date) -> Mapping[UUID, tuple[str, ...]]:
    """Returns the core accounts that may be about to leave, each with why."""
    found = {one.id: evidence.risk(one, today, book.scores) for one in book.records}
    return {account_id: why for account_id, why in found.items() if why}


def hours_more(book: Book, account_id: UUID, to_class: str, today: date) -> float:
    """Returns the hours a week an account would ask for more, were it of that class."""
    [record] = [one for one in book.records if one.id == account_id]
    after = effect.demand(record, to_class, book.rules, today, book.travel_s)
    return (after.minutes - book.demands[account_id].minutes) / 60


def capacity_min(rep: RepRecord) -> float:
    """Returns the minutes of a rep's ordinary week, as mixes are held against them."""
    return effect.capacity_min(rep)
