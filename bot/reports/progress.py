"""Progress of a person: the levels suggested so far in every skill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from bot.guidance.conclusions import likely_levels, placing
from bot.guidance.model import Conclusion
from bot.reports.model import AssessmentReport, ConfirmedLevel


@dataclass(frozen=True, slots=True)
class PlacedLevel:
    """A level that was suggested once.

    Args:
        name: its name in the framework, or ``""``.
        likely: the levels that were likely enough, ascending.
        at: ISO 8601, UTC.
        because: what the person newly does on their own, else their own words that count most.
        confirmed: what a coach decided on it.
    """

    level: int
    name: str
    likely: tuple[int, ...]
    at: str
    because: str = ""
    confirmed: ConfirmedLevel | None = None


@dataclass(frozen=True, slots=True)
class SkillProgress:
    """The levels suggested over time for a skill of one framework.

    Args:
        framework: its display name.
        highest: the framework's highest level.
        levels: the levels the skill has, ascending.
        placed: at least one, the oldest first.
    """

    framework: str
    skill: str
    highest: int
    levels: tuple[int, ...]
    placed: tuple[PlacedLevel, ...]

    @property
    def now(self) -> PlacedLevel:
        """The latest level."""
        return self.placed[-1]

    @property
    def first(self) -> PlacedLevel:
        """The first level."""
        return self.placed[0]

    @property
    def confirmed(self) -> ConfirmedLevel | None:
        """The last decision of a coach."""
        return next((each.confirmed for each in reversed(self.placed) if each.confirmed), None)

    @property
    def rise(self) -> int:
        """How many levels it rose since the time before; 0 where it did not."""
        return max(self.now.level - self.placed[-2].level, 0) if len(self.placed) > 1 else 0


def standings(assessments: Iterable[AssessmentReport]) -> tuple[SkillProgress, ...]:
    """Return a person's progress in each skill of each framework, by framework, highest level first.

    What was not suggested, as the skill begins above the person, is left out.
    """
    found: dict[tuple[str, str], SkillProgress] = {}
    before: set[str] = set()
    for assessment in sorted(assessments, key=lambda each: each["at"]):
        own = [one["question"]["fact"] for one in assessment["given"] if one["choice"] == "own"]
        newly = next((fact for fact in reversed(own) if fact not in before), "")
        before.update(own)
        for conclusion in placing(assessment["conclusions"])[0]:
            _add(found, conclusion, assessment, newly)
    by_name = sorted(found.values(), key=attrgetter("skill"))
    by_level = sorted(by_name, key=lambda standing: standing.now.level, reverse=True)
    return tuple(sorted(by_level, key=attrgetter("framework")))


def _add(
    found: dict[tuple[str, str], SkillProgress],
    conclusion: Conclusion,
    assessment: AssessmentReport,
    newly: str,
) -> None:
    suggestion, ladder = conclusion["suggestion"], conclusion["ladder"]
    key = suggestion["framework"], suggestion["skill"]["code"]
    words = next((each.get("quote") or each["words"] for each in suggestion["evidence"]), "")
    decided = (one for one in assessment.get("confirmed", ()) if one["framework"] == suggestion["framework"])
    placed = PlacedLevel(
        suggestion["level"],
        suggestion["level_name"],
        likely_levels(suggestion),
        assessment["at"],
        newly or words,
        next(decided, None),
    )
    before = found[key].placed if key in found else ()
    levels = tuple(sorted(int(level) for level in suggestion["levels"]))
    highest = max((rung["level"] for rung in ladder["rungs"]), default=suggestion["level"])
    found[key] = SkillProgress(
        ladder["framework"], ladder["skill"], max(highest, *levels, placed.level), levels, (*before, placed)
    )
