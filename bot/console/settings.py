"""Settings of the console."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import SettingError

DEFAULT_PORT = 8081


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """What the environment says of the console.

    Args:
        address: RUNG_CONSOLE_URL, where people open it, such as ``https://rung.example.org/console``; with
            https, cookies go through TLS only.
        host: RUNG_HOST, the address it listens on: this machine's own, behind a proxy, unless told.
        port: RUNG_CONSOLE_PORT.
        asked: whether an address or a port was told at all.
        alone: whether a port was told: it has one for itself, beside the bot's.
    """

    address: str = f"http://127.0.0.1:{DEFAULT_PORT}"
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    asked: bool = False
    alone: bool = False

    @classmethod
    def from_environment(cls) -> ConsoleSettings:
        """Read the variables.

        Raises:
            SettingError: one of them cannot be read.
        """
        told = os.environ.get("RUNG_CONSOLE_PORT", "").strip()
        port = _port(told)
        host = os.environ.get("RUNG_HOST", "").strip() or "127.0.0.1"
        address = _address(os.environ.get("RUNG_CONSOLE_URL", "").strip())
        return cls(address or f"http://{host}:{port}", host, port, bool(address or told), bool(told))

    @property
    def secure(self) -> bool:
        """Whether people reach it through TLS."""
        return urlsplit(self.address).scheme == "https"

    @property
    def prefix(self) -> str:
        """The path it is under; empty where it has the address for itself."""
        return urlsplit(self.address).path.rstrip("/")


def _address(said: str) -> str:
    parts = urlsplit(said)
    if said and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
        raise SettingError(
            "RUNG_CONSOLE_URL is no address: write it whole, such as https://rung.example.org/console."
        )
    return said.rstrip("/")


def _port(said: str) -> int:
    if not said:
        return DEFAULT_PORT
    if not (said.isascii() and said.isdecimal()) or not 0 < int(said) <= 65535:
        raise SettingError(f"RUNG_CONSOLE_PORT is {said!r}, which is no port: write a number up to 65535.")
    return int(said)
