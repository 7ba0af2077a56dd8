"""The command `healthpages`: thin, one file a command, nothing heavy imported before it is needed.

Exit codes: 0 done; 1 the answer is no (a page that can't be read, a refused run, a difference);
2 a mistake in the call or its surroundings, told in one line that says what to do.
"""

import sys
from importlib import import_module

import click

from pipeline.model.errors import HealthpagesError

COMMANDS = {  # name: module that holds the click command of that name
    "run": "pipeline.cli.run",
    "show": "pipeline.cli.show",
    "runs": "pipeline.cli.runs",
    "check": "pipeline.cli.runs",
    "publish": "pipeline.cli.runs",
    "rollback": "pipeline.cli.runs",
    "prune": "pipeline.cli.runs",
    "diff": "pipeline.cli.diff",
    "review": "pipeline.cli.review",
    "export": "pipeline.cli.export",
    "deploy": "pipeline.cli.deploy",
}

SUMMARIES = {  # printed by --help, so that it needs to import no command
    "run": "Turn raw pages into a published run of tables.",
    "show": "Draw one page: what was removed and why, its sections, its mentions.",
    "runs": "List the runs: status, counts, which one is published.",
    "check": "Audit a run again and print each check.",
    "publish": "Make a run the one that readers see.",
    "rollback": "Go back to the run that was published before.",
    "prune": "Remove old runs, never the published one.",
    "diff": "Show what changed between two runs, losses first.",
    "review": "Write the page on which people see every change and decide.",
    "export": "Write a run's tables for other tools: CSV, JSON Lines, DuckDB, Delta.",
    "deploy": "Register the flows and their schedules with a Prefect server.",
}


class _LateCommands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=_LateCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="healthpages", prog_name="healthpages")
def healthpages() -> None:
    """Scraped health pages in, audited Parquet tables out."""


def main() -> None:
    """Run the command line; a HealthpagesError becomes one line and exit code 2."""
    try:
        healthpages()
    except HealthpagesError as error:
        click.echo(f"healthpages: {error}", err=True)
        sys.exit(2)
