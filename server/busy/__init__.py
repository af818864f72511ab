"""Busy times: what fills a rep's days by calendars of others, read from any address."""
