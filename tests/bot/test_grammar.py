"""Statements turned to the person they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance import grammar
from bot.text import suggestions


@pytest.mark.parametrize(
    ("statement", "you"),
    [
        ("Negotiates prices with the largest buyers.", "negotiate prices with the largest buyers"),
        ("Apply the house style to all letters", "apply the house style to all letters"),
        ("Applies the house style.", "apply the house style"),
        ("Plans, monitors and controls the gardening.", "plan, monitor and control the gardening"),
        ("Assesses soil, establishes beds and fixes fences.", "assess soil, establish beds and fix fences"),
        ("Supervises two helpers and trains them.", "supervise two helpers and train them"),
        ("Develops strategies and plans for the park.", "develop strategies and plans for the park"),
        ("Orders the seeds and plans the beds.", "order the seeds and plan the beds"),
        (
            "Actively seeks new plants, and often tells others.",
            "actively seek new plants, and often tell others",
        ),
        ("Is fully responsible for the park.", "be fully responsible for the park"),
        ("Responsible for the park", "be responsible for the park"),
        ("Has a say in the budget.", "have a say in the budget"),
        ("Within own team, shows others how to prune.", "show others how to prune, within your own team"),
        ("Brings the owner's own guests to the park.", "bring the owner's own guests to the park"),
        ("Improves own work and that of their own team.", "improve your own work and that of your own team"),
        ("You can: ", None),
        ("Names of the plants in the park", None),
        ("Principles of pruning", None),
    ],
)
def test_third_persons_and_commands_become_you(statement: str, you: str | None) -> None:
    assert grammar.to_base(statement) == you


@pytest.mark.parametrize(
    ("fact", "kind", "asked"),
    [
        ("Waters the plants.", "level", "Do you water the plants?"),
        ("Approves the plan.", "level", "Is it your call to approve the plan?"),
        ("Is responsible for the park.", "level", "Are you responsible for the park?"),
        ("Sets the policy for all parks.", "level", "Is it up to you to set the policy for all parks?"),
        ("Mentors new staff.", "level", "Do others look to you, so that you mentor new staff?"),
        ("Assists with pruning.", "level", "Is it part of your work to assist with pruning?"),
        (
            "Names of plants",
            "knowledge",
            "Do you know your way around this well enough to use it at work: names of plants?",
        ),
        ("The park as a whole", "level", "Is this something you do: “The park as a whole”?"),
        ("Uses {braces} and … dots.", "level", "Do you use {braces} and … dots?"),
    ],
)
def test_questions_fit_the_kind_of_fact(fact: str, kind: str, asked: str) -> None:
    assert suggestions.ask(fact, kind) == asked


def test_sentences_and_clauses_are_facts_of_their_own() -> None:
    assert grammar.facts("Waters the plants. Plans the beds.") == ["Waters the plants.", "Plans the beds."]
    assert grammar.clauses("Plan the flower beds, water the young plants, and order all the seeds") == [
        "Plan the flower beds",
        "Water the young plants",
        "Order all the seeds",
    ]
    assert grammar.clauses("Plan beds, paths and ponds") == ["Plan beds, paths and ponds"]


def test_long_statements_are_cut_at_a_word() -> None:
    assert grammar.shorten("one two three", 9) == "one two…"
    assert grammar.shorten("one", 9) == "one"


@given(st.text(max_size=300))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert suggestions.ask(text, "level")
    assert suggestions.ask(text, "knowledge")
    assert isinstance(grammar.imperative(text), str)
    assert grammar.clauses(text)
    assert len(grammar.shorten(text, 40)) <= 40


@pytest.mark.parametrize(
    ("statement", "you"),
    [
        ("Acts as gatekeeper and sets clear rules.", "act as gatekeeper and set clear rules"),
        ("Tends the beds and checks that they are dry.", "tend the beds and check that they are dry"),
        (
            "Ties up vines, prunes shrubs, and sets up fences.",
            "tie up vines, prune shrubs, and set up fences",
        ),
        (
            "Rakes paths; mentors helpers; reports to the owner.",
            "rake paths; mentor helpers; report to the owner",
        ),
        ("Trims and/or tracks the hedges.", "trim and/or track the hedges"),
        ("Keeps tools, records and plans for each park.", "keep tools, records and plans for each park"),
        ("Draws up rules, budgets and reports.", "draw up rules, budgets and reports"),
        ("Counts seeds and uses agreed forms.", "count seeds and use agreed forms"),
        ("Knows the tools and models used by others.", "know the tools and models used by others"),
        ("Plan beds and paths, and templates for signs", "plan beds and paths, and templates for signs"),
        ("Know the shrubs, and can name them", "know the shrubs, and name them"),
        ("You water the beds", "water the beds"),
        ("Curates, with help, a rose garden.", "curate, with help, a rose garden"),
    ],
)
def test_verbs_when_joined_to_the_first_then_are_turned_and_plurals_are_not(statement: str, you: str) -> None:
    assert grammar.to_base(statement) == you


@pytest.mark.parametrize(
    "statement",
    [
        "Ensures that each park is planned and meets the rules.",
        "Leads a crew that plants beds and waters them daily.",
        "Notes actions and results and modifies beds.",
        "May prune old trees.",
        "Work is often done outdoors.",
        "Passes those that stay dry to the gardener.",
        "Uses these tools in the park.",
        "Explains this to visitors.",
    ],
)
def test_a_statement_when_it_cannot_be_turned_with_certainty_then_is_quoted(statement: str) -> None:
    bare = statement.rstrip(".")
    assert suggestions.ask(statement, "level") == f"Is this something you do: “{bare}”?"
    assert grammar.imperative(statement) == f"“{bare}”"


@pytest.mark.parametrize(
    ("statement", "you"),
    [
        ("Completes their tasks on time.", "complete your tasks on time"),
        ("Knows when they need help.", "know when you need help"),
        ("Trains helpers and reviews their work.", "train helpers and review their work"),
        ("Shows the team how they save water.", "show the team how they save water"),
        ("Picks tools relevant to own park.", "pick tools relevant to your own park"),
        ("Plants shrubs and waters them.", "plant shrubs and water them"),
        ("Works with those who own the park.", "work with those who own the park"),
        ("Orders soil such as peat.", "order soil such as peat"),
    ],
)
def test_pronouns_when_turned_then_mean_whom_they_meant(statement: str, you: str) -> None:
    assert grammar.to_base(statement) == you


def test_a_sentence_when_its_pronoun_needs_the_one_before_then_stays_with_it() -> None:
    both = "Sorts dry plants. Passes those that stay dry to the gardener."
    assert grammar.facts(both) == [both]
    assert grammar.imperative(both) == "Sort dry plants. Pass those that stay dry to the gardener"


def test_a_question_when_the_statement_is_of_being_and_doing_then_quotes_it() -> None:
    asked = suggestions.ask("Is responsible for the park and plans the beds.", "level")
    assert asked == "Is this something you do: “Is responsible for the park and plans the beds”?"


def test_statement_when_a_joined_verb_has_a_particle_then_it_is_turned_too() -> None:
    said = "Solves what can be solved at once and passes on the rest."
    assert grammar.of_you(said) == "You solve what can be solved at once and pass on the rest"
