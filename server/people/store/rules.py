"""What a manager decides for the company: business settings, policies, the playbook."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from routing.classification.classes import ClassRules
from routing.classification.mix import MixLimits
from routing.classification.scores import ScoreParams
from routing.classification.seasons import SeasonParams
from routing.domain import AccountClass, Overload, Policy, Season
from server import database, errors
from server.auth import Role, Scope
from server.models import Person, Setting
from server.people import business, judgements, thresholds
from server.people.alerts import Alerts
from server.people.store.log import audit

#: The key of the playbook's row.
PLAYBOOK_KEY = "playbook"


def load_setting(db: Session, key: str) -> Any:
    """Returns the value of a business setting, its default where nobody changed it."""
    row = db.get(Setting, key)
    return row.value["value"] if row else business.BY_KEY[key].default


def load_settings(db: Session) -> Mapping[str, Any]:
    """Returns every business setting by key."""
    own = {row.key: row.value["value"] for row in db.scalars(select(Setting))}
    return {one.key: own.get(one.key, one.default) for one in business.SETTINGS}


def load_season(db: Session) -> Season:
    """Returns a season without windows: the ramp and the rates every account's season has."""
    return thresholds.season(load_settings(db))


def load_mix_limits(db: Session) -> MixLimits:
    """Returns from which shares on a rep's mix of classes is lopsided."""
    return thresholds.mix_limits(load_settings(db))


def load_class_rules(db: Session) -> ClassRules:
    """Returns the thresholds of class suggestions."""
    return thresholds.class_rules(load_settings(db))


def load_score_params(db: Session) -> ScoreParams:
    """Returns what fit, readiness and risk rest on."""
    return judgements.score_params(load_settings(db))


def load_season_params(db: Session) -> SeasonParams:
    """Returns from where on order history suggests a season."""
    return judgements.season_params(load_settings(db))


def load_alerts(db: Session) -> Alerts:
    """Returns from where on something is an exception."""
    return judgements.alerts(load_settings(db))


def load_goods(db: Session) -> Mapping[str, float]:
    """Returns which value of each metric of the board is good."""
    return thresholds.goods(load_settings(db))


def load_setting_changes(db: Session) -> Mapping[str, tuple[str, datetime]]:
    """Returns who changed each business setting last, and when."""
    query = select(Setting.key, Person.name, Setting.changed_at).outerjoin(
        Person, Person.id == Setting.changed_by
    )
    return {key: (name or "", at) for key, name, at in db.execute(query)}


def load_policies(db: Session) -> Mapping[AccountClass, Policy]:
    """Returns what may happen to each class when the hours do not suffice."""
    row = db.get(Setting, business.POLICIES_KEY)
    own = row.value["value"] if row else {}
    return {
        account_class: Policy(Overload(told["overload"]), told["stretch_to"])
        if (told := own.get(account_class.value))
        else default
        for account_class, default in business.POLICIES.items()
    }


def save_policies(
    db: Session, scope: Scope, policies: Mapping[AccountClass, Policy], now: datetime
) -> None:
    """Writes the policies of the classes that are named; the next plans keep to them."""
    changed = {
        account_class.value: {"overload": one.overload.value, "stretch_to": one.stretch_to}
        for account_class, one in policies.items()
    }
    row = db.get(Setting, business.POLICIES_KEY)
    own = {**(row.value["value"] if row else {}), **changed}
    _write_setting(db, scope, business.POLICIES_KEY, own, now)
    audit(db, now, scope, "policies_changed", business.POLICIES_KEY, changed)


def save_setting(db: Session, scope: Scope, key: str, value: Any, now: datetime) -> None:
    """Writes one business setting; other plans come with the night, or when somebody asks."""
    problem = business.problem_of(key, value)
    if problem:
        raise errors.Invalid(problem, [{"line": 0, "column": key, "text": problem}])
    before = load_setting(db, key)
    _write_setting(db, scope, key, value, now)
    audit(db, now, scope, "setting_changed", key, {"value": value, "before": before})


def _write_setting(db: Session, scope: Scope, key: str, value: Any, now: datetime) -> None:
    row = db.get(Setting, key) or Setting(key=key)
    row.value, row.changed_at, row.changed_by = {"value": value}, now, scope.person_id
    db.add(row)
    database.take_rev(db)


def save_settings(db: Session, scope: Scope, values: Mapping[str, Any], now: datetime) -> None:
    """Writes several business settings, or none when one of them cannot be."""
    faults = {key: business.problem_of(key, value) for key, value in values.items()}
    if not any(faults.values()):
        faults = dict(thresholds.clashes({**load_settings(db), **values}))
    problems = [{"line": 0, "column": key, "text": text} for key, text in faults.items() if text]
    if problems:
        raise errors.Invalid("These settings cannot be kept.", problems)
    for key, value in values.items():
        save_setting(db, scope, key, value, now)


def load_playbook(db: Session) -> Mapping[str, Any]:
    """Returns the pages of the playbook that somebody edited; of the others the default counts."""
    row = db.get(Setting, PLAYBOOK_KEY)
    return row.value["value"] if row else {}


def save_playbook(
    db: Session, scope: Scope, page: str, edited: Mapping[str, Any], now: datetime
) -> None:
    """Writes the edited pages; everybody's phone pulls them with who they are."""
    _write_setting(db, scope, PLAYBOOK_KEY, dict(edited), now)
    db.execute(update(Person).where(Person.role == Role.REP).values(rev=database.take_rev(db)))
    audit(db, now, scope, "playbook_changed", page, {"page": edited.get(page)})
