"""The command ``rung``: its subcommands, and how errors are reported."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import click

from bot.cli import (
    builds,
    cases,
    catalogue,
    channels,
    courses,
    crosswalk,
    documents,
    learning,
    maintenance,
    people,
    suggestions,
)
from bot.settings import debugging
from knowledge.model import UserError

UNEXPECTED = (
    "Something went wrong that Rung did not expect ({error}). Your data is unchanged; RUNG_DEBUG=1 shows the"
    " details."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="rung", prog_name="rung")
def rung() -> None:
    """Find out which level your work shows, and what the next one asks.

    Everything stays on this machine, in the folder RUNG_HOME.

    \b
    To begin:        rung prepare, then rung chat
    Own documents:   rung add FILE…, then rung build
    """


for room in (
    builds,
    cases,
    catalogue,
    channels,
    courses,
    crosswalk,
    documents,
    learning,
    maintenance,
    people,
    suggestions,
):
    for command in room.COMMANDS:
        rung.add_command(command)


def main() -> None:
    """Run a command; exit with 0, with 2 for an error that the person can correct, with 1 for another."""
    logging.basicConfig(level=logging.DEBUG if debugging() else logging.CRITICAL)
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run a command in this process, report errors on the error stream, and return the exit status."""
    try:
        result = rung.main(list(args), prog_name="rung", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except BrokenPipeError:
        # The reader is gone; without this, Python complains again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _report(error)


def _report(error: Exception) -> int:
    if debugging():
        raise error
    if isinstance(error, UserError):
        click.echo(f"Error: {error.told}", err=True)
        return 2
    if isinstance(error, OSError) and error.filename:
        click.echo(f"Error: {error.filename}: {error.strerror}.", err=True)
        return 2
    click.echo(f"Error: {UNEXPECTED.format(error=type(error).__name__)}", err=True)
    return 1
