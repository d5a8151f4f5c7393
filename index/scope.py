"""Scope: whether what somebody wrote is about work, and says enough to be placed on a ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from index.search import Found

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.opened import Build

Scope = Literal["in-scope", "out-of-scope", "too-vague"]


def scope(build: Build, encoder: Encoder, found: Found) -> Scope:
    """Judge a person's activities taken together.

    Args:
        build: the build that was searched.
        encoder: the encoder it was searched with.
        found: what the search gave; ``found.activities`` are the texts judged.

    Returns:
        ``in-scope`` where a level can be worked out, ``out-of-scope`` where it is not about work,
        ``too-vague`` where it is, or may be, but says too little.
    """
    raise NotImplementedError
