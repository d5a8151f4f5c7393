"""The conversation, told through what a person says and reads."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.conversation import Concluded, InputEnded, Press, State, Text, step
from bot.guidance.model import Conclusion
from bot.text import conversation, faq, suggestions
from tests.bot.fakes import BEEKEEPING, FALCONRY, GARDENING, Chat, FakeGuide, ladder, ref, suggestion

THREE = "I water the plants\nI plan the flower beds\nI order seeds from three nurseries"


def choosing() -> Chat:
    return Chat().say("/start", THREE)


def asking() -> Chat:
    return choosing().say("Gardening")


def suggested() -> Chat:
    return asking().say("yes", "yes", "no")


def test_it_greets_in_two_lines_and_asks() -> None:
    chat = Chat().say("/start")
    assert chat.replies[0].text.count("\n") == 1
    assert "stays on this machine" in chat.replies[0].text
    assert "Three to five" in chat.text


def test_the_terminal_promises_no_coach_and_no_appeal() -> None:
    for text in (conversation.GREETING, conversation.PRIVACY):
        assert "there is no coach here" in text and "appeal" not in text
        assert "a person decides" in text


def test_somebody_who_opens_with_an_activity_is_greeted_and_heard() -> None:
    chat = Chat().say("I water the plants in the park")
    assert chat.replies[0].text == conversation.GREETING
    assert chat.state.activities == ("I water the plants in the park",)


def test_activities_come_one_by_one() -> None:
    chat = Chat().say("/start", "I water the plants in the park")
    assert "Added: I water the plants in the park.\n" in chat.text
    assert chat.labels == [conversation.THATS_ALL]
    chat.say("I order the seeds myself", "I train two helpers each spring")
    assert chat.labels == ["Gardening", "Beekeeping", conversation.NONE_OF_THESE]


def test_a_pile_is_split_and_small_talk_left_out() -> None:
    chat = Chat().say("/start", "Hi there! Thanks. 1. water the plants 2. plan the beds 3. order the seeds")
    assert chat.state.activities == ("water the plants", "plan the beds", "order the seeds")
    assert chat.state.stage == "choosing"


@pytest.mark.parametrize("done", ["That's all", "1", "done", "that's all lah", "no more", "/skip"])
def test_fewer_activities_are_enough_when_the_person_says_so(done: str) -> None:
    chat = Chat().say("/start", "I water the plants in the park", done)
    assert chat.state.stage == "choosing"


def test_nothing_told_is_not_enough() -> None:
    chat = Chat().say("/start", "/skip")
    assert conversation.NEED_ONE_FIRST in chat.text
    assert chat.state.stage == "collecting"


@pytest.mark.parametrize("said", ["Gardening", "gardening", "1", "q2:s0"])
def test_a_skill_is_chosen_by_its_words_or_its_number(said: str) -> None:
    chat = choosing().say(said)
    assert chat.state.choice == GARDENING
    assert chat.labels == [
        suggestions.OWN,
        suggestions.HELP,
        suggestions.NO,
        suggestions.SKIP,
    ]


def test_a_question_is_in_the_persons_terms_and_tied_to_its_statement() -> None:
    chat = asking()
    assert "question 1 of at most 5:\nDo you water the plants as told?" in chat.text
    assert chat.replies[-1].asks == {
        "framework": "sfia-9",
        "skill": "GARD",
        "level": 3,
        "descriptor": "Waters the plants as told.",
    }


def test_the_suggestion_names_levels_reasons_the_missing_fact_and_next_steps() -> None:
    chat = suggested()
    assert "SFIA-9: level 3 or 4." in chat.text
    assert "TSC: level 3 or 4." in chat.text
    assert "SFIA-9: why level 3 or 4" in chat.text
    assert "You: “I water the plants”" in chat.text
    assert "The one thing missing for level 5: Approve the yearly plan of the park." in chat.text
    assert "to do and to show at work:\n  • Approve the yearly plan" in chat.text
    assert [ladder["framework"] for reply in chat.replies for ladder in reply.ladders] == ["SFIA-9", "TSC"]
    assert chat.labels == [conversation.ANOTHER, conversation.FINISH]


def test_answers_said_to_be_done_alone_are_shown_as_reasons() -> None:
    chat = asking().say("no", "on my own", "skip")
    assert "You said you do this on your own: Plans the beds and orders the seeds." in chat.text


def test_an_answer_that_comes_late_is_no_activity() -> None:
    chat = suggested()
    told = chat.state.activities
    chat.say("ya, with my boss")
    assert chat.state.activities == told
    assert chat.labels == [conversation.ANOTHER, conversation.FINISH]


def test_another_skill_offers_those_that_are_left() -> None:
    chat = suggested().say("another")
    assert chat.labels == ["Beekeeping", conversation.NONE_OF_THESE]
    assert chat.state.activities == tuple(THREE.split("\n"))
    chat.say("yes").say("yes", "yes", "yes", "another")
    assert conversation.NOTHING_ELSE_FITS in chat.text


def test_that_is_all_for_today_ends_and_keeps_the_last_suggestion_alone() -> None:
    chat = suggested()
    last = chat.state
    chat.say("thanks")
    kept = ("activities", "origins", "choice", "given", "conclusions", "held")
    over = State(stage="ended", number=chat.state.number)
    assert chat.state == over.but(**{name: getattr(last, name) for name in kept})
    assert chat.say("hello").replies[0].text == conversation.OVER
    assert chat.say("/start").state.stage == "collecting"


@pytest.mark.parametrize("end", ["thanks", "goodbye", ""])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("that's not me", conversation.NOT_ME_NOTED),
        ("nah doesnt sound like me", conversation.NOT_ME_NOTED),
        ("why", "You said “I water the plants”, which fits level 4"),
        ("how come la", "You said “I water the plants”, which fits level 4"),
        ("next steps", "to do and to show at work: Approve the yearly plan"),
        ("whats missing", "to do and to show at work: Approve the yearly plan"),
        ("where do I stand", "SFIA-9: level 3 or 4."),
        ("what level am i", "SFIA-9: level 3 or 4."),
        ("can I change an answer", "Your answers so far:\n1. Waters the plants as told – On my own"),
    ],
)
def test_the_last_suggestion_is_reached_after_it_and_after_the_end(end: str, said: str, told: str) -> None:
    chat = suggested().say(*filter(None, [end]), said)
    assert told in chat.text
    assert (chat.state.stage, len(chat.state.activities)) == ("suggested", 3)


@pytest.mark.parametrize("make", [asking, suggested, lambda: suggested().say("thanks")])
@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "whats the difference between level 3 and 4?",
            "Level 3: Waters the plants as told.\nLevel 4: Plans",
        ),
        ("what does lvl 9 or level 7 mean", "Level 7: not a level of this skill, which has 3 to 5."),
    ],
)
def test_levels_asked_about_are_levels_of_the_skill(make: Callable[[], Chat], said: str, told: str) -> None:
    chat = make().say(said)
    assert f"Gardening in SFIA-9:\n{told}" in chat.text
    assert len(chat.state.activities) == 3


def test_levels_asked_about_before_a_skill_is_chosen_are_no_numbers_of_the_list() -> None:
    assert faq.faq("levels") in choosing().say("difference between level 1 and 2").text


def test_an_answer_changed_after_the_end_gives_a_new_suggestion() -> None:
    chat = suggested().say("thanks", "change my last answer to with help")
    assert [one["choice"] for one in chat.state.given] == ["own", "own", "help"]
    assert "My suggestion for Gardening" in chat.text


def test_none_of_these_asks_for_a_sentence_and_leaves_those_out() -> None:
    chat = choosing().say("none of these")
    assert chat.text == conversation.ONE_MORE_SENTENCE
    assert chat.state.hidden == (GARDENING["label"], BEEKEEPING["label"])
    chat.guide.known = [FALCONRY]
    chat.say("I keep forty hawks against the pigeons")
    assert chat.labels == ["Falconry", conversation.NONE_OF_THESE]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("none of them realy, i mostly prune the old trees", "i mostly prune the old trees"),
        ("no, none of these - my work is pruning the old trees", "my work is pruning the old trees"),
        ("Nothing fits lah. I prune the old trees", "I prune the old trees"),
    ],
)
def test_none_of_these_with_other_work_is_both(said: str, told: str) -> None:
    chat = choosing()
    chat.guide.known = [GARDENING, BEEKEEPING, FALCONRY]
    chat.say(said)
    assert chat.state.activities[-1] == told
    assert chat.labels == ["Falconry", conversation.NONE_OF_THESE]


def test_skills_shown_keep_their_places_when_more_is_told() -> None:
    chat = choosing()
    chat.guide.known = [FALCONRY, BEEKEEPING, GARDENING]
    chat.say("I also approve the budget of the park")
    assert chat.labels == ["Gardening", "Beekeeping", "Falconry", conversation.NONE_OF_THESE]
    assert chat.text.startswith("Added: I also approve the budget of the park; that makes 4.\nWhich")


def test_that_is_all_when_choosing_asks_for_a_pick() -> None:
    assert conversation.PICK_ONE in choosing().say("thats it").text


def test_more_words_at_the_choice_are_a_reason_to_look_again() -> None:
    chat = choosing().say("I also approve the budget of the park")
    assert len(chat.state.activities) == 4
    assert chat.state.stage == "choosing"


def test_talk_about_home_gets_no_level_and_is_asked_about() -> None:
    chat = Chat().say("/start", "I cook noodles at home")
    assert conversation.NOT_WORK in chat.text
    assert "I left out: “I cook noodles at home”." in chat.text
    assert chat.state.activities == ()
    chat.say(THREE)
    assert chat.state.stage == "choosing"
    assert "noodles" not in " ".join(chat.state.activities)


@pytest.mark.parametrize("claim", ["yes", "it's my work", "Yes, that's my job", "its for work"])
def test_what_was_left_out_is_taken_in_when_the_person_says_it_is_work(claim: str) -> None:
    chat = Chat().say("/start", "I cook noodles at the scene", claim)
    assert chat.state.activities == ("I cook noodles at the scene",)


def test_words_that_say_too_little_are_kept_and_judged_with_the_next() -> None:
    chat = Chat().say("/start", "meetings la")
    assert "“meetings la”: what for, and who decides" in chat.text
    assert list(chat.state.activities) == ["meetings la"]
    chat.say("with the suppliers of seeds")
    assert list(chat.state.activities) == ["meetings la, with the suppliers of seeds"]
    chat.say("I order seeds")
    assert len(chat.state.activities) == 2
    assert "You order seeds: for how much, and who decides on the terms?" in chat.text


def test_work_that_no_skill_fits_when_told_then_the_nearest_are_offered() -> None:
    chat = Chat(FakeGuide(fits=False)).say("/start", "I nurse people after operations")
    assert conversation.abstained("nothing-fits", ["Gardening", "Beekeeping"]) in chat.text
    assert chat.labels == ["Gardening", "Beekeeping", conversation.NONE_OF_THESE]
    assert len(chat.say("I also write the ward's rota").state.activities) == 2
    assert chat.say("Gardening").state.stage == "asking"


def test_work_that_no_skill_fits_when_all_are_refused_then_it_asks_again() -> None:
    chat = Chat(FakeGuide(fits=False)).say("/start", THREE, "none of these", "I nurse people on a ward")
    assert conversation.NOTHING_ELSE_FITS in chat.text


def test_work_that_no_skill_fits_when_the_input_ends_then_no_level_is_given() -> None:
    chat = Chat(FakeGuide(fits=False)).say("/start")
    chat.take(Text("I nurse people after operations")).take(InputEnded())
    assert "level" not in chat.text
    assert chat.state.stage == "ended"


def test_talk_about_home_costs_nothing_told_before() -> None:
    chat = Chat().say("/start", "I water the plants in the park", "I cook noodles at home")
    assert chat.state.activities == ("I water the plants in the park",)
    assert "So far I have" in chat.text


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("I'm burnt out", "counselling"),
        ("my boss bullies me every day", "HR"),
        ("I have panic attacks before meetings", "doctor"),
        ("sometimes I want to kill myself", "crisis line"),
    ],
)
@pytest.mark.parametrize("stage", ["new", "collecting", "choosing", "asking", "suggested"])
def test_burn_out_bullying_and_health_are_answered_with_care(said: str, word: str, stage: str) -> None:
    chats = {"new": Chat, "collecting": lambda: Chat().say("/start"), "choosing": choosing, "asking": asking}
    chat = chats.get(stage, suggested)()
    before = chat.state.activities
    chat.say(said)
    assert word in chat.text
    assert "talk to a person" in chat.text or "speak to a person" in chat.text
    assert chat.state.activities == before


def test_care_does_not_lose_the_work_told_beside_it() -> None:
    chat = Chat().say("I'm totally burnt out. I water all the plants of the park.")
    assert chat.state.activities == ("I water all the plants of the park.",)


def test_old_buttons_and_second_taps_change_nothing() -> None:
    chat = asking()
    first = chat.button(suggestions.OWN)
    chat.take(Press(first))
    after = chat.state
    chat.take(Press(first))
    assert chat.state == after
    assert chat.replies[0].text == conversation.OLD_BUTTON
    assert chat.labels == [
        suggestions.OWN,
        suggestions.HELP,
        suggestions.NO,
        suggestions.SKIP,
    ]
    chat.take(Press("nonsense"))
    assert chat.state == after
    assert chat.replies[0].text == conversation.UNKNOWN_BUTTON


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("yes", "own"),
        ("ya", "own"),
        ("Can lah!", "own"),
        ("On my own", "own"),
        ("1", "own"),
        ("ya with my boss", "help"),
        ("sometimes", "help"),
        ("With help", "help"),
        ("not yet", "no"),
        ("cannot sia", "no"),
        ("no", "no"),
        ("4", "skip"),
        ("not sure", "skip"),
        ("/skip", "skip"),
    ],
)
def test_questions_take_natural_answers(said: str, choice: str) -> None:
    assert asking().say(said).state.given[0]["choice"] == choice


def test_a_story_in_place_of_an_answer_is_kept_and_the_question_stays() -> None:
    chat = asking().say("I only look after the rose garden by the gate")
    assert chat.state.activities[-1] == "I only look after the rose garden by the gate"
    assert chat.state.given == ()
    assert chat.labels[0] == suggestions.OWN


def test_back_walks_to_the_beginning_and_loses_no_activity() -> None:
    chat = suggested()
    told = chat.state.activities
    stages = []
    for _ in range(6):
        chat.say("/back")
        stages.append((chat.state.stage, len(chat.state.given)))
        assert chat.state.activities == told
    assert stages == [
        ("asking", 2),
        ("asking", 1),
        ("asking", 0),
        ("choosing", 0),
        ("collecting", 0),
        ("collecting", 0),
    ]


def test_a_question_reopened_by_back_has_a_new_keyboard() -> None:
    chat = asking().say("yes")
    old = chat.button(suggestions.OWN)
    chat.say("/back")
    assert chat.button(suggestions.OWN) != old


@pytest.mark.parametrize("make", [Chat, choosing, asking, suggested])
def test_cancel_ends_and_forgets_everywhere(make: type[Chat]) -> None:
    chat = make().say("/cancel")
    assert chat.state.stage == "ended"
    assert chat.state.activities == ()


@pytest.mark.parametrize("make", [choosing, asking, suggested])
def test_help_repeats_the_question(make: type[Chat]) -> None:
    chat = make()
    buttons = chat.replies[-1].buttons
    chat.say("/help@RungBot")
    assert "/back" in chat.text
    assert chat.replies[-1].buttons == buttons


def test_a_failing_index_is_no_dead_end() -> None:
    chat = Chat(FakeGuide(broken=True)).say("/start", THREE)
    assert conversation.FAILED in chat.text
    assert len(chat.state.activities) == 3
    chat.guide.broken = False
    chat.say("/skip")
    assert chat.state.stage == "choosing"
    chat.guide.broken = True
    chat.say("1")
    assert conversation.FAILED in chat.text
    assert chat.state.stage == "choosing"


def test_very_long_messages_are_read_in_part() -> None:
    chat = Chat().say("/start", "I water plants " * 10_000)
    assert "I read the first 4,000 characters" in chat.text


def test_what_cannot_be_seen_is_taken_out() -> None:
    chat = Chat().say("/start", "I wa\0ter the \u202eplants\u2066 in \ud800the park")
    assert chat.state.activities == ("I water the plants in the park",)


def test_input_that_ends_is_answered_with_what_there_is() -> None:
    chat = Chat().say("/start", "I water the plants in the park").take(InputEnded())
    assert "SFIA-9: level 3 or 4 from what you told me; a question or two will settle it." in chat.text
    assert chat.state.stage == "ended"


def test_input_that_ends_after_none_of_these_forces_nothing() -> None:
    chat = choosing().say("none of these").take(InputEnded())
    assert chat.text == conversation.FAREWELL_EARLY


def concluded(*levels: dict[str, float]) -> str:
    """Return what is said of a skill in as many frameworks: one more version of SFIA each, then a TSC."""
    frameworks = ["sfia-9", "tsc", "sfia-7"]
    conclusions: list[Conclusion] = []
    for framework, shares in zip(frameworks, levels, strict=False):
        skill = ref(framework, "Gardening", "Gardening")
        level = max(shares, key=lambda number: shares[number])
        made = suggestion(skill, ["I water the plants"])
        made.update({"levels": shares, "level": int(level), "confidence": shares[level], "level_name": ""})
        conclusions.append({"suggestion": made, "ladder": {**ladder(skill), "suggested": int(level)}})
    chat = asking()
    return "\n".join(reply.text for reply in step(chat.state, Concluded(tuple(conclusions))).replies)


def test_a_skill_that_begins_above_a_person_places_nobody_on_it() -> None:
    told = concluded({"5": 0.3, "6": 0.7}, {"2": 0.9, "3": 0.1})
    assert "SFIA-9: the skill starts at level 5 (Name 5), which is still ahead of you." in told
    assert "TSC: level 2 from what you told me; a question or two will settle it.\n" in told
    assert "SFIA-9: why level" not in told


def test_a_document_with_one_level_does_not_speak_against_one_with_more() -> None:
    told = concluded({"3": 0.9, "4": 0.1}, {"3": 1.0}, {"5": 1.0})
    assert "SFIA-7" not in told
    assert "My documents describe this skill only at that level" in told


def test_a_state_survives_json() -> None:
    for chat in (choosing(), asking(), suggested()):
        assert State.from_json(chat.state.to_json()).to_json() == chat.state.to_json()
    with pytest.raises(ValueError, match="JSON object"):
        State.from_json(json.dumps([1]))


def test_a_state_of_another_version_is_read() -> None:
    text = json.dumps({**json.loads(asking().state.to_json()), "mood": "sunny"})
    assert State.from_json(text).stage == "asking"


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("It was all up to me really, because nobody else at the depot wanted to look at any of it", "own"),
        ("my boss never checks any of it, I just hand it over to the park every spring", "own"),
        ("I set the dates myself, but I made the plan itself together with our head of parks", "help"),
        ("I have never done that on my own, the park office wants two people on it each time", "help"),
        ("that is not up to me, the head of parks decides that over at headquarters each year", "no"),
        ("not yet, they said maybe next year when the new park opens at the other side of town", "no"),
    ],
)
def test_a_sentence_that_answers_is_taken_as_that_answer(said: str, choice: str) -> None:
    chat = asking()
    told = chat.state.activities
    chat.say(said)
    assert [one["choice"] for one in chat.state.given] == [choice]
    assert chat.state.activities == told
    assert chat.replies[0].text.startswith("✓")


def test_what_an_answer_depends_on_settles_it() -> None:
    chat = asking().say("depends", "for my own beds i write the plan myself, the big ones no")
    assert [one["choice"] for one in chat.state.given] == ["own"]


def test_what_an_answer_depends_on_is_asked_once_then_for_a_button_then_left_open() -> None:
    chat = asking()
    told = chat.state.activities
    assert conversation.DEPENDS in chat.say("depends").text
    assert conversation.PICK_ANSWER in chat.say("on the weather and the season really").text
    chat.say("hmm on the rain and the wind mostly")
    assert [one["choice"] for one in chat.state.given] == ["skip"]
    assert chat.state.activities == told


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        (["the plants one wrong, should be with help, my boss still look in"], ["help", "own", "no"]),
        (["i want to change the answer about beds and seeds to with help"], ["own", "help", "no"]),
        (["change my answer", "2 with help"], ["own", "help", "no"]),
        (["then let me change an answer", "2", "not yet"], ["own", "no", "no"]),
        (["change my last answer", "with help"], ["own", "own", "help"]),
    ],
)
def test_an_answer_is_changed_after_the_suggestion(said: list[str], choices: list[str]) -> None:
    chat = suggested()
    told = chat.state.activities
    chat.say(*said)
    assert [one["choice"] for one in chat.state.given] == choices
    assert chat.state.activities == told
    assert (chat.state.stage, chat.state.revising) == ("suggested", 0)


def test_an_answer_to_change_when_work_is_told_instead_then_it_is_kept() -> None:
    chat = suggested().say("change my answer", "I plan the new bicycle park by the lake")
    assert chat.state.activities[-1] == "I plan the new bicycle park by the lake"
    assert chat.state.revising == 0
