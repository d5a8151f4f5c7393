"""Tells whether two statements of different documents say the same."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

LEAST_ALIKE = 90.0
"""Least `likeness` (0 to 100) of two statements that say the same.

Measured: of the 28 abilities that the competency outline and the TSC reference document of Account Management
share, the least alike have 98.6; of the 28 in the starter documents, 93.1. Of 15,759 pairs of statements at
one level of one skill in one document (SFIA, DDaT, SkillsFuture), different by intent, the nearest has 88.3.
"""

LEAST_LONG = 70.0
"""Least plain ratio: what is within a much longer one says less. The shared abilities have 73 or more."""

SAME_VERBS = (
    frozenset({"build", "establish", "create", "develop", "form"}),
    frozenset({"conduct", "perform", "execute", "carry"}),
    frozenset({"use", "utilise", "utilize", "apply"}),
    frozenset({"evaluate", "assess"}),
)
"""First words that may differ between two statements that say the same."""

_TELLING = (
    "no not never none without except only under support supported supervision supervised direction directed"
    " guidance guided help helps assist assists assistance basic simple routine complex advanced limited some"
    " all"
)
TELLING = frozenset(_TELLING.split())
"""Words that change what a statement asks of a person, however little else differs."""

_WORD = re.compile(r"[a-z0-9]+")
_SPELLED_ALIKE = 85.0
"""Least ratio of two spellings of one word: 'accouts' and 'accounts' have 93, 'internal', 'external' 75."""


@lru_cache(maxsize=65_536)
def normalised(text: str) -> str:
    """Return the words of a text in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.casefold().replace("'", "").replace("’", "")))


def plain_name(name: str) -> str:
    """Return a name as names are compared: lower case, ``and`` for ``&``, no punctuation."""
    return " ".join(re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and ")).split())


def likeness(one: str, other: str) -> float:
    """Measure how near two statements are to saying the same; first words that mean the same count as one.

    Returns:
        0 to 100: rapidfuzz's ratio of the normalised texts; or, where more, the lesser of token-set and
        partial ratio, which ignore what one of them adds at its end.
    """
    first, second = normalised(one), normalised(other)
    if _mean_the_same(first, second):
        second = " ".join([*first.split()[:1], *second.split()[1:]])
    within = min(fuzz.token_set_ratio(first, second), fuzz.partial_ratio(first, second))
    return max(fuzz.ratio(first, second), within)


def say_the_same(one: str, other: str) -> bool:
    """Return whether two statements at the same level of a skill say the same.

    They do when they are equal but for case and punctuation, or are near-equal: alike (`LEAST_ALIKE`) and of
    like length (`LEAST_LONG`), begin with the same verb or one that means it, and differ in no telling word.
    """
    first, second = normalised(one), normalised(other)
    if first == second:
        return True
    if fuzz.ratio(first, second) < LEAST_LONG or likeness(one, other) < LEAST_ALIKE:
        return False
    return _mean_the_same(first, second) and not _differ_in_meaning(first.split()[1:], second.split()[1:])


def _mean_the_same(first: str, second: str) -> bool:
    """Return whether the first words of two texts are one, or verbs that mean the same."""
    verbs = {first.partition(" ")[0], second.partition(" ")[0]}
    return _one_word(min(verbs), max(verbs)) or any(verbs <= same for same in SAME_VERBS)


def _differ_in_meaning(first: list[str], second: list[str]) -> bool:
    left = [word for word in first if not any(_one_word(word, other) for other in second)]
    right = [word for word in second if not any(_one_word(word, other) for other in first)]
    # Words left over on both sides are an exchange: another thing is meant. On one side they say more.
    exchanged = bool(left and right)
    return exchanged or any(word in TELLING or word.isdigit() for word in left + right)


def _one_word(one: str, other: str) -> bool:
    """Return whether two words are spellings of one; 'formal' and 'informal' are not."""
    if one == other:
        return True
    opposite = one.endswith(other) or other.endswith(one)
    return not opposite and fuzz.ratio(one, other) >= _SPELLED_ALIKE
