"""The week's first screen: where everybody stands, and the few things to decide."""
