"""Updates are parsed as what they mean, whatever is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.turn import LARGEST_ID, Presses, Turn, UnreadableUpdateError, parse, trim, turn_of
from tests.bot.telegram.raw_updates import examples, mutated

WHO = {"id": 5, "is_bot": False, "first_name": "Sam", "last_name": "\ud800Lee"}
CHAT = {"id": 5, "type": "private"}
GROUP = {"id": -7, "type": "group", "title": "Team"}
FIELDS = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll"]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["chat", "from", "id", "type", "text", "message_id", "data", "document", "file_id", "message"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)
composed = st.dictionaries(st.sampled_from(FIELDS), values, max_size=3).map(lambda it: {"update_id": 9, **it})


def message(**more: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 3, "from": WHO, "chat": CHAT, "date": 0, **more}}


def turn(raw: object) -> Turn:
    trimmed = trim(raw)
    assert trimmed is not None
    return turn_of(parse(trimmed, None))


@given(composed | mutated())
def test_parse_when_anything_comes_then_it_is_read_or_refused(raw: Any) -> None:
    try:
        trimmed = trim(raw)
    except UnreadableUpdateError:
        return
    if trimmed is None:
        return
    parsed = turn_of(parse(trimmed, None))
    assert parsed.update == raw["update_id"]
    assert abs(parsed.chat) < LARGEST_ID
    f"{parsed.name}{parsed.text}".encode()
    assert trim(trimmed) == trimmed


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (message(text="hello"), "text"),
        (message(sticker={"file_id": "a"}), "other"),
        (message(photo=[]), "other"),
        (message(photo=[], caption="see"), "text"),
        (message(poll={}), "other"),
        (message(document={"file_id": "a", "file_name": "job.pdf"}), "file"),
        ({"update_id": 1, "edited_message": message(text="x")["message"]}, "edited"),
        ({"update_id": 1, "callback_query": {"id": "4", "from": WHO, "data": "q1:own"}}, "press"),
    ],
)
def test_turn_when_an_update_is_for_rung_then_its_kind_is_known(raw: dict[str, Any], kind: str) -> None:
    assert turn(raw).kind == kind
    assert turn(raw).private


@pytest.mark.parametrize(
    "raw",
    [
        message(pinned_message={}),
        message(new_chat_title="x"),
        message(text="hello", business_connection_id="b"),
        {"update_id": 1, "edited_message": message(location={})["message"]},
        {"update_id": 1, "edited_message": message(text="x", chat=GROUP)["message"]},
        {"update_id": 1, "channel_post": {"message_id": 1, "chat": {"id": -9, "type": "channel"}}},
        {"update_id": 1, "poll": {}},
    ],
    ids=str,
)
def test_parse_when_an_update_is_not_for_rung_then_it_is_left_alone(raw: dict[str, Any]) -> None:
    assert trim(raw) is None


def test_turn_when_a_message_is_in_a_group_then_it_is_not_private() -> None:
    assert not turn(message(text="hello", chat=GROUP)).private


def test_turn_when_a_command_is_written_then_its_parts_are_known() -> None:
    parsed = turn(message(text="/start@rung_bot  team-1 "))
    assert (parsed.chat, parsed.user, parsed.name, parsed.message) == (5, 5, "Sam Lee", 3)
    assert (parsed.command, parsed.argument) == ("start", "team-1")


def test_command_when_it_is_not_at_the_start_then_the_text_is_words() -> None:
    parsed = turn(examples()["emoji_utf16_entities"][0])
    assert (parsed.kind, parsed.command) == ("text", "")


def test_turn_when_a_person_blocks_the_bot_then_they_have_left() -> None:
    member = {"chat": CHAT, "from": WHO, "new_chat_member": {"status": "kicked"}}
    assert turn({"update_id": 1, "my_chat_member": member}).kind == "left"


def test_thread_when_a_message_is_in_a_topic_then_it_is_known() -> None:
    assert turn(examples()["forum_topic"][0]).thread == 12
    assert turn(message(text="hello", chat=GROUP, message_thread_id=12)).thread is None


def test_presses_when_a_button_is_pressed_twice_in_a_row_then_the_second_is_a_double_tap() -> None:
    first, second = map(turn, examples()["duplicate_callback"])
    presses = Presses()
    pressed = (first, second, replace(first, text="b:1"), first)
    assert [presses.repeated(each) for each in pressed] == [False, True, False, False]
    assert not presses.repeated(replace(second, user=6))


def test_parse_when_an_update_has_no_id_then_it_is_refused() -> None:
    with pytest.raises(UnreadableUpdateError):
        trim({})


def test_caption_when_under_a_picture_or_with_a_file_then_it_is_read() -> None:
    assert turn(message(photo=[], caption="I plan the beds")).text == "I plan the beds"
    sent = turn(message(document={"file_id": "a", "file_name": "job.pdf"}, caption="my job"))
    assert (sent.kind, sent.text) == ("file", "my job")


def test_words_when_they_hold_a_phone_number_then_the_inbox_never_has_it() -> None:
    kept = trim(message(text="I answer 9123 4567 at the desk"))
    assert kept is not None and "4567" not in str(kept)


@pytest.mark.parametrize(("text", "addressee"), [("/help@OtherBot", "otherbot"), ("/help", ""), ("hi@x", "")])
def test_command_when_it_names_a_bot_then_that_is_known(text: str, addressee: str) -> None:
    assert turn(message(text=text)).addressee == addressee
