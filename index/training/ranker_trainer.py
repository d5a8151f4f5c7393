"""Fitting the ranker: features of skills, weighed so that the right skill comes first.

What people say teaches the weights of talk, readings of documents those of documents, each a little of the
other: `index.facts.talk` says which a text is. A third set, for frameworks whose skills the encoder was not
trained on, is fitted on the same texts with the trained directions out of sight.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.features import NAMES, Query, features
from index.ranker import MATCH
from index.training import conditional_logit
from index.training.labelled_cases import Case
from index.training.readings import PlacedWork
from knowledge.editions import family

SHARES = (1.0, 0.4, 0.2)
"""How much a reader's first, second and third skill count."""
RARELY = 0.3
"""Added to how often readings speak of a skill: one that they never speak of is not impossible."""
PENALTY = 10.0
BARE = ("direction", "direction_each", "direction_best", "placed")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class RankedText:
    """A text, and the skills of a framework that are right for it.

    Args:
        person: who wrote it.
        talk: how much it reads as talk.
        values: float32 (skills, len(NAMES)), the framework's skills in ``build.ranked``'s order.
        right: places of right skills, and how much each counts; they sum to 1.
        listed: places of all skills that any reader would defend.
        firsts: place of each reader's first skill.
        real: whether it is a reading.
    """

    framework: str
    person: str
    talk: float
    values: Floats
    right: dict[int, float]
    listed: frozenset[int]
    firsts: tuple[int, ...]
    real: bool


def text_of_case(build: Build, case: Case, query: Query) -> RankedText:
    """Describe a staff voice whose skill the build knows."""
    members = build.ranked[case.framework]
    place = int(np.flatnonzero(members == build.group_numbers[case.framework, case.skill])[0])
    values = features(build, query)[members]
    shares, listed = {place: 1.0}, frozenset({place})
    return RankedText(case.framework, case.author, query.talk, values, shares, listed, (place,), False)


def text_of_reading(build: Build, reading: PlacedWork, query: Query, framework: str) -> RankedText | None:
    """Describe a reading; None where no skill of the framework was placed."""
    lists = places_in(build, reading, framework)
    if not lists:
        return None
    return RankedText(
        framework,
        reading.person,
        query.talk,
        features(build, query)[build.ranked[framework]],
        shares_of(lists),
        frozenset(place for listed in lists for place in listed),
        tuple(listed[0] for listed in lists),
        True,
    )


def places_in(build: Build, work: PlacedWork, framework: str) -> list[tuple[int, ...]]:
    """Return the skills that each reader names, best first, as places in ``build.ranked``."""
    names = {}
    for n, number in enumerate(build.ranked[framework].tolist()):
        names[build.groups[number].skill] = names[build.groups[number].name] = n
    every = [tuple(names[skill] for skill in skills if skill in names) for skills in work.placed(framework)]
    return [listed for listed in every if listed]


def shares_of(lists: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return by place how much it counts; the shares sum to 1."""
    counted: dict[int, float] = {}
    for listed in lists:
        for place, share in zip(listed, SHARES, strict=False):
            counted[place] = counted.get(place, 0.0) + share
    total = sum(counted.values())
    return {place: share / total for place, share in counted.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What was fitted.

    Args:
        talk, document, bare: float64 (len(NAMES),), of `index.ranker.Ranker`.
        usual: by framework, float64 (skills,), log-odds that a document speaks of each.
    """

    talk: NDArray[np.float64]
    document: NDArray[np.float64]
    bare: NDArray[np.float64]
    usual: dict[str, NDArray[np.float64]]

    def odds(self, text: RankedText, bare: bool = False) -> NDArray[np.float64]:
        """Return the log-odds of a text's skills."""
        if bare:
            return _hidden(text.values).astype(np.float64) @ self.bare
        weights = text.talk * self.talk + (1.0 - text.talk) * self.document
        usual = self.usual.get(text.framework, 0.0)
        found: NDArray[np.float64] = text.values.astype(np.float64) @ weights + (1.0 - text.talk) * usual
        return found


def fit(texts: Sequence[RankedText]) -> Fitted:
    """Fit all weights."""
    counts = {name: _counts(texts, name) for name in {text.framework for text in texts}}
    choices, bare, shares = [], [], []
    for text in texts:
        own = _shares(text) if text.real else 0.0
        often = _usual(counts[text.framework] - own) * (1.0 - text.talk)
        talk = np.float32(text.talk)
        described = np.column_stack([talk * text.values, (1 - talk) * text.values, often]).astype(np.float32)
        hidden = _hidden(text.values)
        for place, share in text.right.items():
            choices.append((described, place))
            bare.append((hidden, place))
            shares.append(share)
    weights = conditional_logit.fit(choices, PENALTY, shares=shares)
    size = len(NAMES)
    usual = {name: _usual(of) * weights[-1] for name, of in counts.items()}
    alone = conditional_logit.fit(bare, PENALTY, shares=shares)
    return Fitted(weights[:size], weights[size : 2 * size], alone, usual)


def shares_right(
    texts: Sequence[RankedText], fitted: Fitted, bare: bool = False
) -> tuple[list[float], list[float]]:
    """Return, by text, whether a listed skill comes first, and the share of readers' firsts among six."""
    first, six = [], []
    for text in texts:
        order = np.argsort(-fitted.odds(text, bare), kind="stable")
        first.append(float(int(order[0]) in text.listed))
        best = set(order[:6].tolist())
        six.append(float(np.mean([place in best for place in text.firsts])))
    return first, six


def save(build: Build, fitted: Fitted, made: dict[str, object], path: Path) -> None:
    """Write ``ranker.json``: how it was made, weights by feature, what is usual, weights of a match."""
    content: dict[str, object] = {"made": made}
    for name in ("talk", "document", "bare"):
        content[name] = {
            feature: round(float(weight), 4)
            for feature, weight in zip(NAMES, getattr(fitted, name), strict=True)
        }
    usual: dict[str, dict[str, float]] = {}
    for framework, odds in fitted.usual.items():
        least = float(odds.min())
        listed = zip(build.ranked[framework].tolist(), odds.tolist(), strict=True)
        usual[family(framework)] = {
            build.groups[group].skill: round(value - least, 2)
            for group, value in listed
            if value > least + 1e-6
        }
    content |= {"usual": usual, "match": MATCH}
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def known(build: Build, cases: Sequence[Case]) -> list[Case]:
    """Return the cases whose skill and level a build knows."""
    return [
        case
        for case in cases
        if (case.framework, case.skill) in build.group_numbers
        and case.level in build.levels_of(case.framework, case.skill)
    ]


def _hidden(values: Floats) -> Floats:
    """Return features as a framework without trained directions has them: its texts count instead."""
    hidden = values.copy()
    hidden[:, [NAMES.index(name) for name in BARE]] = 0.0
    return hidden


def _counts(texts: Sequence[RankedText], framework: str) -> NDArray[np.float64]:
    own = [text for text in texts if text.framework == framework]
    counts = np.zeros(len(own[0].values))
    for text in own:
        if text.real:
            counts += _shares(text)
    return counts


def _shares(text: RankedText) -> NDArray[np.float64]:
    shares = np.zeros(len(text.values))
    shares[list(text.right)] = list(text.right.values())
    return shares


def _usual(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.log(np.maximum(counts, 0.0) + RARELY)
    centred: NDArray[np.float64] = odds - odds.mean()
    return centred
