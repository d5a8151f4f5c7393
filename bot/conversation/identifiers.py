"""Numbers that identify people: masked before anything of a message is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

IDENTITY, CARD, PHONE, EMAIL = "[identity number]", "[card number]", "[phone number]", "[e-mail address]"
_IDENTITY = re.compile(r"(?<![A-Za-z0-9])([STFGM])[ -]?(\d{7})[ -]?([A-Z])(?![A-Za-z0-9])", re.IGNORECASE)
_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_CHECK = {"ST": "JZIHGFEDCBA", "FG": "XWUTRQPNMLK", "M": "KLJNPQRTUWX"}
"""Check letters of NRIC and FIN, by their first letters and the weighted sum modulo 11."""
_OFFSETS = {"S": 0, "F": 0, "T": 4, "G": 4, "M": 3}
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(
    r"(?<![\w.+])(?:\+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,5}\d{2,4}"  # with the country
    r"|\(?0\d{1,4}\)?[ -]\d{3,4}[ -]?\d{3,4}"  # with an area
    r"|[3689]\d{3}[ -]?\d{4})(?![\w]|[.,]\d)"  # Singapore's own
)


def masked(text: str) -> str:
    """Return a text with identity, card and phone numbers and e-mail addresses masked."""
    if "@" in text:
        text = _EMAIL.sub(EMAIL, text)
    if not re.search(r"\d{4}", text):
        return text
    text = _IDENTITY.sub(_if(_is_identity, IDENTITY), text)
    text = _CARD.sub(_if(lambda found: _is_card(found[0]), CARD), text)
    # Eight digits may be an amount: *80000000*.
    return _PHONE.sub(_if(lambda found: not found[0].endswith("000"), PHONE), text)


def _if(holds: Callable[[re.Match[str]], bool], mask: str) -> Callable[[re.Match[str]], str]:
    return lambda found: mask if holds(found) else found[0]


def _is_identity(found: re.Match[str]) -> bool:
    first, digits, last = found[1].upper(), found[2], found[3].upper()
    total = _OFFSETS[first] + sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True))
    letters = next(letters for firsts, letters in _CHECK.items() if first in firsts)
    return last == (letters[10 - total % 11] if first == "M" else letters[total % 11])


def _is_card(text: str) -> bool:
    """Whether digits pass Luhn's check."""
    digits = [int(digit) for digit in text if digit.isdigit()][::-1]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
