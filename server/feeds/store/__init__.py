"""Feeds and what they show: rows to frozen records, and back. Only this feature writes feeds."""

from server.feeds.store.addresses import (
    change_feed,
    load_feed,
    load_feed_by_secret,
    load_feeds,
    load_feeds_of_reps,
    new_secret,
    note_answer,
    note_fetch,
    revoke,
    revoke_all,
    rotate,
    save_feed,
)
from server.feeds.store.became import load_became
from server.feeds.store.visits import (
    load_feed_visits,
    load_seen_reps,
    load_told,
    save_told,
    version,
)

__all__ = [
    "change_feed",
    "load_became",
    "load_feed",
    "load_feed_by_secret",
    "load_feed_visits",
    "load_feeds",
    "load_feeds_of_reps",
    "load_seen_reps",
    "load_told",
    "new_secret",
    "note_answer",
    "note_fetch",
    "revoke",
    "revoke_all",
    "rotate",
    "save_feed",
    "save_told",
    "version",
]
