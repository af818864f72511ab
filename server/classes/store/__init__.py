"""Proposals, evaluations, class mixes and the playbook at rest."""

from server.classes.store.deciding import accept, challenge, refuse, reopen
from server.classes.store.evaluating import (
    is_first_time,
    load_cases,
    save_evaluations,
    save_verdicts,
)
from server.classes.store.judging import EVERY, ask_judging, load_judging
from server.classes.store.loads import (
    at_risk,
    capacity_min,
    hours_more,
    load_book,
    load_company_mix,
)
from server.classes.store.proposals import (
    load_decided,
    load_open,
    load_open_at,
)

__all__ = [
    "EVERY",
    "accept",
    "ask_judging",
    "at_risk",
    "capacity_min",
    "challenge",
    "hours_more",
    "is_first_time",
    "load_book",
    "load_cases",
    "load_company_mix",
    "load_decided",
    "load_judging",
    "load_open",
    "load_open_at",
    "refuse",
    "reopen",
    "save_evaluations",
    "save_verdicts",
]
