"""Spelling: typing errors put right, with care: a word that might be meant stays as it is."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from index import lists

SHORTEST = 4
"""Letters; shorter words have too many neighbours."""
USUAL = 8
"""How often staff voices use a word before another is taken for a misspelling of it."""
ALWAYS = {
    "teh": "the",
    "adn": "and",
    "hte": "the",
    "taht": "that",
    "fro": "for",
    "nad": "and",
    "wiht": "with",
}


@lru_cache(maxsize=20_000)
def spelt(word: str) -> str:
    """Return a word as it is spelt, or as given where it is known, rare, or not clearly a typing error.

    One error is put right: a letter too many, too few, wrong, or two swapped (Damerau 1964 found these to
    be four in five of all errors); of several words the one that staff use most.
    """
    from rapidfuzz.distance import OSA

    plain = word.casefold()
    if not word.isascii() or not plain.isalpha() or word[1:] != plain[1:]:
        return word
    if plain in ALWAYS:
        return ALWAYS[plain]
    if len(plain) < SHORTEST or lists.is_english(plain) or plain in lists.names() or plain in lists.places():
        return word
    near = [known for known in _usual_words(plain) if OSA.distance(plain, known, score_cutoff=1) <= 1]
    if not near:
        return word
    counts = lists.words()
    best = max(near, key=lambda known: (known[0] == plain[0], counts[known], known))
    return best.capitalize() if word[0].isupper() else best


def _usual_words(word: str) -> list[str]:
    by_length = _by_length()
    return [known for size in (len(word) - 1, len(word), len(word) + 1) for known in by_length.get(size, ())]


@lru_cache(maxsize=1)
def _by_length() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for word, count in lists.words().items():
        if count >= USUAL:
            found[len(word)].append(word)
    return dict(found)
