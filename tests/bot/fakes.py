"""A guide without an index: it knows two skills and always says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Event, Reply, State, Text
from bot.guidance import role_gap
from bot.guidance.lookup import Lookup
from bot.guidance.model import (
    AbstainReason,
    Asked,
    Choice,
    Conclusion,
    Examples,
    Given,
    HeldLevel,
    Ladder,
    RoleGap,
    RoleMatches,
    SkillInfo,
    SkillRef,
    Suggestion,
    Understanding,
)
from bot.turn import take_turn
from knowledge.model import Descriptor, Framework, Knowledge, Requirement, Role, Skill


def ref(framework: str, skill: str, name: str) -> SkillRef:
    return {"framework": framework, "framework_name": framework.upper(), "skill": skill, "name": name}


GARDENING: Choice = {
    "label": "Gardening",
    "skills": [ref("sfia-9", "GARD", "Gardening"), ref("tsc", "Gardening", "Gardening")],
}
BEEKEEPING: Choice = {"label": "Beekeeping", "skills": [ref("sfia-9", "BEES", "Beekeeping")]}
FALCONRY: Choice = {"label": "Falconry", "skills": [ref("sfia-9", "FALC", "Falconry")]}
STATEMENTS = (
    "Waters the plants as told.",
    "Plans the beds and orders the seeds.",
    "Approves the yearly plan of the park.",
)


def _role(title: str, rank: int | None, optional: str = "", **asks: int) -> Role:
    required = (Requirement("sfia-9", code, level, code != optional) for code, level in asks.items())
    name = title.rsplit(maxsplit=1)[-1].title()
    return Role(name, title, family="Parks", requirements=tuple(required), rank=rank)


PARK = Knowledge(
    frameworks=(Framework("sfia-9", "SFIA 9"),),
    skills=tuple(
        Skill("sfia-9", one["label"], one["skills"][0]["skill"]) for one in (GARDENING, BEEKEEPING, FALCONRY)
    ),
    descriptors=tuple(
        Descriptor("sfia-9", code, level, "level", f"{verb} at height {level}. Checks {thing} {level} times.")
        for code, verb, thing in (
            ("GARD", "Plants trees", "beds"),
            ("BEES", "Opens hives", "frames"),
            ("FALC", "Flies birds", "perches"),
        )
        for level in range(1, 7)
    ),
    roles=(
        _role("Gardener", 1, GARD=4, BEES=2),
        _role("Head gardener", 2, GARD=5, BEES=3, FALC=2, optional="FALC"),
        _role("Park keeper", None, GARD=5, FALC=4),
        _role("Park planner", None, GARD=6),
    ),
)
"""Roles of a park: who gardens at level 4 is a gardener, and head gardener next."""


class FakeGuide:
    """Understands all but cooking and single words; asks three questions; concludes at level 4."""

    error: BaseException | None = None

    def __init__(self, broken: bool = False, fits: bool = True, catalogue: Knowledge = PARK) -> None:
        self.broken, self.fits, self.lookup = broken, fits, Lookup(catalogue)
        self.known = [GARDENING, BEEKEEPING]

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        if self.broken:
            raise RuntimeError("the index is on fire")
        out = [n for n, one in enumerate(activities) if n >= settled and "noodles" in one.casefold()]
        reason = _reason([one for n, one in enumerate(activities) if n not in out])
        choices = [c for c in self.known if c["label"] not in rejected]
        if reason is None and not self.fits:
            return {"reason": "nothing-fits", "choices": choices, "outside": out, "thin": False}
        return {"reason": reason, "choices": [] if reason else choices, "outside": out, "thin": False}

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        if self.broken:
            raise RuntimeError("the index is on fire")
        assert activities, "nothing to ask about"
        if len(given) >= len(STATEMENTS):
            return None
        skill = choice["skills"][0]
        return {
            "framework": skill["framework"],
            "skill": skill["skill"],
            "level": 3 + len(given),
            "descriptor": STATEMENTS[len(given)],
            "kind": "level",
            "fact": STATEMENTS[len(given)],
        }

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        if self.broken:
            raise RuntimeError("the index is on fire")
        assert len(given) <= len(STATEMENTS), "too much was asked"
        return tuple(
            {"suggestion": suggestion(skill, activities), "ladder": ladder(skill)}
            for skill in choice["skills"]
        )

    def look_up(self, name: str) -> SkillInfo | None:
        if self.broken:
            raise RuntimeError("the index is on fire")
        known = (GARDENING, BEEKEEPING, FALCONRY)
        found = next((one for one in known if one["label"].casefold() == name.casefold()), None)
        if found is None:
            return None
        levels = [("SFIA-9", 3 + n, statement) for n, statement in enumerate(STATEMENTS)]
        return {"choice": found, "description": f"The craft of {name.casefold()}.", "levels": levels}

    def examples(self, asked: Asked) -> Examples:
        if self.broken:
            raise RuntimeError("the index is on fire")
        assert asked["fact"], "nothing to explain"
        return {"does": "I plan all the beds for spring", "not_yet": "I water what I am told to water"}

    def next_roles(self, held: Sequence[HeldLevel], present: str, _: Sequence[str]) -> RoleMatches:
        if self.broken:
            raise RuntimeError("the index is on fire")
        return role_gap.role_matches(self.lookup, held, present)

    def role_gap(
        self,
        name: str,
        held: Sequence[HeldLevel],
        activities: Sequence[str],
        wanted: Sequence[str],
        duties: Sequence[str] = (),
    ) -> RoleGap | None:
        if self.broken:
            raise RuntimeError("the index is on fire")
        role = role_gap.role_called(self.lookup, name)
        if duties:
            role = replace(self.lookup.roles()[0], name=name, grade="")
        return (
            role_gap.role_gap(self.lookup, held, role, role_gap.SaidWork(activities), wanted)
            if role
            else None
        )

    def message_vectors(self, _: Sequence[str]) -> dict[str, list[float]]:
        return {}


def suggestion(skill: SkillRef, activities: Sequence[str]) -> Suggestion:
    source = {"document": "garden.csv", "location": "row 2"}
    return {
        "framework": skill["framework"],
        "skill": {"code": skill["skill"], "name": skill["name"]},
        "level": 4,
        "level_name": "Enable",
        "levels": {"3": 0.2, "4": 0.7, "5": 0.1},
        "confidence": 0.7,
        "evidence": [
            {
                "activity": 0,
                "words": activities[0],
                "descriptor": STATEMENTS[1],
                "descriptor_level": 4,
                "kind": "level",
                "score": 0.8,
                "source": {"document": "garden.csv", "location": "row 2"},
            }
        ],
        "why_not_higher": {"level": 5, "missing": [STATEMENTS[2]]},
        "next_steps": [
            {
                "kind": "do",
                "skill": skill["skill"],
                "level": 5,
                "text": "Approve the yearly plan of the park",
                "source": {"document": source["document"], "location": source["location"]},
            }
        ],
    }


def ladder(skill: SkillRef) -> Ladder:
    shares = {3: 0.2, 4: 0.7, 5: 0.1}
    return {
        "framework": skill["framework_name"],
        "skill": skill["name"],
        "rungs": [{"level": n, "name": f"Name {n}", "probability": shares.get(n)} for n in range(1, 8)],
        "suggested": 4,
    }


def _reason(activities: Sequence[str]) -> AbstainReason | None:
    words = " ".join(activities).casefold().split()
    if not words:
        return "out-of-scope"
    return "too-vague" if len(words) < 3 else None


class Chat:
    """Drives the conversation with a fake guide."""

    def __init__(self, guide: FakeGuide | None = None) -> None:
        self.guide = guide or FakeGuide()
        self.state = State()
        self.replies: tuple[Reply, ...] = ()

    def take(self, event: Event) -> Chat:
        self.state, self.replies = take_turn(self.state, event, self.guide)
        return self

    def say(self, *texts: str) -> Chat:
        for text in texts:
            self.take(Text(text))
        return self

    @property
    def text(self) -> str:
        return "\n".join(reply.text for reply in self.replies)

    @property
    def labels(self) -> list[str]:
        return [button["label"] for button in self.replies[-1].buttons]

    def button(self, label: str) -> str:
        return next(b["id"] for reply in self.replies for b in reply.pressable if b["label"] == label)
