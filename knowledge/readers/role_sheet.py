"""Roles as sheets of labels and values: SkillsFuture's job roles, ECSF and other European role profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.formats.content import Document, Line, column_key
from knowledge.level_scale import is_placeholder
from knowledge.model import Framework, Reading
from knowledge.readers.draft import Reader, ReadingDraft
from knowledge.readers.frameworks import ECF, TSC
from knowledge.readers.record_fields import field_key, meaning_of
from knowledge.readers.record_skills import FoundRole, FoundSkill, add_found
from knowledge.readers.statements import items
from knowledge.table_mapping import framework_name

_FEWEST_ROWS = 2
"""Rows, besides the title, whose labels have a meaning."""

_LEVEL = re.compile(r"(?:level|lvl|e)[\s-]*(\d)|[1-7]|basic|intermediate|advanced", re.IGNORECASE)
_SKILL_AND_LEVEL = re.compile(
    r"^(?:(?P<code>[A-E]\.\s?\d{1,2})\.?\s+)?(?P<name>\S.*?)[\s,;:(–—-]*"
    r"(?:proficiency )?level\s*(?:e-)?(?P<level>\d)\)?\.?$",
    re.IGNORECASE,
)
_TASK_HEADINGS = ("key tasks", "tasks")


def _recognises(document: Document) -> bool:
    """Recognise it by a row that names the role and rows that tell of it."""
    labels = [meaning_of(line.label) for line in document.lines if len(line.cells) > 1]
    told = sum(label in ("role description", "task", "family", "grade") for label in labels)
    return "role" in labels and told >= _FEWEST_ROWS and _framework(document) is not None


def _framework(document: Document) -> Framework | None:
    """Return what the sheet's skills are of; None where it asks for SFIA's, which `role_profile` reads."""
    text = document.text
    if re.search(r"@\s*level", text, re.IGNORECASE):
        return None
    if re.search(r"technical skills (?:and|&) competenc|skills framework for", text, re.IGNORECASE):
        return TSC
    if re.search(r"\be-?competenc|\be-?CF\b", text):
        return ECF
    name, identity = framework_name(document.name)
    return Framework(identity, name)


def _read(document: Document) -> Reading:
    """Read the sheets: a role each, with its tasks and the skills it asks for."""
    draft = ReadingDraft(document, "role-sheet")
    named = _framework(document)
    assert named is not None, "only a recognised document is read"
    skills: dict[str, FoundSkill] = {}
    roles: list[FoundRole] = []
    tasks_at = 0
    for line in document.lines:
        if not line.cells:
            continue
        keys = [field_key(cell) for cell in line.cells]
        meaning = meaning_of(line.label)
        heads_tasks = next((at for at, key in enumerate(keys) if at and key in _TASK_HEADINGS), 0)
        if heads_tasks:
            tasks_at = heads_tasks
        elif meaning == "role" and len(line.cells) > 1 and not is_placeholder(line.cells[1]):
            roles.append(FoundRole(draft.line(line.cells[1], line.place), line.place))
            tasks_at = 0
        elif roles:
            asked = list(_asked(line))
            for code, name, level in asked:
                _ask(roles[-1], skills, line.place, code, name, level)
            if not asked:
                tasks_at = _add_row(draft, roles[-1], line, meaning, tasks_at)
    add_found(
        draft,
        list(skills.values()),
        [role for role in roles if role.summary or role.tasks or role.asks],
        named,
    )
    return draft.finish()


def _add_row(draft: ReadingDraft, role: FoundRole, line: Line, meaning: str, tasks_at: int) -> int:
    """Add what a row says of a role; return the column of tasks that the rows below have."""
    value = draft.tidy(line.cells[1], line.place) if len(line.cells) > 1 else ""
    if meaning == "role description":
        role.summary = " ".join(f"{role.summary} {' '.join(value.split())}".split())
    elif meaning == "family":
        role.family = role.family or " ".join(value.split())
    elif meaning == "task":
        role.tasks.update(dict.fromkeys(items(value)))
    elif tasks_at and tasks_at < len(line.cells) and not meaning:
        role.tasks.update(dict.fromkeys(items(draft.tidy(line.cells[tasks_at], line.place))))
    else:
        return 0
    return tasks_at


def _asked(line: Line) -> Iterator[tuple[str, str, str]]:
    """Yield code, title and level of the skills in a row: pairs of cells, or lines that end in a level."""
    for name, level in zip(line.cells, line.cells[1:], strict=False):
        found = _LEVEL.fullmatch(level.strip())
        if found and name.strip() and not _LEVEL.fullmatch(name.strip()) and not meaning_of(name):
            yield "", " ".join(name.split()), found[1] or level.strip()
    for each in (one for cell in line.cells for one in items(cell)):
        if match := _SKILL_AND_LEVEL.match(each):
            yield (match["code"] or "").replace(" ", ""), match["name"].strip(), match["level"]


def _ask(
    role: FoundRole, skills: dict[str, FoundSkill], place: str, code: str, name: str, level: str
) -> None:
    skill = skills.setdefault(name.casefold(), FoundSkill(name, code, place, code))
    skill.asked.add(column_key(level))
    role.asks.setdefault(skill, (level, True))


READERS = (Reader("role-sheet", _recognises, _read),)
