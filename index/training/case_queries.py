"""Cases as queries: encoded once, through the cache, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoder import EncodedText, Encoder
from index.features import Floats, Query
from index.text import as_one, neutral


def queries(
    encoder: Encoder, conversations: Sequence[Sequence[str]], read_levels: bool = True
) -> list[Query]:
    """Encode messages and what they say together; the words inside are not told apart.

    Args:
        read_levels: whether the level reader reads them too, which is never cached.
    """
    read = [tuple(neutral(message) for message in messages) for messages in conversations]
    wholes = [as_one(messages) for messages in read]
    texts = list(dict.fromkeys([message for messages in read for message in messages] + wholes))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    levels = encoder.read_level(wholes) if read_levels else None
    level_of = {} if levels is None else dict(zip(wholes, levels, strict=True))

    def read_level(texts: Sequence[str]) -> Floats | None:
        return np.stack([level_of[text] for text in texts]) if level_of else None

    found = []
    for given, messages, whole in zip(conversations, read, wholes, strict=True):
        encoded = tuple(EncodedText(vectors[m], ((0, len(m)),), vectors[m][None]) for m in messages)
        found.append(Query(tuple(given), encoded, vectors[whole], messages, read_level))
    return found
