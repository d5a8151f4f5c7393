"""``reply_markup`` as Telegram accepts it."""

from __future__ import annotations

from typing import Any

from .refusals import JSON, Refused, bad
from .texts import clean

DATA_LIMIT = 64
MOST_BUTTONS = 100
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def markup(raw: Any) -> JSON | None:
    """Return the keyboard a call asks for, or None.

    Raises:
        Refused: with Telegram's sentence, where it has another shape or breaks a limit.
    """
    if raw in (None, ""):
        return None
    if not isinstance(raw, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in raw:
        return _inline(raw["inline_keyboard"])
    if "keyboard" in raw:
        return _reply(raw)
    if raw.get("remove_keyboard") is True or raw.get("force_reply") is True:
        return dict(raw)
    if raw:
        raise bad("can't parse reply keyboard markup JSON object")
    return None


def _inline(rows: Any) -> JSON | None:
    buttons = [[_button(each) for each in row] for row in _rows(rows, "inline_keyboard") if row]
    if sum(map(len, buttons)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": buttons} if buttons else None


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    return rows


def _button(button: Any) -> JSON:
    if not isinstance(button, dict):
        raise _wrong("Object expected")
    text = button.get("text")
    if not isinstance(text, str) or not clean(text).strip():
        raise _wrong("text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise _wrong("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _wrong(f"exactly one action is expected, found {' and '.join(actions)}")
    if "callback_data" in button:
        _data(button["callback_data"])
    if "url" in button:
        _url(button["url"])
    return {**button, "text": clean(text).strip()}


def _data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")


def _url(url: Any) -> None:
    if not isinstance(url, str) or not url.startswith(("http://", "https://", "tg://", "mailto:")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _wrong(sentence: str) -> Refused:
    return bad(f"can't parse inline keyboard button: {sentence}")


def _reply(raw: JSON) -> JSON:
    rows = []
    for row in _rows(raw["keyboard"], "keyboard"):
        buttons = [{"text": each} if isinstance(each, str) else each for each in row]
        if not all(isinstance(each, dict) and str(each.get("text", "")).strip() for each in buttons):
            raise bad("can't parse keyboard button: text must be non-empty")
        rows.append(buttons)
    if not any(rows):
        raise bad("can't parse reply keyboard markup JSON object: keyboard is empty")
    hint = raw.get("input_field_placeholder")
    if hint is not None and not 1 <= len(hint) <= 64:
        raise bad("input_field_placeholder must have 1-64 characters")
    return {**raw, "keyboard": rows}
