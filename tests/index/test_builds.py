"""Going live, being taken back, being removed; what the log says, and what it says when it was cut off."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import builds, publication
from index.builder import make_build
from index.encoder import HashingEncoder
from index.manifest import BuildError
from tests.index.conftest import orchard


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make(tmp_path, 1)
    return tmp_path


def make(home: Path, number: int, publish: bool = True) -> int:
    known = orchard()
    known = replace(known, documents=(*known.documents, (f"new-{number}.csv", "1" * 64)))
    return make_build(home, known, HashingEncoder(), publish=publish).number


def test_a_build_goes_live_and_is_taken_back(home: Path) -> None:
    assert make(home, 2, publish=False) == 2
    assert (builds.live_number(home), builds.published(home)) == (1, [1])
    assert publication.publish(home, 2, who="someone", reason="a new year") == 1
    assert builds.live_number(home) == 2
    assert publication.roll_back(home) == (2, 1)
    assert builds.live_number(home) == 1
    assert publication.was_taken_back(home, 2)
    said = [(event.action, event.number, event.before) for event in builds.log(home)]
    assert said == [
        ("made", 1, None),
        ("published", 1, None),
        ("made", 2, None),
        ("published", 2, 1),
        ("rolled back", 1, 2),
    ]
    assert (builds.log(home)[3].who, builds.log(home)[3].reason) == ("someone", "a new year")
    publication.publish(home, 2)
    assert not publication.was_taken_back(home, 2)


def test_rolling_back_twice_goes_back_two(home: Path) -> None:
    make(home, 2)
    make(home, 3)
    assert publication.roll_back(home) == (3, 2)
    assert publication.roll_back(home) == (2, 1)
    with pytest.raises(BuildError, match="build 1 is the first"):
        publication.roll_back(home)


def test_what_was_never_live_is_nothing_to_go_back_to(home: Path) -> None:
    make(home, 2, publish=False)
    with pytest.raises(BuildError, match="build 2 was never live"):
        publication.roll_back(home, 2)
    with pytest.raises(BuildError, match="there is no build 9"):
        publication.publish(home, 9)
    with pytest.raises(ValueError, match="needs a reason"):
        publication.publish(home, 2, forced=True, reason=" ")


def test_a_damaged_build_does_not_go_live(home: Path) -> None:
    make(home, 2, publish=False)
    (home / "builds" / "2" / "columns.npz").write_bytes(b"")
    with pytest.raises(BuildError, match="build 2 is damaged"):
        publication.publish(home, 2)
    assert builds.live_number(home) == 1


def test_builds_without_a_log_were_all_live(home: Path) -> None:
    make(home, 2)
    (home / "builds" / "log.jsonl").unlink()
    assert builds.published(home) == [2, 1]
    assert publication.roll_back(home) == (2, 1)


def test_a_move_that_was_cut_off_is_found_out(home: Path) -> None:
    make(home, 2, publish=False)
    event = builds.Event("2030-01-01T00:00:00+00:00", "someone", "published", 2, 1, "why", True)
    builds.note(home, event)
    assert [each.number for each in builds.moves(home)] == [1]
    make(home, 3)
    assert [each.number for each in builds.moves(home)] == [1, 3]
    assert builds.log(home)[-2].action == "undone"
    assert publication.before(home) == 1


@pytest.mark.parametrize("torn", ['{"at": "2030', "nonsense\n", "[]\n", '{"at": 1}\n', "\xff"])
def test_a_torn_log_is_read_and_written_on(home: Path, torn: str) -> None:
    log = home / "builds" / "log.jsonl"
    log.write_text(log.read_text("utf-8") + torn, "utf-8")
    make(home, 2)
    assert builds.live_number(home) == 2
    assert [each.number for each in builds.moves(home)] == [1, 2]
    assert json.loads(log.read_text("utf-8").splitlines()[-1])["number"] == 2


def test_pruning_keeps_what_is_live_before_it_and_in_use(home: Path) -> None:
    for number in range(2, 6):
        make(home, number)
    publication.roll_back(home, 2)
    assert publication.prune(home, keep=1, in_use=(3,)) == [4]
    assert builds.numbers(home) == [1, 2, 3, 5]
    assert builds.log(home)[-1].action == "pruned"


def test_the_same_build_is_found_again_and_goes_live_again(home: Path) -> None:
    make(home, 2)
    assert make(home, 1) == 1
    assert builds.live_number(home) == 1
    assert builds.numbers(home) == [1, 2]
