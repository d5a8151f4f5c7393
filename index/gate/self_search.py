"""Whether an index finds what is in it: each statement, encoded anew, has to find itself first."""

from __future__ import annotations

import numpy as np

from index.build import Build
from index.build_files import flat_index
from index.encoder import Encoder
from index.entries import encoded_text
from index.large.opened import LargeBuild

ALL_UNTIL = 20_000
SAMPLE = 5_000
"""Above ALL_UNTIL texts a sample is checked: the exact search costs their square, and 5,000 of them miss a
fault in one text of a thousand less than once in a hundred times (0.999 ** 5000 = 0.007)."""
SAME = 1e-4
"""Cosines this close are one: texts may say the same in other letters, and float32 rounds."""
NEARLY = 1e-3
"""The same for vectors kept in 16 bits, one of which may have been encoded anew."""


def lost(build: Build, encoder: Encoder) -> tuple[int, list[str]]:
    """Find the statements that do not find themselves.

    Args:
        build: an open build.
        encoder: the one it was made with.

    Returns:
        How many texts were checked, and those of them that found another first.
    """
    if isinstance(build, LargeBuild):
        return _lost_of_large(build, encoder)
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


def _lost_of_large(build: LargeBuild, encoder: Encoder) -> tuple[int, list[str]]:
    """As `lost`, of a sample, through the index that its searches go by."""
    drawn = np.random.default_rng(build.number).choice(
        len(build.entries), min(SAMPLE, len(build.entries)), False
    )
    sample = [entry for n in np.sort(drawn).tolist() if (entry := build.entries[n]).is_statement]
    texts = [encoded_text(entry) for entry in sample]
    if not texts:
        return 0, []
    vectors = encoder.encode(texts)
    best = build.nearest.search(vectors, 1)[0][:, 0]
    own = (vectors * build.nearest.rows[[entry.id for entry in sample]].astype(np.float32)).sum(axis=1)
    return len(texts), [texts[n] for n in np.flatnonzero(own < best - NEARLY)]
