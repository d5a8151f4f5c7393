"""Updates are read as what they mean, whatever is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import LARGEST_ID, Presses, UnreadableUpdateError, read
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


def message(**more: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 3, "from": WHO, "chat": CHAT, "date": 0, **more}}


@given(
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=3).map(lambda it: {"update_id": 9, **it})
    | mutated()
)
def test_any_update_is_read_or_refused(update: Any) -> None:
    try:
        incoming = read(update)
    except UnreadableUpdateError:
        return
    assert incoming.update == update["update_id"]
    assert abs(incoming.chat) < LARGEST_ID
    f"{incoming.name}{incoming.text}".encode()


@pytest.mark.parametrize(
    ("update", "kind"),
    [
        (message(text="hello"), "text"),
        (message(sticker={"file_id": "a"}), "other"),
        (message(photo=[], caption="see"), "other"),
        (message(document={"file_id": "a", "file_name": "job.pdf"}), "file"),
        (message(pinned_message={}), "nothing"),
        (message(text="hello", chat=GROUP), "elsewhere"),
        ({"update_id": 1, "edited_message": message(text="x")["message"]}, "edited"),
        (message(new_chat_title="x"), "nothing"),
        (message(text="hello", business_connection_id="b"), "nothing"),
        ({"update_id": 1, "edited_message": message(location={})["message"]}, "nothing"),
        ({"update_id": 1, "edited_message": message(text="x", chat=GROUP)["message"]}, "nothing"),
        (
            {"update_id": 1, "channel_post": {"message_id": 1, "chat": {"id": -9, "type": "channel"}}},
            "nothing",
        ),
        ({"update_id": 1, "callback_query": {"id": "4", "from": WHO, "data": "q1:own"}}, "press"),
        ({"update_id": 1, "poll": {}}, "nothing"),
    ],
)
def test_kinds(update: dict[str, Any], kind: str) -> None:
    assert read(update).kind == kind


def test_who_writes_what_where() -> None:
    incoming = read(message(text="/start@rung_bot  team-1 "))
    assert (incoming.chat, incoming.user, incoming.name, incoming.message) == (5, 5, "Sam Lee", 3)
    assert (incoming.command, incoming.argument) == ("start", "team-1")


def test_who_blocks_the_bot_has_left() -> None:
    member = {"chat": CHAT, "from": WHO, "new_chat_member": {"status": "kicked"}}
    assert read({"update_id": 1, "my_chat_member": member}).kind == "left"


def test_command_when_it_is_not_at_the_start_then_the_text_is_words() -> None:
    (update,) = examples()["emoji_utf16_entities"]
    assert (read(update).kind, read(update).command) == ("text", "")


def test_thread_when_a_message_is_in_a_topic_then_it_is_known() -> None:
    assert read(examples()["forum_topic"][0]).thread == 12
    assert read(message(text="hello", chat=GROUP, message_thread_id=12)).thread is None


def test_presses_when_a_button_is_pressed_twice_in_a_row_then_the_second_is_a_double_tap() -> None:
    first, second = map(read, examples()["duplicate_callback"])
    presses = Presses()
    assert [presses.repeated(each) for each in (first, second, replace(first, text="b:1"), first)] == [
        False,
        True,
        False,
        False,
    ]
    assert not presses.repeated(replace(second, user=6))


def test_an_update_needs_its_id() -> None:
    with pytest.raises(UnreadableUpdateError):
        read({})
