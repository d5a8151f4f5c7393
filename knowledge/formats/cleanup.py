"""Typographical cleaning: leftover markup, odd spaces, broken hyphens, wrong encodings, hidden characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from functools import lru_cache

_TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|b|i|u|em|strong|span|div|font|a|sup|sub|small|h[1-6]|t[drh]|table|tbody|thead)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_BREAKING_TAG = re.compile(r"<(?:/?li|/?p|br|/?div|/?tr|/?h[1-6])\b", re.IGNORECASE)

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HARMLESS = frozenset("\x0b\x0c\xad\u200b\u200c\u200d\u2060\ufeff")
"""Page breaks, soft hyphens and zero-width characters: left by word processors, removed without a word."""

_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_BOUND_ENDING = re.compile(
    r"\b([a-z]{3,})-((?:ship|where|tion|sion|ment|ness|ance|ence|ity|ing)s?)\b",
)
"""A hyphen before an ending that is no word: a line break of the page the text was copied from."""

_LOOSE_HYPHEN = re.compile(r"\b([A-Za-z]{3,})- (?!(?:and|or|to|but|nor)\b)([a-z]{2,})")
"""``organisation- wide``; but ``short- and long-term`` is right as it is."""

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=s)'(?=[\s,.;]|$)")

_MISREAD = re.compile("[\u00c2-\u00c3\u00e2-\u00ef][\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")


def hidden_characters(text: str) -> Counter[str]:
    """Count what `without_hidden` takes out and a person should know of.

    Returns:
        how many of ``null``, ``bidi`` and ``control`` characters it holds; soft hyphens and their like
        are not counted.
    """
    found: Counter[str] = Counter()
    for character in _HIDDEN.findall(text):
        if character == "\x00":
            found["null"] += 1
        elif character in _BIDI:
            found["bidi"] += 1
        elif character not in _HARMLESS:
            found["control"] += 1
    return found


def without_hidden(text: str) -> str:
    """Take out characters that cannot be seen, save tabs and line ends."""
    return _HIDDEN.sub("", text)


def with_right_encoding(text: str) -> str:
    """Undo UTF-8 that was read as cp1252, where it shows: written back, the characters are valid UTF-8."""
    return _MISREAD.sub(lambda match: _read_again(match[0]), text)


def _read_again(misread: str) -> str:
    try:
        return b"".join(_as_byte(character) for character in misread).decode("utf-8")
    except UnicodeError:
        return misread


def _as_byte(character: str) -> bytes:
    # cp1252 leaves five bytes undefined; programs that misread text pass them on as they are.
    return bytes([ord(character)]) if ord(character) < 0x100 else character.encode("cp1252")


def without_markup(text: str) -> str:
    """Take out leftover HTML; tags that end a line or an item become line ends, entities their characters."""
    if "<" in text:
        text = _TAG.sub(lambda match: "\n" if _BREAKING_TAG.match(match[0]) else " ", text)
    return html.unescape(text) if "&" in text else text


def with_whole_words(text: str) -> str:
    """Repair words that a line break of an earlier page cut: ``relation-ships``, ``organisation- wide``."""
    if "-" not in text:
        return text
    return _LOOSE_HYPHEN.sub(r"\1-\2", _BOUND_ENDING.sub(r"\1\2", text))


def with_one_apostrophe(text: str) -> str:
    """Write apostrophes within words and after a plural as ``’``, where a text has both kinds."""
    return _APOSTROPHE.sub("’", text) if "'" in text else text


@lru_cache(maxsize=4096)  # tables of roles repeat a long cell in every row
def tidy(text: str) -> str:
    """Clean a cell, a line or a paragraph.

    Returns:
        plain text in NFC: no markup, no hidden characters, single spaces, no spaces at line ends, no empty
        lines. Line ends within stay: they may separate items.
    """
    text = without_hidden(without_markup(with_right_encoding(text)))
    text = unicodedata.normalize("NFC", with_whole_words(text))
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Clean as `tidy` does and put everything on one line."""
    return " ".join(tidy(text).split())
