"""Which statements may stand beside a person's words, over the made-up parks of `test_guidance`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np

from bot.guidance.asked import AnsweredStatements
from bot.guidance.evidence import LEAST, citable, cited_words, evidence
from bot.guidance.guide import Guide
from bot.guidance.model import AnswerChoice, Given, Suggestion
from bot.guidance.next_steps import NextLevel
from bot.guidance.same_statements import SAME, SameStatements, says_in_words
from index.search import Match, matches_of
from tests.bot.test_guidance import GARDENING, PLANTING, SHELF, choice, guide

if TYPE_CHECKING:
    from index.build import Build

__all__ = ["guide"]

PLAN = "I draw the planting plan of a whole park and I water the beds by the list on the wall"
ALL = {2, 3, 4}


def answered(statement: str, taken: AnswerChoice, framework: str = "park-2", level: int = 3) -> Given:
    return {
        "question": {
            "framework": framework,
            "skill": "GARD",
            "level": level,
            "descriptor": statement,
            "kind": "level",
            "fact": statement,
        },
        "choice": taken,
    }


def cited(
    guide: Guide, texts: tuple[str, ...], level: int, near: set[int], *given: Given
) -> list[tuple[int, str]]:
    """Return activity and statement of every match that may be cited."""
    found = guide._search(texts)
    matches = matches_of(found, "park-2", "GARD")
    fit: list[Match] = citable(found, matches, level, near, AnsweredStatements(given, says_in_words))
    return [(match.activity, match.entry.text) for match in fit]


def concluded(guide: Guide, texts: list[str], *given: Given) -> Suggestion:
    every = guide.conclude(texts, choice("GARD"), given)
    return next(one["suggestion"] for one in every if one["suggestion"]["framework"] == "park-2")


def test_a_statement_when_two_levels_off_then_is_not_cited(guide: Guide) -> None:
    said = {text for _, text in cited(guide, (PLAN,), 4, ALL)}
    assert {GARDENING[2][0], GARDENING[4][0]} <= said
    assert GARDENING[2][0] not in {text for _, text in cited(guide, (PLAN,), 4, {3, 4})}


def test_levels_when_a_framework_leaves_numbers_out_then_are_counted_in_their_order() -> None:
    assert SHELF.near_levels("park-1", 3) == {2, 3, 4}
    assert SHELF.near_levels("park-1", 2) == {2, 3}
    assert SHELF.near_levels("guild", 4) == {4}
    assert SHELF.near_levels("guild", 9) == {4, 9}


def test_a_statement_when_denied_then_it_and_its_twin_of_another_edition_are_not_cited(guide: Guide) -> None:
    first = GARDENING[3][0]
    assert (0, first) in cited(guide, (PLANTING,), 3, ALL)
    for framework in ("park-1", "park-2"):
        denied = answered(first, "no", framework)
        assert (0, first) not in cited(guide, (PLANTING,), 3, ALL, denied)
    almost = answered(first.upper().rstrip("."), "no", "park-1")
    assert (0, first) not in cited(guide, (PLANTING,), 3, ALL, almost)


def test_a_statement_when_done_with_help_then_is_cited_unless_it_is_of_a_level_above(guide: Guide) -> None:
    helped = answered(GARDENING[3][0], "help")
    assert (0, GARDENING[3][0]) in cited(guide, (PLANTING,), 3, ALL, helped)
    assert (0, GARDENING[3][0]) not in cited(guide, (PLANTING,), 2, ALL, helped)
    own = answered(GARDENING[3][0], "own")
    assert (0, GARDENING[3][0]) in cited(guide, (PLANTING,), 2, ALL, own)


def test_words_when_no_statement_speaks_of_them_then_are_not_cited(guide: Guide) -> None:
    texts = (PLANTING, "I invoice the wholesalers of fizzy drinks every quarter")
    assert {activity for activity, _ in cited(guide, texts, 3, ALL)} == {0}
    found = guide._search(texts)
    assert any(match.score < LEAST for match in matches_of(found, "park-2", "GARD"))


def test_words_when_they_are_of_somebody_elses_work_then_are_not_cited(guide: Guide) -> None:
    mine = "I draw the planting plan of a whole park"
    assert cited(guide, (mine,), 4, ALL)
    assert not cited(guide, ("My boss draws the planting plan of a whole park",), 4, ALL)
    mixed = "I water the beds by the list on the wall and my boss signs contracts with tree nurseries"
    said = {text for _, text in cited(guide, (mixed,), 3, ALL)}
    assert GARDENING[2][0] in said
    assert GARDENING[4][1] not in said


def test_cited_words_when_in_the_clause_of_somebody_else_then_are_left_out() -> None:
    text = "I prune roses and my boss prunes hedges"
    spans = [(text.index("roses"), text.index("roses") + 5), (text.index("hedges"), len(text))]
    assert cited_words([text], [spans]) == ["roses"]


def test_evidence_when_nothing_may_be_cited_then_is_empty() -> None:
    assert evidence([], [PLANTING], 3, ["plants"]) == []


def test_a_suggestion_when_a_statement_above_is_affirmed_then_names_another_as_missing(guide: Guide) -> None:
    plain = concluded(guide, ["I water the beds by the list on the wall"])
    higher = plain["why_not_higher"]
    assert higher is not None
    first = higher["missing"][0]
    after = concluded(
        guide, ["I water the beds by the list on the wall"], answered(first, "own", "park-1", higher["level"])
    )
    told = after["why_not_higher"]
    assert told is None or first not in told["missing"]
    assert first not in [step["text"] for step in after["next_steps"]]


def test_what_is_missing_when_all_of_the_next_level_is_affirmed_then_is_of_the_level_after() -> None:
    gardening = SHELF.skill("park-2", "GARD")
    assert gardening
    given = tuple(answered(text, "own", "park-1") for text in GARDENING[3])
    why = NextLevel(SHELF, gardening, 2, [], ["nothing of the kind"], given).why_not()
    assert why is not None
    assert why["level"] == 4
    assert set(why["missing"]) == set(GARDENING[4])


def test_a_suggestion_when_given_then_its_evidence_is_never_what_is_missing(guide: Guide) -> None:
    texts = [PLAN, PLANTING, "I show visitors round the rose garden"]
    for taken in ("own", "help", "no", "skip"):
        for level, statements in GARDENING.items():
            for statement in statements:
                suggestion = concluded(guide, texts, answered(statement, taken, level=level))
                shown = {item["descriptor"] for item in suggestion["evidence"]}
                missing = set((suggestion["why_not_higher"] or {"missing": []})["missing"])
                assert not shown & missing
                assert taken != "no" or statement not in shown


def test_statements_when_their_vectors_are_close_then_say_the_same() -> None:
    texts = ("Rakes the paths of the park.", "Clears each walk in the park.", "Feeds the ducks.")
    entries = [SimpleNamespace(text=text, id=n, is_statement=True) for n, text in enumerate(texts)]
    vectors = np.array([[1.0, 0.0], [SAME + 0.01, 0.0], [SAME - 0.01, 0.0]], np.float32)
    build = SimpleNamespace(
        group_numbers={("park-2", "PATH"): 0}, entries_of=lambda *_skill: entries, vectors=vectors
    )
    same = SameStatements(cast("Build", build), [("park-2", "PATH"), ("park-9", "NONE")])
    assert same.says(texts[0], [texts[2], texts[1]])
    assert not same.says(texts[0], [texts[2]])
    assert not same.says(texts[0], ["Paints a bench."])
    assert same.says("Paints a bench.", ["paints a bench"])
