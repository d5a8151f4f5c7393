"""HTML as Telegram reads it: the tag set and the sentences of tdlib's ``parse_html``.

One rule is stricter here than at Telegram, which shows an ``&`` that begins no known entity as it stands: the
Bot API's documentation asks for ``&amp;``, so a lone ``&`` is refused, as broken tags are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .refusals import JSON, Refused, bad
from .texts import units

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z]+));")
_PLAIN = re.compile("[^<&]+")
_BARE = re.compile(r"[A-Za-z0-9.\-]+")


@dataclass
class _Open:
    """A tag that was opened: its name, attributes, and where its text begins in UTF-16 units."""

    name: str
    attributes: dict[str, str]
    offset: int
    position: int


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Return the text a person sees and its entities.

    Raises:
        Refused: with Telegram's sentence, where the markup is broken.
    """
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[JSON] = []

    def read(self) -> tuple[str, list[JSON]]:
        while self.at < len(self.source):
            plain = _PLAIN.match(self.source, self.at)
            if plain:
                self._add(plain.group())
                self.at = plain.end()
            elif self.source[self.at] == "<":
                self._tag()
            else:
                self._add(self._entity())
        if self.open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        # An outer tag closes later and comes first.
        self.entities.reverse()
        self.entities.sort(key=lambda each: (each["offset"], -each["length"]))
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def _entity(self) -> str:
        match = _ENTITY.match(self.source, self.at)
        char = _character(match) if match else None
        if match is None or char is None:
            raise self._wrong(f"Unescaped '&' at byte offset {self._byte(self.at)}")
        self.at = match.end()
        return char

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source.startswith("/", self.at):
            self._end(begin)
        else:
            self._start(begin)

    def _start(self, begin: int) -> None:
        name = self._until_space(begin, "start").lower()
        if name not in _KINDS:
            raise self._wrong(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        attributes: dict[str, str] = {}
        while self._peek(begin, "start") != ">":
            key, value = self._attribute(name, begin)
            attributes[key] = value
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = self._byte(begin)
            raise self._wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(name, attributes, self.length, len(self.parts)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        match = re.compile(r"[^\s=>]*").match(self.source, self.at)
        key = match.group().lower() if match else ""
        if not key:
            where = self._byte(self.at)
            raise self._wrong(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        self.at += len(key)
        if self._peek(begin, "start") != "=":
            return key, ""
        self.at += 1
        quote = self._peek(begin, "start")
        return key, self._quoted(begin, quote) if quote in "\"'" else self._bare()

    def _quoted(self, begin: int, quote: str) -> str:
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            raise self._wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        value = self.source[self.at + 1 : end]
        self.at = end + 1
        return _ENTITY.sub(lambda match: _character(match) or match.group(), value)

    def _bare(self) -> str:
        match = _BARE.match(self.source, self.at)
        value = match.group() if match else ""
        after = self.source[self.at + len(value) : self.at + len(value) + 1]
        if after and not after.isspace() and after != ">":
            raise self._wrong(f"Unexpected end of name token at byte offset {self._byte(self.at)}")
        self.at += len(value)
        return value.lower()

    def _end(self, begin: int) -> None:
        if not self.open:
            raise self._wrong(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 1
        name = self._until_space(begin, "end").lower()
        if self._peek(begin, "end") != ">":
            raise self._wrong(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.name:
            raise self._wrong(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if not length:
            return
        entity: JSON = {"type": _KINDS[opened.name], "offset": opened.offset, "length": length}
        said = "".join(self.parts[opened.position :])
        if opened.name == "a":
            entity |= _link(opened.attributes.get("href") or said)
        elif opened.name == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "code" and self._in_pre(opened):
            return
        self.entities.append(entity)

    def _in_pre(self, opened: _Open) -> bool:
        """Tell whether a ``code`` names the language of the ``pre`` around it, and is no entity itself."""
        return bool(self.open) and self.open[-1].name == "pre" and "class" in opened.attributes

    def _until_space(self, begin: int, which: str) -> str:
        start = self.at
        while (
            self.at < len(self.source) and not self.source[self.at].isspace() and self.source[self.at] != ">"
        ):
            self.at += 1
        if self.at >= len(self.source):
            raise self._wrong(f"Unclosed {which} tag at byte offset {self._byte(begin)}")
        return self.source[start : self.at]

    def _peek(self, begin: int, which: str) -> str:
        """Skip white space and return the next character."""
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1
        if self.at >= len(self.source):
            raise self._wrong(f"Unclosed {which} tag at byte offset {self._byte(begin)}")
        return self.source[self.at]

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    @staticmethod
    def _wrong(sentence: str) -> Refused:
        return bad(f"can't parse entities: {sentence}")


def _character(match: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED.get(name.lower())
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else None


def _link(href: str) -> JSON:
    person = re.fullmatch(r"tg://user\?id=(\d+)", href)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1]), "is_bot": False, "first_name": "-"}}
    return {"url": href}
