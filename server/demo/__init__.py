"""The demo: a fictional company, made afresh from a date and a seed."""
