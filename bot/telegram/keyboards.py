"""Callback data: what each button carries, built and parsed here only.

A button stays in a chat for as long as people keep it, so these formats may be added to but not changed.
Data that carry an id are good for as long as what they are about is there. The conversation's own buttons
(`q...`) are built by `bot.conversation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from telegram.constants import InlineKeyboardButtonLimit

LONGEST = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
"""Bytes of callback data."""
Row = tuple[tuple[str, str], ...]
"""Buttons side by side: label and data."""
CONVERSATION = r"^q"
"""Pattern of the conversation's own buttons."""


class Format(NamedTuple):
    """How a field of one type is written: its pattern, what parses it, and what writes it."""

    pattern: str
    parse: Callable[[str], Any]
    write: Callable[[Any], str] = str


FORMATS = {
    "int": Format(r"\d{1,18}", int),
    "str": Format(r"[a-z]{1,16}", str),
    "int | None": Format(
        r"\d{0,18}", lambda text: int(text) if text else None, lambda it: "" if it is None else str(it)
    ),
    "tuple[int, ...]": Format(
        r"\d{1,18}(?:\.\d{1,18})*",
        lambda text: tuple(map(int, text.split("."))),
        lambda it: ".".join(map(str, it)),
    ),
    "tuple[str, ...]": Format(
        r"(?::[a-z0-9]{1,32}){0,3}",
        lambda text: tuple(text.split(":")[1:]),
        lambda it: "".join(f":{each}" for each in it),
    ),
}
"""By the annotation of a field."""


class Data:
    """Callback data of one kind; ``template`` is how they are written.

    Attributes:
        PATTERN: what `telegram.ext.CallbackQueryHandler` matches.
    """

    PATTERN: ClassVar[str]
    _formats: ClassVar[dict[str, Format]]
    _template: ClassVar[str]

    def __init_subclass__(cls, template: str) -> None:
        cls._template = template
        cls._formats = {name: FORMATS[kind] for name, kind in cls.__annotations__.items()}
        groups = {name: f"(?P<{name}>{each.pattern})" for name, each in cls._formats.items()}
        cls.PATTERN = f"^{template.format(**groups)}$"

    def __str__(self) -> str:
        fields = {name: each.write(getattr(self, name)) for name, each in self._formats.items()}
        return self._template.format(**fields)

    @classmethod
    def read(cls, data: str) -> Self:
        """Parse data.

        Raises:
            ValueError: they are of another kind.
        """
        found = re.match(cls.PATTERN, data)
        if found is None:
            raise ValueError("data of another kind")
        return cls(**{name: each.parse(found[name]) for name, each in cls._formats.items()})


@dataclass(frozen=True)
class OfSuggestions(Data, template="s{suggestions}:{action}"):
    """Something about suggestions: ``why``, ``notme``, ``share``, ``pdf``, ``goal`` or ``again``."""

    suggestions: tuple[int, ...]
    action: str


@dataclass(frozen=True)
class OfGoal(Data, template="g{goal}:{action}"):
    """A goal is reached (``done``) or dropped (``drop``)."""

    goal: int
    action: str


@dataclass(frozen=True)
class OfPlanGoal(Data, template="p{goal}:{action}"):
    """A goal of a plan: ``look`` at it again, ``later``, ``done``; a coach's ``comment``."""

    goal: int
    action: str


@dataclass(frozen=True)
class OfPlan(Data, template="P{team}:{action}"):
    """A plan: ``t`` shares it with a team, 0 asks which; ``b`` takes it back."""

    team: int
    action: str


@dataclass(frozen=True)
class Remind(Data, template="r{goal}:{days}"):
    """A reminder in so many days, of a goal; 0 is none in particular."""

    goal: int
    days: int


@dataclass(frozen=True)
class OfReminder(Data, template="m{reminder}:{action}"):
    """A reminder is cancelled (``drop``)."""

    reminder: int
    action: str


@dataclass(frozen=True)
class OfShare(Data, template="h{suggestion}:{team}:{action}{ticked}"):
    """A share with a team: ``t`` tick, ``s`` share, ``b`` take back; ``ticked`` has a bit for each field."""

    suggestion: int
    team: int
    action: str
    ticked: int = 0


@dataclass(frozen=True)
class LeaveTeam(Data, template="t{team}:{action}"):
    """Leave a team: ``leave`` asks, ``yes`` after the question."""

    team: int
    action: str


@dataclass(frozen=True)
class OfReview(Data, template="c{review}.{version}:{action}{number}"):
    """What a coach does with a review in the version they saw; 0 where they saw none."""

    review: int
    version: int
    action: str
    number: int | None = None


@dataclass(frozen=True)
class OfOwnReview(Data, template="v{review}:{action}"):
    """What a person does with a review of their own: ``answer``, ``appeal``, ``sure`` or ``drop``."""

    review: int
    action: str


@dataclass(frozen=True)
class OfAdmin(Data, template="a:{action}{values}"):
    """What an admin does with documents, builds, people and teams, and up to three values it needs."""

    action: str
    values: tuple[str, ...] = ()


def for_admin(action: str, *values: object) -> str:
    """Return data of an admin's button."""
    return str(OfAdmin(action, tuple(map(str, values))))


LEAVE = for_admin("no")
"""Data of an admin's button that leaves everything as it is."""

FORGET = r"^f:(?P<sure>yes:)?(?P<what>all|a\d{1,18}|no)$"
KEEP, FORGET_ALL = "f:no", "f:all"


def forget(assessment: int) -> str:
    """Return data of a button to delete an assessment."""
    return f"f:a{assessment}"


def sure(data: str) -> str:
    """Return data of the button that confirms a deletion."""
    return data.replace("f:", "f:yes:", 1)


def to_forget(data: str) -> tuple[int | None, bool]:
    """Return the assessment to delete, None for everything, and whether that is confirmed."""
    found = re.match(FORGET, data)
    what = found["what"] if found else ""
    return (int(what[1:]) if what[1:].isdecimal() else None), bool(found and found["sure"])


AGREE = r"^agree(?::.*)?$"


def agree(code: str = "") -> str:
    """Return data of the button to agree; the code of a team's link goes with it, as nothing is kept yet."""
    data = f"agree:{code}"
    return data if code and len(data.encode()) <= LONGEST else "agree"


def agreed(data: str) -> str | None:
    """Return the code that the button to agree carries, empty for none; None for another button."""
    return data.partition(":")[2] if re.match(AGREE, data) else None
