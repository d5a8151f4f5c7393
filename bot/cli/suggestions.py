"""Commands for suggestions: suggest, replay."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.common import as_json, check_framework, guides, of_framework, print_json, store, table

if TYPE_CHECKING:
    from bot.guidance.guide import Guide
    from bot.guidance.model import Report, Suggestion
    from bot.jobs.replay import Difference, Replay
    from bot.store.assessments import SuggestionLine

SHOWN = 3
"""Suggestions shown in full; the others get one line each."""
LISTED = 20
"""Suggestions that rung replay lists."""


@click.command()
@click.argument("texts", nargs=-1, metavar="TEXT…")
@of_framework
@as_json
@click.option("--jsonl", is_flag=True, help="For many people: one JSON object per line in, one out.")
def suggest(texts: tuple[str, ...], framework: str | None, as_json: bool, jsonl: bool) -> int:
    """Suggest skills and levels for what a person does at work.

    Each TEXT is an activity, or several, in the person's own words.

    With --jsonl, each line of the standard input is {"id": …, "activities": ["…"], "framework": an id or
    null}, and each is answered with one line: what --json prints, with the id and the ten likeliest skills of
    each framework. A line that cannot be read is answered with {"id": …, "error": "…"}; the exit status is
    then 2.
    """
    if jsonl:
        return _suggest_lines(bool(texts or framework or as_json))
    if not texts:
        raise click.UsageError("Missing argument 'TEXT…'.")
    _suggest(texts, framework, as_json)
    return 0


def _suggest_lines(more: bool) -> int:
    from bot.cli.suggestion_report import answer_lines
    from bot.terminal import json_lines

    if more:
        raise click.UsageError("--jsonl reads everything from the standard input: give it alone.")
    wrong = answer_lines(_guide(), json_lines(sys.stdin.buffer), sys.stdout)
    if wrong:
        click.echo(f"Lines that could not be answered: {wrong}.", err=True)
    return 2 if wrong else 0


def _suggest(texts: tuple[str, ...], framework: str | None, as_json: bool) -> None:
    from bot.cli.suggestion_report import care_of, report_of
    from bot.conversation.activities import hear
    from bot.text.faq import care as care_sentence

    guide = _guide()
    check_framework(guide.lookup.knowledge, framework)
    heard = [hear(text) for text in texts]
    care, report = care_of(heard), report_of(guide, heard, framework)
    if as_json:
        print_json(report)
        return
    if care:
        click.echo(f"{care_sentence(care)}\n")
    if not report["abstained"]:
        _print_report(report)
    elif not care:
        click.echo(report["abstained"]["say"])


@click.command()
@click.argument("suggestion", metavar="[ID]", type=int, required=False)
@as_json
def replay(suggestion: int | None, as_json: bool) -> int:
    """Compute a past suggestion again with the build that gave it.

    Says whether the result is identical, byte by byte, and what the live build would say instead. Without ID,
    lists the latest suggestions, without names.
    """
    from bot.store import assessments

    with store() as database:
        if suggestion is None:
            _print_latest(assessments.latest(database, LISTED), as_json)
            return 0
        kept = assessments.suggestion(database, suggestion)
    if kept is None:
        raise click.ClickException(f"There is no suggestion {suggestion}: rung replay lists the latest.")
    from bot.jobs.replay import replayed

    found = replayed(guides(warm=False), kept)
    if as_json:
        print_json(found.told())
    else:
        _print_replay(found)
    return 0 if not found.differs else 2


COMMANDS = (suggest, replay)


def _guide() -> Guide:
    opened = guides()
    if opened.trouble:
        click.echo(f"Warning: {opened.trouble}.", err=True)
    return opened.live()


def _print_report(report: Report) -> None:
    from bot.text.levels import suggested_levels
    from bot.text.suggestions import suggestion_reasons

    suggestions = report["suggestions"]
    for suggestion in suggestions[:SHOWN]:
        click.echo(click.style(_title(suggestion), bold=True))
        click.echo(f"{suggestion_reasons(suggestion)}\n")
    if suggestions[SHOWN:]:
        click.echo(click.style("Less likely:", bold=True))
        for suggestion in suggestions[SHOWN:]:
            click.echo(f"  {_title(suggestion)}: {suggested_levels(suggestion)}")


def _title(suggestion: Suggestion) -> str:
    code, name = suggestion["skill"]["code"], suggestion["skill"]["name"]
    shown = f"{name} ({code})" if code != name else name
    return f"{shown}, {suggestion['framework']}"


def _print_latest(lines: tuple[SuggestionLine, ...], as_json: bool) -> None:
    if as_json:
        print_json([asdict(each) for each in lines])
    elif not lines:
        click.echo("There are no suggestions yet.")
    else:
        rows = [
            (str(each.id), each.at, str(each.build), each.framework, each.skill_name, str(each.level))
            for each in lines
        ]
        table(rows, ("id", "at", "build", "framework", "skill", "level"))


def _print_replay(found: Replay) -> None:
    click.echo(
        f"Suggestion {found.suggestion} of {found.at}, build {found.build}: {found.framework} {found.name},"
        f" level {found.level}."
    )
    if not found.differs:
        click.echo(f"Build {found.build} gives the same again.")
    else:
        click.echo(f"Build {found.build} does NOT give the same again:")
        _print_differences(found.differs)
    if found.live == found.build:
        click.echo("It is the live build.")
    elif not found.changes:
        click.echo(f"The live build, {found.live}, gives the same.")
    else:
        click.echo(f"The live build, {found.live}, gives instead:")
        _print_differences(found.changes)


def _print_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        for line in _lines(each):
            click.echo(f"  {line}")


def _lines(each: Difference) -> list[str]:
    before, after = each.before, each.after
    match each.what:
        case "levels":
            shares = (", ".join(f"{n}: {share:.0%}" for n, share in side.items()) for side in (before, after))
            return [f"distribution: {' → '.join(shares)}"]
        case "evidence":
            said = (
                [f"{each['descriptor']} (level {each['descriptor_level']})" for each in side]
                for side in (before, after)
            )
            return _compare("evidence", *said)
        case "next_steps":
            return _compare("next step", *([each["text"] for each in side] for side in (before, after)))
        case "why_not_higher":
            return _compare("missing", *((side or {}).get("missing", []) for side in (before, after)))
        case "ladder" | "level_name" | "confidence" | "level_set":
            # The level and its distribution say it.
            return []
    return [f"{each.what}: {before} → {after}"]


def _compare(what: str, before: list[str], after: list[str]) -> list[str]:
    removed = [f"{what} removed: {text}" for text in before if text not in after]
    added = [f"{what} added: {text}" for text in after if text not in before]
    return [*removed, *added] or [f"{what}: other words, scores or order"]
