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

    above = click.Context(rung, info_name="rung", **rung.context_settings, terminal_width=100)
    parts = [_INTRO, _help(above)]
    for name, command in sorted(rung.commands.items()):
        parts.append(f"## rung {name}\n")
        # Below the group's context, as at a prompt: click keeps a command's help option as it first saw it.
        context = click.Context(command, info_name=name, parent=above)
        parts.append(_help(context))
        for sub, each in sorted(getattr(command, "commands", {}).items()):
            parts.append(f"### rung {name} {sub}\n")
            parts.append(_help(click.Context(each, info_name=sub, parent=context)))
    return "\n".join(parts)


def _help(context: click.Context) -> str:
    return f"```text\n{context.command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    click.echo(page(), nl=False)
