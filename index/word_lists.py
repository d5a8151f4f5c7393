"""Word lists, read once: names and places hidden from the models, and words they know."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from index.trained_weights import WEIGHTS

Name = Literal["names", "peoples", "kept", "particles", "task_verbs"]
FOLDER = Path(__file__).parent / "lists"
_NEGATED = frozenset(
    f"{verb}n't" for verb in ("do", "does", "did", "is", "are", "was", "were", "wo", "ca", "have", "has")
)


def plain(word: str) -> str:
    """Return a word casefolded, without accents."""
    apart = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(maxsize=8)
def listed(name: Name) -> frozenset[str]:
    """Return the lines of a list; its first line says what it holds."""
    return frozenset(_lines(name))


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Countries, regions and cities of one word."""
    return frozenset(line for line in _lines("places") if " " not in line) - listed("peoples")


@lru_cache(maxsize=1)
def genders() -> dict[str, str]:
    """Words that tell somebody's gender, and what is read instead (``-``: nothing)."""
    return dict(line.split() for line in _lines("genders"))


@lru_cache(maxsize=4)
def self_words(purpose: str) -> frozenset[str]:
    """Words with which people say who they are.

    Args:
        purpose: ``introducing``, ``greeting`` or ``kin``; ``""`` for all there are.
    """
    pairs = [[*line.split(), ""][:2] for line in _lines("self")]
    return frozenset(word for word, of in pairs if purpose in ("", of))


@lru_cache(maxsize=1)
def words() -> dict[str, int]:
    """Words that staff voices use in lower case, and how often."""
    pairs = (line.split() for line in (WEIGHTS / "words.txt").read_text("utf-8").splitlines())
    return {word: int(count) for word, count in pairs}


@lru_cache(maxsize=1)
def place_phrases() -> re.Pattern[str]:
    """What matches a place of several words."""
    phrases = sorted((line for line in _lines("places") if " " in line), key=len, reverse=True)
    inner = "|".join(re.escape(phrase).replace(r"\ ", r"[ \-]+") for phrase in phrases)
    return re.compile(rf"\b(?:{inner})\b", re.IGNORECASE)


def is_grammar(word: str) -> bool:
    """Return whether a word only holds a sentence together: "we", "we're"."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    plain_word = word.casefold()
    return plain_word.replace("’", "'").partition("'")[0] in ENGLISH_STOP_WORDS or plain_word in _NEGATED


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
