"""Finds the levels of abilities whose document states none, from a TSC of the same title that does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.model import Descriptor
from knowledge.similarity import normalised, say_the_same

_HIGHEST = 6
"""Levels are worked out for TSCs only, which have six."""

_Stated = dict[int, list[str]]


def with_aligned_levels(descriptors: Sequence[Descriptor]) -> list[Descriptor]:
    """Give descriptors whose level was worked out the level that other documents state.

    The groups of a document, a group being what has one inferred level, keep their order. They go to the
    stated levels whose abilities (or, where none are known, proficiency descriptions) they are most like. A
    statement that is at a stated level word for word, or near-equal, goes to that level by itself.

    Args:
        descriptors: of all documents, with the names that skills have after merging.

    Returns:
        as many descriptors, in the same order; still marked as inferred.
    """
    stated = _stated(descriptors)
    groups: dict[tuple[str, str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in descriptors:
        if each.inferred:
            groups[_home(each)][each.level].append(each.text)
    levels = {
        home: aligned(by_level, stated[home[1:]]) for home, by_level in groups.items() if stated.get(home[1:])
    }
    return [
        replace(each, level=_level(each, levels[_home(each)], stated[_home(each)[1:]]))
        if each.inferred and _home(each) in levels
        else each
        for each in descriptors
    ]


def _home(descriptor: Descriptor) -> tuple[str, str, str]:
    document = descriptor.sources[0].document if descriptor.sources else ""
    return document, descriptor.framework, descriptor.skill


def _stated(descriptors: Sequence[Descriptor]) -> dict[tuple[str, str], _Stated]:
    """Return the texts at each stated level of skills with inferred ones: abilities, else level texts."""
    wanted = {_home(each)[1:] for each in descriptors if each.inferred}
    found: dict[tuple[str, str], dict[str, _Stated]] = {key: {"ability": {}, "level": {}} for key in wanted}
    for each in descriptors:
        kinds = found.get((each.framework, each.skill))
        if kinds is not None and not each.inferred and each.kind in kinds:
            kinds[each.kind].setdefault(each.level, []).append(each.text)
    return {key: kinds["ability"] or kinds["level"] for key, kinds in found.items()}


def aligned(groups: dict[int, list[str]], stated: _Stated) -> dict[int, int]:
    """Align groups of statements, by worked-out level, with stated levels, keeping their order.

    Returns:
        stated level by worked-out level. As many levels as groups are taken in order; of more levels those
        that the groups are most like; where fewer are stated, the others are chosen from 1 to 6, nearest to
        those worked out.
    """
    worked_out = sorted(groups)
    levels = sorted(stated)
    if len(levels) < len(worked_out):
        levels = list(range(1, max(_HIGHEST, *levels, *worked_out) + 1))
    alike = {
        (own, level): _alike(groups[own], stated.get(level, [])) for own in worked_out for level in levels
    }

    def fit(chosen: tuple[int, ...]) -> tuple[float, int]:
        pairs = list(zip(worked_out, chosen, strict=True))
        return sum(alike[pair] for pair in pairs), -sum(abs(own - level) for own, level in pairs)

    best = max(combinations(levels, len(worked_out)), key=fit)
    return dict(zip(worked_out, best, strict=True))


def _alike(texts: Sequence[str], stated: Sequence[str]) -> float:
    """Return the mean likeness (0 to 100) of texts to what is nearest to each among the stated ones."""
    if not stated:
        return 0.0
    best = (
        max(fuzz.token_set_ratio(normalised(text), normalised(other)) for other in stated) for text in texts
    )
    return sum(best) / len(texts)


def _level(descriptor: Descriptor, levels: dict[int, int], stated: _Stated) -> int:
    level = levels[descriptor.level]
    if any(say_the_same(descriptor.text, text) for text in stated.get(level, [])):
        return level
    elsewhere = [
        n for n, texts in stated.items() if any(say_the_same(descriptor.text, text) for text in texts)
    ]
    return elsewhere[0] if len(elsewhere) == 1 else level
