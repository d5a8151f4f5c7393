"""Split messages into activities and add them to the conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from bot.conversation import phrases
from bot.conversation.care import needs_care
from bot.conversation.corrections import corrected_work
from bot.conversation.events import Understand
from bot.conversation.faq import answer
from bot.conversation.identifiers import masked
from bot.conversation.intents import certain, decide_piece, readable, sentences
from bot.conversation.message import Message, MessageKind
from bot.conversation.prompts import MAX_ACTIVITIES, prompt
from bot.conversation.question_rules import without_tag
from bot.conversation.replies import Reply, Step
from bot.conversation.rules import ruled
from bot.conversation.state import SEARCHED, Notice, State, Vectors
from bot.guidance.own_words import verb_of
from bot.guidance.verbs import is_verb
from bot.settings import help_lines
from bot.text import conversation, faq
from bot.text.faq import Care

MAX_MESSAGE = 4000
"""Characters read of one message: Telegram's own limit is 4,096."""
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
    r"^(?:(?:(?:hi+|hello+|hey+)(?: there| all| everyone| rung)?"
    r"|so|well|ok(?:ay)?|um+|hmm+|yeah|oh)\b[\s,.!]+)+",
    re.IGNORECASE,
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """The content of one message.

    Args:
        activities: pieces that may be activities, in the person's words.
        care: set where the person speaks of burn-out, bullying or ill health; those words are in no activity.
        left_out: the pieces left out that may be work after all: about distress, or about something else.
        others: what the other pieces are.
        cut: whether the message was longer than is read.
        blank: whether nothing readable was in it.
    """

    activities: tuple[str, ...]
    care: Care | None = None
    left_out: tuple[str, ...] = ()
    others: tuple[Message, ...] = ()
    cut: bool = False
    blank: bool = False

    def has(self, kind: MessageKind) -> bool:
        """Whether a piece is of a class."""
        return any(each.kind == kind for each in self.others)


MOST_HEADING = 18
"""Words of a line that names a job."""
_YEARS = re.compile(
    r"\b(?:19|20)\d\d\s*(?:-|–|—|to|until)\s*(?:[a-z]{3,9}\.? )?"
    r"(?:(?:19|20)\d\d|present|now|current|today)\b",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Remove invisible characters (null bytes, bidirectional marks, lone surrogates), keep lines.

    Numbers that identify people are masked.
    """
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    seen = "".join(
        letter
        for letter in tidy
        if letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
    )
    return masked(seen).strip()


def to_read(state: State, text: str) -> tuple[str, ...]:
    """Return the texts whose vectors tell what a message is; none where rules are certain."""
    tidy = clean(text[: MAX_MESSAGE * 4])[:MAX_MESSAGE]
    if tidy.startswith("/") or not any(letter.isalnum() for letter in tidy) or certain(tidy, state):
        return ()
    said = sentences(tidy) if readable(tidy) else []
    return tuple(dict.fromkeys(each for each in (tidy, *split(tidy), *said) if readable(each)))


def hear(text: str, vectors: Vectors | None = None) -> ParsedMessage:
    """Split a message into activities.

    Args:
        text: anything, of any length.
        vectors: of the message and its pieces, where they are known.
    """
    # Clean a bounded part only: somebody may paste a book.
    tidy = clean(text[: MAX_MESSAGE * 4])
    cut = len(tidy) > MAX_MESSAGE or len(text) > MAX_MESSAGE * 4
    tidy = tidy[:MAX_MESSAGE]
    if not any(letter.isalnum() for letter in tidy):
        return ParsedMessage((), blank=True, cut=cut)
    pieces = split(tidy)
    decided = [replace(decide_piece(piece, vectors), piece=piece[:MAX_ACTIVITY]) for piece in pieces]
    # "My boss. He shouts at me": distress may only show in the whole message.
    kinds = [*(each.what for each in decided if each.kind == "care"), *filter(None, (needs_care(tidy),))]
    care = "crisis" if "crisis" in kinds else next(iter(kinds), None)
    left_out = tuple(each.piece for each in decided if each.kind in ("care", "not-work"))
    kept = tuple(without_tag(each.piece) for each in decided if each.kind == "work")
    others = tuple(each for each in decided if each.kind != "work")
    return ParsedMessage(kept[:MAX_ACTIVITIES], cast(Care | None, care), left_out, others, cut)


def split(text: str) -> list[str]:
    """Split a message into pieces, one activity each.

    Lines and list items start a piece, and so does a sentence in which the person speaks of themselves;
    a sentence that only adds to the one before stays with it.
    """
    pieces: list[str] = []
    for part, starts in _parts(text):
        piece = _tidy(part)
        if not piece or _is_job_heading(piece):
            continue
        apart = phrases.is_chatter(piece) or ruled(piece) or (pieces and ruled(pieces[-1]))
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


def _is_job_heading(piece: str) -> bool:
    """Whether a line names a job with its years: *Network Engineer, Pacific Datalink, 2019 - present*."""
    words = piece.casefold().split()
    done = verb_of(words[0]) or words[0].endswith("ing") or {"i", "i'm", "we"} & set(words)
    return bool(len(words) <= MOST_HEADING and not done and _YEARS.search(piece))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield sentences, and whether each must start a piece (first of a line or list item)."""
    for line in text.split("\n"):
        for item in _INLINE_BULLET.split(line):
            starts = True
            for sentence in _SENTENCE_END.split(_BULLET.sub("", item)):
                kinds = _kinds(sentence)
                for part in kinds if len(kinds) > 1 else _thoughts(sentence):
                    yield part, starts or len(kinds) > 1
                    starts = False


def _thoughts(sentence: str) -> list[str]:
    long = len(sentence.split()) > _LONG_SENTENCE
    return _NEW_THOUGHT.split(sentence) if long else [sentence]


def _kinds(sentence: str) -> list[str]:
    """Split a list of things done: *I reconcile the invoices, design posters and teach new joiners*."""
    parts = [part.split() for part in _LISTED.split(sentence)]
    if len(parts) < FEWEST_KINDS or any(len(part) < 2 for part in parts) or _BACK.search(sentence):
        return [sentence]
    begins = _OWN_STORY.match(sentence) or verb_of(parts[0][0])
    return (
        [" ".join(part) for part in parts]
        if begins and all(verb_of(part[0]) for part in parts[1:])
        else [sentence]
    )


_LISTED = re.compile(r"\s*,\s*(?:and\s+|also\s+|i\s+)*|\s+(?:and|&)\s+(?:also\s+|i\s+)*", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|them|this|these|those|their|its)\b", re.IGNORECASE)
"""Words that say nothing without what stands before them."""
FEWEST_KINDS = 3
"""Things done in one sentence from which each is an activity of its own; two often are one piece of work."""


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
    """Handle free text: activities, with whatever else is in the message."""
    heard = _with_corrections(state, hear(text, state.vectors))
    remarks = _remarks(state, heard)
    room = MAX_ACTIVITIES - len(state.activities)
    fresh = heard.activities[:room]
    state = _noted(state, heard)
    if state.stage == "asking":
        fresh = tuple(activity for activity in fresh if _tells(activity))
        if not fresh:
            return Step(state, (*(remarks or (Reply(conversation.NOT_AN_ANSWER),)), prompt(state)))
    if heard.activities and not fresh:
        return Step(state, (*remarks, Reply(conversation.too_many(MAX_ACTIVITIES)), prompt(state)))
    if not fresh:
        return Step(state, (*remarks, prompt(state)))
    said_all = any(each.what == "done" for each in heard.others if each.kind == "command")
    told = state.with_activities(fresh).but(
        fresh=len(fresh),
        notice=state.notice or "kept",
        # While choosing or after a suggestion, new activities trigger a new search.
        enough=state.enough or said_all or state.stage in SEARCHED,
    )
    return Step(told, remarks, Understand(told.activities, told.left_out, len(state.activities)))


def left_out(state: State, text: str, notice: Notice) -> Step:
    """Ask whether something that is not about work is for work."""
    aside = state.but(aside=(text[:MAX_ACTIVITY],), asked_if_work=True, notice=notice)
    return Step(aside, (Reply(conversation.not_work(aside.aside)), prompt(aside)))


def _noted(state: State, heard: ParsedMessage) -> State:
    """Return the state with what the message was taken as, and what was left out of it."""
    kinds = {each.kind for each in heard.others}
    notice: Notice | None = next((one for one in _NOTICED if one in kinds), None) or (
        "care" if heard.care else None
    )
    if not notice and not heard.activities:
        notice = "explained" if heard.has("question") else "small-talk" if heard.others else None
    asked = heard.has("not-work") and not heard.activities
    return state.but(aside=heard.left_out, asked_if_work=asked, notice=notice)


_NOTICED: tuple[Notice, ...] = ("care", "other-person", "steering", "language", "not-work")
"""What is noted of a message before anything else in it, in order."""


def _tells(piece: str) -> bool:
    """Whether words given instead of an answer describe work."""
    words = piece.split()
    return len(words) >= 4 or (len(words) > 1 and (is_verb(words[0]) or words[0].casefold() in ("i", "we")))


def _with_corrections(state: State, heard: ParsedMessage) -> ParsedMessage:
    """Add work that is mentioned in a correction only."""
    told = tuple(
        work for each in heard.others if each.kind == "correction" and (work := corrected_work(state, each))
    )
    return replace(heard, activities=(*heard.activities, *told)) if told else heard


def to_small_talk(state: State, text: str) -> str:
    """Return the reply to small talk; a stray answer needs none beside the question."""
    if state.stage == "choosing":
        return conversation.PICK_ONE
    if state.enough or state.stage == "asking" or phrases.is_only_answer(text):
        return ""
    thanks = "thank" in text.casefold() or "thx" in text.casefold()
    return conversation.WELCOME_TO_IT if thanks else conversation.CHATTER


def _remarks(state: State, heard: ParsedMessage) -> tuple[Reply, ...]:
    remarks: list[str] = []
    if heard.care:
        remarks += [care_reply(heard.care)]
    # Nothing else is answered beside distress.
    asked = [] if heard.care else [each for each in heard.others if each.kind == "question"]
    asks = [answer(state, each.piece, each.what) for each in asked]
    remarks += list(dict.fromkeys(asks))[:2]
    remarks += [text for kind, text in _TOLD if heard.has(kind)]
    if heard.has("not-work"):
        remarks += [conversation.not_work([each.piece for each in heard.others if each.kind == "not-work"])]
    if heard.has("language"):
        remarks += [conversation.ENGLISH_ONLY]
    if heard.cut:
        remarks += [conversation.cut(MAX_MESSAGE)]
    if heard.blank:
        remarks += [conversation.UNREADABLE]
    elif not heard.activities and not remarks:
        talk = to_small_talk(state, " ".join(each.piece for each in heard.others))
        remarks += [talk] if talk else []
    return tuple(Reply(text) for text in remarks)


def care_reply(kind: Care) -> str:
    """Reply to somebody in distress; their words become no activity."""
    return f"{faq.care(kind, help_lines())}\n{faq.CARE_STAYS_OUT}{faq.IF_IT_IS_WORK}"


_TOLD: tuple[tuple[MessageKind, str], ...] = (
    ("other-person", faq.faq("other-person")),
    ("steering", faq.NO_STEERING),
)
