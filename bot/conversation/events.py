"""Events of a conversation, and the work whose results are events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.conversation.state import Vectors
from bot.guidance.model import (
    Asked,
    Choice,
    Conclusion,
    Examples,
    Given,
    HeldLevel,
    RoleGap,
    RoleMatches,
    SkillInfo,
    Understanding,
)


@dataclass(frozen=True, slots=True)
class Text:
    """The person typed something.

    Args:
        message: the channel's id of it, where it has one.
        vectors: what `Read` gave.
    """

    text: str
    message: int | None = None
    vectors: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The person sent a file that says what they do: the duties of each job, the latest first."""

    jobs: tuple[tuple[str, ...], ...]
    caption: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """The person changed a message they had sent."""

    text: str
    message: int
    vectors: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """The person pressed a button."""

    button: str


@dataclass(frozen=True, slots=True)
class InputEnded:
    """The input has ended: conclude."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Result of `Understand`."""

    understanding: Understanding


@dataclass(frozen=True, slots=True)
class Picked:
    """Result of `Pick`: the next question, or None when the level is sure enough."""

    question: Asked | None


@dataclass(frozen=True, slots=True)
class Concluded:
    """Result of `Conclude`: suggestions, one per framework that knows the skill."""

    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Result of `LookUp`: the skills, in the order of its names; None for what is no skill."""

    asked: LookUp
    found: tuple[SkillInfo | None, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Result of `Explain`."""

    examples: Examples


@dataclass(frozen=True, slots=True)
class Failed:
    """The work could not be done."""


@dataclass(frozen=True, slots=True)
class Again:
    """The person wants to repeat the questions about a skill, but those whose answers are given."""

    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class RolesFound:
    """Result of `FindRoles`."""

    asked: FindRoles
    found: RoleMatches


@dataclass(frozen=True, slots=True)
class RoleRead:
    """Result of `ReadRole`: the gap; None where no role is called that."""

    asked: ReadRole
    gap: RoleGap | None


Result = Understood | Picked | Concluded | Explained | RolesFound | Failed
Event = Text | Document | Edited | Press | InputEnded | Again | LookedUp | RoleRead | Result


@dataclass(frozen=True, slots=True)
class Understand:
    """Work: find the skills that activities speak of, without those rejected.

    Args:
        settled: how many of the first activities are known to be work.
    """

    activities: tuple[str, ...]
    rejected: tuple[str, ...]
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Pick:
    """Work: find the next best question about a skill."""

    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Conclude:
    """Work: suggest levels for a skill."""

    activities: tuple[str, ...]
    choice: Choice
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """Work: look skills up by name.

    Args:
        names: of skills, perhaps.
        purpose: to add the skill to the list, to explain it, to tell two apart, or to tell its levels apart.
        text: the message, for what is done where nothing is found.
        numbers: of the skills in the list, or the levels, to tell apart.
    """

    names: tuple[str, ...]
    purpose: Literal["add", "explain", "compare", "levels"]
    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Explain:
    """Work: find examples for a statement."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Read:
    """Work: turn a message and its pieces into vectors; its result is the event again, with them.

    Args:
        texts: the message and its pieces.
        event: what happened.
    """

    texts: tuple[str, ...]
    event: Text | Edited


@dataclass(frozen=True, slots=True)
class FindRoles:
    """Work: find the roles that fit a person.

    Args:
        held: their levels; a channel that keeps levels puts in those it has.
        present: the role they say they have, in their words; empty for the one most like them.
        activities: what they do, for roles near to that where none asks for their skills.
    """

    held: tuple[HeldLevel, ...]
    present: str
    activities: tuple[str, ...]


Purpose = Literal["show", "ask", "plan"]


@dataclass(frozen=True, slots=True)
class ReadRole:
    """Work: find what a role asks for beside a person's levels.

    Args:
        name: of the role, in the person's words.
        held: as of `FindRoles`.
        activities: what the person does.
        wanted: names of skills that they asked for.
        purpose: to show the gap, to ask about what is open, or to plan.
        text: the message, for what is done where no role is called that; empty for a button.
        duties: of a job that is not of the catalogue; empty for a role of it.
    """

    name: str
    held: tuple[HeldLevel, ...]
    activities: tuple[str, ...]
    wanted: tuple[str, ...]
    purpose: Purpose = "show"
    text: str = ""
    duties: tuple[str, ...] = ()


Work = Understand | Pick | Conclude | LookUp | Explain | Read | FindRoles | ReadRole
