"""Accounts at rest: loading them whole, changing them, files applied, segments, the split."""

from server.accounts.listed import account_columns
from server.accounts.records import AccountRecord, planning_account, weight
from server.accounts.rows import account_row, account_rows
from server.accounts.store.changes import change_account, undo
from server.accounts.store.importing import load_runs
from server.accounts.store.loading import (
    in_sight,
    load_account,
    load_accounts,
    load_rules,
    sales_months,
)
from server.accounts.store.marking import ask_for_plans, touch
from server.accounts.store.placing import load_unplaced, save_places
from server.accounts.store.policy import (
    change_segment,
    load_cadence,
    load_segments,
    save_cadence,
)
from server.accounts.store.prospects import add_prospect
from server.accounts.store.splitting import split_accounts

__all__ = [
    "AccountRecord",
    "account_columns",
    "account_row",
    "account_rows",
    "add_prospect",
    "ask_for_plans",
    "change_account",
    "change_segment",
    "in_sight",
    "load_account",
    "load_accounts",
    "load_cadence",
    "load_rules",
    "load_runs",
    "load_segments",
    "load_unplaced",
    "planning_account",
    "sales_months",
    "save_cadence",
    "save_places",
    "split_accounts",
    "touch",
    "undo",
    "weight",
]
