"""Raw updates as Telegram might send them: whole, of other versions of the Bot API, and broken."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

FOLDER = Path(__file__).parent / "updates"
SECRET = "Lee-Secretive"
"""The name of who broken updates are from: it must not be logged."""
_WHO = {"id": 111, "is_bot": False, "first_name": SECRET}
_CHAT = {"id": 111, "type": "private", "first_name": SECRET}
_MEMBER = {"chat": _CHAT, "from": _WHO, "date": 1767225600}
_BOT = {"id": 9, "is_bot": True, "first_name": "Rung"}


def examples() -> dict[str, list[dict[str, Any]]]:
    """Return the updates of each file, by what they are."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


OTHER_VERSIONS: list[Any] = [
    {"update_id": 20, "poll": {"id": "1", "question": SECRET, "options": [], "is_closed": False}},
    {"update_id": 21, "some_kind_of_tomorrow": {"text": SECRET}},
    {
        "update_id": 22,
        "message": {"message_id": 1, "date": 1, "chat": _CHAT, "from": _WHO, "tomorrow": [SECRET]},
    },
    {
        "update_id": 23,
        "my_chat_member": {
            **_MEMBER,
            "old_chat_member": {"status": "kicked", "user": _BOT},
            "new_chat_member": {"status": "member", "user": _BOT},
        },
    },
]
"""Updates that lack a field which python-telegram-bot needs, or have one that it does not know."""

BROKEN: list[Any] = [
    {"update_id": 30, "message": None},
    {"update_id": 31, "message": SECRET},
    {"update_id": 32, "message": {"text": SECRET}},
    {"update_id": 33, "message": {"message_id": "1", "chat": _CHAT, "from": _WHO, "text": SECRET}},
    {
        "update_id": 34,
        "message": {"message_id": 1, "chat": {**_CHAT, "id": 2**70}, "from": _WHO, "text": SECRET},
    },
    {"update_id": 35, "callback_query": {"id": 7, "from": _WHO, "data": SECRET}},
    {"update_id": 36, "callback_query": {"id": "7", "from": [SECRET]}},
    {"update_id": 37, "my_chat_member": {**_MEMBER, "new_chat_member": SECRET}},
    {"update_id": 38, "edited_message": [SECRET]},
]
"""Updates with an id that cannot be read."""

UNNUMBERED: list[Any] = [
    {"message": {"message_id": 1, "chat": _CHAT, "from": _WHO, "text": SECRET}},
    {"update_id": None, "message": {}},
    {"update_id": "40", "message": {}},
    {"update_id": True},
    SECRET,
    None,
    [],
    [{"update_id": 1}],
    17,
]
"""Updates without an id."""

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=10)
    | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where anything stands in a value."""
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [found for key, inner in within for found in _paths(inner, (*path, key))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Return an update with something in it left out or replaced, up to three times."""
    update: Any = copy.deepcopy(draw(st.sampled_from([one for each in examples().values() for one in each])))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_paths(update)))
        if not path:
            return draw(_VALUES)
        place = update
        for key in path[:-1]:
            place = place[key]
        if draw(st.booleans()):
            del place[path[-1]]
        else:
            place[path[-1]] = draw(_VALUES)
    return update
