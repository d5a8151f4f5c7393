"""Ladders by headings: skill, level, statements; level, skill, statements; or one page a level or role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from knowledge.formats.content import Document, Line, column_key
from knowledge.level_scale import JOB_TITLE, figure_in, is_level, is_placeholder, largest_scale, readings_of
from knowledge.readers.ladder import FoundLadder, LeftOut, Said

KIND = "ladder-headings"

_FEWEST = 2
"""Statements of a ladder."""

_ASIDE = re.compile(
    r"(?:for )?examples?\b.{0,20}|(?:guidance |revision )?notes?\b.{0,20}"
    r"|(?:further |recommended )?(?:reading|resources|links|references)\b.{0,20}"
    r"|(?:table of )?contents|overview|introduction|about\b.{0,40}|background|how to\b.{0,40}|summary|faq"
    r"|anti-?patterns?|(?:red|warning) flags?|pitfalls|common mistakes"
    r"|appendix\b.{0,40}|changelog|what this (?:means|is)\b.{0,20}|see also|licen[cs]e"
    r"|where (?:lower|higher) levels are not defined.*",
    re.IGNORECASE,
)
_SENTENCE_AFTER = re.compile(r"(?<=\w):\s+(?:[^\s,]+\s+){4,}[^\s,]+$")
_ESSENCE_AFTER = re.compile(r"(?<=\w)\s*[:–—]\s.*$|\s*:$")
_ESSENCE = re.compile(r"\bessence of the level\b", re.IGNORECASE)
"""SFIA says on the page of every skill what its levels mean; that is no statement of the skill."""

_LEVEL_AT_END = re.compile(r"[:–—|(-]\s*level\s+\d{1,2}\)?$", re.IGNORECASE)
"""However long the title before it is."""

SCALE = re.compile(
    r"(?:.*\b)?(?:scale|(?:levels?|proficiency|competency) (?:definitions?|descriptions?|overview|guide)"
    r"|(?:proficiency|skill|competency) levels?|niveaux|niveles|níveis|livelli|stufen)\b.*",
    re.IGNORECASE,
)
"""Heads what the levels mean, which no skill says."""

_PART = re.compile(
    r"(?:.*\b)?(?:indicators?|indicadores|indicateurs|expectations|descriptors)\b(?: (?:of|de|by|per)\b.*)?",
    re.IGNORECASE,
)
"""Heads what a skill says; the skill is above."""

_MOST_USUAL = 0.6
"""Share of the statements that stand below their level and then their skill: others are remarks then."""

_REMARKS = "what stands directly below a level was left out: the others have a heading for each skill there."

_RANGE = re.compile(r"\s*\([a-z]{0,5} ?\d{1,2}\s*[-–]\s*[a-z]{0,5} ?\d{1,2}\)$", re.IGNORECASE)
"""From which to which level what is below goes."""

_OF_LADDER = re.compile(r"\b(?:competenc\w+|ladders?|framework|progression|expectations)\b", re.IGNORECASE)
_NO_TITLE = ("readme", "index", "document", "page", "skills", "a")
_FEWEST_BULLETS = 5
_SPEAKERS = ("i", "you", "we")
_LEAD_IN = re.compile(r"^you (?:can|will|are able to)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?;,]$")
_LEVEL_LINE = 10
"""Depth of a line that is a level without being a heading: below all headings."""

_LONGEST_LEVEL_LINE = 4
"""Words of a line that is a level without being a heading."""


@dataclass(frozen=True, slots=True)
class _LadderHeading:
    """A heading: its text without the level in it, and the level, or ``""``.

    Args:
        unknown: whether it is written as the levels beside it are and is none that is known.
        behind: whether the text follows the level.
    """

    depth: int
    title: str
    level: str
    unknown: bool = False
    behind: bool = False


@dataclass(slots=True)
class _LadderSection:
    """The lines under a path of headings."""

    path: tuple[_LadderHeading, ...]
    lines: list[Line] = field(default_factory=list)


def read_headings(document: Document) -> FoundLadder | None:
    """Return what a document says under headings that are levels, or None where it has none."""
    return _read(document, _page_level(document), _levels_beside(document.lines))


def read_page(document: Document) -> FoundLadder | None:
    """Return what a page of one role says under its headings, at the level that its title names.

    A title without a figure or a known word (Engineer) counts where the page speaks of competencies.
    """
    title = _page_title(document)
    headings = " ".join(line.text for line in document.lines if line.heading)
    about = f"{headings} {document.value if isinstance(document.value, dict) else ''}"
    named = bool(JOB_TITLE.search(title) and _OF_LADDER.search(about))
    if not title or not (is_level(title) or (readings_of(title) and named)):
        return None
    lines = [line for line in document.lines if not line.cells]
    if sum(line.bullet or line.number is not None for line in lines) >= _FEWEST_BULLETS:
        bare = {line.place for line in _without_items(lines)}
        document = replace(document, lines=tuple(line for line in document.lines if line.place not in bare))
    found = _read(document, title, {})
    return replace(found, role=_split(title)[0] or title) if found else None


def _names_of_levels(sections: Sequence[_LadderSection]) -> set[str]:
    """Return the titles behind the figures of headings (``IC1: Learning``) that are names of the levels.

    A skill has its title at several levels, and a level several skills.
    """
    headed = {(each.title, each.level) for section in sections for each in section.path[-1:] if each.behind}
    titles, levels = {title for title, _ in headed}, {level for _, level in headed}
    named = len(headed) > 1 or all(map(JOB_TITLE.search, titles))
    return titles if named and len(headed) == len(titles) == len(levels) else set()


def _without_items(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of sections without items: on a page that lists what it asks they are remarks."""
    for is_heading, group in groupby(lines, key=lambda line: line.heading > 0):
        section = list(group)
        if not is_heading and not any(line.bullet or line.number is not None for line in section):
            yield from section


def _page_title(document: Document) -> str:
    value = document.value if isinstance(document.value, dict) else {}
    first = next((line.text for line in document.lines if line.heading == 1), "")
    stem = re.sub(r"[-_\s]+", " ", Path(document.name).stem).strip()
    said = (str(value.get("title", "")), first if readings_of(first) else "", stem)
    named = next((each for each in said if each), "")
    return named if re.search(r"[a-z]{3}", named.casefold()) and named.casefold() not in _NO_TITLE else ""


def _read(document: Document, page_level: str, titles: dict[int, str]) -> FoundLadder | None:
    required = _required_levels(document)
    said: list[Said] = []
    remarks: list[Said] = []
    left_out: list[LeftOut] = []
    sections = list(_sections(document.lines, titles))
    if _is_list_of_links(sections):
        sections = list(_sections(document.lines, titles, by_lines=False))
    names = _names_of_levels(sections)
    for section in sections:
        section.path = tuple(
            replace(each, title="") if each.title in names else each for each in section.path
        )
        if section.path and section.path[-1].unknown and section.lines:
            why = f"what is under {section.path[-1].title!r} was left out: its level is not known."
            left_out.append(LeftOut(section.lines[0].place, "level-unknown", why, "warning"))
            continue
        placed = _placed(section.path, page_level, required)
        if placed is None or not section.lines:
            left_out.extend(_unplaced(section))
            continue
        if any(_ASIDE.fullmatch(each.title) for each in section.path) or SCALE.fullmatch(placed[0]):
            why = f"sections such as {section.path[-1].title!r} were left out."
            left_out.append(LeftOut(section.lines[0].place, "aside", why))
            continue
        skill, level, group = placed
        found = [Said(skill, level, line.text, line.place, group) for line in _statements(section.lines)]
        said.extend(found)
        if section.path[-1].level and not (page_level or required):
            remarks.extend(found)
    if remarks and len(said) - len(remarks) >= _MOST_USUAL * len(said):
        left_out.append(LeftOut(remarks[0].place, "no-skill", _REMARKS, "warning"))
        said = [each for each in said if each not in remarks]
    if not _is_ladder(said, bool(page_level or required)):
        return None
    return FoundLadder(KIND, tuple(said), tuple(left_out), _role(document, said))


def _unplaced(section: _LadderSection) -> Iterator[LeftOut]:
    """Yield that the items under a level were left out, where no heading names their skill."""
    items = [line for line in section.lines if line.bullet or line.number is not None]
    if items and any(each.level for each in section.path):
        heading = section.path[-1].title or section.path[-1].level
        why = f"the items under {heading!r} were left out: no heading names their skill."
        yield LeftOut(items[0].place, "no-skill", why, "warning")


def _is_list_of_links(sections: Sequence[_LadderSection]) -> bool:
    """Return whether lines that are levels follow one another with nothing between: a menu, not a ladder."""
    below = [bool(each.lines) for each in sections if each.path and each.path[-1].depth == _LEVEL_LINE]
    return below.count(False) > below.count(True)


def _role(document: Document, said: Sequence[Said]) -> str:
    """Return the role that a page is about whose skills are each at one level."""
    levels: dict[str, set[str]] = {}
    for each in said:
        levels.setdefault(each.skill, set()).add(each.level)
    first = next((line for line in document.lines if line.heading), None)
    value = document.value if isinstance(document.value, dict) else {}
    if any(len(each) > 1 for each in levels.values()) or (first is None and "title" not in value):
        return ""
    if first is not None and first.heading == 1:
        title = first.text if _is_title(first) else _split(first.text)[0]
    else:
        title = str(value.get("title", ""))
    return "" if title in levels or _OF_LADDER.search(title) else title


def _page_level(document: Document) -> str:
    """Return the level of the whole page, where its front matter or a line below its title says so."""
    value = document.value
    if isinstance(value, dict):
        for key in ("level", "grade", "band"):
            said = str(value.get(key, ""))
            if said and is_level(said):
                return said
    return ""


def _required_levels(document: Document) -> dict[str, str]:
    """Return the levels of a table that gives skills and their level, and no statements."""
    found: dict[str, str] = {}
    for table, number in document.tables_with("level"):
        column = [column_key(cell) for cell in table.rows[number - 1]].index("level")
        for row in table.rows[number:]:
            if 0 < column < len(row) and is_level(row[column]):
                found[column_key(row[0])] = row[column].strip()
    return found


def _levels_beside(lines: Sequence[Line]) -> dict[int, str]:
    """Return headings that are levels only beside others, by place: Engineer, beside Senior Engineer."""
    by_depth: dict[int, dict[int, str]] = {}
    siblings: dict[tuple[int, int], dict[int, str]] = {}
    above: dict[int, int] = {}
    for index, line in enumerate(lines):
        if line.heading:
            above = {depth: at for depth, at in above.items() if depth < line.heading}
            name = column_key(_ESSENCE_AFTER.sub("", line.text))
            by_depth.setdefault(line.heading, {})[index] = column_key(line.text)
            siblings.setdefault((line.heading, max(above.values(), default=-1)), {})[index] = name
            above[line.heading] = index
    labels = _repeated_labels(lines)
    scale = largest_scale(list(dict.fromkeys(labels.values())))
    found = {index: lines[index].text.rstrip(" :") for index, name in labels.items() if name in scale}
    for group in (*by_depth.values(), *siblings.values()):
        beside = group not in by_depth.values()
        scale = largest_scale(list(dict.fromkeys(group.values())), beside=beside)
        found |= {
            index: _ESSENCE_AFTER.sub("", lines[index].text) if beside else lines[index].text
            for index, name in group.items()
            if name in scale
        }
    return found


def _repeated_labels(lines: Sequence[Line]) -> dict[int, str]:
    """Return short lines of running text that are there more than once, by place."""
    short = {
        index: column_key(line.text.rstrip(" :"))
        for index, line in enumerate(lines)
        if not (line.heading or line.cells or line.bullet or _ENDED.search(line.text))
        and len(line.text.split()) <= _LONGEST_LEVEL_LINE
    }
    counts = Counter(short.values())
    return {index: name for index, name in short.items() if counts[name] > 1}


def _is_title(line: Line) -> bool:
    """Return whether a heading is the page's title and names a role: it is a level only by a figure."""
    return line.heading == 1 and not figure_in(line.text)


def _sections(
    lines: Sequence[Line], titles: dict[int, str], *, by_lines: bool = True
) -> Iterator[_LadderSection]:
    """Yield the lines under each heading.

    Args:
        titles: levels, by place, of headings that are levels only beside others.
        by_lines: whether a short line that is a level counts as a heading.
    """
    section = _LadderSection(())
    form: tuple[bool, bool] | None = None
    for index, line in enumerate(lines):
        may_head = not line.cells and (by_lines or line.heading)
        heading = _heading(line, section.path, titles.get(index, ""), form) if may_head else None
        if heading is not None and heading.depth == _LEVEL_LINE:
            form = (line.bullet, line.number is not None)
        if heading is not None:
            yield section
            path = tuple(each for each in section.path if each.depth < heading.depth)
            section = _LadderSection((*path, heading))
        elif not line.cells:
            section.lines.append(line)
    yield section


def _heading(
    line: Line, path: Sequence[_LadderHeading], beside: str, form: tuple[bool, bool] | None
) -> _LadderHeading | None:
    """Return a heading; a short line that is a level, or that heads examples, is one below the others.

    Args:
        beside: the level that it is beside others, or ``""``.
        form: whether the last line that was a level had a bullet or a number.
    """
    text = line.text.rstrip(" :")
    if _LEAD_IN.match(text):
        return None
    if line.heading:
        title, level = (text, "") if _is_title(line) else _split(text)
        if not level and beside:
            title, level = "", beside
        behind = bool(title and level) and text.casefold().startswith(level.casefold())
        return _LadderHeading(line.heading, _SENTENCE_AFTER.sub("", title), level, behind=behind)
    if not path or len(text.split()) > _LONGEST_LEVEL_LINE:
        return None
    if (is_level(text) or beside) and not text.isdigit():
        label = any(each.title and text.casefold().startswith(each.title.casefold()) for each in path)
        # 'Testing L1' below 'Level 1' says it again.
        return None if label else _LadderHeading(_LEVEL_LINE, "", figure_in(text) or text)
    if _ASIDE.fullmatch(text):
        return _LadderHeading(_LEVEL_LINE + 1, text, "")
    below_level = any(each.depth == _LEVEL_LINE for each in path)
    if below_level and form == (line.bullet, line.number is not None) and not _ENDED.search(line.text):
        return _LadderHeading(_LEVEL_LINE, text, "", unknown=True)
    return None


def _split(heading: str) -> tuple[str, str]:
    """Return the title and the level of a heading such as ``L3: Senior Engineer`` or ``Testing: Level 2``."""
    figure = figure_in(heading.rpartition("→")[2]) or figure_in(heading)
    without = _RANGE.sub("", heading)
    if without != heading and not is_level(without):
        return without, ""
    if "→" in heading and figure:
        return "", figure  # From one level to the next: what the upper one asks.
    if figure and (is_level(heading) or _LEVEL_AT_END.search(heading)):
        at = heading.casefold().index(figure.casefold())
        before, after = heading[:at].strip(" :–—|(-"), heading[at + len(figure) :].strip(" :–—|)-")
        return before or after, figure
    return ("", heading) if is_level(heading) else (heading, "")


def _placed(
    path: Sequence[_LadderHeading], page_level: str, required: dict[str, str]
) -> tuple[str, str, str] | None:
    """Return skill, level and group of what is under a path of headings; None where it is at no level."""
    if not path:
        return None
    at = max((n for n, each in enumerate(path) if each.level), default=-1)
    if at < 0:
        level = required.get(column_key(path[-1].title)) or page_level
        return (path[-1].title, level, path[-2].title if len(path) > 2 else "") if level else None
    level = path[at].level
    if at < len(path) - 1:
        return path[-1].title, level, ""
    above = [each.title for each in path[:at] if each.title]
    above = above[:-1] if len(above) > 1 and _PART.fullmatch(above[-1]) else above
    skill = path[at].title or (above[-1] if above else "")
    if not skill or (path[at].title and at == 0):
        return None
    return skill, level, above[-2] if len(above) > 2 else ""


def _statements(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the items of a section where it has any, with the lines that begin as they do, else all lines."""
    items = [line for line in lines if line.bullet or line.number is not None]
    starts = Counter(_first_word(line.text) for line in items)
    usual = starts.most_common(1)[0][0] if items else ""
    for line in lines:
        if items and line not in items and not (usual in _SPEAKERS and _first_word(line.text) == usual):
            continue
        label = is_level(line.text) and len(line.text.split()) <= _LONGEST_LEVEL_LINE
        lead_in = line.text.endswith(":")
        if not (label or lead_in or is_placeholder(line.text) or _ESSENCE.search(line.text)):
            yield line


def _first_word(text: str) -> str:
    return re.split(r"[\W_]", text.casefold(), maxsplit=1)[0]


def _is_ladder(said: Sequence[Said], is_page: bool) -> bool:
    """Return whether statements are at levels: two names or more, or one with a figure."""
    levels = {column_key(each.level) for each in said}
    if len(said) < _FEWEST or not levels:
        return False
    named = readings_of(said[0].level)
    by_figure = any(not each.track.startswith(("seniority", "proficiency")) for each in named)
    return len(levels) > 1 or is_page or by_figure
