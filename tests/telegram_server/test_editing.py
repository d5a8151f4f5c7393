"""Edits, deletions, taps, reactions and the bot's own profile, as the real Bot API has them."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InputMediaPhoto, MenuButtonCommands
from telegram.constants import ChatAction
from telegram.error import BadRequest

from . import TelegramServer
from .asking import ask, done, keyboard, picture, refusal, with_bot

SAME = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def test_texts_are_edited_in_place(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    mine = person.starts().message.id
    sent = done(telegram_server, "sendMessage", chat_id=person.id, text="a", reply_markup=keyboard("x"))[
        "message_id"
    ]

    def edit(number: int, text: str, **more: Any) -> Any:
        return ask(
            telegram_server, "editMessageText", chat_id=person.id, message_id=number, text=text, **more
        )

    assert edit(sent, "a", reply_markup=keyboard("y"))["result"]["edit_date"]
    assert person.last.labels == ["y"]
    # An edit without a keyboard takes the keyboard away.
    assert edit(sent, "a")["ok"]
    assert person.last.labels == []
    again = edit(sent, " a\n")
    assert f"{again['error_code']} {again['description']}" == SAME
    assert edit(sent, "<b>a</b>", parse_mode="HTML")["ok"]
    assert person.last.edited == 3
    assert edit(99, "b")["description"] == "Bad Request: message to edit not found"
    assert edit(mine, "b")["description"] == "Bad Request: message can't be edited"
    assert edit(sent, "x" * 4097)["description"] == "Bad Request: message is too long"
    assert edit(sent, "")["description"] == "Bad Request: message text is empty"
    key = done(
        telegram_server,
        "sendMessage",
        chat_id=person.id,
        text="a",
        reply_markup={"keyboard": [[{"text": "x"}]]},
    )
    assert edit(key["message_id"], "b")["description"] == "Bad Request: message can't be edited"


def test_pictures_are_edited_in_place(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()

    async def work(bot: Bot) -> None:
        sent = await bot.send_photo(person.id, picture(), caption="a")
        await sent.edit_caption("b")
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_caption("b")
        with pytest.raises(BadRequest, match=r"(?i)there is no text in the message to edit"):
            await sent.edit_text("c")
        await sent.edit_media(InputMediaPhoto(picture(60, 60), caption="<b>d</b>", parse_mode="HTML"))
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_reply_markup(None)
        text = await bot.send_message(person.id, "e")
        with pytest.raises(BadRequest, match=r"(?i)there is no caption in the message to edit"):
            await text.edit_caption("f")
        await text.delete()
        with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
            await text.delete()

    with_bot(telegram_server, work)
    assert len(person.replies) == 1
    assert (person.last.html, person.last.photo) == ("<b>d</b>", picture(60, 60))


def test_taps_are_answered_once_and_in_time(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    done(
        telegram_server, "sendMessage", chat_id=person.id, text="a", reply_markup=keyboard("q1:own", "q1:no")
    )
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"

    def answer(query: str, **more: Any) -> Any:
        return ask(telegram_server, "answerCallbackQuery", callback_query_id=query, **more)

    tap = person.taps("q1:own")
    assert tap.answer is None
    assert answer(tap.query.id, text="x" * 201)["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert answer(tap.query.id, text="Kept")["result"] is True
    assert tap.answer == tap.wait_for_answer() == "Kept"
    for query in (tap.query.id, "1", ""):
        again = answer(query)
        assert f"{again['error_code']} {again['description']}" == too_old
    telegram_server.world.query_lifetime = 0.0
    late = person.taps("q1:no")
    assert not answer(late.query.id)["ok"]
    with pytest.raises(LookupError, match="q1:own"):
        person.taps("q2:own")


def test_old_keyboards_can_be_tapped(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    done(telegram_server, "sendMessage", chat_id=person.id, text="a", reply_markup=keyboard("old"))
    asked = person.last
    done(
        telegram_server,
        "editMessageReplyMarkup",
        chat_id=person.id,
        message_id=asked.id,
        reply_markup=keyboard("new"),
    )
    with pytest.raises(LookupError):
        person.taps("old", asked)
    tap = person.taps("old", asked, stale=True)
    assert tap.update_id is not None
    assert tap.query.data == "old"


def test_reactions_and_actions(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    said = person.says("hello").message

    async def work(bot: Bot) -> None:
        await bot.set_message_reaction(person.id, said.id, "\U0001f44d")
        await bot.send_chat_action(person.id, ChatAction.TYPING)
        with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
            await bot.set_message_reaction(person.id, said.id, "\U0001f6b2")
        with pytest.raises(BadRequest, match=r"(?i)message to react not found"):
            await bot.set_message_reaction(person.id, 99, "\U0001f44d")
        with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
            await bot.send_chat_action(person.id, "singing")

    with_bot(telegram_server, work)
    assert said.reactions == {telegram_server.world.bot["id"]: ["\U0001f44d"]}
    assert person.actions == ["typing"]
    telegram_server.violations.clear()


def test_commands_and_descriptions(telegram_server: TelegramServer) -> None:
    coach = telegram_server.person()

    async def work(bot: Bot) -> None:
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.set_my_commands([BotCommand("help", "Help")], BotCommandScopeChat(coach.id))
        coach.starts()
        await bot.set_my_commands([BotCommand("help", "Help")])
        await bot.set_my_commands([BotCommand("review", "Review")], BotCommandScopeChat(coach.id), "de")
        assert [each.command for each in await bot.get_my_commands()] == ["help"]
        assert await bot.get_my_commands(language_code="de") == ()
        await bot.set_my_description("Rung")
        await bot.set_my_short_description("Rung")
        assert (await bot.get_my_description()).description == "Rung"
        with pytest.raises(BadRequest):
            await bot.set_my_short_description("x" * 121)
        with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
            await bot.set_my_commands([BotCommand("Help-me", "Help")])
        await bot.set_chat_menu_button(coach.id, MenuButtonCommands())
        assert (await bot.get_chat_menu_button(coach.id)).type == "commands"
        assert (await bot.get_chat(coach.id)).first_name == "Sam"
        await bot.delete_my_commands()

    with_bot(telegram_server, work)
    assert telegram_server.commands() == []
    assert telegram_server.commands("chat", "de", chat_id=coach.id) == ["review"]


def test_an_edit_that_another_bot_would_make_is_refused(telegram_server: TelegramServer) -> None:
    person = telegram_server.person()
    person.starts()
    sent = done(telegram_server, "sendMessage", chat_id=person.id, text="a")["message_id"]
    moved = done(
        telegram_server, "forwardMessage", chat_id=person.id, from_chat_id=person.id, message_id=sent
    )
    number = moved["message_id"]
    why = refusal(telegram_server, "editMessageText", chat_id=person.id, message_id=number, text="b")
    assert why == "400 Bad Request: message can't be edited"
    assert refusal(telegram_server, "deleteMessage", chat_id=person.id).startswith("400 Bad Request")
    telegram_server.violations.clear()
