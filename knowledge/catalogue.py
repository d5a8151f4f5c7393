"""All that is known, by document and revision, in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from knowledge import catalogue_tables
from knowledge.courses import KIND, CourseLink, State, with_skills
from knowledge.merge import merge
from knowledge.model import Counts, DocumentError, Knowledge, Problem, Reading, UserError

_WAIT_S = 30.0
"""Seconds to wait for another process that writes."""

_MOST_TOLD = 10
"""Errors of a document that one message lists."""

_LATEST = (
    "select * from documents d where revision = (select max(revision) from documents where name = d.name)"
)


class CatalogueError(UserError):
    """The catalogue cannot be used, said in one sentence."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was added.

    Args:
        changed: False where these bytes were in the catalogue before.
        revision: of the document in the catalogue, from 1.
        same_as: name under which the same bytes are stored, or ``""`` where they are new.
    """

    changed: bool
    revision: int
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the catalogue, in its latest revision.

    Args:
        added_at: as it was given to `Catalogue.add`.
        problems: what its reader found, notes and warnings.
    """

    name: str
    kind: str
    sha256: str
    revision: int
    added_at: str
    counts: Counts
    problems: tuple[Problem, ...]


class Catalogue:
    """What documents say, kept by document and revision; of each document the latest revision counts.

    Args:
        path: of the SQLite file; it and its folder are made where there are none.

    Raises:
        CatalogueError: the file is no catalogue, or one of a later version of Rung.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = Database(sqlite3.connect(path, timeout=_WAIT_S))
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        if self._db.journal_mode != "wal":
            self._db.enable_wal()
        known = {migration.name for migration in catalogue_tables.migrations.pending(self._db)}
        applied = {migration.name for migration in catalogue_tables.migrations.applied(self._db)}
        later = applied - known - {each.name for each in catalogue_tables.migrations._migrations}
        if later:
            raise CatalogueError(
                f"The catalogue {self.path} was written by a later version of Rung ({min(later)}):"
                " use that version."
            )
        if known:
            catalogue_tables.migrations.apply(self._db)

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the catalogue cannot be used after."""
        self._db.close()

    def add(self, reading: Reading, *, at: str, replacing: Sequence[str] = ()) -> Added:
        """Add a document, or a new revision of one of the same name.

        Args:
            at: time, as it shall be shown (ISO 8601).
            replacing: documents whose place it takes; they are removed, one of its own name is revised.

        Returns:
            what became of it; nothing changed where the same bytes are there already and say the same.

        Raises:
            DocumentError: the reading has errors, or a document of another kind has its name. The catalogue
                stays as it was.
            CatalogueError: the file cannot be written.
        """
        if reading.errors:
            raise _refused(reading)
        with self._explained(), self._db.atomic():
            latest = self._latest()
            same = next((row for row in latest if row["sha256"] == reading.sha256), None)
            if same is not None and (same["kind"] == KIND) != (reading.kind == KIND):
                # The table of a framework can be read as a list of courses, and the other way about.
                raise _other_kind(reading, same["kind"])
            if same is not None and (same["name"] != reading.document or self._says(same, reading)):
                return Added(False, same["revision"], same["name"])
            before = next((row for row in latest if row["name"] == reading.document), None)
            replaced = before is not None and (reading.document in replacing or same is not None)
            if before is not None and before["kind"] != reading.kind and not replaced:
                raise _other_kind(reading, before["kind"])
            for name in set(replacing) - {reading.document}:
                self._remove(name)
            revision = before["revision"] + 1 if before is not None else 1
            self._write(reading, revision, at)
        return Added(True, revision)

    def _says(self, row: dict[str, Any], reading: Reading) -> bool:
        """Return whether a document says the same; read with other columns, the same bytes do not."""
        (kept,) = catalogue_tables.read_all(self._db, [row])
        return replace(kept, problems=()) == replace(reading, problems=())

    def _write(self, reading: Reading, revision: int, at: str) -> None:
        row = {
            "name": reading.document,
            "revision": revision,
            "kind": reading.kind,
            "sha256": reading.sha256,
            "added_at": at,
            "counts": json.dumps(asdict(reading.counts)),
        }
        catalogue_tables.write(self._db, catalogue_tables.insert_document(self._db, row), reading)

    def remove(self, name: str) -> bool:
        """Remove a document with all its revisions; return False where there is none of that name."""
        with self._explained(), self._db.atomic():
            return self._remove(name)

    def _remove(self, name: str) -> bool:
        rows = list(self._db.query("select id from documents where name = ?", [name]))
        for row in rows:
            catalogue_tables.delete(self._db, row["id"])
        self._db.table("course_links").delete_where("document = ?", [name])
        return bool(rows)

    def documents(self) -> tuple[DocumentRow, ...]:
        """Return the documents in their latest revisions, ascending by name."""
        with self._explained():
            found = []
            for row in self._latest():
                problems = self._db.query(
                    "select * from problems where document = ? order by position", [row["id"]]
                )
                values = {key: row[key] for key in ("name", "kind", "sha256", "revision", "added_at")}
                counts = Counts(**json.loads(row["counts"]))
                found.append(
                    DocumentRow(**values, counts=counts, problems=catalogue_tables.problems_of(problems))
                )
            return tuple(found)

    def readings(self) -> tuple[Reading, ...]:
        """Return what each document says, in its latest revision, ascending by name."""
        with self._explained():
            return tuple(catalogue_tables.read_all(self._db, self._latest()))

    def knowledge(self) -> Knowledge:
        """Return what all documents say, merged; the same documents give the same, in the same order."""
        readings = self.readings()
        known = merge(readings)
        courses = [course for reading in readings for course in reading.courses]
        return replace(known, courses=with_skills(known, courses, self.course_links()))

    def course_links(self) -> tuple[CourseLink, ...]:
        """Return the skills that courses may serve, as they were proposed and decided, the nearest first."""
        with self._explained():
            return catalogue_tables.course_links(self._db)

    def propose(self, found: Sequence[CourseLink]) -> None:
        """Keep proposals in place of the earlier ones; what was decided stays as it is."""
        with self._explained(), self._db.atomic():
            kept = {each.key: each for each in self.course_links()}
            fresh = {each.key for each in found}
            gone = [each.id for key, each in kept.items() if each.state == "proposed" and key not in fresh]
            for number in gone:
                self._db.table("course_links").delete(number)
            open_ = (each for each in found if each.key not in kept or kept[each.key].state == "proposed")
            catalogue_tables.write_course_links(
                self._db, [replace(each, id=kept[each.key].id if each.key in kept else 0) for each in open_]
            )

    def decide(self, number: int, state: State, who: str, levels: tuple[int, ...] = ()) -> None:
        """Confirm or refuse a proposal, also one decided before.

        Args:
            number: of the link.
            levels: in place of those proposed; empty for these.
        """
        with self._explained(), self._db.atomic():
            found = catalogue_tables.course_links(self._db, "id = ?", [number])
            decided = [replace(each, state=state, who=who, levels=levels or each.levels) for each in found]
            catalogue_tables.write_course_links(self._db, decided)

    def _latest(self) -> list[dict[str, Any]]:
        return list(self._db.query(f"{_LATEST} order by name"))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in one sentence what SQLite or the file system says in its own words."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            hint = " (is the disk full?)" if "disk" in str(error) else ""
            raise CatalogueError(f"The catalogue {self.path} cannot be used: {error}{hint}.") from error


def _refused(reading: Reading) -> DocumentError:
    told = [f"{each.location}: {each.message}" if each.location else each.message for each in reading.errors]
    more = sum(each.count for each in reading.errors) - _MOST_TOLD
    listed = "\n  ".join(told[:_MOST_TOLD])
    rest = f"\n  and {more} more" if more > 0 else ""
    count = sum(each.count for each in reading.errors)
    return DocumentError(
        reading.document,
        f"it was not added, for it has {count} {'error' if count == 1 else 'errors'}:\n  {listed}{rest}",
        remedy="\nCorrect it and add it again.",
    )


def _other_kind(reading: Reading, kind: str) -> DocumentError:
    return DocumentError(
        reading.document,
        f"this name or content is in the catalogue already, of another kind ({kind}, not {reading.kind}).",
        remedy="Rename the file, or remove the other document first.",
    )
