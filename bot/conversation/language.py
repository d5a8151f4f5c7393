"""Recognise messages in other languages than English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

LANGUAGES = (
    *("ENGLISH", "MALAY", "INDONESIAN", "CHINESE", "TAMIL", "TAGALOG", "HINDI", "VIETNAMESE", "SPANISH"),
    *("FRENCH", "GERMAN", "PORTUGUESE", "JAPANESE", "ITALIAN", "DUTCH", "POLISH", "SWEDISH", "TURKISH"),
    *("THAI", "KOREAN", "ARABIC", "RUSSIAN", "BENGALI"),
)
"""Languages told apart; the more there are, the more short English is taken for one of them."""
FEWEST_WORDS = 3
ENGLISH_SHARE = 0.5
"""Share of English words from which a message is read as English: Singlish mixes."""
SURE_BESIDE_ENGLISH = 0.95
"""Chance of another language from which a message of mostly English words is not read as English."""
FEWEST_STRANGE = 2
"""Words in no list of English, capitals left out, of a message in another language."""
ENGLISH_CHANCE = 0.3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def other_language(text: str) -> str | None:
    """Return the language of a message, such as ``malay``; None for English, mixtures and the unclear."""
    from index.spelling import is_known

    words = _WORD.findall(text)
    letters = [letter for word in words for letter in word]
    if not letters:
        return None
    foreign = sum(not unicodedata.name(letter, "LATIN").startswith("LATIN") for letter in letters)
    if foreign * 2 > len(letters):
        return _language(text) or "other"
    if len(words) < FEWEST_WORDS:
        return None
    strange = [word for word in words if not is_known(word.casefold().replace("’", "'"))]
    if sum(word[0].islower() for word in strange) < FEWEST_STRANGE:
        # Names and products are in no list of English words either.
        return None
    english = 1 - len(strange) / len(words)
    return _language(text, SURE_BESIDE_ENGLISH if english >= ENGLISH_SHARE else 0.0)


def _language(text: str, sure: float = 0.0) -> str | None:
    found = _detector().compute_language_confidence_values(text)
    if not found or found[0].language.name == "ENGLISH" or found[0].value < sure:
        return None
    chances = {one.language.name: one.value for one in found}
    return str(found[0].language.name).casefold() if chances.get("ENGLISH", 0.0) < ENGLISH_CHANCE else None


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in LANGUAGES]
    # Short words only: 30 MB and a fifth of a second to load, a tenth of what full accuracy takes.
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
