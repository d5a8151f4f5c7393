"""Updates are read as what they mean, whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import read

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


@given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=3))
def test_any_update_is_read(update: dict[str, Any]) -> None:
    incoming = read({"update_id": 9, **update})
    assert incoming.update == 9
    incoming.name.encode("utf-8")


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
        (
            {"update_id": 1, "channel_post": {"message_id": 1, "chat": {"id": -9, "type": "channel"}}},
            "elsewhere",
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


def test_an_update_needs_its_id() -> None:
    with pytest.raises(ValueError, match="update_id"):
        read({})
