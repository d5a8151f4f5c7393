"""Cases as queries: encoded once, through the cache, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence

from index.encoder import EncodedText, Encoder
from index.features import Query
from index.text import as_one, neutral


def queries(
    encoder: Encoder, conversations: Sequence[Sequence[str]], read_levels: bool = True
) -> list[Query]:
    """Encode messages and what they say together; the words inside are not told apart.

    Args:
        conversations: the messages of each case.
        read_levels: whether the level reader reads them too, which is never cached.
    """
    read = [tuple(neutral(message) for message in messages) for messages in conversations]
    wholes = [as_one(messages) for messages in read]
    texts = list(dict.fromkeys([message for messages in read for message in messages] + wholes))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    levels = encoder.read_level(wholes) if read_levels else None
    found = []
    for number, (given, messages, whole) in enumerate(zip(conversations, read, wholes, strict=True)):
        encoded = tuple(EncodedText(vectors[m], ((0, len(m)),), vectors[m][None]) for m in messages)
        level = None if levels is None else levels[number]
        found.append(Query(tuple(given), encoded, vectors[whole], messages, level))
    return found
