"""Builds: immutable, numbered indexes made from the catalogue; exactly one is live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.entries import Entry
from knowledge.model import Knowledge

Progress = Callable[[str, int, int], None]
"""Called with a phase (``encode``, ``write``), what is done and what there is to do."""


class BuildError(Exception):
    """A build that cannot be made or opened, said in one sentence a person can act on."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `make_build` did.

    Args:
        number: the live build's number.
        changed: False where documents, model and format were those of the live build: nothing was made.
        entries: texts in the build, staff voices included.
        descriptors: statements at a level in it.
        skills: skills in it, attributes included.
        encoded: texts that had to be encoded; the others came from the cache or with Rung.
        seconds: time taken.
    """

    number: int
    changed: bool
    entries: int
    descriptors: int
    skills: int
    encoded: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """An open build. It stays readable while newer ones are published.

    Args:
        number: its number, from 1.
        model: id of the encoder it was made with.
        made_at: ISO 8601 time, UTC.
        knowledge: the snapshot it was made from.
        entries: by id.
        vectors: float32 (u, d), a unit row per different text.
        rows: int32 (entries,), the row of ``vectors`` of each entry.
    """

    number: int
    model: str
    made_at: str
    knowledge: Knowledge
    entries: tuple[Entry, ...]
    vectors: NDArray[np.float32]
    rows: NDArray[np.int32]


def make_build(
    home: Path, knowledge: Knowledge, encoder: Encoder, progress: Progress | None = None
) -> BuildReport:
    """Make a build and let it go live, or find that nothing changed.

    Args:
        home: RUNG_HOME; builds are under ``home/builds``.
        knowledge: the merged catalogue.
        encoder: turns texts into vectors.
        progress: told how far it is.

    Raises:
        BuildError: the catalogue is empty, another process is building, or the disk refuses.
    """
    raise NotImplementedError


def open_build(home: Path, number: int | None = None) -> Build:
    """Open a build: the live one, or one of the last five by number.

    Raises:
        BuildError: there is none, or its files are damaged or of another version of Rung.
    """
    raise NotImplementedError


def live_number(home: Path) -> int | None:
    """Return the number of the live build, or None where there is none yet."""
    raise NotImplementedError
