"""Seasons and classes suggested from history, each with its reasons; never applied here."""
