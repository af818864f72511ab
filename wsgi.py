"""For web servers that want a WSGI application: ``gunicorn --worker-class gthread wsgi:app``.

On SQLite run one process with threads: this one also does the background work. Do not preload:
threads do not survive a fork. ``rounds serve`` does all of this by itself.
"""

import os

from server import create_app, database, jobs, log, settings

chosen = settings.from_env(os.environ)
log.set_up(chosen.log_format, chosen.log_level)
app = create_app(chosen)
database.migrate(app)
jobs.start(app)
