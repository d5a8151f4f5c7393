"""Verbs joined to a statement's first: ``Plans the beds, and waters them`` has two.

A word such as *plans* or *reports* may be a verb or a plural. What follows it tells, or nothing does: then
the statement is quoted instead of turned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.guidance.verbs import (
    base_form,
    could_be_noun,
    guessed_base,
    is_adjective,
    is_adverb,
    is_base_form,
    is_verb,
    names_thing,
    words_of,
)

Role = Literal["verb", "noun", "unsure"]

_STOPS = ",;:."
_OBJECT = words_of(
    """
    the a an all any their its his her own your other others each every them it how what whether both
    these those this such new several themselves many one's him one two up out off down
    """
)
"""Words that begin an object, or go with a verb: the word before them is a verb."""
_BETWEEN = words_of(
    """
    and or of for in with within across from at by into between under over as which who whose that including
    are is was were can will must may should have has do not via during through against when where to on about
    than per but if because while without towards toward among amongst onto upon along before after until
    """
)
"""Words after which a word such as *reports* is taken as a noun unless `_GOES_WITH` says otherwise."""
_GOES_WITH = {
    "report": ("on", "to", "back", "against"),
    "work": ("with", "to", "as", "within", "under", "in", "across", "on", "at", "from", "through"),
    "lead": ("on", "by", "in"),
    "focus": ("on",),
    "look": ("for", "to", "at", "after"),
    "deal": ("with",),
    "talk": ("to", "with"),
    "check": ("that", "for", "with", "whether", "if"),
    "interface": ("with", "to"),
    "coach": ("on",),
    "share": ("with",),
    "export": ("to", "into"),
    "contract": ("with",),
    "consult": ("with", "on"),
    "coordinate": ("with", "across", "between"),
    "collaborate": ("with",),
    "partner": ("with",),
    "network": ("with",),
    "show": ("that", "how"),
    "feed": ("into", "back"),
    "act": ("as", "on"),
    "answer": ("to", "for"),
    "respond": ("to",),
    "pass": ("on",),
    "hand": ("over", "on"),
    "follow": ("up",),
}
_AFTER_NOUN = words_of("available appropriate necessary relevant responsible suitable due able specific")
"""Words that may follow the noun they go with: *tools appropriate to the work*."""
_ONE_NAME = words_of("management portfolio portfolios")
"""Words that make one name with a plural: *records management*."""
_FINITE = words_of("is has was does are have were do can will must may should cannot")


def is_joined(words: Sequence[str], at: int) -> bool:
    """Whether a word stands after *and*, *or* or a stop, adverbs aside."""
    before = _before(words, at)
    word = words[before] if before >= 0 else ""
    return word.lower() in ("and", "or", "then", "but", "&", "and/or", "—", "–") or word.endswith((",", ";"))


def role_of(words: Sequence[str], at: int, verbs: Sequence[int]) -> Role:
    """Tell whether a joined word in a third person's spelling is a verb of the statement's subject.

    Args:
        verbs: places of the subject's verbs before it, ascending.
    """
    role = _by_neighbours(words, at, verbs)
    if words[at] == "is" and _next(words, at) not in ("responsible", "accountable", "able"):
        return "unsure"
    if role == "verb" and _inner_verb(words, verbs[-1] + 1, _before(words, at) + 1):
        return "unsure"
    return role


def _has_object(base: str, words: Sequence[str], at: int) -> bool:
    """Whether a word inside is a verb with an object: ``data meets the standards``."""
    return is_verb(base) and not is_joined(words, at) and _by_next(base, words, at) == "verb"


def third_person_at(words: Sequence[str], at: int, verbs: Sequence[int]) -> str | None:
    """Return the base of a word in a third person's spelling that is joined to the verbs before it."""
    word = words[at].rstrip(_STOPS)
    if word != word.lower() or not is_joined(words, at):
        return None
    return base_form(word) or (guessed_base(word) if _is_run(words, at, verbs) else None)


def names_verb(words: Sequence[str], at: int) -> bool:
    """Whether the first word of a statement is a verb in the third person."""
    base = base_form(words[at].rstrip(_STOPS))
    if base is None or _next(words, at) == "of":
        return False
    if is_verb(base) or not could_be_noun(words[at].rstrip(_STOPS)) or words[at].endswith(","):
        return True
    listed = _next(words, at) in ("and", "or")
    return (_by_list(words, at, []) if listed else _by_next(base, words, at)) == "verb"


def _by_neighbours(words: Sequence[str], at: int, verbs: Sequence[int]) -> Role:
    base = base_form(words[at].rstrip(_STOPS)) or ""
    if not base or not could_be_noun(words[at].rstrip(_STOPS)) or is_adverb(words[at - 1]):
        return "verb"
    if words[at - 1].lower() == "then" or base == "help" or _is_run(words, at, verbs):
        return "verb"
    if words[at].endswith((",", ";")) or _next(words, at) in ("and", "or"):
        return _by_list(words, at, verbs)
    return _by_next(base, words, at)


def _by_next(base: str, words: Sequence[str], at: int) -> Role:
    after = _next(words, at)
    if not after:
        return "noun"
    if after in _GOES_WITH.get(base, ()):
        return "verb"
    if after in _OBJECT or (is_adverb(after) and after != "only"):
        return "verb"
    if after in _ONE_NAME or after in _BETWEEN or not after[0].isalnum():
        return "noun"
    if after in _AFTER_NOUN or re.search(r"^[a-z]+(?:ed|ing)$", after):
        return _by_participle(after, _next(words, at + 1))
    if not names_thing(after):
        return "noun"
    return "unsure" if is_verb(after) and _follows_plural(words, at, ()) else "verb"


def _by_participle(after: str, following: str) -> Role:
    """Decide between *uses agreed methods* and *models developed by others*."""
    if not following or following in _BETWEEN or following in _OBJECT or is_adverb(following):
        return "noun"
    return "verb" if is_adjective(after) or after.endswith("ed") else "noun"


def _by_list(words: Sequence[str], at: int, verbs: Sequence[int]) -> Role:
    """Decide a word before a comma or *and* by the one after it: ``plans, schedules and monitors work``."""
    other = at + 1
    while other < len(words) and words[other].lower() in ("and", "or"):
        other += 1
    if other >= len(words) or base_form(words[other].rstrip(_STOPS)) is None:
        return "noun"
    role = _by_neighbours(words, other, verbs)
    return "unsure" if role == "verb" and _follows_plural(words, at, verbs) else role


def _follows_plural(words: Sequence[str], at: int, verbs: Sequence[int]) -> bool:
    """Whether *and* joins a word to a plural: ``Records actions and results and reports them``."""
    return (
        at > 1
        and words[at - 1] in ("and", "or")
        and at - 2 not in verbs
        and words[at - 2].endswith("s")
        and could_be_noun(words[at - 2])
    )


def _is_run(words: Sequence[str], at: int, verbs: Sequence[int]) -> bool:
    """Whether nothing but verbs, adverbs and *and* stands before: ``Plans, monitors and controls``."""
    return all(n in verbs or _is_small(words[n].rstrip(_STOPS)) for n in range(at))


def _is_small(word: str) -> bool:
    return word.lower() in ("and", "or", "then") or is_adverb(word)


def _inner_verb(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a clause inside, such as ``that work is planned``, has a verb the word may be joined to."""
    inside = [word.rstrip(_STOPS).lower() for word in words[start:end]]
    for n, word in enumerate(inside):
        if word in ("is", "has", "was", "does"):
            return True
        opened = n and (inside[n - 1] in ("that", "which", "who"))
        base = base_form(word)
        if base is not None and (opened or not could_be_noun(word) or _has_object(base, words, start + n)):
            return True
    return False


def has_verb_of_its_own(words: Sequence[str], at: int) -> bool:
    """Whether the word at a place is followed by a finite verb, so that it is a subject: ``Work is done``."""
    return _next(words, at) in _FINITE


def modal_places(words: Sequence[str]) -> list[int]:
    """Return where *can* or *will* begins a joined verb: ``Shows X, and can explain it``."""
    places = [at for at in range(1, len(words) - 1) if words[at] in ("can", "will") and is_joined(words, at)]
    return [at for at in places if is_base_form(words[at + 1].rstrip(_STOPS))]


def _before(words: Sequence[str], at: int) -> int:
    before = at - 1
    while before > 0 and is_adverb(words[before]):
        before -= 1
    return before


def _next(words: Sequence[str], at: int) -> str:
    if at + 1 >= len(words) or words[at].endswith((",", ";", ".", ":")):
        return ""
    return words[at + 1].lower().rstrip(_STOPS)
