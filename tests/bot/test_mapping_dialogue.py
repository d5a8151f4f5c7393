"""The dialogue of ``rung add --map`` at a terminal, and the question which framework a document is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.e2e.running import Done, Rung

BEES = (
    "Thing,Stand,Behaviour\nBeekeeping,Keeper,Looks after the hives\nBeekeeping,Helper,Carries the frames\n"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def rung(tmp_path: Path) -> Rung:
    return Rung(tmp_path / "home")


@pytest.fixture
def bees(tmp_path: Path) -> Path:
    path = tmp_path / "bees.csv"
    path.write_text(BEES)
    return path


def typed(monkeypatch: pytest.MonkeyPatch, rung: Rung, said: str, *args: str | Path) -> Done:
    monkeypatch.setattr("sys.stdin", Terminal(said))
    return rung.run("add", *args)


def test_dialogue_when_levels_are_put_in_order_then_previewed_and_kept(
    monkeypatch: pytest.MonkeyPatch, rung: Rung, bees: Path
) -> None:
    done = typed(monkeypatch, rung, "l\n2 1\nk\n", "--map", bees)
    assert "The order of these levels is not known: Keeper, Helper" in done.out
    assert "1 skill, 2 levels, 2 statements. Look at 2 of them" in done.out
    assert "Beekeeping, level 1 (Helper): Carries the frames" in done.out
    assert done.code == 0 and "bees.csv: added" in done.out
    assert "helper: 1" in (bees.parent / "bees.csv.rung.yaml").read_text()


def test_dialogue_when_left_or_misunderstood_then_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, rung: Rung, bees: Path
) -> None:
    done = typed(monkeypatch, rung, "9\nx\nk\nq\n", "--map", bees)
    assert done.code == 2 and done.out.count("is no answer here") == 3
    assert not (bees.parent / "bees.csv.rung.yaml").exists()


def test_dialogue_when_a_column_is_another_then_shown_anew(
    monkeypatch: pytest.MonkeyPatch, rung: Rung, bees: Path
) -> None:
    done = typed(monkeypatch, rung, "2\n0\nq\n", "--map", bees)
    assert "none of them is the level yet" in done.out


def test_add_when_a_table_is_unknown_then_the_terminal_offers_to_put_it_right(
    monkeypatch: pytest.MonkeyPatch, rung: Rung, bees: Path
) -> None:
    done = typed(monkeypatch, rung, "y\nl\n2 1\nk\n", bees)
    assert done.code == 0 and "bees.csv: added" in done.out


def test_add_when_a_framework_is_known_then_asked_and_elsewhere_refused_with_the_options(
    monkeypatch: pytest.MonkeyPatch, rung: Rung, bees: Path
) -> None:
    typed(monkeypatch, rung, "l\n2 1\nk\n", "--map", bees)
    later = bees.with_name("bees-27.csv")
    later.write_text(BEES.replace("hives", "combs"))
    refused = Rung(rung.home).process("add", later)
    assert refused.code == 2 and "--edition-of bees, --part-of bees, or --new" in refused.err
    asked = typed(monkeypatch, rung, "1\n", later)
    assert asked.code == 0 and "added in place of bees.csv" in asked.out
    beside = rung.run("add", "--new", "--name", "Other bees", bees)
    assert beside.code == 0, beside.err
    assert {each["id"] for each in rung.json("frameworks")} == {"bees", "other-bees"}
