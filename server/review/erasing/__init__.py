"""Erasing what names a person, on request, and leaving every figure as it was."""
