"""The ranker: weights of the features, in `index/weights/ranker.json`.

What people say and the documents they write are ranked by two sets of weights; a text in between by a
mixture. A third set is for frameworks whose skills the encoder was not trained on. What documents speak of
most often (``usual``) counts too: programming is met daily, some skills once in a thousand CVs. Talk is
ranked without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from index.build import Build
from index.features import NAMES, Floats
from index.trained_weights import WEIGHTS
from knowledge.editions import family

MATCH = {"vectors": 0.8, "words": 0.1, "letters": 0.1}


@dataclass(frozen=True, slots=True)
class Ranker:
    """A weighted sum of features, and of similarities for single statements.

    Args:
        talk, document: weights by feature, of what people say and of what they write down; a feature that is
            not named weighs nothing.
        bare: weights by feature in a framework without trained directions.
        usual: by family of frameworks, how much likelier than others a document speaks of a skill (by code or
            title): log-odds, 0 for a skill that is not named.
        match: weights of ``vectors``, ``words`` and ``letters`` in a match's score; they sum to 1.
    """

    talk: Mapping[str, float]
    document: Mapping[str, float]
    bare: Mapping[str, float]
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    match: Mapping[str, float] = field(default_factory=lambda: dict(MATCH))

    def weights(self, talk: float, trained: bool) -> dict[str, float]:
        """Return the weights by feature.

        Args:
            talk: how much the text reads as talk, 0 to 1.
            trained: whether the encoder was trained on the framework's skills.
        """
        if not trained:
            return {name: self.bare.get(name, 0.0) for name in NAMES}
        return {
            name: talk * self.talk.get(name, 0.0) + (1.0 - talk) * self.document.get(name, 0.0)
            for name in NAMES
        }

    def scores(self, build: Build, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return each skill's probability within its framework, float64 (groups,); attributes get 0."""
        scores = np.zeros(len(logits))
        for members in build.ranked.values():
            scores[members] = softmax(logits[members])
        return scores

    def weight_of(self, build: Build, logits: NDArray[np.float64]) -> dict[str, float]:
        """Return how much each framework as a whole has to say, as the log of its skills' summed odds."""
        return {
            framework: float(np.logaddexp.reduce(logits[members]))
            for framework, members in build.ranked.items()
            if len(members)
        }

    def logits(self, build: Build, values: Floats, talk: float) -> NDArray[np.float64]:
        """Return each skill's log-odds, float64 (groups,), up to what is common to a framework.

        Args:
            values: float32 (groups, features) of `index.features.features`.
        """
        found = np.zeros(len(build.groups))
        for framework, members in build.ranked.items():
            by_name = self.weights(talk, build.trained(members))
            odds = values[members].astype(np.float64) @ np.array([by_name[name] for name in NAMES])
            groups = [build.groups[n] for n in members.tolist()]
            of = self.usual.get(family(framework), {})
            usual = [of.get(group.skill, of.get(group.name, 0.0)) for group in groups]
            found[members] = odds + (1.0 - talk) * np.array(usual)
        return found


@lru_cache(maxsize=4)
def shipped_ranker(folder: Path = WEIGHTS) -> Ranker:
    """Return the shipped ranker."""
    trained = json.loads((folder / "ranker.json").read_text("utf-8"))
    names = ("talk", "document", "bare", "usual", "match")
    return Ranker(*(trained[name] for name in names))
