"""Sentences about how a table is understood, for the console's page and the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.text.documents import number
from knowledge.table_mapping import LEFT_OUT, LEVEL

if TYPE_CHECKING:
    from knowledge.mapping_view import MappingView, Preview

USES = {
    "": "not read",
    "skill": "the skill",
    "level": "the level",
    "text": "the statement",
    LEVEL: "statements of one level",
    "code": "the skill's code",
    "description": "about the skill",
    "category": "the group of skills",
}
"""What a column may be; a heading's words follow its name."""

COLOURS = {"skill": "skill", "level": "level", "text": "text", LEVEL: "text"}
"""Uses that are shown in a colour, by its name."""

LEFT = "left as it is."
OFFER = "Shall I show how I understand it, to be put right?"
NAME = "Name of the framework"
NOT_YET = "Nothing is kept yet."
HOW = "Say what each column holds. Nothing is kept until you say so."
TITLE_IS_SKILL = "The skill is the table's title, not a column"
ONLY = "Read this table only"
TURNED = "The levels go down: exchange rows and columns"
CARRIED = "An empty cell of the skill stands for the skill above"
ORDER = "Levels, 1 for the lowest"
QUESTION = "Number of a column, or a letter"
LETTERS = {
    "l": "order of the levels",
    "s": "skill in the table's title",
    "e": "empty cells",
    "t": "another table",
    "o": "this table only",
    "r": "rows and columns exchanged",
    "h": "row of the header",
    "n": "name of the framework",
    "k": "keep it",
    "q": "leave it",
}
"""What may be typed at a terminal beside the number of a column."""
LOWEST_FIRST = "Their numbers, from the lowest level to the highest, as 2 1 3; what is not named is left out"
LEAVE_OUT = "left out"
AT_TERMINAL = "Run rung add --map at a terminal, or open Documents in the console: both ask for it."
KEEP, SHOW, ANEW = "Keep it", "Show it like this", "Start again"
PUT_RIGHT = "Put columns and levels right"
PROPOSALS = "Skills of the new framework that may be skills of another"
PROPOSALS_HINT = (
    "Two that are the same give levels in both frameworks from one conversation, from the next build on."
)
NO_ANSWER = "Say first which framework it is."
IDENTITY = {
    "edition": "It is the next edition of “{name}” and takes its place",
    "part": "It is one more document of “{name}” and joins it",
    "new": "It is a framework of its own and stands beside “{name}”",
}


def level(number: int) -> str:
    """Say the number of a level, as far as it is known."""
    return LEAVE_OUT if number == LEFT_OUT else str(number or "?")


def not_an_answer(answer: str, columns: int) -> str:
    """Say what could be answered instead."""
    return f"{answer!r} is no answer here: a number from 1 to {columns} or a letter; of levels, each once."


def columns(found: MappingView) -> str:
    """Say which column is what."""
    said = [f"{USES[what]} from {column!r}" for what, column in found.mapping.columns.items()]
    return "; ".join(said + [f"level {number} {name!r}" for name, number in found.levels])


def saved(name: str) -> str:
    """Say where a mapping is kept."""
    return f"Kept in {name}; the next edition with these columns needs none of it."


def table(title: str, name: str, rows: int, place: int) -> str:
    """Name a table of a document."""
    return f"{title or name or f'table {place + 1}'} ({number(rows, 'row')})"


def summary(found: Preview) -> str:
    """Sum up what would be kept."""
    counts = (number(found.skills, "skill"), number(found.levels, "level"))
    return f"{', '.join(counts)}, {number(found.statements, 'statement')}"


def state(found: MappingView) -> str:
    """Say how far a table is understood, and the one next step."""
    mapping, seen = found.mapping, found.preview
    if mapping.missing:
        columns = " and ".join(USES[each] for each in mapping.missing)
        return f"{number(len(found.header), 'column')} found, and none of them is {columns} yet: choose one."
    if mapping.unordered:
        names = ", ".join(name for name, _ in found.levels if name in _unordered(found))
        return f"The order of these levels is not known: {names}. Give each its number, 1 for the lowest."
    if seen is None or not seen.statements:
        return "These columns hold no statements: choose others."
    if seen.refused:
        return f"{summary(seen)} found; what is wrong below stops them: put it right here or in the file."
    return f"{summary(seen)}. Look at {min(3, len(seen.samples))} of them, then keep it."


def _unordered(found: MappingView) -> set[str]:
    numbers = [level for _, level in found.levels]
    return {n for n, level in found.levels if not level or (level > 0 and numbers.count(level) > 1)}


def sample(skill: str, level: int, level_name: str, text: str) -> str:
    """Show a statement as it would be kept."""
    named = f"{level} ({level_name})" if level_name and level_name != str(level) else str(level)
    return f"{skill}, level {named}: {text}"


def problem(severity: str, place: str, message: str, count: int) -> str:
    """Describe the first problem of a kind, and how many there are."""
    where = f"{place}: " if place else ""
    more = f" (and {count - 1:,} more like it)" if count > 1 else ""
    return f"{severity}: {where}{message}{more}"


def related(found: dict[str, Any]) -> str:
    """Say which known framework a document may belong to, and why."""
    name, documents = found["name"], found["documents"]
    whose = f"“{name}” ({_some(documents)})"
    shared = f"{number(found['shared'], 'skill')} of the same title"
    if found["why"] == "name":
        return f"There is a document of this name already, of {whose}, with {shared}."
    if found["why"] == "framework":
        return f"There is a framework of this name already, {whose}, with {shared}."
    return f"{whose} has {shared}."


def options(found: dict[str, Any]) -> dict[str, str]:
    """Return what may be answered to `related`, by answer."""
    return {answer: said.format(name=found["name"]) for answer, said in IDENTITY.items()}


def unanswered(found: dict[str, Any]) -> str:
    """Say which options of ``rung add`` answer."""
    id_ = found["framework"]
    return f"Say which it is: --edition-of {id_}, --part-of {id_}, or --new."


def _some(documents: Sequence[str]) -> str:
    more = f" and {len(documents) - 2} more" if len(documents) > 2 else ""
    return ", ".join(documents[:2]) + more
