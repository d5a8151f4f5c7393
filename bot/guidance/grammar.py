"""Grammar of framework statements: turn them into questions and next steps.

Every question and every next step stays tied to its statement: words are bent, none is added to the fact. A
statement that cannot be turned with certainty is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.guidance.joined_verbs import has_verb_of_its_own, modal_places, names_verb, role_of, third_person_at
from bot.guidance.pronouns import lacks_noun, to_you
from bot.guidance.verbs import base_form, could_be_noun, guessed_base, is_adverb, is_base_form, is_verb

MAX_FACT = 220
"""Most characters of a statement shown in one question; people read it on a phone."""

_LEAD = re.compile(
    r"^(?P<lead>(?:(?:Within|Under|With|Working|Using|In|On|For|At|As|By|From|Where|When|Through"
    r"|To)\b[^,;.]{2,80}),)\s+",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^(?:you\s+)?(?:can|will|are able to|is able to|able to|ability to)\s+|^you\s+(?!are\b|have\b|may\b)",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?:fully |jointly )?(?:responsible|accountable)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_STOPS = ",;:."


@dataclass(frozen=True, slots=True)
class Turned:
    """A statement as it follows *you*.

    Args:
        text: the first letter small, without its full stop.
        verbs: how many verbs have *you* as their subject, as far as they were bent.
    """

    text: str
    verbs: int


def facts(statement: str) -> list[str]:
    """Split a statement into facts to ask about: its sentences.

    A sentence whose pronouns mean what the one before it names stays with it.
    """
    found: list[str] = []
    for part in _SENTENCE.split(" ".join(statement.split())):
        if found and lacks_noun(part):
            found[-1] = f"{found[-1]} {part.strip()}"
        elif part.strip():
            found.append(part.strip())
    return found


def clauses(sentence: str) -> list[str]:
    """Split ``Plan X, check Y and keep Z`` into things to do, where each part starts with a verb."""
    parts = re.split(r",\s+and\s+|;\s+(?:and\s+)?|,\s+", sentence.rstrip(". "))
    if len(parts) < 2 or not all(_is_thing_to_do(part) for part in parts):
        return [sentence]
    return [part[:1].upper() + part[1:] for part in parts]


def _is_thing_to_do(part: str) -> bool:
    words = part.split()
    return len(words) >= 3 and not lacks_noun(part) and (is_verb(words[0]) or names_verb(words, 0))


def turn(statement: str) -> Turned | None:
    """Turn a statement into what comes after *you*: ``Negotiates with X`` gives ``negotiate with X``.

    Args:
        statement: one sentence, third person or imperative.

    Returns:
        None where no verb was found, where a word may be a verb or a noun, and where a pronoun means
        something outside the sentence.
    """
    text = _bare(statement)
    return None if lacks_noun(text) or _SENTENCE.search(text) else _turned(text)


def to_base(statement: str) -> str | None:
    """Return the text of `turn`."""
    turned = turn(statement)
    return turned.text if turned else None


def imperative(statement: str) -> str:
    """Turn a statement into a thing to do: ``Negotiate with X``; quote what cannot be turned."""
    first, *rest = _SENTENCE.split(" ".join(statement.split()))
    parts = [turn(first), *(_turned(_bare(part)) for part in rest)]
    texts = [part.text for part in parts if part]
    if len(texts) < len(parts):
        return f"“{statement.strip().rstrip('.')}”"
    return ". ".join(text[:1].upper() + text[1:] for text in texts)


def of_you(fact: str) -> str:
    """Say that somebody does what a fact says: ``You negotiate with X``; quote what cannot be turned."""
    base = to_base(fact)
    if base is None:
        return f"“{fact.strip().rstrip('.')}”"
    return f"You are {base.removeprefix('be ')}" if base.startswith("be ") else f"You {base}"


def shorten(text: str, limit: int = MAX_FACT) -> str:
    """Cut a text at a word, with an ellipsis, when it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"


def _bare(statement: str) -> str:
    """Return a statement without its bullet, its full stop and *can* or *you* before its verb."""
    text = re.sub(r"^[-•*·▪\d.)\s]+", "", " ".join(statement.split()).rstrip(" .;:,"))
    text = _AUXILIARY.sub("", text)
    return f"is {_lower_first(text)}" if _STATE.match(text) else text


def _turned(text: str) -> Turned | None:
    parts = [_turn_part(part) for part in re.split(r";\s+(?:and\s+)?", text)]
    turned = [part for part in parts if part is not None]
    if len(turned) < len(parts):
        return None
    whole = "; ".join(part.text for part in turned)
    return Turned(_lower_first(to_you(whole)), sum(part.verbs for part in turned))


def _turn_part(text: str) -> Turned | None:
    """Turn what stands between two semicolons."""
    lead = _LEAD.match(text)
    head, body = (lead.group("lead"), text[lead.end() :]) if lead else ("", text)
    bent = _bend(body.split(" "))
    if bent is None and lead:
        head, bent = "", _bend(text.split(" "))
    if bent is None or not head:
        return bent
    if "," in bent.text:
        return Turned(f"{_lower_first(head)} {bent.text}", bent.verbs)
    return Turned(f"{bent.text}, {_lower_first(head.rstrip(','))}", bent.verbs)


def _bend(words: list[str]) -> Turned | None:
    """Bend the first verb and those joined to it."""
    at = 0
    while at < min(2, len(words) - 1) and is_adverb(words[at].rstrip(",")):
        at += 1
    first = words[at].rstrip(_STOPS)
    base = _base_of_first(words, at)
    if base is None:
        return None
    bent = [*(word.lower() for word in words[:at]), base + words[at][len(first) :], *words[at + 1 :]]
    verbs = [at]
    for joined in range(at + 1, len(words)):
        third = third_person_at(words, joined, verbs)
        if third is None:
            continue
        role = role_of(words, joined, verbs)
        if base == first.lower():
            # ``Plan beds and paths``: the verbs joined to a base are bases too, but for slips.
            role = "noun" if role == "unsure" else role
            role = "unsure" if role == "verb" and could_be_noun(words[joined]) else role
        if role == "unsure":
            return None
        if role == "verb":
            verbs.append(joined)
            bent[joined] = third + words[joined][len(words[joined].rstrip(_STOPS)) :]
    modals = modal_places(words)
    kept = [word for n, word in enumerate(bent) if n not in modals]
    return Turned(" ".join(kept), len(verbs) + len(modals))


def _base_of_first(words: list[str], at: int) -> str | None:
    """Return the base of a statement's first verb; None where it begins with another word."""
    first = words[at].rstrip(_STOPS)
    if has_verb_of_its_own(words, at):
        return None
    if base_form(first) is not None:
        return base_form(first) if names_verb(words, at) else None
    return first.lower() if is_base_form(first) else guessed_base(first)


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    if len(first) > 1 and any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]
