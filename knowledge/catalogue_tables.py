"""Readings as rows of SQLite tables, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from knowledge.courses import CourseLink
from knowledge.model import (
    Course,
    Descriptor,
    Framework,
    Level,
    Passage,
    Problem,
    Reading,
    Requirement,
    Role,
    RoleSection,
    ServedSkill,
    Skill,
    Source,
)

migrations = Migrations("catalogue")
"""Numbered; one that was released is never changed, a new one is added."""

CONTENT = ("frameworks", "skills", "descriptors", "roles", "passages", "problems", "courses")
COURSE_TEXTS = ("title", "description", "link", "kind", "cost", "length", "language")

_Rows = Iterable[dict[str, Any]]


@migrations(name="001_documents_and_what_they_say")
def _first_tables(db: Database) -> None:
    document = {"document": int, "position": int}
    db.table("documents").create(
        {"id": int, "name": str, "revision": int, "kind": str, "sha256": str, "added_at": str, "counts": str},
        pk="id",
        not_null={"name", "revision", "kind", "sha256", "added_at"},
    )
    db.table("documents").create_index(["name", "revision"], unique=True)
    shapes: dict[str, dict[str, type]] = {
        "frameworks": {"id": str, "name": str, "levels": str},
        "skills": {
            "framework": str, "code": str, "name": str, "kind": str, "category": str, "subcategory": str,
            "description": str, "guidance": str, "level_codes": str, "sectors": str, "locations": str,
        },
        "descriptors": {
            "framework": str, "skill": str, "level": int, "kind": str, "text": str, "inferred": int,
            "locations": str,
        },
        "roles": {
            "name": str, "grade": str, "family": str, "summary": str, "mission": str, "rank": int,
            "sections": str, "requirements": str, "locations": str,
        },
        "passages": {"kind": str, "text": str, "location": str},
        "problems": {"severity": str, "location": str, "kind": str, "message": str, "count": int},
    }  # fmt: skip
    for name, shape in shapes.items():
        db.table(name).create(
            {**document, **shape},
            pk=("document", "position"),
            foreign_keys=[("document", "documents", "id")],
        )


@migrations(name="002_courses")
def _courses(db: Database) -> None:
    texts = dict.fromkeys((*COURSE_TEXTS, "skills", "location"), str)
    db.table("courses").create(
        {"document": int, "position": int, **texts},
        pk=("document", "position"),
        foreign_keys=[("document", "documents", "id")],
    )
    db.table("course_links").create(
        {
            "id": int, "document": str, "course": str, "framework": str, "skill": str, "levels": str,
            "score": float, "words": str, "state": str, "who": str,
        },
        pk="id",
    )  # fmt: skip


def write(db: Database, document: int, reading: Reading) -> None:
    """Write what a reading says, as rows of a document.

    Args:
        db: in a transaction.
        reading: all of whose sources are in that document.
    """
    rows: dict[str, _Rows] = {
        "frameworks": (asdict(each) for each in reading.frameworks),
        "skills": (_with_locations(each) for each in reading.skills),
        "descriptors": (_descriptor_row(each) for each in reading.descriptors),
        "roles": (_with_locations(each) for each in reading.roles),
        "passages": (
            {"kind": each.kind, "text": each.text, "location": each.source.location}
            for each in reading.passages
        ),
        "problems": (asdict(each) for each in reading.problems),
        "courses": (_course_row(each) for each in reading.courses),
    }
    for table, found in rows.items():
        numbered = ({"document": document, "position": n, **_flat(row)} for n, row in enumerate(found))
        db.table(table).insert_all(numbered)


def _descriptor_row(descriptor: Descriptor) -> dict[str, Any]:
    # Ten thousand of them: `asdict` would take most of the time.
    row = {name: getattr(descriptor, name) for name in descriptor.__slots__ if name != "sources"}
    locations = [source.location for source in descriptor.sources]
    return row | {"inferred": int(descriptor.inferred), "locations": locations}


def _course_row(course: Course) -> dict[str, Any]:
    row = asdict(course)
    row["location"] = row.pop("source")["location"]
    return row


def _with_locations(each: Skill | Role) -> dict[str, Any]:
    row = asdict(each)
    row["locations"] = [source["location"] for source in row.pop("sources")]
    return row


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value
        for key, value in row.items()
    }


def insert_document(db: Database, row: dict[str, Any]) -> int:
    """Insert a row of the table of documents and return its id."""
    table = db.table("documents").insert(row)
    return int(str(table.last_pk))


def delete(db: Database, document: int) -> None:
    """Delete a document and what it says."""
    for table in CONTENT:
        db.table(table).delete_where("document = ?", [document])
    db.table("documents").delete(document)


def read_all(db: Database, documents: Iterable[dict[str, Any]]) -> Iterator[Reading]:
    """Read documents back as they were written."""
    rows = list(documents)
    content = {table: _by_document(db, table, {row["id"] for row in rows}) for table in CONTENT}
    for row in rows:
        yield _reading(row, {table: found.get(row["id"], []) for table, found in content.items()})


def _by_document(db: Database, table: str, documents: set[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(f"select * from {table} order by document, position"):
        if row["document"] in documents:
            found[row["document"]].append(row)
    return found


def _reading(row: dict[str, Any], content: dict[str, list[dict[str, Any]]]) -> Reading:
    name = row["name"]
    return Reading(
        document=name,
        kind=row["kind"],
        sha256=row["sha256"],
        frameworks=tuple(
            Framework(each["id"], each["name"], tuple(Level(**level) for level in json.loads(each["levels"])))
            for each in content["frameworks"]
        ),
        skills=tuple(_skill(each, name) for each in content["skills"]),
        descriptors=tuple(
            Descriptor(**_fields(each, name) | {"inferred": bool(each["inferred"])})
            for each in content["descriptors"]
        ),
        roles=tuple(_role(each, name) for each in content["roles"]),
        passages=tuple(
            Passage(each["kind"], each["text"], Source(name, each["location"]))
            for each in content["passages"]
        ),
        courses=tuple(_course(each, name) for each in content["courses"]),
        problems=problems_of(content["problems"]),
    )


def _course(row: dict[str, Any], document: str) -> Course:
    named = json.loads(row["skills"])
    skills = tuple(ServedSkill(each["framework"], each["skill"], tuple(each["levels"])) for each in named)
    texts = {name: row[name] for name in COURSE_TEXTS}
    return Course(source=Source(document, row["location"]), skills=skills, **texts)


def problems_of(rows: _Rows) -> tuple[Problem, ...]:
    """Return the problems of rows of their table."""
    keys = ("severity", "location", "kind", "message", "count")
    return tuple(Problem(*(row[key] for key in keys)) for row in rows)


def _fields(row: dict[str, Any], document: str) -> dict[str, Any]:
    """Return the fields of what a row holds as JSON values, with its sources."""
    fields = {key: value for key, value in row.items() if key not in ("document", "position", "locations")}
    sources = tuple(Source(document, location) for location in json.loads(row["locations"]))
    return {**fields, "sources": sources}


def _skill(row: dict[str, Any], document: str) -> Skill:
    lists = {key: tuple(json.loads(row[key])) for key in ("guidance", "sectors")}
    codes = tuple((number, code) for number, code in json.loads(row["level_codes"]))
    return Skill(**_fields(row, document) | lists | {"level_codes": codes})


def _role(row: dict[str, Any], document: str) -> Role:
    sections = (RoleSection(each["name"], tuple(each["lines"])) for each in json.loads(row["sections"]))
    needs = (Requirement(**each) for each in json.loads(row["requirements"]))
    parts = {"sections": tuple(sections), "requirements": tuple(needs)}
    return Role(**_fields(row, document) | parts)


def course_links(db: Database, where: str = "", args: Sequence[object] = ()) -> tuple[CourseLink, ...]:
    """Return the links of courses to skills, the nearest first."""
    rows = db.table("course_links").rows_where(where or None, args, order_by="score desc, id")
    lists = ("levels", "words")
    return tuple(CourseLink(**row | {name: tuple(json.loads(row[name])) for name in lists}) for row in rows)


def write_course_links(db: Database, links: Iterable[CourseLink]) -> None:
    """Write links in place of those of the same id; one of id 0 gets the next."""
    rows = [{**_flat(asdict(each)), "id": each.id or None} for each in links]
    db.table("course_links").insert_all(rows, pk="id", replace=True)
