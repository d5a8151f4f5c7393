"""The fake accepts what Telegram accepts and refuses what it refuses."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import httpx
import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError
from telegram.request import HTTPXRequest

from tests.support.telegram import Person, TelegramServer
from tests.support.telegram.texts import TEXT_LIMIT, read_text

T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as started:
        yield started


@pytest.fixture
def sam(server: TelegramServer) -> Person:
    person = server.person()
    person.starts()
    return person


def with_bot(server: TelegramServer, do: Callable[[Bot], Awaitable[T]]) -> T:
    """Do something with python-telegram-bot's Bot."""

    async def run() -> T:
        base, patient = f"{server.url}/bot", HTTPXRequest(read_timeout=60, pool_timeout=60)
        files = f"{server.url}/file/bot"
        async with Bot(server.token, base, files, request=patient, get_updates_request=patient) as bot:
            return await do(bot)

    return asyncio.run(run())


def refusal(server: TelegramServer, do: Callable[[Bot], Awaitable[object]]) -> str:
    """Return how the server refuses a call."""
    with pytest.raises((BadRequest, Forbidden)) as refused:
        with_bot(server, do)
    return str(refused.value)


def test_message_when_sent_and_edited_stands_in_the_chat(server: TelegramServer, sam: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])

    async def do(bot: Bot) -> None:
        sent = await bot.send_message(sam.id, "a &lt; <b>b</b>", "HTML", reply_markup=keyboard)
        await bot.edit_message_text("c", sam.id, sent.message_id)
        await bot.set_message_reaction(sam.id, sam.messages[0].id, "\U0001f44d")

    with_bot(server, do)
    assert [body["text"] for body in sam.last.revisions] == ["a < b"]
    assert (sam.last.text, sam.last.labels, sam.messages[0].reactions) == ("c", [], ["\U0001f44d"])
    assert server.violations == []


def test_edit_when_nothing_changes_is_refused(server: TelegramServer, sam: Person) -> None:
    async def do(bot: Bot) -> None:
        sent = await bot.send_message(sam.id, "same")
        await bot.edit_message_text("same", sam.id, sent.message_id)

    assert "Message is not modified" in refusal(server, do)


@pytest.mark.parametrize(
    "broken", ["<b>", "</b>", "<b></i>", "a & b", "a < b", "<div></div>", "&nbsp;", "<b", "<!-- -->"]
)
def test_html_when_broken_is_refused(broken: str) -> None:
    from tests.support.telegram.refusals import Refused

    with pytest.raises(Refused, match="can't parse entities"):
        read_text(broken, "HTML", TEXT_LIMIT)


def test_limits_when_passed_are_refused(server: TelegramServer, sam: Person) -> None:
    too_long = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="é" * 33)]])
    assert "Message is too long" in refusal(server, lambda bot: bot.send_message(sam.id, "\U0001f600" * 2049))
    assert "text is empty" in refusal(server, lambda bot: bot.send_message(sam.id, " "))
    assert "Button_data_invalid" in refusal(
        server, lambda bot: bot.send_message(sam.id, "a", reply_markup=too_long)
    )
    assert "Image_process_failed" in refusal(server, lambda bot: bot.send_photo(sam.id, b"no picture"))
    assert "Chat not found" in refusal(server, lambda bot: bot.send_message(server.person().id, "a"))
    sam.blocks()
    assert "blocked by the user" in refusal(server, lambda bot: bot.send_message(sam.id, "a"))


def test_files_go_both_ways(server: TelegramServer, sam: Person) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    sent = sam.sends_document(b"\0mine", "düties.bin")
    assert sent.message.file

    async def do(bot: Bot) -> bytes:
        await bot.send_photo(sam.id, picture.getvalue(), caption="<i>c</i>", parse_mode="HTML")
        file = await bot.get_file(sent.message.file.file_id if sent.message.file else "")
        return bytes(await file.download_as_bytearray())

    assert with_bot(server, do) == b"\0mine"
    assert (sam.last.photo, sam.last.text) == (picture.getvalue(), "c")
    assert server.violations == []


def test_tap_is_answered_once(server: TelegramServer, sam: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    with_bot(server, lambda bot: bot.send_message(sam.id, "a", reply_markup=keyboard))
    tap = sam.taps("Go")
    with_bot(server, lambda bot: bot.answer_callback_query(tap.query.id, "Well"))
    assert tap.wait_for_answer() == "Well"
    assert "Query is too old" in refusal(server, lambda bot: bot.answer_callback_query(tap.query.id))


def test_update_when_confirmed_is_gone_and_a_raw_one_comes_as_it_is(
    server: TelegramServer, sam: Person
) -> None:
    second = server.raw({"update_id": 1, "message": "no object"})

    async def do(bot: Bot) -> list[int]:
        first = (await bot.get_updates(limit=1))[0].update_id
        assert (await bot.get_updates(limit=1))[0].update_id == first
        return [first]

    first = with_bot(server, do)[0]
    read = httpx.post(f"{server.url}/bot{server.token}/getUpdates", json={"offset": first + 1}).json()
    assert read["result"] == [{"update_id": second, "message": "no object"}]
    assert len(sam.messages) == 1


def test_polls_when_two_come_the_first_ends_in_a_conflict(server: TelegramServer) -> None:
    async def do(bot: Bot) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        while not server.calls_of("getUpdates"):
            await asyncio.sleep(0.01)
        httpx.get(f"{server.url}/bot{server.token}/getUpdates")
        with pytest.raises(Conflict):
            await first

    with_bot(server, do)


def test_faults_happen_as_asked(server: TelegramServer, sam: Person) -> None:
    server.fail("sendMessage", 429, retry_after=7)
    refused = httpx.post(f"{server.url}/bot{server.token}/sendMessage", json={"chat_id": sam.id, "text": "a"})
    assert refused.json()["parameters"] == {"retry_after": 7}

    async def do(bot: Bot) -> None:
        server.drop("sendMessage", after=True)
        with pytest.raises(NetworkError):
            await bot.send_message(sam.id, "b")
        server.fail("sendMessage", 502)
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(sam.id, "c")
        server.revoke()
        with pytest.raises(InvalidToken):
            await bot.send_message(sam.id, "d")

    with_bot(server, do)
    assert [message.text for message in sam.replies] == ["b"]


def test_call_when_the_bot_api_has_no_such_parameter_is_a_violation(
    server: TelegramServer, sam: Person
) -> None:
    def ask(**params: object) -> None:
        httpx.post(
            f"{server.url}/bot{server.token}/sendMessage", json={"chat_id": sam.id, "text": "a", **params}
        )

    ask(
        link_preview_options={"is_disabled": True},
        reply_markup={"inline_keyboard": [[{"text": "t", "url": "https://a"}]]},
    )
    assert server.violations == []
    ask(unknown=1)
    ask(protect_content="perhaps")
    ask(link_preview_options={"disabled": True})
    ask(reply_markup={"inline_keyboard": [[{"text": "t", "callback_data": "d", "colour": "red"}]]})
    assert server.violations == [
        "sendMessage: unknown parameter unknown",
        "sendMessage: protect_content is 'perhaps', not bool",
        "sendMessage: link_preview_options: unknown field LinkPreviewOptions.disabled",
        "sendMessage: reply_markup: unknown field InlineKeyboardButton.colour",
    ]


def test_webhook_gets_updates_of_a_chat_in_order_until_they_are_taken(
    server: TelegramServer, sam: Person
) -> None:
    from aiohttp import web

    heard: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        heard.append(
            (request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["message"]["text"])
        )
        return web.Response(status=500 if len(heard) == 1 else 200)

    async def do(bot: Bot) -> None:
        app = web.Application()
        app.add_routes([web.post("/hook", take)])
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        sam.says("second")
        while len(heard) < 3:
            await asyncio.sleep(0.01)
        await bot.delete_webhook()
        await runner.cleanup()

    with_bot(server, do)
    assert heard == [("s3cret", "/start"), ("s3cret", "/start"), ("s3cret", "second")]


def test_page_when_a_form_is_sent_does_what_it_says(server: TelegramServer) -> None:
    page = f"{server.url}/?id=5"
    httpx.post(page, data={"text": "hello <you>"})
    assert "hello &lt;you&gt;" in httpx.get(page).text
    assert httpx.post(page, data={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
