"""Spelling correction, conservative: a word that might be meant is left as it is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from index import word_lists

SHORTEST = 3
"""Letters; two of them are as likely an abbreviation as a misspelling."""
SHORT = 4
"""Letters up to which only an extra, missing or swapped letter is corrected, to words in daily use."""
DAILY = 100
"""Uses by staff voices from which a short word may be a misspelling of the word."""
RARE = 100
"""Count in the English dictionary below which a word may as well be an error in its sources."""
LONG = 7
"""Letters from which even a rare English word is taken as meant: few misspellings are words then."""
STAFF = 20_000
"""How many times in English a word counts for each time that staff voices use it."""


FAR_MORE = 50
_NO_MISTAKES: tuple[word_lists.Name, ...] = ("names", "peoples", "kept")


@lru_cache(maxsize=20_000)
def spelt(word: str) -> str:
    """Return a word as it is spelt, or as given where it is known or not clearly a typing error.

    One error is put right: a letter too many, too few, wrong, or two swapped (Damerau 1964: four in five of
    all errors). Of several words meant, the one in most use is taken (Norvig 2007), by staff first.
    """
    plain = word.casefold().replace("’", "'")
    if not _may_be_wrong(word, plain):
        return word
    near = [other for other in _english().edit_distance_1(plain) if _may_be_meant(plain, other)]
    if not near:
        return word
    best: str = max(near, key=lambda other: (_use(other), other))
    return best.capitalize() if word[0].isupper() else best


@lru_cache(maxsize=1)
def _english() -> Any:
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Return whether a casefolded word is one that staff or English dictionaries know."""
    english = int(_english().word_frequency[word])
    if english >= RARE or (english and len(word) >= LONG):
        return True
    # What staff write now and then, and a neighbour of it all the time, is a misspelling of theirs.
    mine = word_lists.words().get(word, 0)
    if not mine or len(word) <= SHORT:
        return bool(mine)
    return not any(
        word_lists.words().get(other, 0) > FAR_MORE * mine and _may_be_meant(word, other)
        for other in _english().edit_distance_1(word)
    )


def _may_be_wrong(word: str, plain: str) -> bool:
    letters = plain.replace("'", "")
    if (
        not letters.isascii()
        or not letters.isalpha()
        or not (word[1:].islower() and len(letters) >= SHORTEST)
    ):
        return False
    named = (
        plain in word_lists.listed("names")
        or plain in word_lists.places()
        or plain in word_lists.listed("peoples")
    )
    return not (named or plain in word_lists.listed("kept") or is_known(plain))


def _may_be_meant(wrong: str, other: str) -> bool:
    uses = word_lists.words().get(other, 0)
    if len(wrong) <= SHORT:
        return uses >= DAILY and (len(other) != len(wrong) or sorted(other) == sorted(wrong))
    return uses > 0 or (bool(uses := _english().word_frequency[other]) and uses >= RARE)


def _use(word: str) -> int:
    return STAFF * word_lists.words().get(word, 0) + int(_english().word_frequency[word])
