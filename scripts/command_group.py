"""A group of commands whose expected errors are one sentence."""

from __future__ import annotations

from typing import Any

import click

from knowledge.model import UserError


class CommandGroup(click.Group):
    """A group that says in one sentence what is missing, and may have a command for when none is named.

    Args:
        fallback: the name of that command.
    """

    def __init__(self, *args: Any, fallback: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._fallback = fallback

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if self._fallback and args and args[0] not in (*self.commands, "--help"):
            args = [self._fallback, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from None
        except ModuleNotFoundError as error:
            raise click.ClickException(
                f"this needs the package {error.name}, which tests install: pip install -e '.[test]'"
            ) from None
