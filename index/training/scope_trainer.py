"""Fitting the rule of `index.scope`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import scope
from index.features import Floats
from index.text import as_one, neutral

LET_IN, LET_IN_AT_LAST = 0.015, 0.15
"""Shares of other talk taken for work when the thresholds are set: while more may be said, and at last."""
FOLDS = 5
VECTOR_WEIGHT = 3.0
LENGTH_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Edge:
    """A case of what `index.scope` must tell apart.

    Args:
        text: its messages as one.
        expect: the right scope.
        kind: what it is an example of, or an author's name for real cases: folds are cut by it.
    """

    text: str
    expect: scope.Scope
    kind: str


def read_edges(path: Path) -> list[Edge]:
    """Read ``{"id", "kind", "messages", "expect"}`` a line."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Edge(as_one([neutral(message) for message in row["messages"]]), row["expect"], row["kind"])
        for row in rows
    ]


def fit(edges: Sequence[Edge], wholes: Floats, vectors: bool) -> scope.Rule:
    """Fit on all cases; the threshold comes from cases not fitted on.

    Args:
        wholes: float32 (cases, d).
        vectors: whether to use them.
    """
    texts = [edge.text for edge in edges]
    truth = np.array([scope.SCOPES.index(edge.expect) for edge in edges])
    unseen = np.zeros((len(edges), 3))
    fold = np.random.default_rng(0).integers(0, FOLDS, len(edges))
    for one in range(FOLDS):
        rule = _rule(texts, wholes, truth, fold != one, vectors)
        mine = np.flatnonzero(fold == one)
        unseen[mine] = rule.chances([texts[n] for n in mine], wholes[mine])
    other = unseen[truth != 0, 0]
    enough, some = (float(np.quantile(other, 1 - share)) for share in (LET_IN, LET_IN_AT_LAST))
    whole = _rule(texts, wholes, truth, np.ones(len(edges), np.bool_), vectors)
    return scope.Rule(whole.words, whole.whole, whole.lengths, whole.bias, enough, some)


def _rule(
    texts: Sequence[str], wholes: Floats, truth: NDArray[Any], chosen: NDArray[np.bool_], vectors: bool
) -> scope.Rule:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    parts = [scope.word_rows(texts), sparse.csr_matrix(scope.lengths(texts) * LENGTH_WEIGHT)]
    if vectors:
        parts.append(sparse.csr_matrix(wholes * VECTOR_WEIGHT))
    rows = sparse.hstack(parts).tocsr()[chosen]
    fitted = LogisticRegression(C=3.0, class_weight="balanced", max_iter=2000).fit(rows, truth[chosen])
    found = fitted.coef_.T.astype(np.float32)
    n = scope.WORD_FEATURES
    return scope.Rule(
        words=found[:n],
        lengths=found[n : n + 2] * LENGTH_WEIGHT,
        whole=found[n + 2 :] * VECTOR_WEIGHT,
        bias=fitted.intercept_.astype(np.float32),
        enough=0.5,
        some=0.5,
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
