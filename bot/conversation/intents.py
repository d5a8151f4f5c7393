"""Decide what a message is, before anything of it is kept.

One ordered list of decisions, each named after its class: rules where they are certain, then a small trained
classifier (`bot.conversation.classifier`). What neither knows is work, so that no work is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from bot.conversation import answer_sentences, classifier, phrases, remarks, roles, rules
from bot.conversation.care import needs_care
from bot.conversation.corrections import resolves
from bot.conversation.language import other_language
from bot.conversation.message import Message, MessageKind
from bot.conversation.prompts import prompt
from bot.conversation.state import ROLE_STAGES, State, Vectors

MAX_ANSWER = 120
"""Longer messages are not taken as an answer."""
SURE: dict[str, float] = {"care": 0.65, "not-work": 0.9}
SURE_ELSE = 0.5
"""Probability from which the classifier is followed; docs/conversation.md has what that loses."""
SURE_BY_WORDS: dict[str, float] = {"care": 0.7, "not-work": 0.95, "small-talk": 0.95}
SURE_BY_WORDS_ELSE = 0.6
"""The same where words alone are known, without a vector."""
LIKELY_WORK = 0.5
"""Probability from which a sentence of several keeps a message work: each is then told apart by itself."""
SURE_BESIDE_RULE = 0.6
"""Probability from which the classifier is followed where a weak rule says something else."""
LONGEST_SURE_ANSWER = 3
"""Words of an answer that rules are sure of: *I assist the vet* is work."""
WEAK = ("question", "steering", "other-person", "correction/change", "command/back")
"""What rules know less surely than the classifier does with a vector."""
AT_STAGE: dict[tuple[str, str], float] = {
    ("asking", "answer"): 4.0,
    ("collecting", "answer"): 0.0,
    ("choosing", "answer"): 0.0,
    ("ended", "answer"): 0.0,
}
"""How many times likelier a class is at a stage."""

Decide = Callable[[str, State], Message | None]


def decide(text: str, state: State) -> Message:
    """Return what a whole message is.

    Args:
        text: what the person typed, cleaned.
        state: where the conversation stands.
    """
    return _decide(_MESSAGE, text, state)


def certain(text: str, state: State) -> bool:
    """Whether rules alone know what a whole message is."""
    found = _ruled(_MESSAGE, text, state)
    return found is not None and not _is_weak(found, text, state)


def readable(text: str) -> bool:
    """Whether a text is as short as what people say to Rung: longer ones describe work."""
    return len(text.split()) <= classifier.MOST_WORDS


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of a text."""
    return [each for each in _ENDS.split(text.strip()) if each]


def decide_piece(piece: str, vectors: Vectors | None = None) -> Message:
    """Return what one sentence or line of a longer message is."""
    return _decide(_PIECE, piece, State(stage="collecting", vectors=vectors))


def _decide(decisions: tuple[Decide, ...], text: str, state: State) -> Message:
    found = _ruled(decisions, text, state)
    if found and not _is_weak(found, text, state):
        return found
    if found and text not in (state.vectors or {}):
        return found
    message, chance = _trained(text, state)
    if found and chance < SURE_BESIDE_RULE:
        return found
    return message


def _ruled(decisions: tuple[Decide, ...], text: str, state: State) -> Message | None:
    return next((found for one in decisions if (found := one(text, state))), None)


def _is_weak(found: Message, text: str, state: State) -> bool:
    """Whether a rule is less sure than the classifier with a vector."""
    told = found.kind == "answer" and state.stage == "asking" and len(text.split()) > LONGEST_SURE_ANSWER
    told = told and found.what != "revise" and not answer_sentences.stated(text)
    if found.kind == "question" and found.what not in ("", "delete"):
        return False
    return told or found.kind in WEAK or f"{found.kind}/{found.what}" in WEAK


def _button(text: str, state: State) -> Message | None:
    """Match a button's label or number."""
    if len(text) > MAX_ANSWER:
        return None
    plain = phrases.plain(text)
    for place, button in enumerate(prompt(state).pressable, 1):
        label = phrases.plain(button["label"])
        if plain and plain in (label, str(place), f"{place})", f"#{place}", button["id"]):
            return Message("answer", button["id"].partition(":")[2])
    return _skill_shown(plain, state) if state.stage == "choosing" else None


def _skill_shown(plain: str, state: State) -> Message | None:
    """Match the name that a skill on the list has in any framework."""
    for place, choice in enumerate(state.choices):
        if plain in {phrases.plain(ref["name"]) for ref in choice["skills"]}:
            return Message("answer", f"s{place}")
    found = remarks.chosen(plain, _offered(state)) if state.choices else None
    return None if found is None else Message("answer", f"s{found}")


def _offered(state: State) -> list[set[str]]:
    """Return the names of each skill on the list."""
    return [{one["label"], *(ref["name"] for ref in one["skills"])} for one in state.choices]


def _care(text: str, _: State) -> Message | None:
    kind = needs_care(text)
    return Message("care", kind) if kind else None


def _about_suggestion(text: str, state: State) -> Message | None:
    """Match what is asked or said of the suggestion that was just made."""
    said = remarks.about_suggestion(text) if state.stage == "suggested" and state.conclusions else ""
    return Message("question", said) if said else None


def _claim(text: str, state: State) -> Message | None:
    """Take "yes" as the claim that what was left out is work, where Rung asked that."""
    if not state.aside or not state.asked_if_work:
        return None
    said = phrases.answer(text)
    return Message("claim", "no" if said == "no" else "") if said in ("own", "no") else None


def _other_person(text: str, _: State) -> Message | None:
    return Message("other-person") if rules.other_person(text) else None


def _objection(text: str, state: State) -> Message | None:
    """Match appeals, and the removal of what was no activity; corrections of an activity are none."""
    if _NO_ACTIVITY.search(text):
        return rules.pointed("remove", text)
    if _OF_ACTIVITY.search(text) or resolves(state, text):
        return None
    return Message("question", "appeal") if remarks.is_objection(text) else None


_NO_ACTIVITY = re.compile(
    r"^(?:(?:no|sorry|wait|eh|but)[\s,.]+)*(?:(?:number|no\.?|activity|item|line|point|#) ?"
    r"(?:\d{1,2}|one|two|three|four|five|six|seven)|the \w+ one)"
    r"(?: (?:is|was)(?: really)? (?:not|never|no)(?: an?)?| (?:isn'?t|wasn'?t) an?) activity\b"
    r"|^(?:(?:no|sorry|wait|eh|but)[\s,.]+)*(?:(?:number|no\.?|activity|item|line|point|#) ?"
    r"(?:\d{1,2}|one|two|three|four|five|six|seven)|the \w+ one)"
    r" (?:is|was)(?: only| just| actually| really)*(?: an?| my)? "
    r"(?:answer|question|remark|reply|comment|joke)"
    r"(?=$|[,.;!])",
    re.IGNORECASE,
)
_OF_ACTIVITY = re.compile(
    r"\b(?:number|no\.|activity|item|point|line) ?(?:\d|one|two|three|four|five|six)\b|\b(?:\d(?:st|nd"
    r"|rd|th)|first|second"
    r"|third|fourth|last) (?:one|activity|item|line|point)\b",
    re.IGNORECASE,
)


def _for_rung(text: str, state: State) -> Message | None:
    """Match commands, corrections, questions and steering."""
    found = rules.ruled(text)
    if found and found.kind == "command" and state.stage == "asking" and phrases.answer(text):
        # "No more" at a question is an answer, "that's all" is none.
        return found if found.what in ("done", "end", "skip", "back") else None
    if found and found.kind == "claim" and state.stage == "asking" and not state.aside:
        return Message("answer", "own")
    return found


def _revised(text: str, state: State) -> Message | None:
    """Match the change of an earlier answer: *the procedures one should be with help*."""
    if state.stage not in ("asking", "suggested") or phrases.changed_answer(text):
        return None
    return Message("answer", "revise") if answer_sentences.is_change(text, state.given) else None


def _answer(text: str, state: State) -> Message | None:
    """Match a natural variant of a button's label, or a sentence that holds one."""
    if len(text) > MAX_ANSWER:
        return _stated(text, state)
    if state.given and (found := phrases.changed_answer(text)):
        return Message("answer", f"again:{found}")
    what = _ANSWERS[state.stage](text, state) if state.stage in _ANSWERS else None
    return Message("answer", what) if what else _stated(text, state)


def _stated(text: str, state: State) -> Message | None:
    said = answer_sentences.stated(text) if state.stage == "asking" and not state.rewording else None
    return Message("answer", said) if said else None


def _when_collecting(text: str, state: State) -> str | None:
    if state.may_look and remarks.is_vacancy(text):
        return "vacancy"
    return "done" if state.activities and phrases.is_done(text) else None


def _when_choosing(text: str, state: State) -> str | None:
    if phrases.is_none(text):
        return "none"
    if state.may_look and remarks.is_vacancy(text):
        return "vacancy"
    if len(state.choices) == 1 and phrases.answer(text) == "own":
        return "s0"
    place = remarks.hinted(text, _offered(state))
    return None if place is None else f"s{place}"


def _when_asking(text: str, _: State) -> str | None:
    return "depends" if phrases.is_unclear(text) else phrases.answer(text)


def _when_suggested(text: str, _: State) -> str | None:
    if phrases.is_finished(text):
        return "end"
    if phrases.wants_another(text):
        return "more"
    said = phrases.answer(text)
    return f"again:{said}" if said else None


def _when_at_roles(text: str, state: State) -> str | None:
    """Match words of a button; at a plan, a date and what keeps it."""
    if state.stage == "plan" and (found := roles.hinted(text)):
        return found
    if state.stage == "plan" and (phrases.answer(text) == "own" or phrases.is_done(text)):
        return "keep"
    buttons = prompt(state).pressable
    labels = [{button["label"]} for button in buttons]
    place = remarks.hinted(text, labels)
    place = remarks.chosen(phrases.plain(text), labels) if place is None and labels else place
    return None if place is None else buttons[place]["id"].partition(":")[2]


_ANSWERS: dict[str, Callable[[str, State], str | None]] = {
    "collecting": _when_collecting,
    "choosing": _when_choosing,
    "asking": _when_asking,
    "suggested": _when_suggested,
    **dict.fromkeys(ROLE_STAGES, _when_at_roles),
}


def _correction(text: str, state: State) -> Message | None:
    """Match corrections that show only beside the activities: *the deploy one was Azure not AWS*."""
    if found := rules.not_mine(text):
        return found if state.activities else None
    return Message("correction", "change", text=text) if resolves(state, text) else None


def _small_talk(text: str, _: State) -> Message | None:
    said = phrases.is_chatter(text) or phrases.is_only_answer(text)
    return Message("small-talk") if said else None


def _language(text: str, _: State) -> Message | None:
    found = other_language(text)
    return Message("language", found) if found else None


def _trained(text: str, state: State) -> tuple[Message, float]:
    """Ask the classifier what a message is, and how likely that is."""
    work = Message("work")
    long = not readable(text)
    if long and (state.stage != "asking" or len(text.split()) > answer_sentences.MOST_WORDS):
        return work, 1.0
    shares, best = _shares(text, state)
    kind = max((one for one in shares if one != "work"), key=lambda one: shares[one])
    unsure = shares[kind] < _sure(kind, text in (state.vectors or {}))
    if unsure or (long and kind != "answer") or _tells_work(text, state):
        return work, shares["work"]
    found = _usable(Message(kind, best[kind]), text, state)
    return (replace(found, sure=False), shares[kind]) if found else (work, shares["work"])


def _tells_work(text: str, state: State) -> bool:
    """Whether a sentence of several is likely work."""
    told = sentences(text)
    return len(told) > 1 and any(_shares(each, state)[0]["work"] >= LIKELY_WORK for each in told)


def _sure(kind: str, read: bool) -> float:
    return SURE.get(kind, SURE_ELSE) if read else SURE_BY_WORDS.get(kind, SURE_BY_WORDS_ELSE)


_ENDS = re.compile(r"\s*\n\s*|(?<=[.!?;])\s+")


def _usable(message: Message, text: str, state: State) -> Message | None:
    """Return a message of the classifier with what it needs to be acted on; None where it lacks that."""
    if message.kind == "answer":
        return _trained_answer(message.what, state)
    if message.kind == "correction":
        return rules.pointed(message.what, text) if state.activities or message.what == "undo" else None
    return message


def _trained_answer(what: str, state: State) -> Message | None:
    if state.stage == "asking":
        return Message("answer", what)
    if state.stage == "suggested" and what in ("own", "help", "no"):
        return Message("answer", f"again:{what}")
    return None


def _shares(text: str, state: State) -> tuple[dict[MessageKind, float], dict[MessageKind, str]]:
    """Return the probability of each class at this stage, and what the text is of it."""
    shares: dict[MessageKind, float] = {}
    best: dict[MessageKind, tuple[float, str]] = {}
    for label, chance in classifier.told(text, state.vectors).items():
        name, _, what = label.partition("/")
        kind = cast(MessageKind, name)
        weighed = chance * AT_STAGE.get((state.stage, kind), 1.0)
        shares[kind] = shares.get(kind, 0.0) + weighed
        best[kind] = max(best.get(kind, (0.0, "")), (chance, what))
    total = sum(shares.values())
    return {kind: one / total for kind, one in shares.items()}, {kind: one[1] for kind, one in best.items()}


_MESSAGE: tuple[Decide, ...] = (
    _button,
    _care,
    _claim,
    _about_suggestion,
    _revised,
    _other_person,
    _objection,
    _for_rung,
    _answer,
    _correction,
    _small_talk,
    _language,
)
"""The decisions on a whole message, in order; the first that knows it decides."""
_PIECE: tuple[Decide, ...] = (_care, _other_person, _objection, _for_rung, _small_talk, _language)
"""The decisions on a sentence of a longer message: answers and corrections are messages of their own."""
