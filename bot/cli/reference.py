"""Generate docs/commands.md from the commands' own help."""

from __future__ import annotations

from collections.abc import Iterator

import click

_INTRO = """# Commands

Generated from the commands' own help with `python -m bot.cli.reference > docs/commands.md`; a test checks
that it is up to date.
"""


def page() -> str:
    """Return the page, in Markdown."""
    from bot.cli.main import rung

    top = click.Context(rung, info_name="rung", **rung.context_settings, terminal_width=100)
    return "\n".join([_INTRO, _help(top), *_commands(rung, top, 2)])


def _commands(group: click.Group, above: click.Context, depth: int) -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        # Below the group's context, as at a prompt: click keeps a command's help option as it first saw it.
        context = click.Context(command, info_name=name, parent=above)
        yield f"{'#' * depth} {context.command_path}\n"
        yield _help(context)
        if isinstance(command, click.Group):
            yield from _commands(command, context, depth + 1)


def _help(context: click.Context) -> str:
    return f"```text\n{context.command.get_help(context).rstrip()}\n```\n"


if __name__ == "__main__":
    click.echo(page(), nl=False)
