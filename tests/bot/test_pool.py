"""Several builds at once: the live one, those of assessments under way, and the last good one."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.guidance.pool import GuidePool, SessionGuide
from index import publication
from index.builder import make_build
from index.encoder import HashingEncoder
from index.manifest import BuildError
from knowledge.model import Knowledge
from tests.index.conftest import orchard

SAID = ("I run the scaffold crew on the north span and sign the coating record every day",)


def newer(number: int) -> Knowledge:
    known = orchard()
    return replace(known, documents=(*known.documents, (f"new-{number}.csv", "1" * 64)))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_build(tmp_path, orchard(), HashingEncoder())
    return tmp_path


@pytest.fixture
def guides(home: Path) -> GuidePool:
    return GuidePool(home, HashingEncoder())


def make(home: Path, number: int, publish: bool = True) -> int:
    return make_build(home, newer(number), HashingEncoder(), publish=publish).number


def test_a_new_build_is_taken_up_without_a_restart(guides: GuidePool, home: Path) -> None:
    first = guides.live()
    assert guides.live() is first
    make(home, 2)
    assert (first.number, guides.live().number) == (1, 2)
    assert first.suggest(SAID)["build"] == 1
    assert guides.going_on(1) is first
    assert guides.live().suggest(SAID)["build"] == 2


def test_a_candidate_is_not_taken_up(guides: GuidePool, home: Path) -> None:
    assert make(home, 2, publish=False) == 2
    assert guides.live().number == 1
    publication.publish(home, 2)
    assert guides.live().number == 2
    publication.roll_back(home)
    assert guides.live().number == 1


def test_an_assessment_under_way_ends_on_its_build(guides: GuidePool, home: Path) -> None:
    person = SessionGuide(guides)
    choice = person.understand(SAID)["choices"][0]
    make(home, 2)
    more = (*SAID, "We scraped the rust off before the primer")
    person.understand(more)
    assert person._guide.number == 1
    person.conclude(more, choice, ())
    person.understand(("I plan the apiary's year and pick sites with farmers",))
    assert person._guide.number == 2


def test_the_last_good_build_serves_and_says_so(home: Path) -> None:
    make(home, 2)
    make(home, 3, publish=False)
    (home / "builds" / "2" / "vectors.faiss").write_bytes(b"nonsense")
    guides = GuidePool(home, HashingEncoder())
    assert guides.live().number == 1
    assert guides.trouble is not None
    assert "build 2 is damaged" in guides.trouble
    assert "build 1 serves" in guides.trouble
    publication.publish(home, 3)
    assert guides.live().number == 3
    assert not guides.trouble


@pytest.mark.parametrize("content", ["", "seven", "99"])
def test_a_pointer_that_says_nothing_is_no_end(home: Path, content: str) -> None:
    make(home, 2)
    (home / "builds" / "live").write_text(content, "ascii")
    guides = GuidePool(home, HashingEncoder())
    assert guides.live().number == 2
    assert guides.trouble


def test_a_build_of_another_model_is_not_used(home: Path) -> None:
    make_build(home, newer(2), HashingEncoder(64))
    guides = GuidePool(home, HashingEncoder())
    assert guides.live().number == 1
    assert "made with the model hashing-64-1" in str(guides.trouble)
    with pytest.raises(BuildError, match="made with the model"):
        GuidePool(home, HashingEncoder(32)).live()


def test_a_build_that_is_gone_is_followed_by_the_live_one(guides: GuidePool) -> None:
    with pytest.raises(BuildError, match="build 7 is not there any more"):
        guides.of(7)
    assert guides.going_on(7).number == 1


def test_only_a_few_builds_stay_open(guides: GuidePool, home: Path) -> None:
    guides.live()
    for number in range(2, 6):
        guides.of(make(home, number, publish=False))
    assert len(guides._open) == 3
    assert 1 in guides._open


def test_finding_out_costs_no_reading(guides: GuidePool, monkeypatch: pytest.MonkeyPatch) -> None:
    guides.live()

    def read(*_: object, **__: object) -> str:
        raise AssertionError("the pointer was read")

    monkeypatch.setattr(Path, "read_text", read)
    for _ in range(3):
        guides.live()


def test_many_threads_share_the_guides(guides: GuidePool, home: Path) -> None:
    failed: list[BaseException] = []
    expected = {1: guides.live().suggest(SAID)["suggestions"]}

    def work() -> None:
        try:
            for _ in range(5):
                guide = guides.live()
                report = guide.suggest(SAID)
                assert report["build"] == guide.number
                assert report["suggestions"] == expected[1]
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    make(home, 2)
    for thread in threads:
        thread.join()
    assert failed == []
    assert guides.live().number == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_still_serves(home: Path) -> None:
    (home / "builds").chmod(0o555)
    assert GuidePool(home, HashingEncoder()).live().number == 1
