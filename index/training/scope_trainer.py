"""Fitting the rule of `index.scope`."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import scope
from index.features import Floats
from index.text import as_one, neutral
from index.training.open_texts import csv_rows
from index.training.readings import json_rows

ENOUGH, SOME = 0.9, 0.5
"""Probabilities of in-scope from which a text is taken: while more may be said, and when nothing more will.
On short plain sentences of an unseen author (tests/cases/plain.jsonl) 0.89 and 0.93 of the work is taken,
0.06 and 0.10 of other talk."""
VECTOR_WEIGHT = 6.0
"""3 kept 0.91 of plain work of an unseen author, 6 kept 0.93; other talk was stopped alike."""
PENALTY = 10.0
"""Inverse strength of the penalty, as scikit-learn counts it."""
LENGTH_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Edge:
    """A case of what `index.scope` must tell apart.

    Args:
        text: its messages as one.
        expect: the right scope.
        kind: what it is an example of, or an author's name for real cases.
    """

    text: str
    expect: scope.Scope
    kind: str


def read_edges(path: Path) -> list[Edge]:
    """Read ``{"id", "kind", "messages", "expect"}`` a line."""
    return [
        Edge(as_one([neutral(message) for message in row["messages"]]), row["expect"], row["kind"])
        for row in json_rows(path)
    ]


def read_tasks(path: Path, most: int) -> list[Edge]:
    """Read tasks of occupations and shorten them to what a person says first: *I repair roofs*.

    Args:
        path: CSV with a column ``Task``, as O*NET publishes it (CC BY 4.0).
        most: tasks taken, at random.
    """
    tasks = [row["Task"] for row in csv_rows(path) if row.get("Task")]
    chance = random.Random(0)
    said = (_as_said(task, chance) for task in chance.sample(tasks, min(most, len(tasks))))
    return [Edge(neutral(text), "in-scope", "task") for text in said if text]


_CLAUSE_END = re.compile(r"[,;.(]|\s(?:using|such as|to ensure|in order|according)\b")
_DANGLING = frozenset(
    ["or", "and", "of", "the", "to", "for", "with", "in", "a", "an", "from", "by", "on", "as", "at"]
)


def _as_said(task: str, chance: random.Random) -> str:
    words = _CLAUSE_END.split(task)[0].split()[: chance.randint(3, 9)]
    while words and words[-1].lower() in _DANGLING:
        words.pop()
    text = " ".join(words)
    return chance.choice(("I ", "I ", "i ", "")) + text[:1].lower() + text[1:] if len(words) > 1 else ""


def fit(edges: Sequence[Edge], wholes: Floats, vectors: bool) -> scope.Rule:
    """Fit the rule on all cases.

    Args:
        wholes: float32 (cases, d).
        vectors: whether to use them.
    """
    texts = [edge.text for edge in edges]
    truth = np.array([scope.SCOPES.index(edge.expect) for edge in edges])
    return _rule(texts, wholes, truth, vectors)


def _rule(texts: Sequence[str], wholes: Floats, truth: NDArray[Any], vectors: bool) -> scope.Rule:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    parts = [scope.word_rows(texts), sparse.csr_matrix(scope.lengths(texts) * LENGTH_WEIGHT)]
    if vectors:
        parts.append(sparse.csr_matrix(wholes * VECTOR_WEIGHT))
    rows = sparse.hstack(parts).tocsr()
    fitted = LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=2000).fit(rows, truth)
    found = fitted.coef_.T.astype(np.float32)
    n = scope.WORD_FEATURES
    return scope.Rule(
        words=found[:n],
        lengths=found[n : n + 2] * LENGTH_WEIGHT,
        whole=found[n + 2 :] * VECTOR_WEIGHT,
        bias=fitted.intercept_.astype(np.float32),
        enough=ENOUGH,
        some=SOME,
    )


def save(with_vectors: scope.Rule, alone: scope.Rule, model: str, path: Path) -> None:
    """Write ``scope.npz``, as `index.scope` describes it."""
    arrays: dict[str, Any] = {"model": np.array(model), "whole": with_vectors.whole}
    for prefix, rule in (("", with_vectors), ("alone_", alone)):
        arrays |= {
            f"{prefix}words": rule.words.astype(np.float16),
            f"{prefix}lengths": rule.lengths,
            f"{prefix}bias": rule.bias,
            f"{prefix}enough": np.float32(rule.enough),
            f"{prefix}some": np.float32(rule.some),
        }
    np.savez_compressed(path, **arrays)


def right(rule: scope.Rule, edges: Sequence[Edge], wholes: Floats) -> dict[str, float]:
    """Return the share of cases rightly kept (in-scope) or stopped (the others), by what is expected."""
    judged = [rule.judge(chances) for chances in rule.chances([edge.text for edge in edges], wholes)]
    found: dict[str, float] = {}
    for expected in dict.fromkeys(edge.expect for edge in edges):
        same = [
            (one == "in-scope") == (expected == "in-scope")
            for one, edge in zip(judged, edges, strict=True)
            if edge.expect == expected
        ]
        found[expected] = sum(same) / len(same)
    return found
