"""Fit the classifier of messages: `bot.conversation.classifier`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.conversation.classifier import MOST_WORDS, rows
from index.encoder import SentenceEncoder
from knowledge.data import VOICES
from scripts.training.message_reader import Lesson, MessageReader

PHRASINGS = VOICES.parent / "messages" / "phrasings.jsonl"
SENTENCES, STARTS, OTHER_TALK = 450, 250, 280
"""Sentences of staff voices taken as work, beginnings of sentences, and cases of other talk."""
PAIRS, MIXED = 700, 500
"""Pairs of their sentences, and sentences beside something else."""
BESIDE_WORK = ("question", "small-talk", "care", "not-work")
PLAIN, TYPED = 0.6, 0.7
"""Weights of one of these, and of a phrasing written the way people type."""
INVERSE_PENALTY = 10.0
OTHER_KINDS = ("off-work", "home", "leisure", "family", "sport", "weather", "opinion")
_SHORT_FORMS = (
    (r"\byou\b", "u"), (r"\byour\b", "ur"), (r"\bare\b", "r"), (r"\bplease\b", "pls"), (r"\bto\b", "2"),
    (r"\bfor\b", "4"), (r"\bwith\b", "w"), (r"\bpeople\b", "ppl"), (r"\bbecause\b", "cos"), (r"\band\b", "n"),
    (r"\b(?:do not|don't)\b", "dun"), (r"\bwhat\b", "wat"), (r"\bthanks\b", "tks"), (r"(\w)'(\w)", r"\1\2"),
)  # fmt: skip
_ENDS = (" lah", " leh", " ah", " lor", " pls", " please", " thanks", "!!", "...", " mate", " sir", " :)")
_BEGINNINGS = ("ok ", "so ", "hi, ", "eh ", "erm ", "well ", "sorry ", "hey ", "actually ", "um ")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


class WeighedText(NamedTuple):
    """One text and what it is."""

    text: str
    label: str
    weight: float = 1.0


def fit(voices: Sequence[str], edges: Path, adapter: Path) -> dict[str, Any]:
    """Return the arrays of ``messages.npz``, and write the encoder's adapter.

    Args:
        voices: messages of staff about their work.
        edges: ``edge.jsonl`` among the voices: short work, and talk of other things.
        adapter: ``message-adapter.safetensors``, to be written.
    """
    cases = _cases(voices, edges)
    labels = sorted({one.label for one in cases})
    reader = MessageReader(SentenceEncoder(), len(labels))
    reader.train([Lesson(one.text, labels.index(one.label), one.weight) for one in cases])
    reader.save(adapter)
    return _words(cases) | reader.arrays()


def _words(cases: Sequence[WeighedText]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=60, tol=1e-2)
    fitted.fit(rows([one.text for one in cases]), [one.label for one in cases], [one.weight for one in cases])
    coefficients = fitted.coef_.T.astype(np.float32)
    scale = np.maximum(np.abs(coefficients).max(0) / 127, 1e-9).astype(np.float32)
    small = np.round(coefficients / scale).astype(np.int8)
    small[np.abs(small) < 2] = 0
    bias = fitted.intercept_.astype(np.float32)
    return {"labels": np.array(fitted.classes_), "weights": small, "scale": scale, "bias": bias}


def _cases(voices: Sequence[str], edges: Path) -> list[WeighedText]:
    chance = random.Random(0)
    phrasings = [json.loads(line) for line in PHRASINGS.read_text("utf-8").splitlines()]
    written = [
        WeighedText(one["text"], "/".join(filter(None, (one["kind"], one.get("what"))))) for one in phrasings
    ]
    typed = [WeighedText(_as_typed(one.text, chance), one.label, TYPED) for one in written]
    told = [json.loads(line) for line in edges.read_text("utf-8").splitlines()]
    short = [row["messages"][0] for row in told if row["expect"] == "in-scope" and len(row["messages"]) == 1]
    other = [
        row["messages"][0] for row in told if row["expect"] == "out-of-scope" and row["kind"] in OTHER_KINDS
    ]
    mixed = [one.text for one in written if one.label.partition("/")[0] in BESIDE_WORK]
    several = _several(voices, mixed, chance)
    return [
        *written,
        *typed,
        *(WeighedText(text, "work", PLAIN) for text in several),
        *(WeighedText(text, "work", PLAIN) for text in (*short, *_work(voices, chance))),
        *(WeighedText(text, "not-work", PLAIN) for text in chance.sample(other, OTHER_TALK)),
    ]


def _several(voices: Sequence[str], others: Sequence[str], chance: random.Random) -> list[str]:
    """Return work in two sentences, and work beside something else: its sentences are told apart later."""
    told = [_SENTENCE.split(text) for text in voices]
    pairs = [f"{one} {two}" for each in told for one, two in pairwise(each)]
    pairs = [each for each in pairs if len(each.split()) <= MOST_WORDS]
    alone = [each for text in told for each in text if 3 <= len(each.split()) <= MOST_WORDS // 2]
    short = [each for each in others if len(each.split()) <= MOST_WORDS // 2]
    beside = zip(chance.sample(alone, MIXED), chance.choices(short, k=MIXED), strict=True)
    mixed = [
        " ".join(chance.sample([f"{one.rstrip('.')}.", f"{two.rstrip('.')}."], 2)) for one, two in beside
    ]
    return [*chance.sample(pairs, PAIRS), *mixed]


def _work(voices: Sequence[str], chance: random.Random) -> list[str]:
    every = [each for text in voices for each in _SENTENCE.split(text) if 2 <= len(each.split()) <= 30]
    begun = [" ".join(each.split()[: chance.randint(2, 8)]) for each in chance.sample(every, STARTS)]
    return [*chance.sample(every, SENTENCES), *begun]


def _as_typed(text: str, chance: random.Random) -> str:
    """Return a text the way people type: short forms, slips, lower case, no full stop."""
    if chance.random() < 0.2:
        text = _slipped(text, chance)
    if chance.random() < 0.2:
        for long, short in chance.sample(_SHORT_FORMS, 5):
            text = re.sub(long, short, text, flags=re.IGNORECASE)
    if chance.random() < 0.35:
        text = text.lower()
    if chance.random() < 0.35:
        text = text.rstrip(" .!?")
    if chance.random() < 0.1:
        text = text.rstrip(".!?") + chance.choice(_ENDS)
    if chance.random() < 0.07:
        text = chance.choice(_BEGINNINGS) + text[:1].lower() + text[1:]
    return text or "ok"


def _slipped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, len(letters) // 25)):
        at = chance.randrange(len(letters))
        following = letters[at + 1] if at + 1 < len(letters) else ""
        letters[at : at + 2] = chance.choice(
            [[following, letters[at]], [following], [letters[at], letters[at], following]]
        )
    return "".join(letters)
