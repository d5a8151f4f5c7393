"""Commands that talk: suggest, chat."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, known_framework, of_framework, print_json, settings
from bot.conversation.listening import hear
from bot.guidance.later import Later
from bot.wording import en
from bot.wording.care import Care

if TYPE_CHECKING:
    from bot.guidance.guides import Following, Guides
    from bot.guidance.model import Report, Suggestion

SHOWN = 3
"""Suggestions shown in full; the others are named in one line each."""


@click.command()
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@of_framework
@as_json
def suggest(texts: tuple[str, ...], framework: str | None, as_json: bool) -> None:
    """Suggest skills and levels for what somebody does at work.

    Each TEXT is an activity, or several, in their own words.
    """
    heard = [hear(text) for text in texts]
    care = next((each.care for each in heard if each.care), None)
    report = _report([activity for each in heard for activity in each.activities], care, framework)
    if as_json:
        print_json(report)
        return
    if care:
        click.echo(f"{en.care(care)}\n")
    if not report["abstained"]:
        _show(report)
    elif not care:
        click.echo(report["abstained"]["say"])


@click.command()
@click.option("--jsonl", is_flag=True, help="For programs: one JSON object per line in, one out.")
def chat(jsonl: bool) -> None:
    """Talk about what you do, and hear which rung you stand on.

    With --jsonl, each line in is {"text": …} or {"press": "<button id>"}, and each is answered with one line
    {"replies": [{"text", "buttons", "picture", "asks"}], "done": …}.
    """
    from bot import terminal

    guide = Later(_open_following, on_wait=None if jsonl else _say_wait)
    folder = settings().pictures
    try:
        if jsonl:
            terminal.chat_jsonl(guide, folder, sys.stdin.buffer, sys.stdout)
        else:
            terminal.chat(guide, folder)
    finally:
        failing = sys.exc_info()[0] is not None
        if guide.opening and not failing:
            # A model half imported cannot be waited for in a goodbye, and Python crashes where it shuts down
            # under a thread that imports it.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)


COMMANDS = (suggest, chat)


def _open_guides() -> Guides:
    from bot.guidance.guides import Guides
    from index.encoder import open_encoder

    where = settings()
    guides = Guides(where.home, open_encoder(where.model, where.encodings))
    guides.live().warm_up()
    return guides


def _open_following() -> Following:
    from bot.guidance.guides import Following

    return Following(_open_guides())


def _say_wait() -> None:
    click.echo(f"\n{en.STILL_LOADING}")


def _report(activities: list[str], care: Care | None, framework: str | None) -> Report:
    guides = _open_guides()
    if guides.trouble:
        click.echo(f"Warning: {guides.trouble}.", err=True)
    guide = guides.live()
    known_framework(guide.shelf.knowledge, framework)
    if not activities:
        report = guide.nothing_said()
        if care:
            report["abstained"] = {"reason": "out-of-scope", "say": en.care(care)}
        return report
    return guide.suggest(activities, framework)


def _show(report: Report) -> None:
    suggestions = report["suggestions"]
    for suggestion in suggestions[:SHOWN]:
        click.echo(click.style(_title(suggestion), bold=True))
        click.echo(en.suggestion_reasons(suggestion))
        click.echo()
    if suggestions[SHOWN:]:
        click.echo(click.style("Less likely:", bold=True))
        for suggestion in suggestions[SHOWN:]:
            click.echo(f"  {_title(suggestion)}")


def _title(suggestion: Suggestion) -> str:
    code = suggestion["skill"]["code"]
    name = suggestion["skill"]["name"]
    shown = f"{name} ({code})" if code != name else name
    return f"{shown}, {suggestion['framework']} {en.level_name(suggestion)}"
