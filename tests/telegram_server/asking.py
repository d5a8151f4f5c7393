"""What the emulator's own tests share: calls over plain HTTP, and with python-telegram-bot's Bot."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from PIL import Image
from telegram import Bot

from .refusals import JSON
from .server import TelegramServer


def ask(server: TelegramServer, method: str, **params: Any) -> JSON:
    """Call a method with a JSON body and return the answer."""
    read: JSON = httpx.post(f"{server.base_url}{server.token}/{method}", json=params, timeout=20).json()
    return read


def refusal(server: TelegramServer, method: str, **params: Any) -> str:
    """Call a method that must be refused and return why."""
    answer = ask(server, method, **params)
    assert answer["ok"] is False, answer
    return f"{answer['error_code']} {answer['description']}"


def done(server: TelegramServer, method: str, **params: Any) -> Any:
    """Call a method that must do and return its result."""
    answer = ask(server, method, **params)
    assert answer["ok"] is True, answer
    return answer["result"]


def upload(server: TelegramServer, method: str, files: dict[str, Any], **params: Any) -> JSON:
    """Call a method with a multipart form and return the answer."""
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    url = f"{server.base_url}{server.token}/{method}"
    read: JSON = httpx.post(url, data=data, files=files, timeout=20).json()
    return read


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    """Return a picture's bytes."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(written, kind)
    return written.getvalue()


def with_bot(server: TelegramServer, work: Callable[[Bot], Awaitable[None]]) -> None:
    """Let python-telegram-bot's Bot do something against the emulator."""

    async def main() -> None:
        async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
            await work(bot)

    asyncio.run(main())


def keyboard(*data: str) -> JSON:
    """Return an inline keyboard of one row whose buttons say what they send."""
    return {"inline_keyboard": [[{"text": each, "callback_data": each} for each in data]]}
