"""The bot on Telegram."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.cli.common import settings

if TYPE_CHECKING:
    from bot.guidance.guides import Guides


@click.command()
def telegram() -> None:
    """Run the bot on Telegram, until it is stopped.

    RUNG_TELEGRAM_TOKEN is all it needs: it asks Telegram for messages. With RUNG_WEBHOOK_URL it listens on
    RUNG_PORT (8080) for those that Telegram delivers; /healthz and /metrics are there too, and, without a
    webhook, where RUNG_PORT is set. RUNG_TELEGRAM_API_URL names a Bot API server of your own, RUNG_ADMINS
    the Telegram ids of who looks after Rung.
    """
    from bot.store import StoreError
    from bot.telegram.running import run
    from bot.telegram.serving import PortError
    from bot.telegram.settings import TelegramSettings
    from bot.telegram.starting import StartError

    try:
        asyncio.run(run(settings(), TelegramSettings.from_environment(), _open_guides))
    except (StartError, PortError, StoreError) as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (telegram,)


def _open_guides() -> Guides:
    from bot.guidance.guides import Guides
    from index.encoder import open_encoder

    where = settings()
    guides = Guides(where.home, open_encoder(where.model, where.encodings))
    guides.live().warm_up()
    return guides
