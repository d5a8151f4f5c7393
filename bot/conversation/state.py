"""The state of a conversation: small and JSON-able, so that any channel can keep it anywhere."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypedDict

from bot.guidance.model import (
    AnswerChoice,
    Asked,
    Choice,
    Conclusion,
    Given,
    HeldLevel,
    Plan,
    RoleMatch,
)

Stage = Literal["new", "collecting", "choosing", "asking", "suggested", "roles", "role", "plan", "ended"]
ROLE_STAGES = ("roles", "role", "plan")
"""Stages after a suggestion: which roles fit, what one asks for, and the plan towards it."""
SEARCHED = ("choosing", "suggested", *ROLE_STAGES)
"""Stages in which new activities trigger a new search."""
Notice = Literal[
    "corrected",
    "removed",
    "explained",
    "command",
    "small-talk",
    "care",
    "language",
    "other-person",
    "not-work",
    "steering",
    "kept",
]
"""What the last message was taken as, where it was no answer."""
LISTED = -1
"""`State.editing` while the person picks one of the list."""


class Origin(TypedDict):
    """The number of an activity in the list, and the channel's id of the message that told it."""

    number: int
    message: int | None


Vectors = Mapping[str, Sequence[float]]
"""Vectors of texts."""


@dataclass(frozen=True, slots=True)
class State:
    """One person's assessment, from first activity to suggestions.

    Args:
        stage: what Rung waits for.
        number: of the question last shown; buttons carry it, so an old keyboard is known by it.
        activities: what the person does, in their words.
        origins: of each activity; a number stays when other activities are removed.
        fresh: how many of the last activities are still to be understood.
        enough: the person said that is all, or chose "None of these": the next look ends in a choice.
        choices: likely skills, best first.
        rejected: labels of skills not to show again: they are worked out already.
        hidden: labels of skills said no to; the next list is without them.
        named: skills the person named; every list begins with them.
        choice: the skill being worked out.
        question: the statement being asked about.
        given: questions answered for this skill, in order.
        conclusions: suggestions for this skill, one per framework.
        hurry: there will be no more input: choose and conclude without asking.
        aside: pieces of the last message that were left out; the next one may say that they are work.
        asked_if_work: whether Rung asked if they are work: then a plain "yes" is enough.
        rewording: place, from 1, of the activity whose right words are asked for; 0 for none.
        editing: number of the activity to change or remove, `LISTED` while it is picked; 0 for none.
        asked_about: number of the short activity that was asked about; 0 for none.
        unclear: question that "it depends" was said to, by number; below 0 once asked to pick a button.
        revising: place, from 1, of the answer to change; `LISTED` while it is picked, 0 for none.
        message: the channel's id of the message being taken.
        reconsidered: whether answers that contradict each other were asked about, for this skill.
        vectors: of the message being taken and its pieces, see `Read`; never kept.
        language_told: whether the person was told that Rung reads English.
        answer: how the last message was taken as an answer.
        notice: what else it was taken as.
        changes: what stood before the last changes, as JSON, the latest last; see `bot.conversation.history`.
        held: levels suggested so far; they stay when the conversation ends.
        present: title of the role that the person says they have.
        roles: those that fit, as shown.
        role: the one the person looks at.
        to_ask: skills it asks for that are asked about now, one after the other; the first is `choice`.
        vacancy: duties of the last document that told of one job: it may be one that the person looks at.
        plan: goals on the way to it, while the person changes them.
    """

    stage: Stage = "new"
    number: int = 0
    activities: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    fresh: int = 0
    enough: bool = False
    choices: tuple[Choice, ...] = ()
    rejected: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    named: tuple[Choice, ...] = ()
    choice: Choice | None = None
    question: Asked | None = None
    given: tuple[Given, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    hurry: bool = False
    aside: tuple[str, ...] = ()
    asked_if_work: bool = False
    rewording: int = 0
    editing: int = 0
    asked_about: int = 0
    unclear: int = 0
    revising: int = 0
    message: int | None = None
    reconsidered: bool = False
    language_told: bool = False
    answer: AnswerChoice | None = None
    notice: Notice | None = None
    changes: tuple[str, ...] = ()
    held: tuple[HeldLevel, ...] = ()
    present: str = ""
    roles: tuple[RoleMatch, ...] = ()
    role: RoleMatch | None = None
    to_ask: tuple[Choice, ...] = ()
    vacancy: tuple[str, ...] = ()
    plan: Plan | None = None
    vectors: Vectors | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.origins) != len(self.activities):
            # States of older versions, and those made elsewhere, have no numbers yet.
            numbered = ({"number": n, "message": None} for n in range(1, len(self.activities) + 1))
            object.__setattr__(self, "origins", tuple(numbered))

    @property
    def listed(self) -> tuple[tuple[int, str], ...]:
        """Each activity with its number."""
        return tuple((of["number"], one) for of, one in zip(self.origins, self.activities, strict=True))

    def place(self, number: int) -> int | None:
        """Return the place of an activity, from 0, by its number."""
        return next((at for at, of in enumerate(self.origins) if of["number"] == number), None)

    def with_activities(self, told: Sequence[str], at: int | None = None) -> State:
        """Return the state with activities of the present message, at a place or at the end."""
        at = len(self.activities) if at is None else at
        first = max((of["number"] for of in self.origins), default=0) + 1
        new: tuple[Origin, ...] = tuple(
            {"number": first + n, "message": self.message} for n in range(len(told))
        )
        return self.but(
            activities=(*self.activities[:at], *told, *self.activities[at:]),
            origins=(*self.origins[:at], *new, *self.origins[at:]),
        )

    def without(self, places: Collection[int]) -> State:
        """Return the state without the activities at these places."""
        kept = [at for at in range(len(self.activities)) if at not in places]
        return self.but(
            activities=tuple(self.activities[at] for at in kept),
            origins=tuple(self.origins[at] for at in kept),
        )

    @property
    def for_role(self) -> bool:
        """Whether the skill worked out is one that the person's next role asks for."""
        return bool(self.to_ask) and self.choice == self.to_ask[0]

    @property
    def may_look(self) -> bool:
        """Whether a document's job was taken as the person's, and may be one that they look at."""
        return any(one in self.vacancy for one in self.activities)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Labels of skills that the next list is without."""
        return (*self.rejected, *(label for label in self.hidden if label not in self.rejected))

    def to_json(self) -> str:
        """Return the state as one line of JSON."""
        return json.dumps(
            {each.name: getattr(self, each.name) for each in fields(self) if each.compare}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str) -> State:
        """Read what `to_json` wrote. Fields unknown to this version are left out.

        Raises:
            ValueError: the text is not a state.
        """
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("a conversation's state is a JSON object")
        known = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in known
        }
        return cls(**kept)

    def but(self, **changes: Any) -> State:
        """Return the state with some fields changed."""
        return replace(self, **changes)

    def afresh(self, stage: Stage, **fields: Any) -> State:
        """Return a new state that knows the levels of this one."""
        return State(stage, self.number + 1, held=self.held, present=self.present, **fields)
