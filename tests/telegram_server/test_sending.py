"""What the emulator takes and refuses when the bot sends, as the real Bot API does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup

from . import TelegramServer
from .asking import ask, done, keyboard, picture, refusal, upload, with_bot

MEGABYTE = 2**20


def test_who_the_bot_is_and_what_is_not_found(telegram_server: TelegramServer) -> None:
    assert done(telegram_server, "getMe")["username"] == "rung_test_bot"
    assert done(telegram_server, "GETME")["is_bot"] is True
    assert refusal(telegram_server, "noSuchMethod") == "404 Not Found: method not found"
    telegram_server.violations.clear()
    for path, code in (("botnonsense/getMe", 404), ("elsewhere", 404)):
        answer = httpx.get(f"{telegram_server.url}/{path}").json()
        assert (answer["ok"], answer["error_code"]) == (False, code)
    telegram_server.revoke()
    assert refusal(telegram_server, "getMe") == "401 Unauthorized"


@pytest.mark.parametrize("way", ["get", "json", "form", "multipart"])
def test_parameters_come_in_every_way(telegram_server: TelegramServer, way: str) -> None:
    person = telegram_server.person()
    person.starts()
    url = f"{telegram_server.base_url}{telegram_server.token}/sendMessage"
    params: dict[str, Any] = {"chat_id": str(person.id), "text": "<b>hi</b>", "parse_mode": "HTML"}
    if way == "get":
        answer = httpx.get(url, params=params)
    elif way == "json":
        answer = httpx.post(url, json=params)
    elif way == "form":
        answer = httpx.post(url, data=params)
    else:
        answer = httpx.post(url, files={name: (None, value) for name, value in params.items()})
    assert answer.json()["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert person.last.html == "<b>hi</b>"


def test_texts_have_limits(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()

    def said(text: str, **more: Any) -> str:
        return refusal(telegram_server, "sendMessage", chat_id=person.id, text=text, **more)

    assert said("") == "400 Bad Request: message text is empty"
    assert said(" \n\u200b") == "400 Bad Request: text must be non-empty"
    assert said("<b></b>", parse_mode="HTML") == "400 Bad Request: text must be non-empty"
    assert said("x" * 4097) == "400 Bad Request: message is too long"
    assert said("\U0001f600" * 2049) == "400 Bad Request: message is too long"
    assert said("x", parse_mode="BBCode") == "400 Bad Request: unsupported parse_mode"
    assert said("<b>x", parse_mode="HTML").startswith("400 Bad Request: can't parse entities: ")
    assert said("x", entities=[{"type": "bold", "offset": 0, "length": 2}]).startswith("400 Bad Request")
    done(telegram_server, "sendMessage", chat_id=person.id, text="x" * 4096)
    done(telegram_server, "sendMessage", chat_id=person.id, text="\U0001f600" * 2048)
    marked = "<b>" + "&amp;" * 4096 + "</b>"
    done(telegram_server, "sendMessage", chat_id=person.id, text=marked, parse_mode="HTML")
    assert len(person.replies) == 3


def test_chats_must_be_known_and_open(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()

    def why(chat: Any) -> str:
        return refusal(telegram_server, "sendMessage", chat_id=chat, text="x")

    assert why(person.id) == "400 Bad Request: chat not found"
    assert why(123) == "400 Bad Request: chat not found"
    assert why("@nobody") == "400 Bad Request: chat not found"
    assert refusal(telegram_server, "sendMessage", text="x") == "400 Bad Request: chat_id is empty"
    person.starts()
    person.blocks()
    assert why(person.id) == "403 Forbidden: bot was blocked by the user"
    person.unblocks()
    done(telegram_server, "sendMessage", chat_id=person.id, text="x")
    assert any("chat_id" in each for each in telegram_server.violations)
    telegram_server.violations.clear()


def test_message_numbers_grow_over_all_private_chats(telegram_server: TelegramServer) -> None:
    one, other = telegram_server.person(), telegram_server.person()
    channel = telegram_server.channel()
    numbers = [one.starts().message.id, other.starts().message.id]
    numbers += [
        done(telegram_server, "sendMessage", chat_id=chat.id, text="x")["message_id"] for chat in (other, one)
    ]
    assert numbers == [1, 2, 3, 4]
    assert channel.posts("x").message.id == 1


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        (keyboard("x" * 65), "BUTTON_DATA_INVALID"),
        (keyboard("é" * 33), "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "x"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}, "text must be non-empty"),
        ({"inline_keyboard": [{"text": "x", "callback_data": "x"}]}, "must be an Array of Arrays"),
        ({"inline_keyboard": [[{"text": "x", "url": "x"}]]}, "Wrong HTTP URL"),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "x", "url": "https://x.org"}]]},
            "exactly one action",
        ),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 8] * 13}, "reply markup is too long"),
        ({"keyboard": []}, "can't parse reply keyboard markup"),
        ({"keyboard": [[{"text": ""}]]}, "can't parse keyboard button"),
        ({"buttons": []}, "can't parse reply keyboard markup"),
        ([], ""),
        ("nonsense", "can't parse reply markup JSON object"),
    ],
)
def test_keyboards_have_rules(telegram_server: TelegramServer, markup: Any, sentence: str) -> None:
    person = telegram_server.person()
    person.starts()
    answer = ask(telegram_server, "sendMessage", chat_id=person.id, text="x", reply_markup=markup)
    assert answer["ok"] is (not sentence)
    assert sentence in answer.get("description", "")
    telegram_server.violations.clear()


def test_a_keyboard_that_does(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    done(
        telegram_server, "sendMessage", chat_id=person.id, text="x", reply_markup=keyboard("x" * 64, "é" * 32)
    )
    assert person.last.labels == ["x" * 64, "é" * 32]


def test_keys_are_pressed(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()

    async def work(bot: Bot) -> None:
        await bot.send_message(person.id, "Choose", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))

    with_bot(telegram_server, work)
    assert person.presses("No").message.text == "No"
    with pytest.raises(LookupError):
        person.presses("Perhaps")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture()[:60], "IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"\0" * (10 * MEGABYTE + 1), "file is too big for a photo"),
    ],
    ids=["empty", "text", "cut", "large", "narrow", "heavy"],
)
def test_photos_are_pictures(telegram_server: TelegramServer, data: bytes, sentence: str) -> None:
    person = telegram_server.person()
    person.starts()
    answer = upload(telegram_server, "sendPhoto", {"photo": ("a.png", data)}, chat_id=str(person.id))
    assert answer["error_code"] == 400
    assert sentence in answer["description"]


def test_pictures_and_documents_arrive(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()

    async def work(bot: Bot) -> None:
        sent = await bot.send_photo(person.id, picture(1200, 600), caption="<i>ladder</i>", parse_mode="HTML")
        assert [(each.width, each.height) for each in sent.photo][-1] == (1200, 600)
        await bot.send_document(person.id, b"%PDF-1.7", filename="report.pdf", caption="x" * 1024)
        album = await bot.send_media_group(
            person.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture(50, 50))]
        )
        assert len({each.media_group_id for each in album}) == 1
        # A file that Telegram has is sent by its id.
        await bot.send_photo(person.id, sent.photo[-1].file_id)

    with_bot(telegram_server, work)
    first, second, *_, last = person.replies
    assert first.photo == picture(1200, 600) == last.photo
    assert first.html == "<i>ladder</i>"
    assert second.document is not None
    assert (second.document.name, second.data) == ("report.pdf", b"%PDF-1.7")


def test_captions_and_albums_have_limits(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    files = {"photo": ("a.png", picture())}
    answer = upload(telegram_server, "sendPhoto", files, chat_id=str(person.id), caption="x" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"
    album = [{"type": "photo", "media": "attach://a"}]
    answer = upload(
        telegram_server, "sendMediaGroup", {"a": files["photo"]}, chat_id=str(person.id), media=album
    )
    assert answer["description"] == "Bad Request: an album must have 2-10 items"
    album = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    answer = upload(
        telegram_server, "sendMediaGroup", {"a": files["photo"]}, chat_id=str(person.id), media=album
    )
    assert answer["description"] == "Bad Request: file attach://b isn't attached to the request"
    big = {"document": ("a.bin", b"\0" * (52 * MEGABYTE))}
    assert upload(telegram_server, "sendDocument", big, chat_id=str(person.id))["error_code"] == 413
    why = refusal(telegram_server, "sendDocument", chat_id=person.id, document="unknown")
    assert why == "400 Bad Request: wrong file identifier/HTTP URL specified"
    assert len(person.replies) == 0


def test_files_of_people_are_downloaded(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    sent = person.sends_document(b"words" * 100, "description.txt", "text/plain", caption="mine")
    big = person.sends_document(bytes(20 * MEGABYTE + 1), "big.pdf")

    async def work(bot: Bot) -> None:
        file = await bot.get_file(sent.message.body["document"]["file_id"])
        assert bytes(await file.download_as_bytearray()) == b"words" * 100

    with_bot(telegram_server, work)
    why = refusal(telegram_server, "getFile", file_id=big.message.body["document"]["file_id"])
    assert why == "400 Bad Request: file is too big"
    assert refusal(telegram_server, "getFile", file_id="x").startswith("400 Bad Request: wrong file_id")
    gone = httpx.get(f"{telegram_server.base_file_url}{telegram_server.token}/documents/none.txt")
    assert gone.status_code == 404


def test_replies_need_what_they_reply_to(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    first = person.starts().message.id

    def reply(number: int, **more: Any) -> Any:
        wanted = {"message_id": number, **more}
        return ask(telegram_server, "sendMessage", chat_id=person.id, text="x", reply_parameters=wanted)

    assert reply(first)["result"]["reply_to_message"]["text"] == "/start"
    assert reply(99)["description"] == "Bad Request: message to be replied not found"
    assert reply(99, allow_sending_without_reply=True)["ok"]


def test_messages_are_forwarded_and_copied(telegram_server: TelegramServer) -> None:
    person, coach = telegram_server.person(), telegram_server.person(name="Coach")
    said = person.says("I keep the books").message.id
    coach.starts()

    async def work(bot: Bot) -> None:
        forwarded = await bot.forward_message(coach.id, person.id, said)
        assert forwarded.forward_origin is not None
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Agree", callback_data="a")]])
        await bot.copy_message(coach.id, person.id, said, reply_markup=buttons)

    with_bot(telegram_server, work)
    assert [each.text for each in coach.replies] == ["I keep the books"] * 2
    assert coach.last.labels == ["Agree"]
    why = refusal(telegram_server, "copyMessage", chat_id=coach.id, from_chat_id=person.id, message_id=99)
    assert why == "400 Bad Request: message to copy not found"


def test_a_call_aiogram_refuses_is_a_violation() -> None:
    with TelegramServer() as server:
        person = server.person()
        person.starts()
        ask(server, "sendMessage", chat_id=person.id, text="x", colour="red")
        ask(server, "sendMessage", chat_id=person.id, text="x", disable_notification="perhaps")
        ask(server, "sendMessage", chat_id=person.id, text="x", reply_markup=keyboard("a") | {"rows": 1})
        ask(server, "sendDice", chat_id=person.id)
        found = "\n".join(server.violations)
    for sentence in ("unknown parameter colour", "disable_notification", "unknown field", "does not have"):
        assert sentence in found
