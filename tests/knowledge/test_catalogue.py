"""What is kept, by document and revision."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import catalogue_tables
from knowledge.catalogue import Added, Catalogue, CatalogueError
from knowledge.merge import merge
from knowledge.model import (
    Descriptor,
    DocumentError,
    Framework,
    Level,
    Passage,
    Problem,
    Reading,
    Requirement,
    Role,
    RoleSection,
    Skill,
    Source,
)
from tests.knowledge.samples import all_bytes

Sample = Callable[[str], Reading]
NOON = "2030-01-01T12:00:00+00:00"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "home" / "catalogue.db") as opened:
        yield opened


def test_all_kinds_come_back_as_they_were(catalogue: Catalogue, sample: Sample) -> None:
    readings = sorted((sample(kind) for kind in all_bytes()), key=lambda reading: reading.document)
    for reading in readings:
        assert catalogue.add(reading, at=NOON) == Added(changed=True, revision=1)
    assert list(catalogue.readings()) == readings
    assert catalogue.knowledge() == merge(readings)


def test_documents_are_listed(catalogue: Catalogue, sample: Sample) -> None:
    reading = sample("ddat-skills")
    catalogue.add(reading, at=NOON)
    (row,) = catalogue.documents()
    assert (row.name, row.kind, row.sha256) == (reading.document, reading.kind, reading.sha256)
    assert (row.revision, row.added_at) == (1, NOON)
    assert (row.counts, row.problems) == (reading.counts, reading.problems)


def test_the_same_bytes_change_nothing(catalogue: Catalogue, sample: Sample) -> None:
    reading = sample("sfia-wiki")
    catalogue.add(reading, at=NOON)
    assert catalogue.add(reading, at="later") == Added(False, 1, reading.document)
    renamed = replace(reading, document="copy.txt")
    assert catalogue.add(renamed, at="later") == Added(False, 1, reading.document)
    assert len(catalogue.documents()) == 1


def test_a_changed_document_is_a_new_revision(catalogue: Catalogue, sample: Sample) -> None:
    reading = sample("sfia-skills")
    changed = replace(
        reading, sha256="f" * 64, skills=reading.skills[:1], descriptors=reading.descriptors[:1]
    )
    catalogue.add(reading, at=NOON)
    assert catalogue.add(changed, at="later") == Added(True, 2)
    assert [(row.revision, row.added_at) for row in catalogue.documents()] == [(2, "later")]
    assert catalogue.knowledge() == merge([changed])


def test_removing(catalogue: Catalogue, sample: Sample) -> None:
    reading = sample("sfia-wiki")
    catalogue.add(reading, at=NOON)
    assert catalogue.remove(reading.document)
    assert not catalogue.remove(reading.document)
    assert catalogue.documents() == ()
    assert catalogue.knowledge() == merge([])
    assert catalogue.add(reading, at=NOON) == Added(True, 1)


def test_errors_are_all_told_and_nothing_is_added(catalogue: Catalogue, sample: Sample) -> None:
    catalogue.add(sample("sfia-wiki"), at=NOON)
    before = catalogue.knowledge()
    faults = tuple(Problem("error", f"row {n}", "test", f"fault {n}.") for n in range(1, 14))
    with pytest.raises(DocumentError) as error:
        catalogue.add(replace(sample("ddat-skills"), problems=faults), at=NOON)
    assert "13 errors" in str(error.value)
    assert "row 10: fault 10." in str(error.value)
    assert "and 3 more" in str(error.value)
    assert catalogue.knowledge() == before


def test_a_name_taken_by_another_kind(catalogue: Catalogue, sample: Sample) -> None:
    catalogue.add(sample("sfia-wiki"), at=NOON)
    other = replace(sample("ddat-skills"), document="sfia-wiki.doc")
    with pytest.raises(DocumentError, match="of another kind"):
        catalogue.add(other, at=NOON)
    assert len(catalogue.documents()) == 1


def test_a_failure_halfway_leaves_nothing(
    catalogue: Catalogue, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = catalogue_tables.write

    def fail_after(*args: object) -> None:
        write(*args)  # type: ignore[arg-type]
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(catalogue_tables, "write", fail_after)
    with pytest.raises(CatalogueError, match="disk full"):
        catalogue.add(sample("sfia-wiki"), at=NOON)
    assert catalogue.documents() == ()
    assert catalogue.readings() == ()


def test_it_is_there_when_opened_again(tmp_path: Path, sample: Sample) -> None:
    path = tmp_path / "c.db"
    with Catalogue(path) as first:
        first.add(sample("sfia-wiki"), at=NOON)
    with Catalogue(path) as second, Catalogue(path) as third:
        assert second.documents() == third.documents()
        assert len(second.documents()) == 1


def test_a_file_that_is_no_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(b"tea " * 2000)
    with pytest.raises(CatalogueError, match="cannot be used"):
        Catalogue(path)
    with pytest.raises(CatalogueError, match="cannot be used"):
        Catalogue(path / "under-a-file")


def test_catalogue_when_made_by_version_0_1_then_opens_and_says_the_same(
    tmp_path: Path, read_text: Callable[..., Reading]
) -> None:
    with sqlite3.connect(tmp_path / "c.db") as old:
        old.executescript((Path(__file__).parent / "files" / "catalogue-0.1.sql").read_text("utf-8"))
    old.close()
    with Catalogue(tmp_path / "c.db") as catalogue:
        kept = {reading.document: reading for reading in catalogue.readings()}
        assert set(kept) == {f"{kind}.doc" for kind in all_bytes()}
        for kind, data in all_bytes().items():
            now = read_text(data, f"{kind}.doc")
            before = kept[now.document]
            assert (before.skills, before.descriptors, before.roles) == (
                now.skills,
                now.descriptors,
                now.roles,
            )
        later = read_text("Skill Name,Awareness,Working,Practitioner,Expert\nTea,a b,,,\n", "ddat-skills.doc")
        assert catalogue.add(later, at=NOON) == Added(changed=True, revision=2)


def test_a_catalogue_of_a_later_version(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    Catalogue(path).close()
    with sqlite3.connect(path) as later:
        later.execute("update _sqlite_migrations set name = '999_later' where name like '001_%'")
    later.close()
    with pytest.raises(CatalogueError, match="later version of Rung"):
        Catalogue(path)


_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
_LEVEL = st.integers(1, 7)
_SOURCES = st.lists(_TEXT, max_size=2).map(lambda places: tuple(Source("d", place) for place in places))
_SKILLS = st.builds(
    Skill,
    framework=st.just("tsc"),
    name=_TEXT,
    code=st.just("") | _TEXT,
    kind=st.sampled_from(["skill", "attribute"]),
    guidance=st.tuples(_TEXT),
    level_codes=st.tuples(st.tuples(_LEVEL, _TEXT)),
    sectors=st.tuples(_TEXT),
    sources=_SOURCES,
)
_READINGS = st.builds(
    Reading,
    document=st.just("d"),
    kind=_TEXT,
    sha256=_TEXT,
    frameworks=st.just((Framework("tsc", "TSC", (Level(2, "Two"),)),)),
    skills=st.lists(_SKILLS, max_size=3).map(tuple),
    descriptors=st.lists(
        st.builds(
            Descriptor,
            framework=st.just("tsc"),
            skill=_TEXT,
            level=_LEVEL,
            kind=st.sampled_from(["level", "ability", "knowledge"]),
            text=_TEXT,
            inferred=st.booleans(),
            sources=_SOURCES,
        ),
        max_size=3,
    ).map(tuple),
    roles=st.lists(
        st.builds(
            Role,
            name=_TEXT,
            grade=st.just("") | _TEXT,
            sections=st.tuples(st.builds(RoleSection, name=_TEXT, lines=st.tuples(_TEXT))),
            requirements=st.tuples(
                st.builds(
                    Requirement, framework=_TEXT, skill=_TEXT, level=st.none() | _LEVEL, core=st.booleans()
                )
            ),
            rank=st.none() | st.integers(1, 9),
            sources=_SOURCES,
        ),
        max_size=2,
    ).map(tuple),
    passages=st.lists(
        st.builds(
            Passage,
            kind=st.sampled_from(["background", "trait"]),
            text=_TEXT,
            source=st.builds(Source, document=st.just("d"), location=_TEXT),
        ),
        max_size=2,
    ).map(tuple),
    problems=st.lists(
        st.builds(
            Problem,
            severity=st.sampled_from(["warning", "note"]),
            location=_TEXT,
            kind=_TEXT,
            message=_TEXT,
            count=st.integers(1, 9),
        ),
        max_size=2,
    ).map(tuple),
)


@given(_READINGS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_reading_comes_back_as_it_was(catalogue: Catalogue, reading: Reading) -> None:
    catalogue.remove("d")
    catalogue.add(reading, at=NOON)
    assert catalogue.readings() == (reading,)
