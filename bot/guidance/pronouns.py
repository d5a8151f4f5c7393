"""Pronouns of framework statements: whom they mean, and whether the statement says it.

*Completes their tasks* speaks of the person's own tasks; *Trains helpers and reviews their work* does not.
*Passes those that stay unsolved* says nothing without the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.guidance.verbs import could_be_noun, is_adverb, words_of

_OWNLESS = re.compile(
    r"(?<!your )(?<!'s )(?<!s' )(?<!’s )(?<!an )(?<!the )(?<!to )(?<!and )(?<!who )(?<!they )"
    r"\bown\b(?=\s+[a-z])"
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_FREE_AFTER = words_of(
    "who whose whom with in at responsible affected involved around under above below outside of other"
)
"""After *those* these say themselves who is meant."""
_PEOPLE = words_of(
    """
    team staff people person individual user customer client everyone someone anyone colleague group public
    community workforce organisation organization business management manager child patient student learner
    supplier vendor partner employee stakeholder audience peer member trainee apprentice party leadership
    company department other others client's customer's
    """
)
"""Nouns that *they* may mean though they are no plurals."""
_NO_NOUNS = words_of(
    """
    the a an and or of to for in on at by with from as into across all any both more most some than then their
    his her its your own this that these those such can will may up out off about over under how what when
    where why who which well so no not only also such
    """
)


def lacks_noun(sentence: str) -> bool:
    """Whether a pronoun of a sentence means something that only a sentence before it names."""
    words = ["information-technology" if word == "IT" else word.lower() for word in _WORD.findall(sentence)]
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word == "them" and not _plural_before(words, at):
            return True
        if _points_back(word, after) and not _noun_before(words, at):
            return True
    return False


def to_you(text: str) -> str:
    """Turn the pronouns that mean the statement's subject to *you*; the text begins with its verb."""
    text = re.sub(r"\b(?:their|his|her|its|one's)\s+own\b", "your own", text)
    text = re.sub(r"\b(?:his/her|his or her|her/his)\b", "your", text)
    text = re.sub(r"\b(?:he/she|he or she|she/he)\b", "you", text)
    text = _OWNLESS.sub("your own", text)
    text = re.sub(r"\b(relevant|related|applicable|specific|appropriate) to own\b", r"\1 to your own", text)
    text = re.sub(r"\bself and others\b", "yourself and others", text)
    text = re.sub(r"\b(?:himself or herself|him/herself|oneself)\b", "yourself", text)
    return _they_to_you(text)


_THEY = {"their": "your", "they": "you", "themselves": "yourself", "theirs": "yours"}


def _they_to_you(text: str) -> str:
    words = list(_WORD.finditer(text))
    low = [word.group().lower() for word in words]
    out, last = "", 0
    for at, word in enumerate(words):
        if low[at] in _THEY and not _plural_before(low, at):
            out += text[last : word.start()] + _THEY[low[at]]
            last = word.end()
    return out + text[last:]


def _points_back(word: str, after: str) -> bool:
    if word == "those":
        return after not in _FREE_AFTER
    if word == "such":
        return after not in ("as", "a", "an")
    if word == "it":
        return after not in ("is", "was", "will", "would", "may")
    return word in ("this", "these")


def _noun_before(words: Sequence[str], at: int) -> bool:
    """Whether a noun stands before a word; the first word, adverbs aside, is the statement's verb."""
    return any(word not in _NO_NOUNS and could_be_noun(word) for word in _after_verb(words[:at]))


def _plural_before(words: Sequence[str], at: int) -> bool:
    return any(
        word in _PEOPLE or (word.endswith("s") and word not in _NO_NOUNS and could_be_noun(word))
        for word in _after_verb(words[:at])
    )


def _after_verb(words: Sequence[str]) -> Sequence[str]:
    start = 0
    while start < len(words) and is_adverb(words[start]):
        start += 1
    return words[start + 1 :]
