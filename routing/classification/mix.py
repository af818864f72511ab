"""Which classes a rep's accounts and minutes go to, and where that is lopsided.

Formulas, section 4.2: flags, and the distance of a rep's classes from the company's.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from routing.domain import AccountClass


class Work(NamedTuple):
    """An account's class and the minutes it asks for in a mean week."""

    account_class: AccountClass
    minutes: float


@dataclass(frozen=True, slots=True)
class MixLimits:
    """From which share on a mix is lopsided; each is a judgement."""

    lumpy: float = 0.60
    stagnant: float = 0.80
    divest_accounts: float = 0.15
    divest_minutes: float = 0.05
    invest_capacity: float = 0.30


@dataclass(frozen=True, slots=True)
class Flag:
    """A limit that is passed: its name, the share found and the share allowed."""

    name: str
    share: float
    limit: float


@dataclass(frozen=True, slots=True)
class Mix:
    """Accounts and weekly minutes by class, in the order of classes."""

    accounts: Mapping[AccountClass, int]
    minutes: Mapping[AccountClass, float]

    @property
    def all_accounts(self) -> int:
        """The accounts of all classes."""
        return sum(self.accounts.values())

    @property
    def all_minutes(self) -> float:
        """The minutes of all classes."""
        return math.fsum(self.minutes.values())

    def account_share(self, *classes: AccountClass) -> float:
        """Returns which share of the accounts is of these classes; 0 where there are none."""
        return _share(sum(self.accounts[one] for one in classes), self.all_accounts)

    def minute_share(self, *classes: AccountClass) -> float:
        """Returns which share of the minutes goes to these classes; 0 where there are none."""
        return _share(math.fsum(self.minutes[one] for one in classes), self.all_minutes)


DEFAULT = MixLimits()


def mix(work: Iterable[Work]) -> Mix:
    """Returns accounts and minutes by class."""
    accounts = dict.fromkeys(AccountClass, 0)
    minutes: dict[AccountClass, list[float]] = {one: [] for one in AccountClass}
    for one in work:
        accounts[one.account_class] += 1
        minutes[one.account_class].append(one.minutes)
    return Mix(accounts, {key: math.fsum(values) for key, values in minutes.items()})


def flags(found: Mix, capacity_min: float, limits: MixLimits = DEFAULT) -> tuple[Flag, ...]:
    """Returns every limit that a rep's mix passes; ``capacity_min`` are the minutes of a week."""
    core, invest = AccountClass.CORE, AccountClass.INVEST
    opportunistic, divest = AccountClass.OPPORTUNISTIC, AccountClass.DIVEST
    shares = (
        Flag("lumpy", found.minute_share(opportunistic, invest), limits.lumpy),
        Flag("stagnant", found.minute_share(core), limits.stagnant),
        Flag("divest_accounts", found.account_share(divest), limits.divest_accounts),
        Flag("divest_minutes", found.minute_share(divest), limits.divest_minutes),
        Flag("invest_capacity", _share(found.minutes[invest], capacity_min),
             limits.invest_capacity),
    )  # fmt: skip
    return tuple(flag for flag in shares if flag.share > flag.limit)


def distance(found: Mix, company: Mix) -> float | None:
    """Returns the total-variation distance of two mixes of accounts, 0 (alike) to 1.

    None where one of them has no account.
    """
    if not found.all_accounts or not company.all_accounts:
        return None
    return 0.5 * math.fsum(
        abs(found.account_share(one) - company.account_share(one)) for one in AccountClass
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
