"""Whatever happens to a document, it is read or refused: nothing else, and no level beyond 1 to 7."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.merge import merge
from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from tests.knowledge.samples import all_bytes
from tests.knowledge.test_ladders import SHAPES

_DOCUMENTS = {**all_bytes(), **{name: text.encode() for name, text in SHAPES.items()}}
_FRAGMENTS = [
    *b'\x00 \t \n " , { } [ ] 9 \r'.split(b" "),
    *(
        b"Level 9",
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"<ul>",
        b"====== ",
        b"null",
        b" - ",
        b"SFIA Level 8",
        b"----",
    ),
    *(
        b"\xed\xa0\x80",
        b"x" * 25_000,
        b"Knowledge\t",
        b"JOB DESCRIPTION\n",
        b"Competency Area\n",
        b"TSC Title\t",
    ),
    *(b"Core: X @ Level 3\n", b'"3": 5,', b"\\ud800", "İß".encode(), b"NOT IN USE", b"Profile title\t"),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a document with pieces cut out, put in, doubled or changed."""
    data = bytearray(_DOCUMENTS[draw(st.sampled_from(sorted(_DOCUMENTS)))])
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 300)))
        match draw(st.sampled_from(["cut", "drop", "insert", "repeat", "change"])):
            case "cut":
                del data[start:]
            case "drop":
                del data[start:end]
            case "insert":
                data[start:start] = draw(st.sampled_from(_FRAGMENTS))
            case "repeat":
                data[start:start] = data[start:end] * draw(st.integers(1, 3))
            case _ if start < len(data):
                data[start] = draw(st.integers(0, 255))
    return bytes(data)


def check(data: bytes) -> None:
    """Read bytes as a file; all but a sound reading or a refusal fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutated"
        path.write_bytes(data)
        try:
            reading = read(path)
        except DocumentError as error:
            assert str(error).startswith("mutated")
            assert "Traceback" not in str(error)
            return
    check_sound(reading)


def check_sound(reading: Reading) -> None:
    """Check what holds for any reading."""
    known = {(skill.framework, skill.key) for skill in reading.skills}
    assert all(1 <= each.level <= 7 and each.text.strip() for each in reading.descriptors)
    assert all((each.framework, each.skill) in known for each in reading.descriptors)
    assert all(problem.message for problem in reading.problems)
    assert reading.skills or reading.roles or reading.frameworks or reading.problems
    merge([reading]).find_skill("x")
    str(reading).encode("utf-8")


@pytest.mark.slow
@given(mutated())
@settings(max_examples=300, deadline=None)
def test_mutated_documents(data: bytes) -> None:
    check(data)


@given(st.binary(max_size=2000) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check(data)


@pytest.mark.data
def test_mutated_documents_of_the_owners(shared: Path) -> None:
    chance = random.Random(7)
    folders = (shared / name for name in ("ddat", "seeds", "sfia", "ssg"))
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix != ".pdf"]
    for _ in range(60):
        data = bytearray(chance.choice(paths).read_bytes()[:200_000])
        for _ in range(chance.choice([1, 2, 5])):
            start = chance.randrange(len(data))
            data[start : start + chance.randrange(200)] = chance.choice(_FRAGMENTS)
        check(bytes(data))
