"""Exceptions: what crossed a threshold, why it matters, and where to act on it."""
