"""Statements of frameworks turned to the person they are about.

Every question and every next step stays tied to its statement: words are bent, none is added to the fact.
"""

from __future__ import annotations

import re

from bot.text.verbs import base_form, could_be_noun, guessed_base, is_verb

MAX_FACT = 220
"""Characters of a statement that one question reads out; people read it on a phone."""

_ADVERB = re.compile(r"(?:[A-Za-z-]+ly|often|also|then|always|regularly)$")
_LEAD = re.compile(
    r"^(?P<lead>(?:(?:Within|Under|With|Working|Using|In|On|For|At|As|By|From|Where|When|Through"
    r"|To)\b[^,;.]{2,80}),)\s+",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:the|a|an|all|any|their|its|his|her|own|your|others?|each|every|them|it|how|what|whether|both)$"
)
_AUXILIARY = re.compile(
    r"^(?:you\s+)?(?:can|will|are able to|is able to|able to|ability to)\s+", re.IGNORECASE
)
_STATE = re.compile(r"(?:fully |jointly )?(?:responsible|accountable)\b", re.IGNORECASE)
_OWNLESS = re.compile(
    r"(?<!your )(?<!'s )(?<!s' )(?<!’s )(?<!an )(?<!the )(?<!to )(?<!and )(?<!who )(?<!they )"
    r"\bown\b(?=\s+[a-z])"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")


def facts(statement: str) -> list[str]:
    """Split a statement into its sentences: each is a fact one can ask about or show."""
    return [part.strip() for part in _SENTENCE.split(" ".join(statement.split())) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """Split ``Plan X, check Y and keep Z`` into things to do, where each part starts with a verb."""
    parts = re.split(r",\s+and\s+|;\s+(?:and\s+)?|,\s+", sentence.rstrip(". "))
    if len(parts) < 2 or not all(len(part.split()) >= 3 and _starts_with_verb(part) for part in parts):
        return [sentence]
    return [part[:1].upper() + part[1:] for part in parts]


def to_base(statement: str) -> str | None:
    """Turn a statement into what comes after *you*: ``Negotiates with X`` gives ``negotiate with X``.

    Args:
        statement: one sentence, third person or imperative.

    Returns:
        The bent sentence, first letter small, without its full stop; None where no verb was found.
    """
    text = re.sub(r"^[-•*·▪\d.)\s]+", "", " ".join(statement.split()).rstrip(" .;:,"))
    text = _AUXILIARY.sub("", text)
    if _STATE.match(text):
        text = f"is {_lower_first(text)}"
    lead = _LEAD.match(text)
    head, body = (lead.group("lead") + " ", text[lead.end() :]) if lead else ("", text)
    bent = _bend_start(body)
    if bent is None and lead:
        head, bent = "", _bend_start(text)
    if bent is None:
        return None
    if head:
        bent = f"{bent}, {_lower_first(head.strip().rstrip(','))}" if "," not in bent else head.lower() + bent
    return _lower_first(_to_you(bent))


def imperative(statement: str) -> str:
    """Turn a statement into a thing to do: ``Negotiate with X``. Unknown shapes stay as they are."""
    bent = to_base(statement)
    if bent is None:
        return statement.strip().rstrip(".")
    return bent[:1].upper() + bent[1:]


def shorten(text: str, limit: int = MAX_FACT) -> str:
    """Cut a text at a word, with an ellipsis, when it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"


def _bend_start(body: str) -> str | None:
    words = body.split(" ")
    at = 0
    while at < min(2, len(words) - 1) and _is_adverb(words[at].rstrip(",")):
        at += 1
    first = words[at].rstrip(",")
    base = base_form(first) or (first.lower() if is_verb(first) else guessed_base(first))
    if base is None or (could_be_noun(base) and words[at + 1 : at + 2] == ["of"]):
        return None
    third = base != first.lower()
    words[at] = base + words[at][len(first) :]
    words[:at] = [word.lower() for word in words[:at]]
    return " ".join(_bend_rest(words, at + 1) if third else words)


def _bend_rest(words: list[str], start: int) -> list[str]:
    """Bend the verbs that go with the first: ``Plans, monitors and controls``, ``..., and keeps``."""
    bent = list(words)
    for at in range(start, len(words)):
        word = words[at].rstrip(",;")
        base = base_form(word)
        if base is None or word != word.lower():
            continue
        before = at - 1
        while before > 0 and _is_adverb(words[before]):
            before -= 1
        if _joins(bent, before) and _is_verb_here(base, words, at, bent):
            bent[at] = base + words[at][len(word) :]
    return bent


def _is_adverb(word: str) -> bool:
    return bool(_ADVERB.match(word.lower())) and not is_verb(word)


def _joins(words: list[str], before: int) -> bool:
    word = words[before]
    return word in ("and", "or", "then", "but", "&") or word.endswith((",", ";"))


def _is_verb_here(base: str, words: list[str], at: int, bent: list[str]) -> bool:
    if not could_be_noun(base) or words[at - 1] == "then":
        return True
    if (
        at < len(words) - 1
        and not words[at].endswith(",")
        and (_OBJECT.match(words[at + 1].lower()) or _is_adverb(words[at + 1]))
    ):
        return True
    run = [word.rstrip(",;") for word in bent[:at] if word not in ("and", "or")]
    return len(run) <= 3 and all(is_verb(word) or _is_adverb(word) for word in run)


def _to_you(text: str) -> str:
    text = re.sub(r"\b(?:their|his|her|its|one's)\s+own\b", "your own", text)
    text = re.sub(r"\b(?:his/her|his or her|her/his)\b", "your", text)
    text = _OWNLESS.sub("your own", text)
    text = re.sub(r"\bself and others\b", "yourself and others", text)
    return re.sub(r"\b(?:himself or herself|him/herself|oneself)\b", "yourself", text)


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    if len(first) > 1 and any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def _starts_with_verb(part: str) -> bool:
    first = part.split(maxsplit=1)[0]
    return is_verb(first) or base_form(first) is not None
