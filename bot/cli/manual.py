"""The help of every command as a page: docs/commands.md is made of it."""

from __future__ import annotations

import click

_INTRO = """# Commands

Made from the commands' own help by `python -m bot.cli.manual > docs/commands.md`; a test checks that it is
up to date.
"""


def page() -> str:
    """Return the page, in Markdown."""
    from bot.cli.main import rung

    parts = [_INTRO, _help(rung, "rung")]
    for name, command in sorted(rung.commands.items()):
        parts.append(f"## rung {name}\n")
        parts.append(_help(command, f"rung {name}"))
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    click.echo(page(), nl=False)
