"""Cases as queries: encoded once, through the cache, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Spoken
from index.features import Query
from index.opened import Build


def queries(encoder: Encoder, conversations: Sequence[Sequence[str]]) -> list[Query]:
    """Encode messages and what they say together; the words inside are not told apart.

    Args:
        conversations: the messages of each case.
    """
    wholes = [" ".join(messages) for messages in conversations]
    texts = list(dict.fromkeys([message for messages in conversations for message in messages] + wholes))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    found = []
    for messages, whole in zip(conversations, wholes, strict=True):
        spoken = tuple(Spoken(vectors[m], ((0, len(m)),), vectors[m][None]) for m in messages)
        found.append(Query(tuple(messages), spoken, vectors[whole]))
    return found


class Hiding:
    """Which staff voices of a build a case must not see: its own author's, or all of its skill.

    Args:
        build: holds the voices.
        authors: voice id to author.
    """

    def __init__(self, build: Build, authors: dict[str, str]) -> None:
        self._build = build
        self._authors = np.array(
            [authors.get(e.sources[0].location, "") if e.kind == "voice" else "" for e in build.entries]
        )

    def author(self, author: str) -> NDArray[np.bool_]:
        """Hide an author's voices: bool (entries,)."""
        hidden: NDArray[np.bool_] = self._build.kinds["voice"] & (self._authors == author)
        return hidden

    def skill(self, framework: str, skill: str) -> NDArray[np.bool_]:
        """Hide all voices of a skill: bool (entries,)."""
        group = self._build.groups[self._build.group_numbers[framework, skill]]
        hidden = np.zeros(len(self._build.entries), np.bool_)
        hidden[group.start : group.stop] = self._build.kinds["voice"][group.start : group.stop]
        return hidden
