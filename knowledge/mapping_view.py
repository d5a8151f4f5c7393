"""A table as it was understood, for a person to look at and put right: what a page and a terminal show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.formats import Document, open_document
from knowledge.formats.content import column_key
from knowledge.mapping_suggestion import level_numbers, suggest
from knowledge.model import DocumentError, Reading
from knowledge.readers.headed_tables import AS_READ, OUTLINE, HeadedTable, headed_tables
from knowledge.readers.mapped_table import earlier_mapping, own_mapping, read_mapped
from knowledge.table_mapping import FIELDS, LEFT_OUT, LEVEL, TITLE, Mapping, framework_name, level_names

SHOWN_ROWS = 6
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table of the document that may be shown instead: its name and what it is called."""

    name: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A statement as it would be kept."""

    skill: str
    level: int
    level_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be kept; problems are the first of each kind, with the count of all of its kind."""

    skills: int
    levels: int
    statements: int
    samples: tuple[Sample, ...]
    problems: tuple[tuple[str, str, str, str, int], ...]

    @property
    def refused(self) -> bool:
        """Whether some problem stops the document."""
        return any(severity == "error" for severity, *_ in self.problems)


@dataclass(frozen=True, slots=True)
class MappingView:
    """A table as a mapping understands it.

    Args:
        tables: all that may be shown; ``shown`` is the place of the one that is.
        uses: of each column: a field, `LEVEL`, or ``""``.
        header_row: number of the row with the names, 0 where there is none.
        levels: names of the levels as the document writes them, each with its number or 0.
        preview: what would be kept, once nothing is missing.
    """

    document: str
    mapping: Mapping
    tables: tuple[TableChoice, ...]
    shown: int
    header: tuple[str, ...]
    uses: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    levels: tuple[tuple[str, int], ...]
    header_row: int = 0
    preview: Preview | None = None

    @property
    def ready(self) -> bool:
        """Whether the document can be kept as it is understood."""
        return self.preview is not None and not self.preview.refused and self.preview.statements > 0


def as_preview(values: dict[str, Any]) -> Preview:
    """Return a preview that was kept as JSON."""
    problems = tuple((str(a), str(b), str(c), str(d), int(n)) for a, b, c, d, n in values["problems"])
    return Preview(
        **values | {"samples": tuple(Sample(**each) for each in values["samples"]), "problems": problems}
    )


def as_view(values: dict[str, Any]) -> MappingView:
    """Return a view that was kept as JSON."""
    kept = values["preview"]
    return MappingView(
        **values
        | {
            "mapping": Mapping(**values["mapping"]),
            "tables": tuple(TableChoice(**each) for each in values["tables"]),
            "levels": tuple((str(name), int(level)) for name, level in values["levels"]),
            "preview": as_preview(kept) if kept else None,
        }
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person puts right; None leaves a thing as it is.

    Args:
        table: place of the table to be shown.
        only: whether this table alone is read.
        uses: of columns by their place: a field, `LEVEL` or ``""``.
        levels: number of a level, or `LEFT_OUT`, by its place in `MappingView.levels`.
    """

    name: str | None = None
    table: int | None = None
    only: bool | None = None
    header_row: int | None = None
    turned: bool | None = None
    carried: bool | None = None
    uses: tuple[tuple[int, str], ...] = ()
    skill_is_title: bool | None = None
    levels: tuple[tuple[int, int], ...] = ()


def view(path: Path, anew: bool = False) -> MappingView:
    """Show a document as the mapping beside it understands it, or an earlier edition's, or a suggestion.

    Args:
        anew: whether to suggest a mapping where one is beside it.

    Raises:
        DocumentError: it cannot be opened, or has no table, headings or values.
    """
    path = Path(path)
    document = open_document(path)
    kept = None
    if not anew:
        with suppress(DocumentError):
            kept = own_mapping(path, document)
        kept = kept or earlier_mapping(path, document)
    return _view(document, kept, -1)


def named_levels(path: Path, column: str) -> dict[str, int]:
    """Return levels for the names in a column; see `knowledge.table_mapping.level_names`.

    Raises:
        DocumentError: it cannot be opened.
    """
    tables = headed_tables(open_document(Path(path)))
    table = next((each for each in tables if column in each.header), None)
    return level_names(table.cells(column)) if table else {}


def corrected(path: Path, mapping: Mapping, table: int, said: Correction) -> MappingView:
    """Show a document as it is understood after a correction.

    A table that is chosen, turned or headed anew is suggested anew.

    Args:
        mapping: as it was shown; ``table`` the place of its table.

    Raises:
        DocumentError: see `view`.
    """
    document = open_document(Path(path))
    was = _view(document, mapping, table)
    name = " ".join((said.name or was.mapping.name).split())
    renamed = name != was.mapping.name
    now = replace(
        was.mapping,
        name=name,
        framework=framework_name(f"{name}.")[1] if renamed else was.mapping.framework,
        carried=was.mapping.carried if said.carried is None else said.carried,
        header_row=was.mapping.header_row if said.header_row is None else said.header_row,
        turned=was.mapping.turned if said.turned is None else said.turned,
    )
    place = was.shown if said.table is None else said.table
    if (place, now.header_row, now.turned) != (was.shown, was.mapping.header_row, was.mapping.turned):
        return _suggested_anew(document, now, place)
    shown = _tables(document, now)[place]
    now = _with_uses(shown, was, now, said)
    if said.only is not None:
        now = replace(now, table=shown.name if said.only else "")
    now = _with_levels(was, now, said.levels)
    return _view(document, now, place)


def _likeliest(document: Document) -> tuple[int, Mapping]:
    """Return the place of the table that is understood best, as it is or turned, and its mapping."""
    found = []
    for turned in (False, True):
        tables = (
            headed_tables(document, turned=turned) if turned else _tables(document, Mapping("own", "own"))
        )
        if not tables:
            continue
        suggested = [replace(_suggested(document, tables, table), turned=turned) for table in tables]
        ranks = [
            (*_lack(each, table, bool(document.tables)), n)
            for n, (each, table) in enumerate(zip(suggested, tables, strict=True))
        ]
        place = min(ranks)[-1]
        found.append((ranks[place][0], place, suggested[place]))
    _, place, mapping = min(found, key=lambda each: each[0])
    return place, mapping


def _suggested(document: Document, tables: Sequence[HeadedTable], table: HeadedTable) -> Mapping:
    titles = {each.title for each in tables if each.header == table.header}
    return suggest(table, document.name, several=len(titles) > 1)


def _tables(document: Document, mapping: Mapping) -> list[HeadedTable]:
    tables = headed_tables(document, mapping.header_row, mapping.turned)
    if not tables:
        raise DocumentError(
            document.name,
            f"it has {len(document.lines)} lines and no table, headings or lists of values.",
            remedy="Write the ladder as a table, a row a skill and a column a level: see docs/documents.md.",
            reason="no-table",
        )
    return tables


def _suggested_anew(document: Document, now: Mapping, place: int) -> MappingView:
    tables = _tables(document, now)
    fresh = _suggested(document, tables, tables[min(place, len(tables) - 1)])
    kept = replace(
        fresh, framework=now.framework, name=now.name, header_row=now.header_row, turned=now.turned
    )
    return _view(document, kept, min(place, len(tables) - 1))


def _with_uses(shown: HeadedTable, was: MappingView, now: Mapping, said: Correction) -> Mapping:
    uses = list(was.uses)
    for place, use in said.uses:
        if 0 <= place < len(uses) and use in ("", LEVEL, *FIELDS) and use != uses[place]:
            uses = [("" if each == use and use != LEVEL else each) for each in uses]
            uses[place] = use
    columns = {use: shown.header[n] for n, use in enumerate(uses) if use in FIELDS}
    titled = now.columns.get("skill") == TITLE if said.skill_is_title is None else said.skill_is_title
    if titled and (said.skill_is_title or "skill" not in columns):
        columns["skill"] = TITLE
    names = [shown.header[n] for n, use in enumerate(uses) if use == LEVEL]
    if names:
        columns = {what: column for what, column in columns.items() if what not in ("level", "text")}
    level_columns = dict(now.level_columns)
    if set(names) != set(level_columns):
        known = level_numbers(names)
        level_columns = {name: level_columns.get(name, 0) or known[name] for name in names}
    levels = dict(now.levels)
    if columns.get("level") != now.columns.get("level"):
        levels = level_names(shown.cells(columns["level"])) if "level" in columns else {}
    return replace(now, columns=columns, level_columns=level_columns, levels=levels)


def _with_levels(was: MappingView, now: Mapping, said: Sequence[tuple[int, int]]) -> Mapping:
    given = {was.levels[place][0]: number for place, number in said if 0 <= place < len(was.levels)}
    if now.level_columns:
        numbers = {name: given.get(name, number) for name, number in now.level_columns.items()}
        kept = {name: number for name, number in numbers.items() if number != LEFT_OUT}
        return replace(now, level_columns=kept)
    keyed = {column_key(name): number for name, number in given.items()}
    return replace(now, levels={name: keyed.get(name, number) for name, number in now.levels.items()})


def _view(document: Document, mapping: Mapping | None, place: int) -> MappingView:
    if mapping is None:
        place, mapping = _likeliest(document)
    tables = _tables(document, mapping)
    fitting = [n for n, table in enumerate(tables) if mapping.fits(table.header, table.name)]
    place = place if 0 <= place < len(tables) else (fitting or [0])[0]
    shown = tables[place]
    written = {column_key(cell): cell for cell in reversed(_level_cells(shown, mapping))}
    numbers = mapping.level_columns or {written.get(name, name): n for name, n in mapping.levels.items()}
    found = None
    if not mapping.missing and not mapping.unordered and fitting:
        found = preview(read_mapped(document, mapping))
    return MappingView(
        document.name,
        mapping,
        tuple(TableChoice(table.name, table.title, len(table.rows)) for table in tables),
        place,
        shown.header,
        tuple(_use(mapping, name) for name in shown.header),
        shown.rows[:SHOWN_ROWS],
        tuple(numbers.items()),
        shown.header_row,
        found,
    )


def _lack(mapping: Mapping, table: HeadedTable, has_tables: bool) -> tuple[int, int]:
    """Order tables by what their suggestion lacks, those made of headings last, then by their length."""
    lacks = len(mapping.missing) + bool(mapping.unordered)
    made = {AS_READ: 1 if has_tables else -1, OUTLINE: 4}.get(table.name, 0)
    return 2 * lacks + made, -len(table.rows)


def _level_cells(table: HeadedTable, mapping: Mapping) -> list[str]:
    column = mapping.columns.get("level", "")
    return [" ".join(cell.split()) for cell in table.cells(column)] if column in table.header else []


def _use(mapping: Mapping, name: str) -> str:
    key = column_key(name)
    if key in map(column_key, mapping.level_columns):
        return LEVEL
    return next((what for what, column in mapping.columns.items() if column_key(column) == key), "")


def preview(reading: Reading) -> Preview:
    """Sum a reading up for somebody who decides whether it is right."""
    said = reading.descriptors
    names = {(skill.framework, skill.key): skill.name for skill in reading.skills}
    frameworks = {framework.id: framework for framework in reading.frameworks}
    places = sorted({0, len(said) // 2, len(said) - 1})[:SAMPLES] if said else []
    samples = [
        Sample(
            names.get((each.framework, each.skill), each.skill),
            each.level,
            frameworks[each.framework].level_name(each.level) if each.framework in frameworks else "",
            each.text,
        )
        for each in (said[place] for place in places)
    ]
    counts = Counter[tuple[str, str]]()
    for each in reading.problems:
        counts[each.severity, each.kind] += each.count
    first = {(each.severity, each.kind): each for each in reversed(reading.problems)}
    problems = [
        (each.severity, each.location, each.kind, each.message, counts[key])
        for key, each in reversed(first.items())
    ]
    levels = len({each.level for each in said})
    return Preview(reading.counts.skills, levels, len(said), tuple(samples), tuple(problems))
