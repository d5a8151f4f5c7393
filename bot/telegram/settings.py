"""Settings of the channel."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from telegram.constants import FloodLimit, WebhookLimit

from bot.settings import SettingError

DEFAULT_PORT = 8080
_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,100}")
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{16,{int(WebhookLimit.MAX_SECRET_TOKEN_LENGTH)}}}")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the environment says of Telegram.

    Args:
        token: RUNG_TELEGRAM_TOKEN, from Telegram's BotFather.
        webhook: RUNG_WEBHOOK_URL, where Telegram delivers updates; empty for polling.
        secret: RUNG_WEBHOOK_SECRET, what Telegram shows there; empty: one is made and kept.
        host: RUNG_HOST, the address the server listens on: this machine's own, behind a proxy, unless told.
        port: RUNG_PORT; None: none asked for, so polling opens no port and a webhook listens on 8080.
        api: RUNG_TELEGRAM_API_URL, a Bot API server of one's own; empty for Telegram's.
        rate: RUNG_TELEGRAM_RATE, messages a second; more than 30 only where the server allows it.
    """

    token: str = field(repr=False)
    webhook: str = ""
    secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int | None = None
    api: str = ""
    rate: float = float(FloodLimit.MESSAGES_PER_SECOND)

    @classmethod
    def from_environment(cls) -> TelegramSettings:
        """Read the variables.

        Raises:
            SettingError: one is missing or cannot be read.
        """
        said = {name: os.environ.get(f"RUNG_{name}", "").strip() for name in _NAMES}
        return cls(
            token=_token(said["TELEGRAM_TOKEN"]),
            webhook=_webhook(said["WEBHOOK_URL"]),
            secret=_secret(said["WEBHOOK_SECRET"]),
            host=said["HOST"] or "127.0.0.1",
            port=_port(said["PORT"]),
            api=_url("RUNG_TELEGRAM_API_URL", said["TELEGRAM_API_URL"]).rstrip("/"),
            rate=_rate(said["TELEGRAM_RATE"]),
        )

    @property
    def path(self) -> str:
        """The path of the webhook."""
        return urlsplit(self.webhook).path or "/"


_NAMES = (
    "TELEGRAM_TOKEN",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "HOST",
    "PORT",
    "TELEGRAM_API_URL",
    "TELEGRAM_RATE",
)


def _token(said: str) -> str:
    if not said:
        raise SettingError(
            "RUNG_TELEGRAM_TOKEN is not set: get a token from @BotFather on Telegram and set it, then start"
            " again."
        )
    if not _TOKEN.fullmatch(said):
        raise SettingError(
            "RUNG_TELEGRAM_TOKEN is no token: copy it from @BotFather again, digits, a colon and 35"
            " characters."
        )
    return said


def _webhook(said: str) -> str:
    url = _url("RUNG_WEBHOOK_URL", said)
    if url and urlsplit(url).path in ("/healthz", "/metrics"):
        raise SettingError(
            "RUNG_WEBHOOK_URL needs a path of its own, such as https://bot.example.org/telegram."
        )
    return url


def _url(name: str, said: str) -> str:
    parts = urlsplit(said)
    if said and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise SettingError(f"{name} is no address: write it whole, such as https://bot.example.org/telegram.")
    return said


def _secret(said: str) -> str:
    if said and not _SECRET.fullmatch(said):
        raise SettingError(
            "RUNG_WEBHOOK_SECRET must be 16 to 256 letters, digits, - or _: leave it out, and Rung makes one."
        )
    return said


def _port(said: str) -> int | None:
    if not said:
        return None
    if not said.isdecimal() or not 0 <= int(said) <= 65535:
        raise SettingError(f"RUNG_PORT is {said!r}, which is no port: write a number up to 65535.")
    return int(said)


def _rate(said: str) -> float:
    try:
        rate = float(said or FloodLimit.MESSAGES_PER_SECOND)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 100_000:
        raise SettingError(
            f"RUNG_TELEGRAM_RATE is {said!r}: write how many messages a second may go, such as 30."
        )
    return rate
