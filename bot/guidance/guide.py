"""The guide: skills, questions and suggestions for a person's activities, from one build.

It holds one open build and one encoder, and remembers nothing of a person but the last few searches.
`bot.guidance.pool` keeps one for each build in use.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance import role_gap, roles
from bot.guidance.asked import AnsweredStatements, answers_about, asked_of
from bot.guidance.conclusions import out_of_reach
from bot.guidance.courses import courses_for
from bot.guidance.evidence import citable, cited_words, evidence
from bot.guidance.examples import examples
from bot.guidance.lookup import Lookup
from bot.guidance.model import (
    AbstainReason,
    Asked,
    Choice,
    Conclusion,
    Examples,
    Given,
    HeldLevel,
    LikelySkill,
    Report,
    RoleGap,
    RoleMatches,
    SkillInfo,
    SkillRef,
    Suggestion,
    Understanding,
)
from bot.guidance.next_steps import NextLevel
from bot.guidance.offers import offers
from bot.guidance.same_statements import SameStatements
from bot.guidance.skills import DEPTH, MAX_CHOICES, few_each, likely
from index.build import open_build
from index.explain import reasons
from index.fit import nothing_fits
from index.levels import level_distribution, level_odds, level_set
from index.manifest import BuildError
from index.questions import FEWEST, MAX_QUESTIONS, entropy, next_question
from index.scope import outside, says_some, scope, telling
from index.search import Found, Match, matches_of, search
from knowledge.editions import family
from knowledge.model import Requirement, Role, Skill

if TYPE_CHECKING:
    from index.encoder import Encoder

LISTED = 10
"""Likely skills listed of one framework, at most."""
OTHER_FRAMEWORKS_UNTIL = 3
"""After this many questions only the likeliest framework is asked about."""
REMEMBERED = 64
SOME_WORDS = 2
"""Words that tell something, from which skills are known for what is vague."""


class Guide:
    """Suggestions from one build. Safe to use from several threads.

    Args:
        number: of the build; None for the live one.

    Raises:
        BuildError: there is no such build, it cannot be opened, or it was made with another model.
    """

    def __init__(self, home: Path, encoder: Encoder, number: int | None = None) -> None:
        self._encoder = encoder
        self._searches: OrderedDict[tuple[str, ...], Found] = OrderedDict()
        self._lock = threading.Lock()
        self._build = open_build(home, number)
        if self._build.model != encoder.model:
            raise BuildError(
                f"build {self.number} was made with the model {self._build.model}, not with"
                f" {encoder.model}: run `rung build`"
            )
        self.lookup = Lookup(self._build.knowledge)

    @property
    def number(self) -> int:
        """The number of its build."""
        return self._build.number

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """Find the likely skills of all activities together, without those that are not work.

        Args:
            rejected: labels of skills not to show again.
            settled: how many of the first activities are known to be work.
        """
        found, out = self._work(activities, settled)
        if found is None:
            return {"reason": "out-of-scope", "choices": [], "outside": out, "thin": True}
        judged = scope(found)
        # Few words are enough if they are all there is, but not where they may speak of something else.
        some = judged == "too-vague" and telling(" ".join(found.activities)) >= SOME_WORDS
        enough = some or says_some(found)
        thin = judged == "too-vague" and not enough
        if judged == "out-of-scope" and not enough:
            return {"reason": judged, "choices": [], "outside": out, "thin": True}
        kept = [place for place in range(len(activities)) if place not in out]
        choices = self._offers(found, [activities[place] for place in kept], rejected)
        for choice in choices:
            if "activities" in choice:
                choice["activities"] = [kept[place] for place in choice["activities"]]
        reason: AbstainReason | None = None if judged == "in-scope" else judged
        if reason is None and nothing_fits(found, None):
            reason = "nothing-fits"
        return {"reason": reason, "choices": choices, "outside": out, "thin": thin}

    def _offers(self, found: Found, activities: Sequence[str], rejected: Sequence[str]) -> list[Choice]:
        """Choose the skills to offer: likely by all activities together, and by each of them."""
        ranked = likely(self.lookup, found, rejected=rejected)[:DEPTH]
        if len(activities) == 1:
            return offers(ranked, [ranked])
        alone = [self._search([one]) for one in activities]
        each = [likely(self.lookup, one, rejected=rejected)[:MAX_CHOICES] for one in alone]
        return offers(ranked, each, [place for place, one in enumerate(alone) if scope(one) == "too-vague"])

    def _work(self, activities: Sequence[str], settled: int) -> tuple[Found | None, list[int]]:
        """Search with the activities that may be work; also return the indexes of the others."""
        found = self._search(activities)
        out = [number for number in outside(found) if number >= settled]
        if not out:
            return found, []
        left = [activity for number, activity in enumerate(activities) if number not in out]
        return (self._search(left) if left else None), out

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        """Pick the statement to ask about: of the likeliest framework, then of the least certain one."""
        if len(given) >= MAX_QUESTIONS:
            return None
        found = self._search(activities, choice["skills"])
        families = {family(ref["framework"]): ref for ref in reversed(choice["skills"])}
        main, *others = (ref for ref in choice["skills"] if ref in families.values())
        if len(given) >= OTHER_FRAMEWORKS_UNTIL:
            others = []
        unheard = choice.get("unheard", False)
        likeliest = _likeliest(self._levels(found, main, given, unheard))
        others = sorted(others, key=lambda ref: -entropy(self._levels(found, ref, given, unheard).values()))
        for ref in filter(self._known, (main, *others)):
            lowest = self.lookup.levels(ref["framework"], ref["skill"])[0]
            if ref is not main and out_of_reach(lowest, likeliest):
                continue
            answers, few = answers_about(ref, given), len(given) < FEWEST
            question = next_question(
                found, ref["framework"], ref["skill"], answers, even_if_sure=few, unheard=unheard
            )
            if question is not None:
                return asked_of(ref, question)
        return None

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        """Suggest a level in each framework that has the skill, the likeliest framework first."""
        found = self._search(activities, choice["skills"])
        known = (ref for ref in choice["skills"] if self._known(ref))
        return tuple(self._conclusion(found, ref, given, choice.get("unheard", False)) for ref in known)

    def look_up(self, name: str) -> SkillInfo | None:
        """Find a skill by its name or code."""
        return self.lookup.called(name)

    def examples(self, asked: Asked) -> Examples:
        """Find what people say who do what a statement says, and who do not yet."""
        return examples(self._encoder, asked)

    def message_vectors(self, texts: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """Return the vector of each text, for telling what a message is; empty where the model has none."""
        vectors = self._encoder.read_message(texts)
        return {} if vectors is None else dict(zip(texts, vectors.tolist(), strict=True))

    def next_roles(self, held: Sequence[HeldLevel], present: str, activities: Sequence[str]) -> RoleMatches:
        """Find the roles that a person could have next."""
        matches = role_gap.role_matches(self.lookup, held, present)
        if activities and held and not matches["roles"]:
            ranked = likely(self.lookup, self._search(activities))[:DEPTH]
            shares = {
                (ref["framework"], ref["skill"]): each.score
                for each in ranked
                for ref in each.choice["skills"]
            }
            matches["roles"] = role_gap.near_roles(self.lookup, held, shares)
        return matches

    def role_gap(
        self,
        name: str,
        held: Sequence[HeldLevel],
        activities: Sequence[str],
        wanted: Sequence[str],
        duties: Sequence[str] = (),
    ) -> RoleGap | None:
        """Find what a role asks for beside a person's levels, with goals from it."""

        def matches(skill: Skill) -> Sequence[Match]:
            found = self._search(activities, [self.lookup.ref(skill)])
            return matches_of(found, skill.framework, skill.key)

        said = role_gap.SaidWork(activities, matches) if activities else role_gap.SaidWork()
        role = self._role(name, duties, held) if duties else role_gap.role_called(self.lookup, name)
        return role_gap.role_gap(self.lookup, held, role, said, wanted) if role else None

    def _role(self, name: str, duties: Sequence[str], held: Sequence[HeldLevel]) -> Role:
        """Return a role that asks for the skills of its duties, in the frameworks of the person's levels."""
        found, own = self._search(duties), {family(each["framework"]) for each in held}
        asked = []
        for choice in self._offers(found, duties, ()):
            ref = max(choice["skills"], key=lambda each: family(each["framework"]) in own)
            levels = self._levels(found, ref, ())
            asked.append(Requirement(ref["framework"], ref["skill"], _likeliest(levels) or None))
        return Role(name, requirements=tuple(asked))

    def level_odds(
        self, activities: Sequence[str], ref: SkillRef, given: Sequence[Given]
    ) -> dict[int, float]:
        """Return each level's log-odds, unadjusted by reviews; empty for an unknown skill."""
        if not self._known(ref):
            return {}
        found = self._search(activities, [ref])
        levels, odds = level_odds(found, ref["framework"], ref["skill"], answers_about(ref, given))
        return dict(zip(levels, odds.tolist(), strict=True))

    def suggest(self, activities: Sequence[str], framework: str | None = None) -> Report:
        """Suggest levels from words alone.

        Args:
            framework: only this one; None for all.

        Returns:
            Suggestions best first, in every framework that knows a skill, at most five a framework.
        """
        report = self.nothing_said()
        found, _ = self._work(activities, 0)
        reason = _reason(found, framework)
        report["abstained"] = {"reason": reason} if reason else None
        told = found.activities if found and reason in (None, "nothing-fits") else activities
        report["activities"] = list(told)
        if found is None or reason is not None:
            return report
        for ref in few_each(likely(self.lookup, found, framework)):
            report["suggestions"].append(self._conclusion(found, ref, ())["suggestion"])
        return report

    def abstains(self, activities: Sequence[str], framework: str | None = None) -> AbstainReason | None:
        """Return why `suggest` suggests no level; None where it does."""
        return _reason(self._work(activities, 0)[0], framework)

    def likely_skills(
        self, activities: Sequence[str], framework: str | None = None, most: int = LISTED
    ) -> list[LikelySkill]:
        """List the likeliest skills of each framework, whether or not they fit, best first.

        Args:
            framework: only this one; None for all, one after the other.
        """
        found = self._work(activities, 0)[0] or self._search(activities)
        asked = [framework] if framework is not None else sorted(found.build.ranked)
        listed: list[LikelySkill] = []
        for each in asked:
            ranked = [
                (ref, one.score) for one in likely(self.lookup, found, each) for ref in one.choice["skills"]
            ]
            for ref, score in ranked[:most]:
                levels = self._levels(found, ref, ())
                listed.append(
                    {
                        "framework": ref["framework"],
                        "skill": self.lookup.skill_name(ref),
                        "score": round(score, 4),
                        "levels": _rounded(levels),
                        "level_set": list(level_set(levels)),
                    }
                )
        return listed

    def nothing_said(self) -> Report:
        """Return the report for input without any activity."""
        return {
            "build": self._build.number,
            "activities": [],
            "suggestions": [],
            "abstained": {"reason": "too-vague"},
        }

    def warm_up(self) -> None:
        """Load the model and search once, so that the first answer is fast.

        Raises:
            BuildError: the build was made with another model.
        """
        search(self._build, self._encoder, ("ready",))

    def _search(self, activities: Sequence[str], refs: Sequence[SkillRef] = ()) -> Found:
        """Search the build, cached; the given skills are included however distant they are."""
        key = tuple(activities)
        with self._lock:
            found = self._searches.get(key)
        also = [(ref["framework"], ref["skill"]) for ref in refs if self._known(ref)]
        if found is None or any(skill not in found.build.group_numbers for skill in also):
            found = search(self._build, self._encoder, key, also)
            with self._lock:
                self._searches[key] = found
                while len(self._searches) > REMEMBERED:
                    self._searches.popitem(last=False)
        return found

    def _known(self, ref: SkillRef) -> bool:
        return bool(self.lookup.levels(ref["framework"], ref["skill"]))

    def _levels(
        self, found: Found, ref: SkillRef, given: Sequence[Given], unheard: bool = False
    ) -> dict[int, float]:
        if not self._known(ref):
            return {}
        return level_distribution(found, ref["framework"], ref["skill"], answers_about(ref, given), unheard)

    def _conclusion(
        self, found: Found, ref: SkillRef, given: Sequence[Given], unheard: bool = False
    ) -> Conclusion:
        levels = self._levels(found, ref, given, unheard)
        level = _likeliest(levels)
        suggestion = self._suggestion(found, ref, levels, level, given)
        return {
            "suggestion": suggestion,
            "ladder": self.lookup.ladder(ref, levels, level),
        }

    def _suggestion(
        self, found: Found, ref: SkillRef, levels: dict[int, float], level: int, given: Sequence[Given]
    ) -> Suggestion:
        framework, key = ref["framework"], ref["skill"]
        skill = self.lookup.skill(framework, key)
        assert skill is not None, f"{framework} lost {key}"
        matches = matches_of(found, framework, key)
        asked = [(one["question"]["framework"], one["question"]["skill"]) for one in given]
        says = SameStatements(found.build, [(framework, key), *asked]).says
        near = self.lookup.near_levels(framework, level)
        fit = citable(found, matches, level, near, AnsweredStatements(given, says))
        cited = cited_words(found.activities, reasons(found, framework, key, {one.activity for one in fit}))
        shown = evidence(fit, found.activities, level, cited)
        statements = [each["descriptor"] for each in shown]
        higher = NextLevel(self.lookup, skill, level, matches, found.activities, given, statements, says)
        person = roles.person_profile(found, self.lookup, skill, level, higher.next_level)
        return {
            "framework": framework,
            "skill": self.lookup.skill_name(ref),
            "level": level,
            "level_name": self.lookup.level_name(framework, level),
            "levels": _rounded(levels),
            "confidence": round(levels[level], 4),
            "level_set": list(level_set(levels)),
            "evidence": shown,
            "why_not_higher": higher.why_not(),
            "next_steps": [
                *higher.to_do(),
                *higher.to_know(),
                *roles.next_skills(self.lookup, person),
                *(courses_for(self.lookup, framework, key, higher.next_level) if higher.next_level else ()),
            ],
        }


def _reason(found: Found | None, framework: str | None) -> AbstainReason | None:
    """Return why words alone place nobody; None where they do."""
    if found is None:
        return "out-of-scope"
    judged = scope(found)
    if judged != "in-scope" and not says_some(found):
        return judged
    return "nothing-fits" if nothing_fits(found, framework) else None


def _rounded(levels: dict[int, float]) -> dict[str, float]:
    return {str(number): round(share, 4) for number, share in sorted(levels.items())}


def _likeliest(levels: dict[int, float]) -> int:
    return max(levels, key=lambda number: (levels[number], -number), default=0)
