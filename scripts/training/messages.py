"""Fit the classifier of messages: `bot.conversation.classifier`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.conversation.classifier import rows
from knowledge.data import VOICES

PHRASINGS = VOICES.parent / "messages" / "phrasings.jsonl"
SENTENCES, STARTS = 2500, 1250
"""Sentences of staff voices taken as work, and beginnings of sentences."""
WORK, OTHER_TALK = 0.2, 0.4
"""Weights of one of these and of one case of other talk: there are many more of them than phrasings."""
INVERSE_PENALTY = 20.0
OTHER_KINDS = ("off-work", "home", "leisure", "family", "sport", "weather", "opinion")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def fit(voices: Sequence[str], edges: Path) -> dict[str, Any]:
    """Return the arrays of ``messages.npz``.

    Args:
        voices: messages of staff about their work.
        edges: ``edge.jsonl`` among the voices: short work, and talk of other things.
    """
    from sklearn.linear_model import LogisticRegression

    texts, labels, weights = _cases(voices, edges)
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=120, tol=1e-2)
    fitted.fit(rows(texts), labels, sample_weight=weights)
    coefficients = fitted.coef_.T.astype(np.float32)
    scale = np.maximum(np.abs(coefficients).max(0) / 127, 1e-9).astype(np.float32)
    small = np.round(coefficients / scale).astype(np.int8)
    small[np.abs(small) < 2] = 0
    bias = fitted.intercept_.astype(np.float32)
    return {"labels": np.array(fitted.classes_), "weights": small, "scale": scale, "bias": bias}


def _cases(voices: Sequence[str], edges: Path) -> tuple[list[str], list[str], list[float]]:
    phrasings = [json.loads(line) for line in PHRASINGS.read_text("utf-8").splitlines()]
    cases = [(one["text"], "/".join(filter(None, (one["kind"], one.get("what")))), 1.0) for one in phrasings]
    for row in map(json.loads, edges.read_text("utf-8").splitlines()):
        if row["expect"] == "in-scope" and len(row["messages"]) == 1:
            cases.append((row["messages"][0], "work", WORK))
        elif row["expect"] == "out-of-scope" and row["kind"] in OTHER_KINDS:
            cases.append((row["messages"][0], "not-work", OTHER_TALK))
    cases += [(text, "work", WORK) for text in _work(voices)]
    return [one[0] for one in cases], [one[1] for one in cases], [one[2] for one in cases]


def _work(voices: Sequence[str]) -> list[str]:
    chance = random.Random(0)
    every = [each for text in voices for each in _SENTENCE.split(text) if 2 <= len(each.split()) <= 30]
    begun = [" ".join(each.split()[: chance.randint(2, 8)]) for each in chance.sample(every, STARTS)]
    return [*chance.sample(every, SENTENCES), *begun]
