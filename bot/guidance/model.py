"""Plain JSON-able results of guidance, as described in ``docs/suggest.schema.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, Protocol, TypedDict

AnswerChoice = Literal["own", "help", "no", "skip"]
AbstainReason = Literal["out-of-scope", "too-vague", "nothing-fits"]


class SourceRef(TypedDict):
    """The source of a statement: a document and the location in it."""

    document: str
    location: str


class SkillName(TypedDict):
    """A skill's code (its title where it has none) and its name."""

    code: str
    name: str


class Evidence(TypedDict):
    """The person's own words and the statement they match.

    ``activity`` counts from 0; ``words`` are those that carry the suggestion, ``quote`` the part of the
    activity that holds them.
    """

    activity: int
    words: str
    quote: NotRequired[str]
    descriptor: str
    descriptor_level: int
    kind: str
    score: float
    source: SourceRef


class WhyNotHigher(TypedDict):
    """What is missing for the skill's next level, most important first."""

    level: int
    missing: list[str]


class CourseOffer(TypedDict):
    """What a list says of a course, ``""`` where nothing, and the skill and levels it serves.

    ``levels`` are empty where none is named; ``words`` carry what an admin confirmed, None where the list
    gives the skill.
    """

    serves: str
    levels: list[int]
    words: list[str] | None
    link: str
    kind: str
    length: str
    language: str
    cost: str


class NextStep(TypedDict):
    """A next step; ``skill`` steps come from roles one level up, ``course`` steps have a ``course``."""

    kind: Literal["do", "knowledge", "skill", "course"]
    skill: str
    level: int
    text: str
    source: SourceRef
    course: NotRequired[CourseOffer]


class Suggestion(TypedDict):
    """A suggested level of a skill, with reasons.

    ``levels`` maps each level of the skill, as text, to its probability; ``confidence`` is the
    probability of ``level``. ``level_set`` is the run of levels that is likely enough, ascending; suggestions
    of older versions have none.
    """

    framework: str
    skill: SkillName
    level: int
    level_name: str
    levels: dict[str, float]
    confidence: float
    level_set: NotRequired[list[int]]
    evidence: list[Evidence]
    why_not_higher: WhyNotHigher | None
    next_steps: list[NextStep]


class Abstained(TypedDict):
    """Why no level is suggested; ``say`` is the sentence for the person, added by the channel."""

    reason: AbstainReason
    say: NotRequired[str]


class Report(TypedDict):
    """Everything ``rung suggest --json`` prints."""

    build: int
    activities: list[str]
    suggestions: list[Suggestion]
    abstained: Abstained | None


class LikelySkill(TypedDict):
    """A likely skill of a framework and its levels; ``score`` orders the skills of one framework."""

    framework: str
    skill: SkillName
    score: float
    levels: dict[str, float]
    level_set: list[int]


class SkillRef(TypedDict):
    """A skill of one framework: ``skill`` is its key (code, else title)."""

    framework: str
    framework_name: str
    skill: str
    name: str


class Choice(TypedDict):
    """A skill to choose, in every framework that has it, the likeliest first.

    ``activities``: those it is for, where it is not for all; places from 0 in an `Understanding`, numbers of
    the list in a conversation. ``unheard``: nothing was said of it, so that answers alone count.
    """

    label: str
    skills: list[SkillRef]
    activities: NotRequired[list[int]]
    unheard: NotRequired[bool]


class SkillInfo(TypedDict):
    """A skill that somebody named, with what its framework says it is.

    ``levels``: framework name, level and first statement there, in the order of the choice's frameworks.
    """

    choice: Choice
    description: str
    levels: list[tuple[str, int, str]]


class Asked(TypedDict):
    """A statement to ask about: ``descriptor`` is the whole statement, ``fact`` the part that is asked."""

    framework: str
    skill: str
    level: int
    descriptor: str
    kind: str
    fact: str


class Examples(TypedDict):
    """What somebody says who does what a statement says, and somebody who does not yet; empty for none."""

    does: str
    not_yet: str


class Given(TypedDict):
    """A question and the answer it got."""

    question: Asked
    choice: AnswerChoice


class Understanding(TypedDict):
    """What all activities together show.

    ``reason``: why they cannot be placed yet; None where they can. ``choices`` are given with a reason too
    where the person may say that is all, or the nearest where nothing fits; ``thin``: not likely enough to
    go by where nobody chooses. ``outside``: activities not about work, from 0.
    """

    reason: AbstainReason | None
    choices: list[Choice]
    outside: list[int]
    thin: bool


class Rung(TypedDict):
    """One level of a ladder; ``probability`` is None if the skill lacks the level."""

    level: int
    name: str
    probability: float | None


class Ladder(TypedDict):
    """The data of a ladder picture: a framework's levels, lowest first, for one skill."""

    framework: str
    skill: str
    rungs: list[Rung]
    suggested: int


class Conclusion(TypedDict):
    """A suggestion and its ladder with readable names."""

    suggestion: Suggestion
    ladder: Ladder


class HeldLevel(TypedDict):
    """A level that a person was placed at, with words of theirs that show it.

    ``confirmed``: a coach decided on it.
    """

    framework: str
    skill: str
    name: str
    level: int
    words: str
    confirmed: bool


RoleStep = Literal["present", "usual", "one", "two", "near"]
Coverage = Literal["met", "short", "open"]
"""Whether a level covers a requirement, lies below it, or was never talked about."""


class RoleMatch(TypedDict):
    """A role, and of how many of its skills a person's level is met, one short, further short, or unknown.

    ``behind`` is the level that speaks most for it.
    """

    title: str
    family: str
    step: RoleStep
    met: int
    short: int
    far: int
    open: int
    total: int
    behind: HeldLevel | None


class RoleMatches(TypedDict):
    """Roles for a person: the present one, the usual next steps, those one step away, then two.

    Where no role asks for a skill of theirs: those nearest to their words.
    ``known``: how many roles the catalogue has; ``present``: the title of the role they say they have.
    """

    roles: list[RoleMatch]
    known: int
    present: str


class RoleSkill(TypedDict):
    """A skill that a role asks for, beside a person's level of it; None where it was never talked about."""

    name: str
    needed: int | None
    level: int | None
    core: bool
    coverage: Coverage


class PlanGoal(TypedDict):
    """A level of a skill to reach.

    ``skill`` is its key, ``text`` the goal in a sentence; ``to_do`` are things to do at work that show it,
    ``done_when`` what counts as done (empty from a guide where they say it), ``vouch`` who could watch and
    confirm it (empty from a guide).
    """

    framework: str
    skill: str
    skill_name: str
    level: int
    text: str
    to_do: list[str]
    done_when: str
    vouch: str
    months: int


class Plan(TypedDict):
    """Goals on the way to a role, the first one first; ``kept`` once the person said to keep it."""

    role: str
    goals: list[PlanGoal]
    kept: bool


class RoleGap(TypedDict):
    """What a role asks for beside a person's levels: core skills first, then short, open and met ones.

    ``ask`` are the skills to ask about, ``goals`` those to aim at, the most important first.
    """

    match: RoleMatch
    frameworks: list[str]
    skills: list[RoleSkill]
    ask: list[Choice]
    goals: list[PlanGoal]


class GuideLike(Protocol):
    """What the conversation needs of a guide."""

    def understand(
        self, activities: Sequence[str], rejected: Sequence[str] = (), settled: int = 0
    ) -> Understanding:
        """Find the likely skills of activities."""

    def next_question(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> Asked | None:
        """Pick the next statement to ask about."""

    def conclude(
        self, activities: Sequence[str], choice: Choice, given: Sequence[Given]
    ) -> tuple[Conclusion, ...]:
        """Work out the suggestions for a skill."""

    def look_up(self, name: str) -> SkillInfo | None:
        """Find a skill by its name or code; None if nothing is called that."""

    def examples(self, asked: Asked) -> Examples:
        """Find what people say who do what a statement says, and who do not yet."""

    def message_vectors(self, texts: Sequence[str]) -> Mapping[str, Sequence[float]]:
        """Return the vector of each text, for telling what a message is; empty where the model has none."""

    def next_roles(self, held: Sequence[HeldLevel], present: str, activities: Sequence[str]) -> RoleMatches:
        """Find the roles that a person could have next."""

    def role_gap(
        self,
        name: str,
        held: Sequence[HeldLevel],
        activities: Sequence[str],
        wanted: Sequence[str],
        duties: Sequence[str] = (),
    ) -> RoleGap | None:
        """Find what a role, or a job with these duties, asks for beside a person's levels; None if no role is
        called that."""
