"""Measure how many updates the bot answers, how fast, and what memory it keeps, against the fake Bot API.

    python scripts/load.py
    python scripts/load.py --quick
    python scripts/load.py --json

Four figures, from one run, in a RUNG_HOME of its own with the starter documents:

- updates: messages that take a whole turn of the conversation and are answered once, by `rung telegram` and
  by a bare python-telegram-bot handler that sends the same reply, by turns; on polling and on a webhook. What
  is called light is the bare handler with Rung's HTTP client, which is lighter than the library's. The ratio
  of processor time says what Rung costs whatever else the machine does; the ratio of updates a second, what
  comes of it here.
- staff: people in conversation at once, each call of the Bot API taking 50 ms, Telegram's 30 messages a
  second kept to: from what somebody does to the answer they wait for.
- memory: resident memory of the bot after some updates and after many.
- help: how long somebody waits for /help while 20 people hurry from one suggestion to the next.

Bots are processes of their own. The fake runs in this one, with the people who write; what it takes is
told beside what it measures: where it has no processor of its own, its time is time the bot does not get.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.telegram_load.measuring import QUICK, Sizes, measured


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="Small counts, to see that all of it works.")
@click.option(
    "--only", type=click.Choice(["updates", "memory", "staff", "help"]), help="Measure one of them."
)
@click.option("--model", default="hashing", show_default=True, help="RUNG_MODEL of the conversations.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(quick: bool, only: str | None, model: str, as_json: bool) -> None:
    """Measure and tell."""
    figures = []
    for figure in measured(QUICK if quick else Sizes(), only, model):
        figures.append(figure)
        if not as_json:
            click.echo(f"{figure.name:52}{figure.value:10.2f} {figure.unit:10}{figure.wanted}".rstrip())
    if as_json:
        click.echo(json.dumps([asdict(figure) for figure in figures]))


if __name__ == "__main__":
    main()
