"""Search: a person's activities in, skills and matches out, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.entries import Entry

if TYPE_CHECKING:
    from index.build import Build
    from index.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Match:
    """An activity and an entry that says the same, with a score.

    Args:
        activity: index into the activities, from 0.
        entry: the descriptor (or name, description, guidance, voice) matched.
        score: 0 to 1, vectors, words and characters together; higher is closer.
        words: the person's own words that carried it, in their order and spelling.
    """

    activity: int
    entry: Entry
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """A skill and how well it covers the activities.

    Args:
        framework: framework id.
        skill: the skill's key (code, else title).
        name: the skill's title.
        score: a probability within its framework: the scores of a framework's skills sum to 1.
        matches: best first; statements only (kinds level, ability, knowledge), at most one per activity and
            statement. Empty for skills far down the list; `matches_of` gives them for any skill.
    """

    framework: str
    skill: str
    name: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a build found in a person's activities.

    Args:
        activities: as given.
        vectors: float32 (n, d), a unit row per activity.
        skills: every skill of every framework, highest score first (ties: framework, then key).
    """

    activities: tuple[str, ...]
    vectors: NDArray[np.float32]
    skills: tuple[SkillMatch, ...]

    def of(self, framework: str) -> tuple[SkillMatch, ...]:
        """Return one framework's skills, best first."""
        return tuple(skill for skill in self.skills if skill.framework == framework)


def search(build: Build, encoder: Encoder, activities: Sequence[str]) -> Found:
    """Find the skills that activities speak of. The same build and activities give the same result.

    Args:
        build: an open build.
        encoder: the encoder the build was made with.
        activities: one text each; blank ones match nothing but keep their index.

    Raises:
        BuildError: the build was made with another model than this encoder's.
    """
    raise NotImplementedError


def matches_of(build: Build, found: Found, framework: str, skill: str) -> tuple[Match, ...]:
    """Return the matches of any skill of the build, best first (see `SkillMatch.matches`).

    Args:
        framework: framework id.
        skill: the skill's key.
    """
    raise NotImplementedError
