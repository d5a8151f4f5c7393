"""When somebody wants to be asked again: *remind me next friday*, *in 4 years*."""

from __future__ import annotations

import re
from datetime import date, timedelta

LONGEST_DAYS = 3 * 365
UNCLEAR = 0
"""Stands for a reminder that names no day."""
_MONTH, _QUARTER, _YEAR = 30, 91, 365
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": _MONTH, "quarter": _QUARTER, "year": _YEAR}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)} | {"a": 1, "an": 1, "the": 1}
_NUMBERS |= {"a couple of": 2, "couple of": 2, "a few": 3, "few": 3, "several": 4}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = r"(?P<number>\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_IN = re.compile(
    rf"\b(?:in|after|within)?\s*(?P<half>half )?{_NUMBER}\s+(?P<unit>day|week|fortnight|month|quarter|year"
    r"|yr)s?\b"
)
_NEXT = re.compile(r"\bnext (?P<unit>week|fortnight|month|quarter|year)\b")
_WEEKDAY = re.compile(
    r"\b(?P<next>next |coming |this |on )?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rsday|r"
    r"|urday|rs)?\b"
)
_MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}|{_MONTH_NAME.replace('month', 'named')}"
    r"(?: (?:the )?(?P<after>\d{1,2})(?:st|nd|rd|th)?)?)\b"
)
_ASKED = re.compile(
    r"(?:(?:please|pls|plz|ok|can you|can u|could you|will you|hey|so|and|just)[\s,]+)*"
    r"(?:(?:remind|ping|nudge|poke|ask|check (?:in )?(?:with|on)|follow up with|get back to|contact|message)"
    r" me\b|set (?:me )?(?:a |an )?(?:reminder|alarm)\b|(?:a )?reminder\b|ask again\b)(?P<rest>.*)"
)
_ALONE = re.compile(
    rf"(?:in|after) {_NUMBER} (?:day|week|fortnight|month|year)s?(?:'? time)?(?: please| pls)?"
    r"|next (?:week|month|year|quarter|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
)
_OTHERS_TO = re.compile(r"^ (?:what|which|how|who|where|why|that|of|if|whether)\b")


def days_until(text: str, today: date) -> int | None:
    """Return in how many days somebody wants to be reminded.

    Args:
        text: what they typed, of any length.
        today: the day it is.

    Returns:
        `UNCLEAR` where they want it and name no day; more than `LONGEST_DAYS` where it is too far away; None
        where they say no such thing.
    """
    low = " ".join(text[:120].casefold().replace("’", "'").split()).strip(" .!?")
    if len(text) > 120:
        return None
    asked = _ASKED.fullmatch(low)
    if not asked and not _ALONE.fullmatch(low):
        return None
    rest = asked["rest"] if asked else low
    if _OTHERS_TO.match(rest):
        return None
    return _days(rest, today)


def wants_reminder(text: str) -> bool:
    """Whether somebody asks for a reminder, of whatever day."""
    return days_until(text, date(2000, 1, 1)) is not None


def _days(rest: str, today: date) -> int:
    if "tomorrow" in rest or re.search(r"\btmr\b", rest):
        return 1
    if re.search(r"\bhalf (?:a |an )?year\b", rest):
        return _YEAR // 2
    if found := _NEXT.search(rest):
        return _UNITS[found["unit"]]
    if found := _IN.search(rest):
        number = _NUMBERS.get(found["number"]) or int(found["number"])
        return min(number * _UNITS[found["unit"].replace("yr", "year")], 10 * LONGEST_DAYS)
    if re.search(r"\bnew year\b", rest):
        return _until(today, 1, 1)
    if found := _DATE.search(rest):
        month = 1 + _MONTHS.index((found["month"] or found["named"])[:3])
        return _until(today, month, int(found["day"] or found["after"] or 1))
    if found := _WEEKDAY.search(rest):
        ahead = (_WEEKDAYS.index(found["day"]) - today.weekday()) % 7 or 7
        return ahead + 7 if (found["next"] or "").startswith("next") and ahead < 2 else ahead
    return UNCLEAR


def _until(today: date, month: int, day: int) -> int:
    """Return the days until the next day of that name; the last of the month where it has fewer."""
    for year in (today.year, today.year + 1):
        when = date(year, month, 1) + timedelta(days=max(0, min(day, 28) - 1))
        if day > 28:
            when = min(when + timedelta(days=day - 28), _last_of(year, month))
        if when > today:
            return (when - today).days
    return _YEAR


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
