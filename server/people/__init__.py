"""People: who visits, when they work, holidays, business settings and the audit log."""
