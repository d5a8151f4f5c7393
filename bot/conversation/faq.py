"""Answers to questions people ask Rung."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from bot.conversation import classifier
from bot.conversation.events import LookUp
from bot.conversation.prompts import most_questions
from bot.conversation.state import State
from bot.guidance import grammar
from bot.guidance.conclusions import answered, placing
from bot.text import faq, suggestions

_LIST = re.compile(
    r"\b(?:diff|difference|different|differ|compare|tell apart|distinguish\w*|same thing|versus|vs|or)\b"
)
_PLACES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "first": 1, "second": 2, "third": 3,
    "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
}  # fmt: skip
_PLACE = re.compile(rf"\b(?:[1-9]|{'|'.join(_PLACES)})\b")
_ABOUT_SKILL = re.compile(
    r"(?:(?:so|and|but|ok|eh|hey|hi|pls|please|can you|could you|would you|tell me)[\s,]+)*(?:what(?:'?s|"
    r" is| are| does)"
    r"|define|describe|explain|tell me (?:more )?about|meaning of|about)(?: (?:is|meant by|the meaning of"
    r"|about))*"
    r" (?:the (?:skill )?|a |an |skill )?(?P<name>.+?)(?: (?:mean|means|about|to me|would you|please|pls"
    r"|cover|in here|all about"
    r"|actually|skill|in simple words))*"
)


def answer(state: State, question: str, topic: str = "") -> str:
    """Answer a question to Rung in a sentence or two; at a statement, explain it if no topic fits.

    Args:
        state: where the conversation stands.
        question: in the person's words.
        topic: what the classifier takes it to be about, if it was asked.
    """
    named = _topic(state, question, topic)
    if state.stage == "asking" and state.question is not None and named in _ABOUT_STATEMENT:
        return suggestions.explained(state.question, {"does": "", "not_yet": ""})
    told = _FACTS[named](state) if named in _FACTS else None
    return told or faq.faq(named)


def is_about_statement(state: State, question: str, topic: str = "") -> bool:
    """Whether a question is about the statement that is asked about."""
    asked = state.stage == "asking" and not levels_asked(state, question, topic)
    return asked and _topic(state, question, topic) in _ABOUT_STATEMENT


def to_look_up(state: State, question: str, topic: str = "") -> LookUp | None:
    """Return the skills to look up for a question about skills; None for other questions."""
    low = _plain(question).rstrip(" ?!.")
    places = [_PLACES.get(word) or int(word) for word in _PLACE.findall(low)]
    if levels := levels_asked(state, question, topic):
        return LookUp((_skill_spoken_of(state),), "levels", question, levels)
    if topic not in _OF_SKILLS or _OF_LEVEL.search(low):
        return None
    labels = [choice["label"] for choice in state.choices]
    shown = [place for place in dict.fromkeys(places) if place <= len(labels)]
    if state.stage in ("choosing", "suggested") and _LIST.search(low):
        wanted = tuple(shown[:2] if len(shown) > 1 else range(1, min(2, len(labels)) + 1))
        names = tuple(labels[place - 1] for place in wanted)
        return LookUp(names, "compare", question, wanted) if len(names) == 2 else None
    if state.stage == "choosing" and shown and topic in ("", "skill", "simpler", "tell"):
        return LookUp((labels[shown[0] - 1],), "explain", question)
    if state.choice and re.search(r"\b(?:this|the|that) skill\b", low):
        return LookUp((state.choice["label"],), "explain", question)
    found = _ABOUT_SKILL.fullmatch(low)
    return LookUp((found["name"],), "explain", question) if found else None


def levels_asked(state: State, question: str, topic: str = "") -> tuple[int, ...]:
    """Return the levels that a question is about, of the skill spoken of; none for other questions."""
    low = _plain(question)
    if topic == "why-level" or not _skill_spoken_of(state) or not _OF_LEVEL.search(low):
        return ()
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"\b[1-7]\b", low)))


_OF_SKILLS = ("", "difference", "skill", "simpler", "tell", "other", "levels", "why-skills", "framework")
"""Topics of questions that may be about the skills on the list."""
_OF_LEVEL = re.compile(r"\b(?:levels?|lvls?|rungs?)\b.{0,12}\b[1-7]\b")


def _skill_spoken_of(state: State) -> str:
    choice = state.choice or (state.choices[0] if len(state.choices) == 1 else None)
    return (
        choice["label"]
        if choice
        else next((one["suggestion"]["skill"]["name"] for one in state.conclusions), "")
    )


_ABOUT_STATEMENT = ("tell", "levels", "count", "other", "difference", "how", "change", "simpler", "skill")


def _topic(state: State, question: str, topic: str) -> faq.Topic:
    if topic in ("", "difference") and _OF_LEVEL.search(_plain(question)):
        return "levels"
    return cast(
        faq.Topic, topic if topic in faq.TOPICS else classifier.likeliest("question", question, state.vectors)
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _how_long(state: State) -> str | None:
    asking = state.stage == "asking"
    return faq.questions_left(len(state.given) + 1, most_questions(state)) if asking else None


def _why_level(state: State) -> str | None:
    suggestion = next((one["suggestion"] for one in state.conclusions), None)
    if suggestion is None or not suggestion["evidence"]:
        return None
    first = suggestion["evidence"][0]
    name, words = suggestion["skill"]["name"], grammar.shorten(suggestions.quoted(first), 110)
    return faq.why_level(
        suggestion["level"], name, words, grammar.shorten(first["descriptor"], 160).rstrip(".")
    )


def _next(state: State) -> str | None:
    steps = [step for one in state.conclusions for step in one["suggestion"]["next_steps"]]
    return faq.next_level(grammar.shorten(steps[0]["text"], 160).rstrip(".")) if steps else None


def _stand(state: State) -> str | None:
    if not state.conclusions:
        return None
    return suggestions.suggestion_summary(*placing(state.conclusions), answered(state.given))


_FACTS: dict[str, Callable[[State], str | None]] = {
    "long": _how_long,
    "why-level": _why_level,
    "next": _next,
    "stand": _stand,
    "levels": _stand,
}
"""Answers that depend on where the conversation stands; None where the common one serves."""
