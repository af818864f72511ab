"""Goals: a metric, what it shall be, whose, from when to when. Progress is the metric itself."""
