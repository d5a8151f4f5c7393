"""The command that shows what a build would change: diff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot.cli.builds import make
from bot.cli.common import as_json, print_json, settings

SHOWN = 20
"""Statements shown on a terminal; the page has all."""


@click.command()
@click.option("--from", "before", type=int, metavar="N", help="Compare with build N, not the live one.")
@click.option("--to", "after", type=int, metavar="N", help="Show build N, not one of the catalogue as it is.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page for a browser.")
@as_json
def diff(before: int | None, after: int | None, html: Path | None, as_json: bool) -> None:
    """Show what the next build would change, and for how many people.

    Documents, skills, statements word by word, and how many of the last 200 assessments would be suggested
    something else.
    Makes a build of the catalogue where there is none of it yet; nothing goes live.
    """
    from bot.keeping.comparing import compare, kept_suggestions, summary
    from bot.keeping.differences import page
    from index.builds import live_number
    from index.encoder import open_encoder

    where = settings()
    to = make(quiet=as_json).number if after is None else after
    was = live_number(where.home) if before is None else before
    encoder = open_encoder(where.model, where.encodings)
    found = compare(where.home, encoder, was, to, kept_suggestions(where.home))
    if html:
        html.write_text(page(found), "utf-8")
    if as_json:
        print_json(found)
        return
    click.echo(f"Build {to}{f' against build {was}' if was else ''}:")
    for line in summary(found):
        click.echo(line)
    _show(found)
    if html:
        click.echo(f"All of it, word by word: {html}")


def _show(found: dict[str, Any]) -> None:
    from bot.wording.documents import place

    for each in found["changed"][:SHOWN]:
        moved = f" → {each['level_after']}" if each["level_after"] != each["level_before"] else ""
        click.echo(f"\n{each['skill']}, {each['framework']}, {place(each['level_before'])}{moved}")
        click.echo("  " + "".join(_piece(kind, text) for kind, text in each["pieces"]))
    if len(found["changed"]) > SHOWN:
        click.echo(f"\n… and {len(found['changed']) - SHOWN} more: --html FILE shows all.")


def _piece(kind: str, text: str) -> str:
    if kind == "same":
        return text
    marked = f"[-{text}-]" if kind == "gone" else f"{{+{text}+}}"
    return click.style(marked, fg="red" if kind == "gone" else "green")


COMMANDS = (diff,)
