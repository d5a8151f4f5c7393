"""Looks over what a reader found, for what no reader can see from one row or line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.model import Descriptor, Problem, Reading, Skill
from knowledge.near_duplicates import within
from knowledge.similarity import normalised

_FEWEST_LETTERS = 40
_LEAST_FOREIGN = 0.06
"""Share of function words of other languages; English statements of the known frameworks have 0.01."""

_MOST_TOLD = 20
_FUNCTION_WORDS = (
    "the and of to in for with on as is are be by or an that this from at which their its will can not"
    " within own others using through into between they has have it your you including such where when"
)
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_OTHERS = (
    "der die das und den dem ein eine für mit auf ist nicht von zu im"  # German
    " le la les des et du une dans pour avec sur est que qui aux"  # French
    " el los las del y con para por una su se al"  # Spanish
    " il lo gli della di che nel per un delle"  # Italian
    " het een van en op te voor zijn met"  # Dutch
    " o os as da do dos em não uma"  # Portuguese
    " dan yang untuk dengan dari pada adalah ini itu ke serta"  # Malay and Indonesian
    " och att som en av för med på är"  # Swedish
)
_FOREIGN = frozenset(_OTHERS.split()) - _ENGLISH - {"as", "do", "die", "per"}
_LETTERS = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"\b[a-z]{4,}(?<!Mac)[A-Z][a-z]{3,}\b|\b[a-z]{3,}[.;][A-Z][a-z]{2,}\b")
_UNFINISHED = re.compile(r"(?:[,–—-]|\b(?:a|an|the|and|or|of|into|their|its|which))$")
"""Other prepositions may end a sentence: ``others to work with``."""


def validated(reading: Reading) -> Reading:
    """Return a reading with the problems that show when its skills are compared and its texts looked at.

    Reported are: a level missing between two others, statements that occur twice, items that run together,
    texts that end in the middle, skills that are nearly another one, and texts that are not English.
    """
    found = [
        *_gaps(reading),
        *_duplicates(reading.descriptors),
        *_texts(reading.descriptors),
        *within(reading),
        *_languages(reading),
    ]
    return replace(reading, problems=(*reading.problems, *_counted(found)))


def _where(skill: Skill) -> str:
    return skill.sources[0].location if skill.sources else skill.key


def _place(descriptor: Descriptor) -> str:
    where = descriptor.sources[0].location if descriptor.sources else ""
    return where or f"{descriptor.skill}, level {descriptor.level}"


def _gaps(reading: Reading) -> Iterator[Problem]:
    levels: dict[tuple[str, str], set[int]] = defaultdict(set)
    for each in reading.descriptors:
        levels[each.framework, each.skill].add(each.level)
    for skill in reading.skills:
        found = levels.get((skill.framework, skill.key), set())
        missing = sorted(set(range(min(found), max(found))) - found) if found else []
        if missing:
            told = ", ".join(map(str, missing))
            message = f"{skill.key!r} says nothing at level {told}, between levels that say something."
            yield Problem("note", _where(skill), "level-missing", f"{message} Check that nothing was lost.")


def _duplicates(descriptors: Iterable[Descriptor]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, int, str, str], Descriptor] = {}
    for each in descriptors:
        key = (each.framework, each.skill, each.level, each.kind, normalised(each.text))
        if key in seen:
            yield Problem(
                "note",
                _place(each),
                "duplicate-statement",
                f"{each.text[:60]!r} occurs at level {each.level} of {each.skill!r} twice."
                " It counts once: remove one.",
            )
        seen.setdefault(key, each)


def _texts(descriptors: Iterable[Descriptor]) -> Iterator[Problem]:
    for each in descriptors:
        glued = _GLUED.search(each.text)
        if glued:
            yield Problem(
                "warning",
                _place(each),
                "run-together",
                f"two items may run together at {glued[0][:60]!r}. Put a line end or a full stop between.",
            )
        if _UNFINISHED.search(each.text):
            yield Problem(
                "warning",
                _place(each),
                "text-cut-off",
                f"the text ends in the middle ({each.text[-40:]!r}), as at the end of a page."
                " Check that it is complete.",
            )


def _languages(reading: Reading) -> Iterator[Problem]:
    """Yield a warning where the whole document is not English, else one for each skill that is not."""
    texts: dict[str, list[str]] = defaultdict(list)
    for each in reading.descriptors:
        texts[each.skill].extend(_LETTERS.findall(each.text.casefold()))
    for role in reading.roles:
        lines = (line for section in role.sections for line in section.lines)
        texts[""].extend(word for line in lines for word in _LETTERS.findall(line.casefold()))
    if _is_foreign([word for words in texts.values() for word in words]):
        yield Problem(
            "warning",
            "",
            "not-english",
            "the texts are not English, the one language that Rung compares in: what people write will hardly"
            " be found in them. Add the English edition if there is one.",
        )
        return
    for skill in reading.skills:
        if _is_foreign(texts.get(skill.key, [])):
            yield Problem(
                "warning", _where(skill), "not-english", f"the texts of {skill.key!r} seem not to be English."
            )


def _is_foreign(words: list[str]) -> bool:
    """Recognise it by the function words of other languages, or by letters that are not Latin."""
    if sum(len(word) for word in words) < _FEWEST_LETTERS:
        return False
    if sum(len(word) for word in words if word[0] > "\u024f") > 0.3 * sum(len(word) for word in words):
        return True
    english, other = (sum(word in known for word in words) for known in (_ENGLISH, _FOREIGN))
    return other > english and other >= _LEAST_FOREIGN * len(words)


def _counted(problems: Iterable[Problem]) -> list[Problem]:
    """Tell at most twenty of a kind (one note) one by one; the last counts for the others."""
    told: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for each in problems:
        group = told[each.severity, each.kind]
        if len(group) < (1 if each.severity == "note" else _MOST_TOLD):
            group.append(each)
        else:
            group[-1] = replace(group[-1], count=group[-1].count + 1)
    return [each for group in told.values() for each in group]
