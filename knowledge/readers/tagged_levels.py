"""Role pages whose skills carry their level as a tag: ``Skill level: working``, as GDaD publishes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.formats.content import Document, Line, column_key
from knowledge.level_scale import is_level
from knowledge.model import Reading
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import named_framework
from knowledge.readers.record_skills import FoundRole, FoundSkill, add_found
from knowledge.readers.statements import sentences

_TAG = re.compile(
    r"\(?(?:(?:relevant |required )?(?:skill|proficiency) level\s*[:–-]\s*"
    r"(?P<level>[A-Za-z]+(?: [A-Za-z]+)?|\d)"
    r"|level\s*[:–-]\s*(?P<word>awareness|working|practitioner|expert))\)?\.?",
    re.IGNORECASE,
)
"""A level without the word skill may be a role's; of GDaD's four words it is not."""

_AT_END = re.compile(rf"^(?P<name>[^.:]{{3,80}})[.:]\s+(?P<text>.+?)\s*{_TAG.pattern}$", re.IGNORECASE)
_NO_ROLE = re.compile(
    r".*\bskills?\b.*|introduction\b.*|responsibilit.*|what .*|you (?:can|will)\b.*|contents|related .*"
    r"|about .*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^(?:at this level,? )?you (?:can|will|are able to)\b[^.]{0,40}:?$", re.IGNORECASE)
_FEWEST = 2


class _Page:
    """A page while it is read: the role and skill that lines belong to."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.skills: dict[str, FoundSkill] = {}
        self.roles: list[FoundRole] = []
        self.titles: list[Line] = []
        self.skill: FoundSkill | None = None
        self.level = ""

    def add(self, line: Line, after: Sequence[Line]) -> None:
        """Add a line."""
        text = self.draft.line(line.text, line.place)
        tagged = _AT_END.match(text)
        if tagged and (level := _level_of(tagged)):
            self._begin(tagged["name"].strip(), level, line)
            self._say(tagged["text"], line)
            self.skill = None
        elif _level_of(_TAG.fullmatch(text)):
            return
        elif (level := _level_of(_TAG.fullmatch(after[0].text.strip()) if after else None)) and (
            line.heading or len(text.split()) < 9
        ):
            self._begin(text.rstrip(":"), level, line)
        elif line.heading:
            self.skill = None
            self.titles = [each for each in self.titles if each.heading < line.heading] + [line]
        elif self.skill is not None:
            if not _LEAD_IN.match(text):
                self._say(text, line)
        else:
            self._tell(text, line)

    def _begin(self, name: str, level: str, line: Line) -> None:
        self.skill = self.skills.setdefault(name.casefold(), FoundSkill(name, "", line.place))
        self.level = level
        self.skill.asked.add(column_key(level))
        if (role := self._role()) is not None:
            role.asks.setdefault(self.skill, (level, True))

    def _say(self, text: str, line: Line) -> None:
        assert self.skill is not None, "a skill was begun"
        known = self.skill.texts(column_key(self.level))
        for each in [text] if line.bullet else sentences(text):
            if each.casefold() not in known:
                self.skill.said.append((self.level, "ability", each, line.place))

    def _role(self) -> FoundRole | None:
        """Return the role of the nearest heading that may name one."""
        title = next((each for each in reversed(self.titles) if not _NO_ROLE.fullmatch(each.text)), None)
        if title is None:
            return None
        found = next((each for each in self.roles if each.place == title.place), None)
        if found is None:
            found = FoundRole(self.draft.line(title.text, title.place), title.place)
            self.roles.append(found)
        return found

    def _tell(self, text: str, line: Line) -> None:
        """Add a line that is of no skill: a duty where it is an item, else the role's description."""
        role = self._role()
        if role is None or line.cells:
            return
        if line.bullet or line.number is not None:
            role.tasks[text] = None
        elif not role.summary and not text.endswith(":"):
            role.summary = text


def _level_of(tag: re.Match[str] | None) -> str:
    said = (tag["level"] or tag["word"]) if tag else ""
    return said if said and is_level(said) else ""


def _recognises(document: Document) -> bool:
    """Recognise it by two tags or more."""
    tags = (
        _TAG.fullmatch(line.text.strip()) or _AT_END.match(line.text)
        for line in document.lines
        if not line.cells
    )
    return sum(bool(_level_of(tag)) for tag in tags) >= _FEWEST


def _read(document: Document) -> Reading:
    """Read the roles of the page with their skills, and what these say at the tagged levels."""
    draft = ReadingDraft(document, "tagged-levels")
    page = _Page(draft)
    lines = [line for line in document.lines if not line.cells]
    for number, line in enumerate(lines):
        page.add(line, lines[number + 1 :])
    roles = [role for role in page.roles if role.asks]
    add_found(draft, list(page.skills.values()), roles, named_framework(document, ()))
    return draft.finish()


READERS = (Reader("tagged-levels", _recognises, _read),)
