"""The command ``rounds``."""

import click

from server.cli import backup, check, data, maps, people, serving
from server.cli.common import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rounds")
def main() -> None:
    """Rounds: visit rotation, day routes, calendars and coverage for field sales reps."""


for command in (
    serving.demo, serving.serve, serving.worker, data.import_file, data.plan, people.user,
    people.feed, maps.map_, backup.backup, backup.restore, check.check,
):  # fmt: skip
    main.add_command(command)
