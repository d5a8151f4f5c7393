"""Cases as queries: encoded once, through the cache, before anything is fitted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.build import Build
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


def unencoded(messages: Sequence[str]) -> Query:
    """Return a query of which only the words are used: its vectors are empty."""
    return Query(
        tuple(messages), (), np.zeros(0, np.float32), tuple(neutral(message) for message in messages)
    )


class Hiding:
    """Which staff voices of a build a case must not see: its own author's, or all of its skill.

    Args:
        build: holds the voices.
        authors: voice id to author.
    """

    def __init__(self, build: Build, authors: dict[str, str]) -> None:
        self._build = build
        self._told = build.kinds["voice"] | build.kinds["chat"]
        told = zip(build.entries, self._told, strict=True)
        self._authors = np.array([authors.get(e.sources[0].location, "") if t else "" for e, t in told])

    def author(self, author: str) -> NDArray[np.bool_]:
        """Hide an author's voices: bool (entries,)."""
        hidden: NDArray[np.bool_] = self._told & (self._authors == author)
        return hidden

    def skills(self, groups: Iterable[int]) -> NDArray[np.bool_]:
        """Hide all voices of some skills, by their places in ``build.groups``: bool (entries,)."""
        hidden = np.zeros(len(self._build.entries), np.bool_)
        for number in groups:
            group = self._build.groups[number]
            hidden[group.start : group.stop] = self._told[group.start : group.stop]
        return hidden
