"""Courses: the commands on a real catalogue and build, and what people are shown for a gap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import run
from bot.guidance.courses import courses_for
from bot.guidance.guide import Guide
from bot.guidance.lookup import Lookup
from bot.text.staff import suggestion
from bot.text.suggestions import step_text, suggestion_reasons
from index.builder import make_build
from index.encoder import HashingEncoder
from knowledge.model import Course, ServedSkill, Source
from tests.bot.test_guidance import KNOWLEDGE, PLANTING
from tests.index.conftest import LADDERS

LIST = f"""title;description;link;skills;levels;length;language;cost
Hives through the year;"{" ".join(LADDERS["Beekeeping"][1:])}";;;;2 days;;
Trams by heart;Where trams go.;https://learn.example.org/2;Tram timetabling;3;1 day;Malay;free
Poetry evening;Rhymes and wine with Ovid.;;;;;;
;no title;;;;;;
"""


def served(title: str, *skills: ServedSkill, **facts: str) -> Course:
    return Course(Source("list.csv", "row 2"), title, skills=skills, **facts)


def lookup(courses: Sequence[Course]) -> Lookup:
    return Lookup(replace(KNOWLEDGE, courses=tuple(courses)))


def test_gap_when_courses_serve_it_then_the_surest_three_are_given() -> None:
    known = lookup(
        [
            served("Confirmed", ServedSkill("park-2", "GARD", (4,), ("planting", "park"))),
            served("Any level", ServedSkill("park-2", "GARD")),
            served(
                "Earlier edition", ServedSkill("park-1", "GARD", (4,)), link="https://learn.example.org/1"
            ),
            served("Other level", ServedSkill("park-2", "GARD", (3,))),
            served("Other framework", ServedSkill("guild", "Gardening", (4,))),
            served("Wide", ServedSkill("park-2", "GARD", (3, 4))),
        ]
    )
    found = courses_for(known, "park-2", "GARD", 4)
    assert [each["text"] for each in found] == ["Earlier edition", "Wide", "Confirmed"]
    assert [each["text"] for each in courses_for(known, "park-2", "GARD", 4, most=9)][3:] == ["Any level"]
    assert courses_for(known, "park-2", "BEES", 4) == []
    assert found[0]["course"]["link"] == "https://learn.example.org/1"
    assert found[1]["course"]["link"] == ""


def test_course_when_it_is_told_then_only_what_is_known_is_said() -> None:
    given = served("One", ServedSkill("park-2", "GARD", (4,)), length="2 days", language="Malay")
    confirmed = served("Two", ServedSkill("park-2", "GARD", (4,), ("planting",)), link="www.example.org")
    some = served("Three", ServedSkill("park-2", "GARD"))
    first, second, third = map(step_text, courses_for(lookup([given, confirmed, some]), "park-2", "GARD", 4))
    assert first == "One, 2 days, Malay. It serves Gardening at level 4; given by the list."
    assert second.startswith("Two, www.example.org. It serves Gardening at level 4; confirmed by your admin")
    assert "“planting”" in second
    assert third == "Three. It serves Gardening at no level in particular; given by the list."


def test_suggestion_when_courses_serve_the_next_level_then_they_are_among_its_next_steps(
    tmp_path: Path,
) -> None:
    levels = {each.level for each in KNOWLEDGE.descriptors if each.framework == "park-2"}
    course = served("Planting for all", *(ServedSkill("park-2", "GARD", (level,)) for level in levels))
    make_build(tmp_path, replace(KNOWLEDGE, courses=(course,)), HashingEncoder())
    guide = Guide(tmp_path, HashingEncoder())
    (placed,) = guide.conclude([PLANTING], refs(guide), ())
    (step,) = [each for each in placed["suggestion"]["next_steps"] if each["kind"] == "course"]
    assert step["level"] == placed["suggestion"]["level"] + 1
    assert f"Learn:\n  • {step_text(step)}" in suggestion_reasons(placed["suggestion"])
    assert f"\n• Learn: {step_text(step)}" in "".join(
        each.text for each in suggestion("Gardening\n", [placed])
    )


def refs(guide: Guide) -> Any:
    skill = guide.lookup.skill("park-2", "GARD")
    assert skill is not None
    return {"label": "Gardening", "skills": [guide.lookup.ref(skill)]}


class Shell:
    """Runs commands on a catalogue of an orchard."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *args: str) -> tuple[int, str]:
        code = run(args)
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *args: str) -> Any:
        code, out = self.run(*args, "--json")
        assert code == 0, out
        return json.loads(out)

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("RUNG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RUNG_MODEL", "hashing")
    shell = Shell(tmp_path, capsys)
    rows = [f"{name};{n};{text}" for name, texts in LADDERS.items() for n, text in enumerate(texts, 1)]
    orchard = shell.write("orchard.csv", "\n".join(["skill;level;statement", *rows]))
    assert shell.run("add", "--new", orchard)[0] == 0
    assert shell.run("build", "--no-publish")[0] == 0
    assert shell.run("publish", "1", "--force", "--reason", "a test")[0] == 0
    return shell


def test_courses_when_proposed_and_confirmed_then_the_next_build_has_them(shell: Shell) -> None:
    added = shell.run("courses", "add", shell.write("list.csv", LIST))[1]
    assert "list.csv: 3 courses" in added
    assert "row 5" in added
    (proposal,) = shell.json("courses", "propose")
    assert (proposal["course"], proposal["skill"]) == ("Hives through the year", "Beekeeping")
    assert shell.run("courses", "confirm", str(proposal["id"]), "--level", "4", "--level", "3")[0] == 0
    assert shell.json("courses", "propose") == []
    listed = {each["title"]: each["skills"] for each in shell.json("courses", "list")}
    assert [each["levels"] for each in listed["Hives through the year"]] == [[3, 4]]
    assert [each["words"] for each in listed["Trams by heart"]] == [None]
    assert listed["Poetry evening"] == []
    assert shell.json("build")["number"] == 2


def test_courses_when_asked_then_answers_are_kept(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.run("courses", "add", shell.write("list.csv", LIST))
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "no")
    asked = shell.run("courses", "propose", "--ask")[1]
    assert "Hives through the year" in asked
    assert "“Inspects hives from a checklist" in asked
    assert "nothing to propose" in shell.run("courses", "propose")[1]


def test_courses_when_a_command_names_what_is_not_there_then_it_says_so(shell: Shell) -> None:
    assert "There are no courses yet" in shell.run("courses", "list")[1]
    own = str(shell.folder / "orchard.csv")
    for args in (
        ("confirm", "7"),
        ("confirm", "1", "--level", "99"),
        ("refuse", "7"),
        ("remove", "orchard.csv"),
        ("add", "missing.csv"),
        ("add", own),
    ):
        code, said = shell.run("courses", *args)
        assert code == 2
        assert "Traceback" not in said
    shell.run("courses", "add", shell.write("list.csv", LIST.replace("Tram timetabling", "Juggling")))
    assert (
        "Juggling is no skill that is known" in shell.run("courses", "add", str(shell.folder / "list.csv"))[1]
    )
    assert shell.run("courses", "remove", "list.csv")[0] == 0
    assert shell.json("courses", "list") == []
