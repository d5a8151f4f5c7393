"""Replay a suggestion with its own build and with the live one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.guidance.comparison import replay
from bot.guidance.guide import Guide
from bot.guidance.model import Conclusion
from bot.guidance.pool import GuidePool
from bot.store.assessments import SavedSuggestion
from index.manifest import BuildError

GONE = "no longer known"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: ``before`` is what was stored, or what its own build gives."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Replay:
    """Result of a replay.

    Args:
        framework: of the skill; `skill` is its code there, `name` its title.
        differs: from what was stored; empty if it is identical.
        changes: what the live build gives instead; empty if it gives the same.
    """

    suggestion: int
    assessment: int
    at: str
    build: int
    framework: str
    skill: str
    name: str
    level: int
    differs: tuple[Difference, ...]
    live: int
    changes: tuple[Difference, ...]

    def told(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**asdict(self), "same": not self.differs}


def replayed(guides: GuidePool, kept: SavedSuggestion) -> Replay:
    """Replay a suggestion.

    Raises:
        BuildError: the build that gave it is gone or cannot be used.
    """
    own = _own(guides, kept)
    live = guides.live()
    suggestion = kept.conclusion["suggestion"]
    again = _again(own, kept)
    changes: tuple[Difference, ...] = ()
    if live.number != own.number:
        changes = (*_first_skill(own, live, kept), *_differences(kept.conclusion, _again(live, kept)))
    return Replay(
        kept.id,
        kept.assessment,
        kept.at,
        kept.build,
        suggestion["framework"],
        suggestion["skill"]["code"],
        suggestion["skill"]["name"],
        suggestion["level"],
        _differences(kept.conclusion, again),
        live.number,
        changes,
    )


def _own(guides: GuidePool, kept: SavedSuggestion) -> Guide:
    try:
        return guides.of(kept.build)
    except BuildError as error:
        raise BuildError(f"suggestion {kept.id} cannot be replayed: {error}") from None


def _again(guide: Guide, kept: SavedSuggestion) -> Conclusion | None:
    framework = kept.conclusion["suggestion"]["framework"]
    found = (each for each in replay(guide, kept) if each["suggestion"]["framework"] == framework)
    return next(found, None)


def _first_skill(own: Guide, live: Guide, kept: SavedSuggestion) -> list[Difference]:
    before, after = _likeliest(own, kept), _likeliest(live, kept)
    return [Difference("likeliest skill", before, after)] if before != after else []


def _likeliest(guide: Guide, kept: SavedSuggestion) -> str | None:
    choices = guide.understand(kept.activities)["choices"]
    return choices[0]["label"] if choices else None


def _differences(before: Conclusion, after: Conclusion | None) -> tuple[Difference, ...]:
    if after is None:
        return (Difference("skill", before["suggestion"]["skill"]["name"], GONE),)
    if _bytes(before) == _bytes(after):
        return ()
    was, now = _parts(before), _parts(after)
    return tuple(
        Difference(what, was[what], now[what]) for what in was if _bytes(was[what]) != _bytes(now[what])
    )


def _parts(conclusion: Conclusion) -> dict[str, Any]:
    return {**conclusion["suggestion"], "ladder": conclusion["ladder"]}


def _bytes(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
