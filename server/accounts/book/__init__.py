"""The book in hand: changes of many accounts, changes to come, timelines, what can be undone."""
