"""Listening: from what somebody typed to the activities in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation import phrases
from bot.conversation.care import needs_care
from bot.conversation.intents import Intent, intent_of, without_tag
from bot.text.conversation import Care

MAX_MESSAGE = 4000
"""Characters read of one message: Telegram's own limit is 4,096."""
MAX_ACTIVITIES = 12
"""Activities kept in one assessment; five are asked for."""
MAX_ACTIVITY = 600

_BULLET = re.compile(r"^\s*(?:[-*•·▪◦–—>]+|\(?\d{1,2}[.)\]:]|[a-hA-H][.)])\s+")
_INLINE_BULLET = re.compile(r"\s+(?=(?:[•·▪◦]|\(?\d{1,2}[.)])\s)")
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bMr)(?<!\bDr)(?<!\bno)(?<=[.!?])[\s]+|\s*;\s+"
)
_NEW_THOUGHT = re.compile(
    r",?\s+(?:and then|then|and also|also|plus|after that|besides that)\s+(?=i(?:'m|'ve)?\s)"
    r"|,?\s+and\s+(?=i(?:'m|'ve)?\s)",
    re.IGNORECASE,
)
_LONG_SENTENCE = 24
_SHORT_PIECE = 4
_LONG_PIECE = 45
_OWN_STORY = re.compile(
    r"^(?:(?:also|and|but|then|next|last \w+|this \w+|every \w+|on \w+|now|mostly|usually|sometimes"
    r"|yesterday|today|lately"
    r"|recently|besides that|after that|in between)\b,?\s+)*(?:i|i'm|i've|i’m|i’ve|im|we|my|our)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:hi+|hello+|hey+|so|well|ok(?:ay)?|um+|hmm+|yeah|oh)\b[\s,.!]+)+", re.IGNORECASE
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message holds.

    Args:
        activities: pieces that may be activities, in the person's words, small talk left out.
        care: set where the person speaks of burn-out, bullying or ill health; those words are in no activity.
        hurt: the pieces that were left out for that reason.
        intents: what the other pieces ask of Rung, each with its words.
        cut: whether the message was longer than is read.
        blank: whether nothing readable was in it.
    """

    activities: tuple[str, ...]
    care: Care | None = None
    hurt: tuple[str, ...] = ()
    intents: tuple[tuple[Intent, str], ...] = ()
    cut: bool = False
    blank: bool = False


def clean(text: str) -> str:
    """Take out what cannot be seen (null bytes, bidirectional marks, lone surrogates), keep lines."""
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(
        letter
        for letter in tidy
        if letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
    ).strip()


def hear(text: str) -> Heard:
    """Split a message into activities.

    Args:
        text: anything, of any length.
    """
    # Only a bounded piece is cleaned: somebody may paste a book.
    tidy = clean(text[: MAX_MESSAGE * 4])
    cut = len(tidy) > MAX_MESSAGE or len(text) > MAX_MESSAGE * 4
    tidy = tidy[:MAX_MESSAGE]
    if not any(letter.isalnum() for letter in tidy):
        return Heard((), blank=True, cut=cut)
    pieces = split(tidy)
    cares = [needs_care(piece) for piece in pieces]
    # "My boss. He shouts at me": the sign may only show in the whole message.
    care = next((kind for kind in cares if kind), None) or needs_care(tidy)
    hurt = tuple(piece[:MAX_ACTIVITY] for piece, kind in zip(pieces, cares, strict=True) if kind)
    rest = [piece for piece, kind in zip(pieces, cares, strict=True) if not kind]
    asked = [(piece, intent_of(piece)) for piece in rest]
    intents = tuple((intent, piece) for piece, intent in asked if intent)
    kept = (without_tag(piece) for piece, intent in asked if not intent and not _says_nothing(piece))
    activities = tuple(piece[:MAX_ACTIVITY] for piece in kept)
    return Heard(activities[:MAX_ACTIVITIES], care, hurt, intents, cut)


def _says_nothing(piece: str) -> bool:
    return phrases.is_chatter(piece) or phrases.is_only_answer(piece)


def split(text: str) -> list[str]:
    """Split a pile or a rambling message into pieces, one activity each.

    Lines and list items start a piece, and so does a sentence in which the person speaks of themselves;
    a sentence that only adds to the one before stays with it.
    """
    pieces: list[str] = []
    for part, starts in _parts(text):
        piece = _tidy(part)
        if not piece:
            continue
        apart = phrases.is_chatter(piece) or intent_of(piece) or (pieces and intent_of(pieces[-1]))
        if (
            starts
            or apart
            or not pieces
            or phrases.is_chatter(pieces[-1])
            or _stands_alone(piece, pieces[-1])
        ):
            pieces.append(piece)
        else:
            pieces[-1] = f"{pieces[-1]} {piece}"
    return pieces


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield sentences and whether they must start a piece: the first of a line or of a list item do."""
    for line in text.split("\n"):
        for item in _INLINE_BULLET.split(line):
            starts = True
            for sentence in _SENTENCE_END.split(_BULLET.sub("", item)):
                for part in _thoughts(sentence):
                    yield part, starts
                    starts = False


def _thoughts(sentence: str) -> list[str]:
    long = len(sentence.split()) > _LONG_SENTENCE
    return _NEW_THOUGHT.split(sentence) if long else [sentence]


def _stands_alone(piece: str, before: str) -> bool:
    words = len(piece.split())
    if words < _SHORT_PIECE:
        return False
    return bool(_OWN_STORY.match(piece)) or words + len(before.split()) > _LONG_PIECE


def _tidy(part: str) -> str:
    piece = " ".join(_BULLET.sub("", part).split()).strip(" ,;")
    if phrases.is_chatter(piece):
        return piece
    return _OPENING.sub("", piece).strip(" ,;")
