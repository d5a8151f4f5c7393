"""Whether an index finds what is in it: each statement, encoded anew, has to find itself first."""

from __future__ import annotations

import numpy as np

from index.build import Build
from index.encoder import Encoder
from index.entries import encoded_text

ALL_UNTIL = 20_000
SAMPLE = 5_000
"""Above ALL_UNTIL texts a sample is checked: the exact search costs their square, and 5,000 of them miss a
fault in one text of a thousand less than once in a hundred times (0.999 ** 5000 = 0.007)."""
SAME = 1e-3
"""Cosines this close are one: texts may say the same in other letters, and large indexes keep 16 bits."""


def lost(build: Build, encoder: Encoder) -> tuple[int, list[str]]:
    """Find the statements that do not find themselves.

    Returns:
        How many texts were checked, and those of them that found another first.
    """
    ids = np.flatnonzero(build.kinds["statement"])
    if len(ids) > ALL_UNTIL:
        ids = np.sort(np.random.default_rng(build.number).choice(ids, SAMPLE, replace=False))
    if not len(ids):
        return 0, []
    texts = [encoded_text(build.entries[n]) for n in ids.tolist()]
    vectors = encoder.encode(texts)
    best = build.files.nearest(vectors, 1)[0][:, 0]
    own = (vectors * build.files.vectors(ids)).sum(axis=1)
    return len(texts), [texts[n] for n in np.flatnonzero(own < best - SAME)]
