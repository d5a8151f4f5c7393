"""Faults on demand, and messages sent faster than Telegram allows."""

from __future__ import annotations

import time
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from . import NoReply, TelegramServer
from .asking import ask, done, refusal, with_bot
from .rates import Rates


def test_errors_are_telegrams(telegram_server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # python-telegram-bot warns of the type that retry_after is going to have; this is how it is asked for.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    person = telegram_server.person()
    person.starts()
    telegram_server.fail("send*", 429, retry_after=3)
    telegram_server.fail("sendMessage", 403, chat=person.id)
    telegram_server.fail("sendMessage", 502)
    telegram_server.fail("sendMessage", 504, html=True)
    telegram_server.fail("sendMessage", 400, description="Bad Request: chat not found", skip=1)

    async def work(bot: Bot) -> None:
        with pytest.raises(RetryAfter) as later:
            await bot.send_message(person.id, "x")
        assert later.value.retry_after == timedelta(seconds=3)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(person.id, "x")
        for _ in range(2):
            with pytest.raises(NetworkError):
                await bot.send_message(person.id, "x")
        await bot.send_message(person.id, "arrives")
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(person.id, "x")
        await bot.send_message(person.id, "arrives too")

    with_bot(telegram_server, work)
    assert [each.text for each in person.replies] == ["arrives", "arrives too"]
    assert [call.status for call in telegram_server.refused()] == [429, 403, 502, 504, 400]
    assert "before retry_after was over" in telegram_server.rate_violations[0]


def test_connections_are_cut_before_and_after_the_effect(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    telegram_server.drop("sendMessage")
    telegram_server.drop("sendMessage", after=True)
    for text in ("lost", "sent"):
        with pytest.raises(httpx.RemoteProtocolError):
            ask(telegram_server, "sendMessage", chat_id=person.id, text=text)
    assert [each.text for each in person.replies] == ["sent"]
    assert [(call.status, call.effect) for call in telegram_server.calls] == [(0, False), (0, True)]
    telegram_server.fail("sendMessage", 500, after=True)
    assert refusal(telegram_server, "sendMessage", chat_id=person.id, text="b") == "500 Internal Server Error"
    assert person.last.text == "b"


def test_calls_hang_and_are_slow(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    telegram_server.hang("sendMessage", 3.0, after=True)

    async def work(bot: Bot) -> None:
        with pytest.raises(TimedOut):
            await bot.send_message(person.id, "x", read_timeout=0.5)

    with_bot(telegram_server, work)
    assert person.last.text == "x"
    telegram_server.slow(0.2)
    begun = time.monotonic()
    done(telegram_server, "getMe")
    assert time.monotonic() - begun >= 0.2


def test_polls_and_downloads_fail_only_when_named(telegram_server: TelegramServer) -> None:
    sent = telegram_server.person().sends_document(b"x", "a.txt")
    fault = telegram_server.fail(times=None)
    assert len(done(telegram_server, "getUpdates")) == 1
    assert not ask(telegram_server, "getMe")["ok"]
    telegram_server.heal()
    assert fault.used == 1
    telegram_server.drop("getUpdates")
    with pytest.raises(httpx.RemoteProtocolError):
        ask(telegram_server, "getUpdates")
    file = done(telegram_server, "getFile", file_id=sent.message.body["document"]["file_id"])
    telegram_server.fail("file", 502)
    url = f"{telegram_server.base_file_url}{telegram_server.token}/{file['file_path']}"
    assert [httpx.get(url).status_code for _ in range(2)] == [502, 200]
    with pytest.raises(ValueError, match="a fault is one of"):
        telegram_server.desk.faults.add(type(fault)("explode"))


def test_rates_are_watched() -> None:
    rates = Rates()
    for number in range(100):
        rates.count("sendMessage", number, at=number / 30)
        rates.count("sendChatAction", number, at=number / 30)
        rates.count("editMessageText", number, at=number / 30)
    assert rates.violations == []
    for number in range(40):
        rates.count("sendPhoto", 1000 + number, at=100.0)
    assert len(rates.violations) == 10
    rates.violations.clear()
    for _ in range(6):
        rates.count("sendMessage", 5, at=200.0)
    assert rates.violations == ["sendMessage to 5: more than 1 messages a second"]


def test_a_bot_that_says_nothing_is_reported(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.says("Hello?")
    with pytest.raises(NoReply, match=r"(?s)did not say 'welcome' within 0.1 s.*Sam: Hello\?"):
        person.wait_for("welcome", timeout=0.1)
    with pytest.raises(NoReply, match="still at work"):
        telegram_server.settle(quiet=0.05, timeout=0.2)
    done(telegram_server, "getUpdates")
    done(telegram_server, "getUpdates", offset=10**9)
    telegram_server.settle(quiet=0.05)
