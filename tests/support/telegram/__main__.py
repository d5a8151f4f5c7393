"""``python -m tests.support.telegram``: chat with the bot in a browser, without a token."""

from __future__ import annotations

import contextlib
import threading

import click

from .page import HAND
from .server import TelegramServer


@click.command()
@click.option("--port", default=8090, show_default=True, help="Port on this machine; 0 is any free one.")
def main(port: int) -> None:
    """Try the bot without Telegram and without a token."""
    try:
        server = TelegramServer(port=port).start()
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used ({error.strerror}); try --port 0") from None
    settings = " ".join(f"{name}={value}" for name, value in server.environment.items())
    click.echo(f"Start the bot in another terminal with\n\n  {settings} rung telegram\n")
    click.echo(f"and chat in a browser at {server.url}/?id={HAND}. Ctrl-C ends it.")
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    server.stop()


main(prog_name="python -m tests.support.telegram")
