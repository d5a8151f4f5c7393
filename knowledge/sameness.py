"""Tells whether two statements of different documents say the same."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

LEAST_ALIKE = 90.0
"""Least token-set and least partial ratio (0 to 100) of two statements that say the same.

Measured: of the 28 abilities that the competency outline and the TSC reference document of Account Management
share, the one that differs most ('Establish …' and 'Build … to drive …') has 91.8 and 92.2. Of 13,439 pairs
of statements at the same level of the same skill in one document (SFIA 8 and 9, DDaT, SkillsFuture), which
are different by intent, none reaches 90 in both; the nearest has 88.3.
"""

LEAST_LONG = 70.0
"""Least plain ratio: a statement within a much longer one says less. The shared abilities have 73 and more."""

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


def likeness(one: str, other: str) -> float:
    """Measure how much of the shorter statement stands in the other.

    Returns:
        0 to 100: the smaller of rapidfuzz's token-set ratio and partial ratio of the normalised texts.
    """
    first, second = normalised(one), normalised(other)
    return min(fuzz.token_set_ratio(first, second), fuzz.partial_ratio(first, second))


def say_the_same(one: str, other: str) -> bool:
    """Tell whether two statements at the same level of a skill say the same.

    They do when they are equal but for case and punctuation, or are near-equal: alike (`LEAST_ALIKE`) and
    of like length (`LEAST_LONG`), begin with the same verb or one that means it, and differ in no telling
    word.
    """
    first, second = normalised(one), normalised(other)
    if first == second:
        return True
    if fuzz.ratio(first, second) < LEAST_LONG or likeness(one, other) < LEAST_ALIKE:
        return False
    return not _differ_in_meaning(first.split(), second.split())


def _differ_in_meaning(first: list[str], second: list[str]) -> bool:
    verbs = {first[0], second[0]}
    if not (_one_word(first[0], second[0]) or any(verbs <= same for same in SAME_VERBS)):
        return True
    left = [word for word in first[1:] if not any(_one_word(word, other) for other in second)]
    right = [word for word in second[1:] if not any(_one_word(word, other) for other in first)]
    # Words left over on both sides are an exchange: another thing is meant. On one side they say more of
    # the same.
    exchanged = bool(left and right)
    return exchanged or any(word in TELLING or word.isdigit() for word in left + right)


def _one_word(one: str, other: str) -> bool:
    """Tell whether two words are spellings of one; 'formal' and 'informal' are not."""
    if one == other:
        return True
    opposite = one.endswith(other) or other.endswith(one)
    return not opposite and fuzz.ratio(one, other) >= _SPELLED_ALIKE
