"""Editions of a framework, and what a level of one edition or framework is in another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.links import JOINING, Link
from knowledge.model import Knowledge, Skill
from knowledge.similarity import say_the_same

Outcome = Literal["same", "reworded", "unread", "no-level", "gone", "unknown"]
"""``same``: the level asks what it asked. ``reworded``: it says it in other words. ``unread``: what it asked
cannot be read any more. ``no-level``: the skill has no such level there. ``gone``: it is not there any more.
``unknown``: nothing says which skill it is there."""

Texts = Callable[[str, str, int], Sequence[str]]
"""Gives what a skill's level asks: framework id, skill's key, level."""
_End = tuple[str, str]

_EDITION = re.compile(r"^(?P<family>.+?)-(?P<number>[0-9]{1,9})$")


def family(framework: str) -> str:
    """Return what the editions of a framework share: ``sfia`` for ``sfia-9``, ``tsc`` for ``tsc``."""
    found = _EDITION.match(framework)
    return found["family"] if found else framework


def edition(framework: str) -> int:
    """Return the number of a framework's edition: 9 for ``sfia-9``; -1 where it has none."""
    found = _EDITION.match(framework)
    return int(found["number"]) if found else -1


def newest(framework: str, among: Iterable[str]) -> str:
    """Return the newest edition of a framework among others, or itself."""
    others = (each for each in among if family(each) == family(framework))
    return max((framework, *others), key=edition)


@dataclass(frozen=True, slots=True)
class Carried:
    """A level of one framework, as it is under another.

    Args:
        skill: it belongs to there, or None where there is none.
        level: the same number, where that skill has it.
        why: who or what says which skill it is, or that there is none.
    """

    outcome: Outcome
    skill: Skill | None
    level: int | None
    why: str

    @property
    def certain(self) -> bool:
        """Whether nothing has to be asked: the level asks the same there, or the skill is gone."""
        return self.outcome in ("same", "gone")


def carry(
    known: Knowledge,
    framework: str,
    skill: str,
    level: int,
    to: str,
    *,
    name: str = "",
    texts: Texts | None = None,
) -> Carried:
    """Say what a level under one framework is under another.

    Args:
        name: the skill's title then: told where its framework is not known any more.
        texts: of levels, where those of the framework are elsewhere; None looks in ``known``.
    """
    of = texts or _texts(known)
    target, why, gone = _same_skill(known, (framework, skill), to, name)
    if target is None:
        return Carried("gone" if gone else "unknown", None, None, why)
    before, after = of(framework, skill, level), of(to, target.key, level)
    if not after:
        return Carried("no-level", target, None, why)
    if not before:
        return Carried("unread", target, level, why)
    same = _all_said(before, after) and _all_said(after, before)
    return Carried("same" if same else "reworded", target, level, why)


def _all_said(ones: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(say_the_same(one, other) for other in others) for one in ones)


def _texts(known: Knowledge) -> Texts:
    def of(framework: str, skill: str, level: int) -> Sequence[str]:
        key = (framework, skill, level)
        return [d.text for d in known.descriptors if (d.framework, d.skill, d.level) == key]

    return of


def _same_skill(known: Knowledge, start: _End, to: str, name: str) -> tuple[Skill | None, str, bool]:
    """Return the skill, who says so, and whether it is known to be gone."""
    there = {skill.key: skill for skill in known.skills if skill.framework == to}
    for end, said in _ends(known.links, start, to):
        if end is None:
            return None, said, True
        if end in there:
            return there[end], said, False
    old = next((each for each in known.skills if (each.framework, each.key) == start), None)
    title = (old.name if old else name or start[1]).casefold()
    same = there.get(start[1])
    if same and same.code and family(to) == family(start[0]):
        return same, f"the code {same.code} is kept", False
    for each in there.values():
        if each.name.casefold() == title and (old is None or each.kind == old.kind):
            return each, "the title is kept", False
    return None, "", False


def _ends(links: Sequence[Link], start: _End, to: str) -> Iterator[tuple[str | None, str]]:
    """Yield where links lead from a skill in a framework, from edition to edition; None where it is gone."""
    waiting, seen = [(start, "")], {start}
    for here, told in waiting:
        for link in links:
            said = "; ".join(part for part in (told, link.source) if part)
            if link.kind == "gone" and _begins(link, here) and _reaches(link.to_framework, to):
                yield None, said
                continue
            for other in _over(link, here):
                if other[0] == to:
                    yield other[1], said
                elif family(other[0]) == family(start[0]) and other not in seen:
                    seen.add(other)
                    waiting.append((other, said))


def _over(link: Link, here: _End) -> Iterator[_End]:
    if link.kind in JOINING:
        if _begins(link, here):
            yield link.end
        elif link.end == here:
            yield link.start


def _begins(link: Link, here: _End) -> bool:
    """Return whether a link speaks of a skill, or of the same code in an edition that came after."""
    framework, skill = link.start
    if (framework, skill) == here:
        return True
    later = edition(framework) >= edition(here[0]) or edition(framework) < 0
    return skill == here[1] and family(framework) == family(here[0]) and later and edition(here[0]) >= 0


def _reaches(framework: str, to: str) -> bool:
    """Return whether what is gone from one edition is gone from another: the same or a later one."""
    return family(framework) == family(to) and edition(framework) <= edition(to)
