"""Inviting reps: a person without a password, and a link that sets one, once."""
