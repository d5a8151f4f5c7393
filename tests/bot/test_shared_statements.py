"""Every statement of the shared frameworks is turned to *you*, or quoted. None is copied here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lemminflect import getAllLemmas

from bot.guidance import grammar
from bot.text import suggestions
from knowledge.readers import read

pytestmark = pytest.mark.data

DOCUMENTS = (
    "ddat/skills.csv",
    "ddat/roles.csv",
    "sfia/sfia-8_en_220221.xlsx",
    "sfia/sfia-9_en-GB_skills.csv",
    "sfia/sfia-9_en-US_attributes.csv",
    "ssg/skill_registry.json",
)
MOST_QUOTED = 0.03
"""Measured: 1.5 % are quoted."""
ALSO_NOUNS = ("templates", "logs")
"""Plurals that lemminflect knows as verbs alone."""
_DETERMINER = ("the", "a", "an", "all", "any", "each", "every")


@pytest.fixture(scope="module")
def statements(shared: Path) -> list[str]:
    """Return every fact that may be asked about or be a next step."""
    read_all = [each for name in DOCUMENTS for each in read(shared / name).descriptors]
    kept = {fact for each in read_all if each.kind != "knowledge" for fact in grammar.facts(each.text)}
    return sorted(kept)


def left_in_third_person(text: str) -> list[str]:
    """Return words after *and*, *or* or a comma that can be nothing but verbs in the third person."""
    words = re.findall(r"[\w'’/-]+|[,;]", text)
    found = []
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        lemmas = getAllLemmas(word) if word == word.lower() and word.endswith("s") else {}
        if before not in ("and", "or", ",", ";") or word in (lemmas.get("VERB") or (word,)):
            continue
        follows = words[at + 1] if at + 1 < len(words) else ""
        if ("NOUN" not in lemmas and word not in ALSO_NOUNS) or follows in _DETERMINER:
            found.append(word)
    return found


def test_statements_when_turned_then_keep_no_verb_in_the_third_person(statements: list[str]) -> None:
    assert len(statements) > 7000
    wrong = []
    for statement in statements:
        turned = grammar.to_base(statement)
        first = statement.split()[0].rstrip(",").lower()
        if turned and not turned.startswith(first) and left_in_third_person(turned):
            wrong.append((left_in_third_person(turned), statement))
    assert wrong == []


def test_statements_when_turned_then_few_are_quoted(statements: list[str]) -> None:
    quoted = [statement for statement in statements if grammar.to_base(statement) is None]
    assert len(quoted) <= MOST_QUOTED * len(statements)


def test_questions_when_asked_then_do_not_mix_their_verbs(statements: list[str]) -> None:
    for statement in statements:
        asked = suggestions.ask(statement, "level")
        assert asked.endswith("?")
        assert not re.match(r"Do you (?:be|may|can|is|has)\b", asked), asked
        assert not (asked.startswith("Do you") and re.search(r"(?:and|,) be (?!able)", asked)), asked


def test_statements_when_their_pronoun_has_no_noun_then_are_quoted(statements: list[str]) -> None:
    for statement in statements:
        if re.match(r"\w+ (?:these|those|this|them|it)\b(?! who| with| in)", statement):
            assert grammar.to_base(statement) is None, statement
