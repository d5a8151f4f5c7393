"""Texts, HTML and keyboards, accepted and refused as the Bot API does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from .refusals import JSON, bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
"""Bytes of callback data."""
MOST_BUTTONS = 100
_TAGS = frozenset(
    (
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "span",
        "tg-spoiler",
        "a",
        "code",
        "pre",
        "blockquote",
    )
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_text(source: str, mode: str | None, limit: int) -> str:
    """Return the text a person sees.

    Raises:
        Refused: the markup is broken, or the text is longer than ``limit`` units.
    """
    if mode not in (None, "HTML"):
        raise bad(f"the fake reads HTML, not {mode}: Rung sends HTML")
    try:
        source.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    text = (_Html.read(source) if mode else source).replace("\r", "").replace("\0", " ").strip()
    if units(text) > limit:
        raise bad("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    return text


class _Html(HTMLParser):
    """Reads HTML and refuses what Telegram does not show; a lone ``&`` too, as its documentation asks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.text: list[str] = []

    @classmethod
    def read(cls, source: str) -> str:
        parser = cls()
        parser.feed(source)
        parser.close()
        if parser.open:
            raise bad(
                f"can't parse entities: Can't find end tag corresponding to start tag {parser.open[-1]}"
            )
        return "".join(parser.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or (tag == "span" and ("class", "tg-spoiler") not in attrs):
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        raise bad(f'can\'t parse entities: Unsupported start tag "{tag}/"')

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad(f'can\'t parse entities: Unmatched end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            raise bad("can't parse entities: Unescaped '<' or '&'")
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        if name not in _NAMED:
            raise bad(f"can't parse entities: Unescaped '&' before {name}")
        self.text.append(_NAMED[name])

    def handle_charref(self, name: str) -> None:
        self.text.append(chr(int(name[1:], 16) if name[0] in "xX" else int(name)))

    def handle_comment(self, data: str) -> None:
        raise bad(f"can't parse entities: Unsupported start tag {data}")

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def read_keyboard(markup: Any) -> JSON:
    """Return the field ``reply_markup`` of a message with an inline keyboard; nothing without one.

    Raises:
        Refused: it is no inline keyboard, or one of its buttons breaks a limit.
    """
    if not markup:
        return {}
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("the fake has inline keyboards only: Rung sends no others")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return {"reply_markup": {"inline_keyboard": [row for row in rows if row]}} if buttons else {}


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    if sum(name in button for name in _ACTIONS) != 1:
        raise bad("can't parse inline keyboard button: exactly one action is expected")
    data = button.get("callback_data", "-")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    if not str(button.get("url", "https://")).startswith(("http://", "https://", "tg://")):
        raise bad("inline keyboard button URL is invalid: Wrong HTTP URL")
