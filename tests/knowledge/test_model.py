"""Values are checked when they are made."""

from __future__ import annotations

import pytest

from knowledge.model import (
    Descriptor,
    DocumentError,
    Framework,
    Knowledge,
    Level,
    Requirement,
    Role,
    RoleSection,
    Skill,
    Source,
)


@pytest.mark.parametrize("level", [0, 21, 99, -1])
def test_no_level_beyond_twenty(level: int) -> None:
    with pytest.raises(ValueError, match="out of range: expected 1 to 20"):
        Descriptor("tsc", "Tea", level, "level", "Brews.")
    with pytest.raises(ValueError, match="out of range"):
        Requirement("tsc", "Tea", level)
    with pytest.raises(ValueError, match="out of range"):
        Level(level)
    with pytest.raises(ValueError, match="out of range"):
        Skill("tsc", "Tea", level_codes=((level, "T"),))


def test_nothing_is_nameless() -> None:
    for make in (
        lambda: Descriptor("tsc", "Tea", 1, "level", " "),
        lambda: Skill("tsc", " "),
        lambda: Role(" "),
        lambda: Source(" ", "line 1"),
        lambda: Framework("tsc", " "),
        lambda: Framework("TSC 1", "TSC"),
        lambda: Framework("tsc", "TSC", (Level(2), Level(1))),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            make()


def test_finding() -> None:
    skills = (Skill("sfia-8", "Tea", "TEAB"), Skill("sfia-9", "Brewing", "TEAB"))
    known = Knowledge(frameworks=(Framework("sfia-9", "SFIA 9", (Level(1, "Follow"),)),), skills=skills)
    assert known.find_skill("teab") == skills
    assert known.find_skill("BREWING ") == skills[1:]
    assert known.find_skill("teab", "sfia-8") == skills[:1]
    assert known.find_skill("") == ()
    framework = known.framework("sfia-9")
    assert framework is not None
    assert (framework.level_name(1), framework.level_name(2)) == ("Follow", "")
    assert known.framework("tsc") is None


def test_a_role_by_its_title() -> None:
    role = Role("Tea maker", grade="Lead tea maker", sections=(RoleSection("duties", ("Brew.",)),))
    assert role.title == "Lead tea maker"
    assert role.lines("duties") == ("Brew.",)
    assert role.lines("songs") == ()


def test_a_document_error_says_where_and_what_to_do() -> None:
    error = DocumentError("tea.csv", "no leaf.", location="row 2", remedy="Add one.")
    assert str(error) == "tea.csv, row 2: no leaf. Add one."
