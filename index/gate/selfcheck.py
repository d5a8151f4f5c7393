"""Whether an index finds what is in it: each statement, encoded anew, has to find itself first."""

from __future__ import annotations

import numpy as np

from index.encoder import Encoder
from index.entries import encoded_text
from index.files import flat_index
from index.opened import Build

ALL_UNTIL = 20_000
SAMPLE = 5_000
"""Above ALL_UNTIL texts a sample is checked: the exact search costs their square, and 5,000 of them miss a
fault in one text of a thousand less than once in a hundred times (0.999 ** 5000 = 0.007)."""
SAME = 1e-4
"""Cosines this close are one: texts may say the same in other letters, and float32 rounds."""


def lost(build: Build, encoder: Encoder) -> tuple[int, list[str]]:
    """Find the statements that do not find themselves.

    Args:
        build: an open build.
        encoder: the one it was made with.

    Returns:
        How many texts were checked, and those of them that found another first.
    """
    texts: dict[str, int] = {}
    for entry in build.entries:
        if entry.is_statement:
            texts.setdefault(encoded_text(entry), int(build.rows[entry.id]))
    checked = list(texts)
    if len(checked) > ALL_UNTIL:
        drawn = np.random.default_rng(build.number).choice(len(checked), SAMPLE, replace=False)
        checked = [checked[n] for n in sorted(drawn.tolist())]
    if not checked:
        return 0, []
    vectors = encoder.encode(checked)
    best = flat_index(build.vectors).search(np.ascontiguousarray(vectors), 1)[0][:, 0]
    own = (vectors * build.vectors[[texts[text] for text in checked]]).sum(axis=1)
    return len(checked), [checked[n] for n in np.flatnonzero(own < best - SAME)]
