"""Split messages into activities and add them to the conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.conversation import phrases
from bot.conversation.care import needs_care
from bot.conversation.corrections import corrected_work
from bot.conversation.faq import answer
from bot.conversation.intents import Intent, intent_of, without_tag
from bot.conversation.prompts import prompt
from bot.conversation.state import Reply, State, Step, Understand
from bot.guidance.verbs import is_verb
from bot.text import conversation, faq
from bot.text.faq import Care

MAX_MESSAGE = 4000
"""Characters read of one message: Telegram's own limit is 4,096."""
MAX_ACTIVITIES = 12
"""Most activities of one assessment."""
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
class ParsedMessage:
    """The content of one message.

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
    """Remove invisible characters (null bytes, bidirectional marks, lone surrogates), keep lines."""
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(
        letter
        for letter in tidy
        if letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
    ).strip()


def hear(text: str) -> ParsedMessage:
    """Split a message into activities.

    Args:
        text: anything, of any length.
    """
    # Clean a bounded part only: somebody may paste a book.
    tidy = clean(text[: MAX_MESSAGE * 4])
    cut = len(tidy) > MAX_MESSAGE or len(text) > MAX_MESSAGE * 4
    tidy = tidy[:MAX_MESSAGE]
    if not any(letter.isalnum() for letter in tidy):
        return ParsedMessage((), blank=True, cut=cut)
    pieces = split(tidy)
    cares = [needs_care(piece) for piece in pieces]
    # "My boss. He shouts at me": distress may only show in the whole message.
    care = next((kind for kind in cares if kind), None) or needs_care(tidy)
    hurt = tuple(piece[:MAX_ACTIVITY] for piece, kind in zip(pieces, cares, strict=True) if kind)
    rest = [piece for piece, kind in zip(pieces, cares, strict=True) if not kind]
    asked = [(piece, intent_of(piece)) for piece in rest]
    intents = tuple((intent, piece) for piece, intent in asked if intent)
    kept = (without_tag(piece) for piece, intent in asked if not intent and not _says_nothing(piece))
    activities = tuple(piece[:MAX_ACTIVITY] for piece in kept)
    return ParsedMessage(activities[:MAX_ACTIVITIES], care, hurt, intents, cut)


def _says_nothing(piece: str) -> bool:
    return phrases.is_chatter(piece) or phrases.is_only_answer(piece)


def split(text: str) -> list[str]:
    """Split a message into pieces, one activity each.

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
    """Yield sentences, and whether each must start a piece (first of a line or list item)."""
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


def tell(state: State, text: str) -> Step:
    """Handle free text: activities, small talk, or distress."""
    heard = _with_corrections(state, hear(text))
    remarks = _remarks(state, heard, _to_chatter(state))
    room = MAX_ACTIVITIES - len(state.activities)
    fresh = heard.activities[:room]
    state = state.but(aside=heard.hurt)
    if state.stage == "asking":
        fresh = tuple(activity for activity in fresh if _tells(activity))
        if not fresh:
            return Step(state, (*(remarks or (Reply(conversation.NOT_AN_ANSWER),)), prompt(state)))
    if heard.activities and not fresh:
        return Step(state, (*remarks, Reply(conversation.too_many(MAX_ACTIVITIES)), prompt(state)))
    if not fresh:
        return Step(state, (*remarks, prompt(state)))
    said_all = any(intent.kind == "done" for intent, _ in heard.intents)
    told = state.but(
        activities=(*state.activities, *fresh),
        fresh=len(fresh),
        # While choosing or after a suggestion, new activities trigger a new search.
        enough=state.enough or said_all or state.stage in ("choosing", "suggested"),
    )
    return Step(told, remarks, Understand(told.activities, told.rejected, len(state.activities)))


def _tells(piece: str) -> bool:
    """Whether words given instead of an answer describe work."""
    words = piece.split()
    return len(words) >= 4 or (len(words) > 1 and (is_verb(words[0]) or words[0].casefold() in ("i", "we")))


def _with_corrections(state: State, heard: ParsedMessage) -> ParsedMessage:
    """Add work that is mentioned in a correction only."""
    told = tuple(
        work
        for intent, _ in heard.intents
        if intent.kind == "change" and (work := corrected_work(state, intent))
    )
    return replace(heard, activities=(*heard.activities, *told)) if told else heard


def _to_chatter(state: State) -> str:
    """Return the reply to small talk."""
    if state.stage == "choosing":
        return conversation.PICK_ONE
    return "" if state.enough or state.stage == "asking" else conversation.CHATTER


def _remarks(state: State, heard: ParsedMessage, chatter: str) -> tuple[Reply, ...]:
    remarks: list[str] = []
    if heard.care:
        remarks += [f"{faq.care(heard.care)}\n{faq.CARE_STAYS_OUT}{faq.IF_IT_IS_WORK}"]
    asks = [piece for intent, piece in heard.intents if intent.kind == "question"]
    remarks += list(dict.fromkeys(answer(state, piece) for piece in asks))[:2]
    if any(intent.kind == "steering" for intent, _ in heard.intents):
        remarks += [faq.NO_STEERING]
    if heard.cut:
        remarks += [conversation.cut(MAX_MESSAGE)]
    if heard.blank:
        remarks += [conversation.UNREADABLE]
    elif chatter and not heard.activities and not remarks:
        remarks += [chatter]
    return tuple(Reply(text) for text in remarks)
