"""Coverage at rest: what a period is counted from, and the figures of past nights."""

from server.coverage.counting import Period as Period
from server.coverage.store.loading import Loaded as Loaded
from server.coverage.store.loading import load_counted as load_counted
from server.coverage.store.loading import load_labels as load_labels
from server.coverage.store.loading import load_period as load_period
from server.coverage.store.loading import load_plans as load_plans
from server.coverage.store.snapshots import Groups as Groups
from server.coverage.store.snapshots import SnapshotRecord as SnapshotRecord
from server.coverage.store.snapshots import is_taken as is_taken
from server.coverage.store.snapshots import load_snapshots as load_snapshots
from server.coverage.store.snapshots import save_snapshots as save_snapshots
