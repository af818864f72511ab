"""The week in a page: what was achieved, what is new, what was decided, what comes."""
