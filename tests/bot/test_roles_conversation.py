"""From a suggestion to a plan: roles that fit, the gap to one, what is open in it, goals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Press
from bot.text import conversation
from bot.text import roles as roles_text
from tests.bot.fakes import PARK, Chat, FakeGuide
from tests.bot.test_requests import STAGES, chat_at

ASKS = [
    "/roles",
    "/roels",
    "which job could I do next",
    "wat job can i do next ah",
    "what could I become",
    "what roles fit me",
    "next role",
    "show me the roles",
]


def shown(title: str = "Head gardener") -> Chat:
    """Return a conversation at the gap to a role."""
    return chat_at("suggested").say("/roles", title)


@pytest.mark.parametrize("said", ASKS)
@pytest.mark.parametrize("stage", STAGES)
def test_roles_when_asked_at_any_stage_then_they_are_shown_or_a_level_is_asked_for(
    stage: str, said: str
) -> None:
    chat = chat_at(stage)
    before = chat.state
    chat.say(said)
    assert chat.state.activities == before.activities
    if stage in ("suggested", "ended"):
        assert chat.state.stage == "roles"
        assert chat.labels == ["Gardener", "Head gardener", "Park keeper", "Park planner"]
    else:
        assert chat.replies[0].text == roles_text.LEVEL_FIRST
        assert (chat.state.stage, chat.state.given) == (before.stage, before.given)


def test_roles_when_shown_then_the_usual_step_comes_first_with_counts_and_words() -> None:
    text = chat_at("suggested").say("/roles").text
    lines = [line.strip() for line in text.split("\n")]
    assert lines[0].startswith("Most like what you told me: Gardener (Parks); you have 1 of 2,")
    usual = lines.index("The usual next step:") + 1
    assert lines[usual].startswith(
        "• Head gardener (Parks): you have 0 of 3, are one level short in 1, were not yet asked about 2."
    )
    assert "You said “I water the plants”: Gardening, level 4" in lines[usual]
    assert lines.index("One step away:") < lines.index("Two steps away:")


@pytest.mark.parametrize(
    ("catalogue", "says"),
    [
        (replace(PARK, roles=()), roles_text.NO_ROLES),
        (replace(PARK, roles=(replace(PARK.roles[0], requirements=()),)), roles_text.NONE_FITS),
    ],
)
def test_roles_when_the_catalogue_has_none_then_that_is_said(catalogue: object, says: str) -> None:
    chat = Chat(FakeGuide(catalogue=catalogue)).say("/start", "I water the plants\nI plan beds\nI buy seeds")  # type: ignore[arg-type]
    chat.say("Gardening", "yes", "yes", "no", "/roles")
    assert chat.replies[0].text == says
    assert chat.state.stage == "suggested"


@pytest.mark.parametrize(
    "said",
    [
        "Head gardener",
        "2",
        "head gardner",
        "the head gardener one please",
        "I want to become a head gardener",
    ],
)
def test_role_when_named_in_any_way_then_its_gap_is_shown_core_before_optional(said: str) -> None:
    chat = chat_at("suggested").say("/roles", said)
    (gap,) = [reply.gap for reply in chat.replies if reply.gap]
    assert [(each["name"], each["coverage"], each["core"]) for each in gap["skills"]] == [
        ("Gardening", "short", True),
        ("Beekeeping", "open", True),
        ("Falconry", "open", False),
    ]
    assert "Gardening: needs level 5, you have 4" in chat.text
    assert "Falconry (optional): needs level 2, not asked about yet" in chat.text
    assert chat.labels == [roles_text.ASK_OPEN, roles_text.PLAN_IT, roles_text.OTHERS, roles_text.MINE]


def test_role_when_wished_for_before_roles_were_shown_then_its_gap_is_shown() -> None:
    assert chat_at("suggested").say("what is missing for park keeper?").state.stage == "role"


def test_role_when_it_is_unknown_then_that_is_said_and_nothing_is_kept() -> None:
    chat = chat_at("suggested").say("I want to become an astronaut")
    assert chat.replies[0].text == roles_text.role_unknown("astronaut")
    assert "astronaut" not in " ".join(chat.state.activities)


@pytest.mark.parametrize("said", ["I'm a head gardener", "my job is head gardener"])
def test_present_role_when_the_person_says_it_then_the_steps_follow_from_it(said: str) -> None:
    chat = chat_at("suggested").say("/roles", said)
    assert chat.text.startswith("Your job: Head gardener (Parks)")
    assert chat.labels[0] == "Head gardener"
    assert "Gardener" not in chat.labels


def test_present_role_when_its_button_is_pressed_then_it_is_theirs() -> None:
    chat = shown("Park keeper").say("This is my job now")
    assert chat.text.startswith("Your job: Park keeper")
    assert chat.say("Park keeper").labels[-1] == roles_text.OTHERS


def test_open_skills_when_asked_about_then_each_is_suggested_and_the_gap_says_what_changed() -> None:
    chat = shown().say(roles_text.ASK_OPEN)
    assert "Beekeeping, question 1 of at most 2" in chat.text
    chat.say("yes", "with help")
    (noted,) = [reply for reply in chat.replies if reply.kind == "suggestion"]
    assert noted.state is not None
    assert noted.state.choice is not None
    assert noted.state.choice["label"] == "Beekeeping"
    assert noted.state.conclusions
    assert "Falconry, question 1 of at most 2" in chat.text
    chat.say("no", "no")
    assert chat.state.stage == "role"
    assert "Before these questions: you have 0 of 3, are one level short in 1" in chat.text
    assert {each["name"] for each in chat.state.held} == {"Gardening", "Beekeeping", "Falconry"}


def test_open_skills_when_all_is_skipped_then_nothing_is_suggested() -> None:
    chat = shown().say(roles_text.ASK_OPEN, "skip", "skip")
    assert chat.replies[1].text == roles_text.left_open("Beekeeping")
    chat.say("skip", "skip")
    assert chat.state.stage == "role"
    assert {each["name"] for each in chat.state.held} == {"Gardening"}
    assert chat.say(roles_text.PLAN_IT, roles_text.KEEP).state.stage == "suggested"


def test_plan_when_made_from_a_suggestion_then_five_inputs_keep_it() -> None:
    chat = chat_at("suggested").say(
        "/roles", "Head gardener", roles_text.PLAN_IT, "In 12 months", roles_text.KEEP
    )
    (plan,) = [reply.plan for reply in chat.replies if reply.plan]
    assert plan["kept"]
    assert plan["role"] == "Head gardener"
    assert [(goal["skill"], goal["level"], goal["months"]) for goal in plan["goals"]] == [
        ("GARD", 5, 12),
        ("BEES", 3, 12),
        ("FALC", 2, 12),
    ]
    first = plan["goals"][0]
    assert first["to_do"] == ["Check beds 5 times"]
    assert first["done_when"] == "You plant trees at height 5"
    assert "a coach" in first["vouch"]
    assert chat.state.stage == "suggested"


def test_plan_when_goals_are_dropped_then_the_rest_is_kept_and_the_last_one_ends_it() -> None:
    chat = shown().say(roles_text.PLAN_IT)
    chat.take(Press(chat.button("Drop goal 2: Beekeeping")))
    assert [goal["skill"] for goal in (chat.state.plan or {"goals": []})["goals"]] == ["GARD", "FALC"]
    chat.say("in a year", "drop goal 2", "drop goal 1")
    assert chat.replies[0].text == roles_text.NO_GOAL_LEFT
    assert chat.state.stage == "role"


def test_button_when_typed_where_it_is_not_offered_then_it_is_no_work() -> None:
    chat = chat_at("suggested").say("/roles")
    before = chat.state
    chat.say("keep this plan", "Plan it")
    assert (chat.state.stage, chat.state.activities) == ("roles", before.activities)


@pytest.mark.parametrize("said", ["yes", "ok", "keep it", "keep this plan"])
def test_plan_when_agreed_to_in_any_words_then_it_is_kept(said: str) -> None:
    chat = shown().say(roles_text.PLAN_IT, said)
    assert [reply.plan["kept"] for reply in chat.replies if reply.plan] == [True]


def test_back_when_repeated_then_it_leads_from_the_plan_to_the_suggestion() -> None:
    chat = shown().say(roles_text.PLAN_IT)
    stages = [chat.say("/back").state.stage for _ in range(3)]
    assert stages == ["role", "roles", "suggested"]


def test_roles_when_a_question_stands_then_it_is_asked_again_after_them() -> None:
    chat = chat_at("suggested").say("another", "Beekeeping")
    question = chat.state.question
    assert chat.say("/roles").state.stage == "roles"
    chat.say("Back")
    assert (chat.state.stage, chat.state.question) == ("asking", question)


def test_levels_when_a_new_round_begins_then_they_stay_until_deleted() -> None:
    chat = chat_at("ended").say("I fly falcons for the visitors of the park")
    assert chat.state.held
    assert chat.say("/roles").state.stage == "roles"
    assert not chat.say("/start").state.held
    assert not chat_at("suggested").say("/cancel").state.held


def test_levels_when_the_suggestion_is_not_them_then_they_are_gone() -> None:
    assert chat_at("suggested").say("not me").state.held == ()


def test_work_when_told_beside_roles_then_it_is_searched() -> None:
    chat = chat_at("suggested").say("/roles", "I train two helpers every spring and write their reviews")
    assert chat.state.stage == "choosing"
    assert chat.state.activities[-1].startswith("I train two helpers")


def test_distress_when_it_sounds_like_a_wish_then_it_gets_care() -> None:
    assert chat_at("suggested").say("I want to be dead").state.notice == "care"


def test_roles_when_the_work_fails_then_the_person_can_go_on() -> None:
    chat = chat_at("suggested")
    chat.guide.broken = True
    chat.say("/roles")
    assert chat.replies[0].text == conversation.FAILED
    assert chat.state.stage == "suggested"


@pytest.mark.parametrize(
    "said", ["make me a plan", "can you make me a plan with dates?", "i want a plan pls", "plan it"]
)
def test_plan_when_asked_for_in_words_then_it_is_made_for_the_role_or_roles_are_shown(said: str) -> None:
    assert shown().say(said).state.stage == "plan"
    assert chat_at("suggested").say(said).state.stage == "roles"


@pytest.mark.parametrize("said", ["what am I missing?", "whats missing", "what do i still need", "the gap"])
def test_gap_when_asked_for_again_then_it_is_shown(said: str) -> None:
    chat = shown()
    lines = chat.text
    assert chat.say(said).state.stage == "role"
    assert chat.text.splitlines()[:2] == lines.splitlines()[:2]


def test_plan_when_asked_for_at_an_open_skill_then_the_questions_end() -> None:
    chat = shown()
    chat.take(Press(chat.button(roles_text.ASK_OPEN)))
    assert chat.state.stage == "asking"
    assert chat.say("stop asking, just plan it").state.stage == "plan"


def test_end_when_a_plan_was_kept_then_the_list_before_it_holds_nobody() -> None:
    chat = shown().say("plan it", "keep it")
    chat.state = chat.state.but(stage="choosing", rejected=())
    assert chat.say("ok thx bye").state.stage == "ended"
