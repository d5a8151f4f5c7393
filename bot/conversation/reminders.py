"""Hearing how long somebody wants to be left alone: *ask me again in 3 months*."""

from __future__ import annotations

import re

LONGEST_DAYS = 3 * 365
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)} | {"a": 1, "an": 1, "a couple of": 2}
_ASKED = re.compile(
    r"^(?:please\s+)?(?:ask|remind)\s+me\s+(?:again\s+)?(?:about\s+(?:this|it)\s+)?(?:again\s+)?in\s+"
    r"(?P<number>\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\s+"
    r"(?P<unit>day|week|month|year)s?\s*(?:time)?\s*(?:please)?\s*[.!]*$",
    re.IGNORECASE,
)


def days_until(text: str) -> int | None:
    """Return after how many days somebody wants to be asked again.

    Args:
        text: what they typed, of any length.

    Returns:
        1 to `LONGEST_DAYS`; None where they say no such thing.
    """
    found = _ASKED.match(text.strip()[:120])
    if found is None or len(text) > 120:
        return None
    named = found["number"].casefold()
    number = int(named) if named.isdecimal() else _NUMBERS[named]
    days = number * _DAYS[found["unit"].casefold()]
    return days if 0 < days <= LONGEST_DAYS else None
