"""The draft of a reading: what a reader has found in a document so far, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.formats.cleanup import hidden_characters, tidy
from knowledge.formats.content import LONGEST_CELL, Document
from knowledge.model import (
    LOWEST_LEVEL,
    SFIA_HIGHEST,
    Descriptor,
    DescriptorKind,
    Framework,
    Passage,
    Problem,
    Reading,
    Role,
    Severity,
    Skill,
    Source,
)

LONGEST_STATEMENT = 2_000
"""Characters. The longest statement of the frameworks known has 700."""

_MOST_OF_A_KIND = 20
"""Errors or warnings of one kind listed one by one; the others, and all notes but the first, are counted."""

_HIDDEN_NAMES = {"null": "null characters", "bidi": "direction marks", "control": "control characters"}
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Reader:
    """Reads documents of one kind.

    Args:
        kind: short name, shown to admins (``sfia-skills``).
        recognises: returns whether a document is of this kind, by its content.
        read: reads a document that was recognised.
    """

    kind: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Reading]


class ReadingDraft:
    """What is known so far of one document.

    Args:
        document: the open file.
        kind: the kind of document, for the reading.
    """

    def __init__(self, document: Document, kind: str) -> None:
        self.document = document
        self.kind = kind
        self._frameworks: dict[str, Framework] = {}
        self._skills: dict[tuple[str, str], Skill] = {}
        self._descriptors: list[Descriptor] = []
        self._roles: list[Role] = []
        self._passages: list[Passage] = []
        self._problems: dict[tuple[Severity, str], list[Problem]] = {}

    def source(self, location: str) -> Source:
        """Return a place in this document."""
        return Source(self.document.name, location)

    def problem(self, severity: Severity, location: str, kind: str, message: str, count: int = 1) -> None:
        """Add a problem; beyond twenty of a kind (one note) they are counted with the last."""
        told = self._problems.setdefault((severity, kind), [])
        if len(told) < (1 if severity == "note" else _MOST_OF_A_KIND):
            told.append(Problem(severity, location, kind, message, count))
        else:
            last = told[-1]
            told[-1] = Problem(severity, last.location, kind, last.message, last.count + count)

    def error(self, location: str, kind: str, message: str) -> None:
        """Add what stops the document."""
        self.problem("error", location, kind, message)

    def warn(self, location: str, kind: str, message: str) -> None:
        """Add what does not stop the document."""
        self.problem("warning", location, kind, message)

    def note(self, location: str, kind: str, message: str, count: int = 1) -> None:
        """Add what the admin may want to know."""
        self.problem("note", location, kind, message, count)

    def tidy(self, raw: str, location: str) -> str:
        """Clean a cell or a line, and add a problem for what was removed.

        Returns:
            tidied text (see `cleaning.tidy`), or ``""`` where it is too long to be sound.
        """
        if len(raw) > LONGEST_CELL:
            self.error(
                location,
                "text-too-long",
                f"the text has {len(raw):,} characters, at most {LONGEST_CELL:,} were expected."
                " A quotation mark or a line end may be missing: correct that place.",
            )
            return ""
        for name, count in hidden_characters(raw).items():
            self.problem(
                "warning",
                location,
                f"{name}-characters",
                f"{count} {_HIDDEN_NAMES[name]} were removed.",
                count,
            )
        if _REPLACEMENT in raw:
            self.warn(location, "lost-characters", "a character was lost (�). Correct it at the source.")
        return tidy(raw)

    def line(self, raw: str, location: str) -> str:
        """Clean as `ReadingDraft.tidy` does, onto one line."""
        return " ".join(self.tidy(raw, location).split())

    def level(self, raw: str | int, location: str, highest: int = SFIA_HIGHEST) -> int | None:
        """Return a level number, or None, with an error, where it is none from 1 to `highest`."""
        match = re.fullmatch(r"\s*(?:level\s*)?(\d{1,3})\s*", str(raw), re.IGNORECASE)
        number = int(match[1]) if match else 0
        if LOWEST_LEVEL <= number <= highest:
            return number
        self.error(
            location,
            "level-out-of-range",
            f"found level {str(raw)[:20].strip()!r}, expected {LOWEST_LEVEL} to {highest}."
            " Correct the number.",
        )
        return None

    def add_framework(self, framework: Framework) -> None:
        """Add a framework; a later one of the same id takes its place."""
        self._frameworks[framework.id] = framework

    def add_skill(self, skill: Skill) -> bool:
        """Add a skill.

        Returns:
            False, with an error, where its code or title was there before.
        """
        key = (skill.framework, skill.key.casefold())
        before = self._skills.get(key)
        if before is None:
            self._skills[key] = skill
            return True
        where = skill.sources[0].location if skill.sources else ""
        first = before.sources[0].location if before.sources else "an earlier place"
        what = "code" if skill.code else "title"
        self.error(
            where,
            f"duplicate-{what}",
            f"the {what} {skill.key!r} is in {first} already. Each {what} may occur once:"
            " remove or correct one.",
        )
        return False

    def has_skill(self, key: str, framework: str | None = None) -> bool:
        """Return whether a skill of this code or title was added, of any framework or of one."""
        return any(known == key.casefold() and framework in (None, each) for each, known in self._skills)

    def add_statements(
        self,
        skill: Skill,
        level: int,
        kind: DescriptorKind,
        texts: Iterable[str],
        location: str,
        *,
        inferred: bool = False,
    ) -> None:
        """Add what a skill says at a level, one descriptor a statement that is not empty."""
        for text in texts:
            if len(text) > LONGEST_STATEMENT:
                self.error(
                    location,
                    "statement-too-long",
                    f"one statement has {len(text):,} characters, at most {LONGEST_STATEMENT:,} were"
                    " expected. Split it into sentences or lines.",
                )
            elif text:
                source = (self.source(location),)
                self._descriptors.append(
                    Descriptor(skill.framework, skill.key, level, kind, text, inferred, source)
                )

    def add_role(self, role: Role) -> None:
        """Add a role."""
        self._roles.append(role)

    def add_background(self, text: str, location: str) -> None:
        """Keep prose that is no descriptor."""
        if text:
            self._passages.append(Passage("background", text, self.source(location)))

    def add_trait(self, text: str, location: str) -> None:
        """Keep a characteristic that is asked of people."""
        if text:
            self._passages.append(Passage("trait", text, self.source(location)))

    def finish(self) -> Reading:
        """Return the reading; one that says nothing has an error that says so."""
        says_levels = any(framework.levels for framework in self._frameworks.values())
        if not (self._skills or self._roles or says_levels or self._problems):
            self.error(
                "", "nothing-found", "no skill, role or level was found. Check that the file is complete."
            )
        return Reading(
            document=self.document.name,
            kind=self.kind,
            sha256=self.document.sha256,
            frameworks=tuple(self._frameworks.values()),
            skills=tuple(self._skills.values()),
            descriptors=tuple(self._descriptors),
            roles=tuple(self._roles),
            passages=tuple(self._passages),
            problems=(
                *self.document.left_out,
                *(problem for told in self._problems.values() for problem in told),
            ),
        )
