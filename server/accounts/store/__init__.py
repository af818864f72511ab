"""Accounts at rest: loading them whole, changing them, files applied, segments, the split."""

from server.accounts.listed import account_columns
from server.accounts.records import (
    SPECIFIC,
    AccountRecord,
    Rule,
    Window,
    cadence_of,
    planning_account,
    season_of,
    town_of,
    weight,
    window_key,
    window_keys,
    windows_in_force,
)
from server.accounts.rows import account_row, account_rows, season_out, window_out
from server.accounts.store.bulk import change_many
from server.accounts.store.changes import change_account
from server.accounts.store.importing import load_runs
from server.accounts.store.kept_accounts import forget_contacts
from server.accounts.store.loading import (
    in_sight,
    load_account,
    load_accounts,
    load_rules,
    load_windows,
    sales_months,
)
from server.accounts.store.marking import ask_for_plans, touch
from server.accounts.store.placing import load_unplaced, save_places
from server.accounts.store.planned import carry_out, load_planned, withdraw
from server.accounts.store.policy import (
    change_segment,
    load_cadence,
    load_segments,
    save_cadence,
)
from server.accounts.store.prospects import add_prospect
from server.accounts.store.rehearsing import preview_cadence
from server.accounts.store.splitting import split_accounts
from server.accounts.store.taking_back import forget_colleague, look_back, take_back
from server.accounts.store.timeline import load_timeline
from server.accounts.store.undoing import load_undos, undo
from server.accounts.store.windows import load_followers, must_see, read_windows, save_windows

__all__ = [
    "SPECIFIC",
    "AccountRecord",
    "Rule",
    "Window",
    "account_columns",
    "account_row",
    "account_rows",
    "add_prospect",
    "ask_for_plans",
    "cadence_of",
    "carry_out",
    "change_account",
    "change_many",
    "change_segment",
    "forget_colleague",
    "forget_contacts",
    "in_sight",
    "load_account",
    "load_accounts",
    "load_cadence",
    "load_followers",
    "load_planned",
    "load_rules",
    "load_runs",
    "load_segments",
    "load_timeline",
    "load_undos",
    "load_unplaced",
    "load_windows",
    "look_back",
    "must_see",
    "planning_account",
    "preview_cadence",
    "read_windows",
    "sales_months",
    "save_cadence",
    "save_places",
    "save_windows",
    "season_of",
    "season_out",
    "split_accounts",
    "take_back",
    "touch",
    "town_of",
    "undo",
    "weight",
    "window_key",
    "window_keys",
    "window_out",
    "windows_in_force",
    "withdraw",
]
