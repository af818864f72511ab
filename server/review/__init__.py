"""The review: what selling came to, the goals people set, and how far they have come."""
