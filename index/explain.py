"""Explanations: the person's own words without which a suggestion would not have been made.

What decides between skills is, but for shared words, a weighted sum of similarities (`index.features`,
`index.ranker`), and a text's vector is the sum of what its words add (`index.encoder.EncodedText`). So the
lead of a skill over its rivals can be shared out over the words, and so can the level's.
Words are cited, those that add most first, until what they add together would have cost the
skill its lead.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.features import Floats
from index.ranker import shipped_ranker
from index.search import Found
from index.word_lists import is_grammar

RIVALS = 4
"""Skills next in line that a lead is measured against; the others hardly share in the probability."""
ENOUGH = 1.0
"""How many times the lead the cited words must add together; see docs/accuracy.md."""
FEWEST, MOST = 3, 5
"""Words cited of all activities together. More would repeat the text rather than explain."""
WEAK = 0.08
"""Share of the strongest word's contribution below which a word is not cited."""
KINDS = ("statement", "summary", "description", "name", "guidance")


Span = tuple[int, int]


def reasons(
    found: Found, framework: str, skill: str, among: Collection[int] | None = None
) -> tuple[tuple[Span, ...], ...]:
    """Pick the words that carry a suggestion.

    Args:
        among: the activities whose words may be picked; None for all.

    Returns:
        For each activity where its cited words stand in it: start and end, ascending.

    Raises:
        KeyError: the skill is no candidate.
    """
    added = shares(found, framework, skill)
    chosen = [(n, of_text) for n, of_text in enumerate(added) if among is None or n in among]
    order = sorted(
        ((share, n, word) for n, of_text in chosen for word, share in enumerate(of_text)),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    lead, total = _lead(found, framework, skill), 0.0
    picked: list[tuple[int, int]] = []
    for share, n, word in order[:MOST]:
        if share <= 0.0 or (len(picked) >= FEWEST and (total >= ENOUGH * lead or share < WEAK * order[0][0])):
            break
        picked.append((n, word))
        total += share
    encoded = found.query.encoded
    return tuple(
        tuple(sorted(encoded[n].spans[word] for m, word in picked if m == n)) for n in range(len(added))
    )


def shares(found: Found, framework: str, skill: str) -> list[NDArray[np.float64]]:
    """Return what each word adds to the skill's lead over its rivals, float64 (words,) per activity.

    Words that only hold a sentence together, and what stands for a name, add nothing that can be cited: 0.
    """
    build, query = found.build, found.query
    number = build.group_numbers[framework, skill]
    whole, each = _pull(found, number)
    for rival, weight in _rivals(found, framework, skill):
        other_whole, other_each = _pull(found, rival)
        whole, each = whole - weight * other_whole, each - weight * other_each
    added = []
    for n, (text, encoded) in enumerate(zip(query.texts, query.encoded, strict=True)):
        own = query.parts[n] @ whole if len(query.parts) > n else np.zeros(len(encoded.spans))
        if n in query.said:
            own = own + encoded.parts @ each[query.said.index(n)]
        words = [text[start:end] for start, end in encoded.spans]
        citable = np.array([bool(word) and not is_grammar(word) for word in words], np.bool_)
        added.append(np.where(citable, own, 0.0))
    return added


def _rivals(found: Found, framework: str, skill: str) -> list[tuple[int, float]]:
    """Return the skills next in line and their shares of the probability that is not the skill's."""
    others = [match for match in found.of(framework) if match.skill != skill][:RIVALS]
    total = sum(match.score for match in others) or 1.0
    numbers = found.build.group_numbers
    return [(numbers[framework, match.skill], match.score / total) for match in others]


def _lead(found: Found, framework: str, skill: str) -> float:
    """Return the log-odds of a skill over the one next in line; 0 where it is not in the lead."""
    scores = {match.skill: match.score for match in found.of(framework)}
    best = max((score for other, score in scores.items() if other != skill), default=0.0)
    tiny = 1e-9
    return max(0.0, float(np.log((scores[skill] + tiny) / (best + tiny))))


def _pull(found: Found, number: int) -> tuple[Floats, Floats]:
    """Return the vectors that times a text's give a skill's log-odds: (d,) for the whole, (n, d) for each.

    They are the vectors of the entries closest to the text, times the weights of the features they make.
    """
    build = found.build
    group = build.groups[number]
    trained = build.trained(build.ranked[group.framework])
    weights = shipped_ranker().weights(found.query.talk, trained)
    rows = np.arange(group.start, group.stop)
    count = found.near.shape[1] - 1
    texts = rows[build.kinds["text"][group.start : group.stop]]
    mean = build.vectors[texts].mean(axis=0) if len(texts) else np.zeros(build.vectors.shape[1], np.float32)
    direction = _direction(build, number, mean)
    whole = weights["text_mean"] * mean + weights["direction"] * direction
    if build.skill_head is not None:
        whole = whole + weights["placed"] * build.skill_head[number, :-1]
    each = np.repeat(direction[None], count, axis=0) * (
        (weights["direction_each"] + weights["direction_best"]) / max(1, count)
    )
    for kind in KINDS:
        of_kind = rows[build.kinds[kind][group.start : group.stop]]
        closest = build.vectors[of_kind[found.near[of_kind].argmax(axis=0)]] if len(of_kind) else None
        if closest is None:
            closest = np.repeat(mean[None], count + 1, axis=0)
        whole = whole + weights.get(f"{kind}_whole", 0.0) * closest[-1]
        each = each + weights.get(f"{kind}_each", 0.0) * closest[:-1] / max(1, count)
    return whole, each


def _direction(build: Build, number: int, mean: Floats) -> Floats:
    if build.directions is None or not build.directions[number].any():
        return mean
    direction: Floats = build.directions[number]
    return direction
