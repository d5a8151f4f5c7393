"""Plain text: its encoding, its lines with bullets and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import chardet

from knowledge.formats.content import Line, marked_line
from knowledge.model import DocumentError

_MOST_CONTROLS = 0.005
"""Share of control characters above which a file is no text: text has hardly any, binary files have 10 %."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_RARE_IN_ENGLISH = re.compile("[À-ÿ]{3,}|[¡-§ª-®±-³µ¶¸-¿Ø-ßð÷ø-ÿŒœŠŽžŸƒˆ‹›†‡‰]")
_WESTERN = ("windows-1252", "cp1252", "iso-8859-1", "iso-8859-15", "ascii")

_LONGEST_WRAPPED = 120
"""Characters: a longer line of a text file is a paragraph of its own."""


def decode(name: str, data: bytes, *, guess: bool = False) -> str:
    """Decode a text file: UTF-8, UTF-16 or UTF-32, or Windows-1252 where that makes plausible English.

    Args:
        guess: whether to decode other encodings as `chardet` guesses them instead of refusing them.

    Raises:
        DocumentError: it is binary, cut off or in another encoding.
    """
    text = _decode(name, data, guess)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text) + 8:
        raise DocumentError(
            name,
            "this is a binary file, a document of text or tables was expected.",
            remedy="Export it as one of these.",
            reason="unknown",
        )
    return text


def _decode(name: str, data: bytes, guess: bool) -> str:
    encoding = next((known for mark, known in _BYTE_ORDER_MARKS if data.startswith(mark)), "")
    encoding = encoding or _utf16_without_mark(data)
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if guess:
            return _decode_guessed(data)
        if encoding:
            place = f"byte {error.start + 1}"
            raise _wrongly_encoded(name, f"it says it is {encoding} and is not", place) from error
        if error.end >= len(data) and "unexpected end" in error.reason:
            raise DocumentError(
                name,
                "the file ends in the middle of a character.",
                remedy="It was cut off: save or download it again.",
            ) from error
    return _decode_western(name, data)


def _utf16_without_mark(data: bytes) -> str:
    """Recognise UTF-16 by the null bytes beside its ASCII characters."""
    sample = data[:2000]
    if len(sample) < 8 or len(sample) % 2:
        return ""
    for encoding, nulls, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[nulls::2].count(0) > 0.8 * len(sample[nulls::2]) and sample[letters::2].count(0) == 0:
            return encoding
    return ""


def _decode_western(name: str, data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _wrongly_encoded(name, f"it seems to be {_guess(data)}", f"byte {error.start + 1}") from error
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    odd = sum(len(found) for found in _RARE_IN_ENGLISH.findall(text))
    if odd > 0.2 * beyond_ascii + 1 and (found := _guess(data)).casefold() not in _WESTERN:
        raise _wrongly_encoded(name, f"it seems to be {found}", _first_odd_line(text))
    return text


def _decode_guessed(data: bytes) -> str:
    try:
        return data.decode(_guess(data), "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _first_odd_line(text: str) -> str:
    match = _RARE_IN_ENGLISH.search(text)
    return f"line {text.count(chr(10), 0, match.start()) + 1}" if match else ""


def _guess(data: bytes) -> str:
    return chardet.detect(data[:200_000])["encoding"] or "neither UTF-8 nor Windows-1252"


def _wrongly_encoded(name: str, what: str, location: str) -> DocumentError:
    return DocumentError(
        name, f"the text is wrongly encoded: {what}.", location=location, remedy="Save it again as UTF-8."
    )


def text_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a plain text that say something; one with tabs is a row."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    starts = True
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        place = f"line {number}"
        alone = len(raw) > _LONGEST_WRAPPED
        if "\t" in raw and raw.strip():
            yield Line(raw, place, tuple(raw.split("\t")))
            starts = True
        else:
            line = marked_line(raw, place, starts=starts or alone)
            if line is not None:
                yield line
            starts = alone or not raw.strip()
