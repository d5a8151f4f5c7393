"""Rung's HTTP client, under python-telegram-bot's Bot, against the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut

from bot.settings import Settings
from bot.telegram.requests import Requests
from bot.telegram.starting import make_bot
from tests.support.telegram import TelegramServer

T = TypeVar("T")


def with_bot(server: TelegramServer, do: Callable[[Bot], Awaitable[T]]) -> T:
    """Do something with a bot that has begun."""

    async def run() -> T:
        async with make_bot(Settings(Path(), token=server.token, telegram_api=server.url)) as bot:
            return await do(bot)

    return asyncio.run(run())


def test_words_and_files_go_both_ways(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    sent = person.sends_document(b"\0duties\xff", "düties.bin", "application/octet-stream")

    async def do(bot: Bot) -> bytes:
        await bot.send_message(person.id, "Grüße &amp; <b>more</b>\n", "HTML")
        await bot.send_document(
            person.id, InputFile(b"%PDF\0", filename="Ihr Bericht.pdf"), caption="Bericht ü"
        )
        assert sent.message.file
        file = await bot.get_file(sent.message.file.file_id)
        return bytes(await file.download_as_bytearray())

    assert with_bot(telegram_server, do) == b"\0duties\xff"
    words, report = person.replies
    assert words.text == "Grüße & more"
    assert (report.text, report.data) == ("Bericht ü", b"%PDF\0")
    assert report.document
    assert report.document.name == "Ihr Bericht.pdf"
    assert telegram_server.violations == []


def test_what_takes_too_long_is_told_apart_from_what_breaks(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()

    async def do(bot: Bot) -> tuple[NetworkError, NetworkError]:
        telegram_server.hang("sendMessage", 2.0)
        with pytest.raises(TimedOut) as late:
            await bot.send_message(person.id, "late", read_timeout=0.2)
        telegram_server.drop("sendMessage")
        with pytest.raises(NetworkError) as broken:
            await bot.send_message(person.id, "broken")
        assert not isinstance(broken.value, TimedOut)
        return late.value, broken.value

    for error in with_bot(telegram_server, do):
        assert telegram_server.token not in f"{error!r}{error.__cause__!r}"


def test_nobody_listening_is_a_network_error() -> None:
    async def do() -> None:
        client = Requests(1, read_s=1)
        await client.initialize()
        try:
            with pytest.raises(NetworkError, match="ClientConnectorError"):
                await client.post("http://127.0.0.1:9/bot1:secret/getMe")
        finally:
            await client.shutdown()
            await client.shutdown()

    asyncio.run(do())


def test_a_client_that_is_closed_says_so() -> None:
    with pytest.raises(NetworkError, match="not initialized"):
        asyncio.run(Requests(1, read_s=1).post("http://127.0.0.1:9/"))


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.telegram import requests

    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    requests._proxy.cache_clear()
    assert requests._proxy("https", "api.telegram.org") == "http://127.0.0.1:3128"
    assert requests._proxy("https", "127.0.0.1") is None
    requests._proxy.cache_clear()
