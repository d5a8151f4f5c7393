"""Levels of older framework editions, carried to the newest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.guidance.lookup import Lookup
from bot.guidance.model import Choice, SkillRef
from knowledge.editions import Outcome, carry, newest
from knowledge.model import Knowledge

KEPT_OPEN = 2
"""Older builds whose knowledge is cached."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PastLevel:
    """A level that was suggested to somebody.

    Args:
        build: number of the build that gave it; its statements are read from there.
        framework_name: its name at that time; empty for the present name.
    """

    suggestion: int
    framework: str
    skill: str
    name: str
    level: int
    at: str
    build: int
    framework_name: str = ""


@dataclass(frozen=True, slots=True)
class CarriedLevel:
    """A past level under the newest edition.

    Args:
        held: the past level; the history keeps it unchanged.
        edition: the newest edition's name.
        skill: the same skill in the newest edition, or None.
        why: what establishes that it is the same skill.
    """

    held: PastLevel
    edition: str
    outcome: Outcome
    skill: SkillRef | None
    levels: tuple[int, ...]
    why: str

    @property
    def to_ask(self) -> bool:
        """Whether the person has to be asked again."""
        return self.outcome in ("reworded", "unread", "no-level")


class Editions:
    """Carries levels from older editions to the newest of the live build; usable from several threads."""

    def __init__(self, home: Path, lookup: Callable[[], Lookup]) -> None:
        self._home, self._shelf = home, lookup
        self._lock = threading.Lock()
        self._older = lru_cache(KEPT_OPEN)(self._read)

    def renewed(self, held: Iterable[PastLevel]) -> tuple[CarriedLevel, ...]:
        """Carry a person's levels from older editions to the newest.

        Left out are levels of the newest edition itself, and those that were worked out under it since.

        Args:
            held: all past levels, in any order; the latest of each skill counts.
        """
        lookup = self._shelf()
        frameworks = [framework.id for framework in lookup.knowledge.frameworks]
        latest = {(each.framework, each.skill): each for each in sorted(held, key=lambda one: one.at)}
        found: dict[tuple[str, str], CarriedLevel] = {}
        for each in sorted(latest.values(), key=lambda one: one.at):
            to = newest(each.framework, frameworks)
            if to == each.framework:
                continue
            one = self._carried(lookup, each, to)
            since = latest.get((to, one.skill["skill"])) if one.skill else None
            if since is None or since.at < each.at:
                found[to, one.skill["skill"] if one.skill else f"{each.framework} {each.skill}"] = one
        return tuple(found.values())

    def choice(self, held: PastLevel) -> Choice | None:
        """Return the choice to ask about for a level under the newest edition, or None."""
        lookup = self._shelf()
        frameworks = [framework.id for framework in lookup.knowledge.frameworks]
        to = newest(held.framework, frameworks)
        one = self._carried(lookup, held, to) if to != held.framework else None
        if one is None or one.skill is None or not one.levels:
            return None
        twins = lookup.twins(to, one.skill["skill"])
        kept = [twin for twin in twins if newest(twin.framework, frameworks) == twin.framework]
        others = [lookup.ref(twin) for twin in kept if twin.framework != to]
        return {"label": one.skill["name"], "skills": [one.skill, *others]}

    def _carried(self, lookup: Lookup, held: PastLevel, to: str) -> CarriedLevel:
        def texts(framework: str, skill: str, level: int) -> Sequence[str]:
            found = [each.text for each in lookup.statements(framework, skill, level)]
            return found or (self._then(held) if framework == held.framework else [])

        carried = carry(
            lookup.knowledge, held.framework, held.skill, held.level, to, name=held.name, texts=texts
        )
        skill = carried.skill
        levels = tuple(lookup.levels(to, skill.key)) if skill else ()
        ref = lookup.ref(skill) if skill else None
        return CarriedLevel(held, lookup.framework_name(to), carried.outcome, ref, levels, carried.why)

    def _then(self, held: PastLevel) -> Sequence[str]:
        """Return a level's statements in the build that gave it."""
        with self._lock:
            known = self._older(held.build)
        key = (held.framework, held.skill, held.level)
        return [each.text for each in known.descriptors if (each.framework, each.skill, each.level) == key]

    def _read(self, build: int) -> Knowledge:
        from index import builds, knowledge_json

        path = builds.knowledge_file(self._home, build)
        try:
            return knowledge_json.from_json(path.read_text("utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("what build %d knew cannot be read any more: %s", build, error)
            return Knowledge()
