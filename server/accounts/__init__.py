"""Accounts: files that bring them, opening hours, places, cadence and season of each."""
