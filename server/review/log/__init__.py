"""The audit log as a person reads it: who changed what, and when."""
