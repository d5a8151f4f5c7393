"""The crosswalk from a proposal to a conversation that gives levels in two frameworks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import Rung

SUPPORTING = (
    "I prepare demonstrations of our software for customers. I answer technical questions in sales offers."
    " I write the technical part of proposals"
)
PAIR = ("sfia-9:SSUP", "tsc:Technical Sales Support")


@pytest.fixture
def own(prepared: Rung, tmp_path: Path) -> Rung:
    shutil.copytree(prepared.home, tmp_path / "home")
    return Rung(tmp_path / "home")


def proposed(rung: Rung, *more: str) -> set[tuple[str, str]]:
    found = rung.json("crosswalk", "propose", "--most", "100", *more)
    assert all(0 < each["score"] <= 1 and each["words"] for each in found)
    return {(":".join(each["start"]), ":".join(each["end"])) for each in found}


def levels(rung: Rung) -> tuple[set[str], str]:
    """Work the first skill out; return the frameworks asked about, and the suggestion."""
    said: list[Any] = [{"text": "/start"}, {"text": SUPPORTING}, {"text": "Technical Sales Support"}]
    told = rung.chat(*said, *[{"text": "with help"}] * 5)
    replies = [reply for each in told for reply in each["replies"]]
    asked = {reply["asks"]["framework"] for reply in replies if reply["asks"]}
    return asked, next(reply["text"] for reply in replies if "My suggestion for" in reply["text"])


def test_a_confirmed_link_gives_levels_in_both_frameworks(own: Rung) -> None:
    assert PAIR in proposed(own)
    asked, told = levels(own)
    assert asked == {"tsc"}
    assert "SFIA 9" not in told
    done = own.run("crosswalk", "confirm", *reversed(PAIR), "--reason", "the same work")
    assert done.out.startswith("sfia-9:SSUP is the same as tsc:Technical Sales Support.")
    assert own.run("build").code == 0
    assert PAIR not in proposed(own)
    asked, told = levels(own)
    assert asked == {"tsc", "sfia-9"}
    assert "SFIA 9: level" in told
    assert "SkillsFuture TSC (Technical Sales Support): level" in told


def test_what_an_admin_refuses_is_not_proposed_again(own: Rung) -> None:
    assert own.run("crosswalk", "refuse", *PAIR).code == 0
    assert PAIR not in proposed(own)
    assert own.json("build")["number"] == 1
    listed = own.json("crosswalk", "list")
    assert [each["kind"] for each in listed if each["source"].startswith("refused by")] == ["refused"]
    own.run("crosswalk", "confirm", *PAIR)
    assert "refused" not in {each["kind"] for each in own.json("crosswalk", "list")}
    assert own.run("crosswalk", "remove", *PAIR).code == 0
    assert PAIR in proposed(own)


def test_a_role_whose_text_names_no_level_asks_for_what_was_confirmed(own: Rung) -> None:
    wanted = ("role:Account Manager", "sfia-9:SLMO")
    assert wanted in proposed(own, "--roles")
    assert "requires" in own.run("crosswalk", "confirm", *reversed(wanted)).out
    assert wanted not in proposed(own, "--roles")
    assert own.run("crosswalk", "confirm", "role:Nobody", "sfia-9:SLMO").code == 2
    assert own.run("crosswalk", "confirm", "sfia-9:SALE", "sfia-9:SLMO").code == 2


def test_proposals_are_asked_about_one_by_one(own: Rung) -> None:
    done = own.process("crosswalk", "propose", "--ask", "--most", "3", text="yes\nno\nlater\n")
    assert done.code == 0, done.err
    kinds = [each["kind"] for each in own.json("crosswalk", "list") if "ed by " in each["source"]]
    assert kinds == ["same", "refused"]
    assert own.process("crosswalk", "propose", "--ask", text="stop\n").code == 0
