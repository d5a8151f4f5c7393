"""Reviews on Telegram on a real store: who may do what, whose words go where, what goes when taken back."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from bot.store import audit, privacy, shares
from bot.store.reviews import cards, chats, decisions, lists
from bot.store.reviews.decisions import Decision
from bot.store.shares import SharedFields
from bot.text import reviews as words
from bot.times import now
from tests.bot.store.test_suggested import record
from tests.bot.telegram.scene import ELSEWHERE, Scene
from tests.support.seeded_store import ALL

HOSTILE = "<b>Too</b> high & <script>alert(1)</script> =cmd"


WHATS = (
    "open",
    "agree",
    "change",
    "another",
    "ask",
    "write",
    "unclear",
    "unsaid",
    "l2",
    "m2",
    "k0",
    "next",
    "x",
)


@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize("who", ["staff", "sam", "far", "removed", "left"])
def test_no_tap_of_anybody_else_does_or_shows_anything(scene: Scene, who: str, what: str) -> None:
    review = scene.shared()
    person = scene.noor if who in ("removed", "left") else getattr(scene, who)
    if who == "removed":
        scene.town.teams.set_role(person.id, scene.team.id, "staff", scene.town.admin.id, now())
    if who == "left":
        scene.town.teams.leave(person.id, scene.team.id, now())
    before = [tuple(row) for row in scene.db.rows(sa.text("select * from reviews"))]
    told = scene.taps(person, f"c{review}.1:{what}")
    assert [call.text for call in told] in ([words.NOT_FOR_YOU], ["", words.LAST_ONE])
    assert scene.says(person, HOSTILE)[0].text == ELSEWHERE
    assert [tuple(row) for row in scene.db.rows(sa.text("select * from reviews"))] == before
    assert "roses" not in scene.heard(person)
    lines = audit.history(scene.db, scene.sam.id)
    assert not [line for line in lines if line.action in ("looked", "asked", "decided")]


@pytest.mark.parametrize("review", [0, 99, 10**17])
def test_guessed_ids_are_not_there(scene: Scene, review: int) -> None:
    assert [call.text for call in scene.taps(scene.noor, f"c{review}.1:agree")] == [words.NOT_FOR_YOU]
    assert [call.text for call in scene.taps(scene.sam, f"v{review}:answer")] == [words.NOT_SHARED]
    assert [call.text for call in scene.taps(scene.staff, f"v{scene.shared()}:appeal")] == [words.NOT_SHARED]


def test_commands_are_for_those_with_the_role(scene: Scene) -> None:
    assert scene.says(scene.noor, "/queue")[0].text == words.QUEUE_EMPTY
    assert scene.says(scene.noor, "/console")[0].text == "link of Noor"
    for command in ("/queue", "/console", "/queue@rung_bot"):
        assert scene.says(scene.sam, command)[0].text == ELSEWHERE
        assert scene.says(scene.town.admin, command)[0].text == ELSEWHERE


def test_a_card_shows_what_is_ticked_as_text(scene: Scene) -> None:
    scene.shared()
    scene.says(scene.noor, "/queue")
    scene.tap(scene.noor, "1")
    card = scene.said[scene.noor.id][-1]
    for part in (
        "Sam &lt;i&gt;",
        "I water &lt;b&gt;roses&lt;/b&gt;",
        "Waters the plants.",
        "Why not level 4",
    ):
        assert part in card.text
    assert "Level 2: 10%, level 3: 80%, level 4: 10%" in card.text
    assert "plan the beds (level 3): on my own" in card.text
    scene.shared(SharedFields(activities=True), "I prune")
    told = "\n".join(call.text for call in scene.tap(scene.noor, words.NEXT))
    assert "I prune" in told and "Sam" not in told and "level is not shared" in told
    assert words.agree(3) not in str(scene.said[scene.noor.id][-1].rows)


def test_a_level_is_changed_with_a_reason_and_the_person_is_told(scene: Scene) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    scene.tap(scene.noor, words.CHANGE)
    assert [data for row in scene.said[scene.noor.id][-1].rows for label, data in row if label.isdigit()] == [
        f"c{review}.1:l2",
        f"c{review}.1:l4",
    ]
    scene.tap(scene.noor, "2")
    scene.says(scene.noor, HOSTILE)
    assert scene.decision(review) == Decision("change", 2, reason=HOSTILE)
    told = scene.said[scene.sam.id][-1]
    assert "level 2, not 3" in told.text and "&lt;script&gt;" in told.text and "<script>" not in told.text
    assert scene.says(scene.noor, "and on")[0].text == ELSEWHERE


def test_a_level_that_the_skill_lacks_and_an_empty_reason_decide_nothing(scene: Scene) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.1:l9")
    assert words.PROBLEMS["no-such-level"] in scene.says(scene.noor, "Because")[0].text
    scene.taps(scene.noor, f"c{review}.1:l2")
    assert words.PROBLEMS["reason-missing"] in scene.says(scene.noor, "\u2800 "[1:])[0].text
    assert scene.decision(review) is None


def test_another_skill_is_named_chosen_and_given_a_level(scene: Scene) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    scene.tap(scene.noor, words.OTHER)
    assert scene.says(scene.noor, "no such thing")[0].text == words.NO_SKILL
    offered = scene.says(scene.noor, "keeping")[0]
    assert offered.text == words.WHICH_SKILL
    scene.tap(scene.noor, offered.rows[0][0][0])
    scene.tap(scene.noor, "3")
    scene.says(scene.noor, "These are bees")
    decision = scene.decision(review)
    assert decision is not None and (decision.verdict, decision.skill, decision.level) == (
        "another",
        "bees",
        3,
    )
    assert "a different skill: Beekeeping, level 3" in scene.heard(scene.sam)


def test_not_enough_evidence_with_words_and_without(scene: Scene) -> None:
    first, second = scene.shared(), scene.shared()
    for review, finish in ((first, "words"), (second, "none")):
        scene.taps(scene.noor, f"c{review}.0:open")
        scene.tap(scene.noor, words.UNCLEAR)
        if finish == "words":
            scene.says(scene.noor, "Who decides?")
        else:
            scene.tap(scene.noor, words.WITHOUT_WORDS)
    assert scene.decision(first) == Decision("unclear", reason="Who decides?")
    assert scene.decision(second) == Decision("unclear")


def test_a_question_is_answered_by_button_and_by_reply_and_nothing_else_goes_there(scene: Scene) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    scene.tap(scene.noor, words.ASK)
    scene.says(scene.noor, "Who checks <b>you</b>?")
    assert decisions.get(scene.db, review).status == "asked"
    # Words that nobody asked for are the conversation's, whatever waits.
    assert scene.says(scene.sam, "I also prune")[0].text == ELSEWHERE
    scene.tap(scene.sam, words.ANSWER)
    assert words.answered(cards.notice(scene.db, review)) in scene.says(scene.sam, "Nobody <i>")[0].text
    assert scene.says(scene.sam, "I also prune")[0].text == ELSEWHERE
    asked = scene.last(scene.sam, "Who checks &lt;b&gt;you&lt;/b&gt;?")
    scene.says(scene.sam, "Well, my lead", reply=asked)
    assert "Nobody &lt;i&gt;" in scene.heard(scene.noor) and "Well, my lead" in scene.heard(scene.noor)
    scene.says(scene.noor, "Thank you", reply=scene.last(scene.noor, "Well, my lead"))
    assert "Thank you" in scene.heard(scene.sam)
    scene.tap(scene.noor, words.OPEN)
    assert "You wrote to each other" in scene.said[scene.noor.id][-1].text
    scene.tap(scene.noor, words.agree(3))
    assert scene.decision(review) == Decision("agree")


@pytest.mark.parametrize("leave", ["/cancel", "button", "/profile", "old"])
def test_words_are_not_waited_for_after_another_thought(scene: Scene, leave: str) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.1:l2")
    if leave == "button":
        scene.taps(scene.noor, "q7:yes")
    elif leave == "old":
        scene.db.execute(sa.text("update expected_inputs set at = '2026-01-01T00:00:00Z'"))
    else:
        told = scene.says(scene.noor, leave)[0].text
        # What was asked for is let go, and not the assessment under way.
        assert told == (words.STAYS_AS_IT_IS if leave == "/cancel" else ELSEWHERE)
    assert scene.says(scene.noor, "A thing I do")[0].text == ELSEWHERE
    assert scene.decision(review) is None


def test_a_reply_to_a_card_is_not_sent_to_anybody(scene: Scene) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    card = chats.card_message(scene.db, scene.noor.id, review)
    assert scene.says(scene.noor, "Agree", reply=card)[0].text == words.TAP_FIRST
    assert scene.heard(scene.sam) == "" and scene.decision(review) is None


def test_of_two_coaches_one_decides_and_the_other_is_told(scene: Scene) -> None:
    review = scene.shared()
    for coach in (scene.noor, scene.ada):
        scene.taps(coach, f"c{review}.0:open")
    scene.taps(scene.ada, f"c{review}.1:l2")
    scene.tap(scene.noor, words.agree(3))
    told = scene.says(scene.ada, "Too high")
    assert "Noor decided on this one" in told[-1].text
    scene.revocations.take_away()
    scene.send()
    assert words.decided_by_another("Gard", "Noor") in scene.heard(scene.ada)
    gone = {call.message for call in scene.said[scene.ada.id] if call.deed == "delete"}
    assert gone and chats.card_message(scene.db, scene.ada.id, review) is None
    assert "Noor decided on this one" in scene.taps(scene.ada, f"c{review}.1:agree")[-1].text
    assert scene.decision(review) == Decision("agree")
    assert chats.card_message(scene.db, scene.noor.id, review) is None
    taken_off = [call for call in scene.said[scene.noor.id] if call.deed == "buttons"]
    assert len(taken_off) == 1


def test_an_appeal_is_decided_without_knowing_the_first_decision(scene: Scene) -> None:
    review = scene.shared()
    scene.decided(review, scene.noor, Decision("change", 2, reason="The plan was given"))
    scene.tap(scene.sam, words.APPEAL)
    assert words.APPEALED in scene.says(scene.sam, "I made the plan <b>")[0].text
    second = review + 1
    assert words.SOMETHING_WAITS in scene.heard(scene.ada)
    assert words.SOMETHING_WAITS not in scene.heard(scene.noor)
    assert scene.taps(scene.noor, f"c{second}.0:open")[0].text == words.NOT_FOR_YOU
    scene.says(scene.ada, "/queue")
    scene.tap(scene.ada, "1")
    for secret in ("The plan was given", "I made the plan", "second", "appeal", "Noor"):
        assert secret not in scene.heard(scene.ada)
    scene.tap(scene.ada, words.agree(3))
    told = scene.said[scene.sam.id][-1].text
    assert "as the second coach" in told and "Noor had decided: They see you at level 2, not 3." in told
    assert "The second look stands: level 3." in told
    scene.taps(scene.ada, f"c{second}.0:open")
    assert "I made the plan &lt;b&gt;" in scene.heard(scene.ada)
    told_again = scene.taps(scene.sam, f"v{review}:appeal")
    assert [call.text for call in told_again] == [words.ALREADY_APPEALED]


def test_without_a_second_coach_an_appeal_waits_and_says_so(scene: Scene) -> None:
    scene.town.teams.leave(scene.ada.id, scene.team.id, now())
    review = scene.shared()
    scene.decided(review, scene.noor, Decision("agree"))
    scene.tap(scene.sam, words.APPEAL)
    assert words.NO_SECOND in "".join(call.text for call in scene.tap(scene.sam, words.APPEAL_NOW))


@pytest.mark.parametrize("how", ["taken back", "forgotten", "gone", "role"])
def test_what_is_taken_back_goes_from_the_coach(scene: Scene, how: str) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    scene.tap(scene.noor, words.CHANGE)
    scene.tap(scene.noor, "2")
    sent = {int(call.query or 0) for call in scene.said[scene.noor.id] if "roses" in call.text}
    assert len(sent) == 1
    if how == "taken back":
        shares.take_back(scene.db, scene.sam.id, now())
    elif how == "forgotten":
        run = scene.db.value(sa.text("select assessment from shares"))
        privacy.forget_assessment(scene.db, scene.sam.id, run, now())
    elif how == "gone":
        privacy.forget(scene.db, scene.sam.id)
    else:
        scene.town.teams.set_role(scene.noor.id, scene.team.id, "staff", scene.town.admin.id, now())
    told = scene.says(scene.noor, "Too high")[0].text
    assert told == words.NOT_FOR_YOU
    scene.revocations.take_away()
    scene.send()
    deleted = {call.message for call in scene.said[scene.noor.id] if call.deed == "delete"}
    assert sent <= deleted
    assert (words.gone("Gard") in scene.heard(scene.noor)) is (how != "role")
    assert (
        scene.db.value(sa.text("select count(*) from chat_messages where person = :p0"), p0=scene.noor.id)
        == 0
    )
    assert scene.db.rows(sa.text("select * from revoked_messages")) == []
    assert scene.db.value(sa.text("pragma foreign_key_check")) is None


def test_a_card_on_its_way_when_it_is_taken_back_goes_too(scene: Scene) -> None:
    review = scene.shared()
    scene.presses(scene.noor, f"c{review}.0:open")
    toast = scene.outbox.next(scene.noor.id)
    assert toast
    scene.outbox.sent(toast, None)
    card = scene.outbox.next(scene.noor.id)
    assert card and "roses" in card.call
    scene.outbox.begin(card.id)
    shares.take_back(scene.db, scene.sam.id, now())
    scene.outbox.sent(card, 77)
    assert [each.message for each in chats.take_revoked(scene.db)] == [77]


def test_a_removed_coach_is_not_sent_what_the_person_writes(scene: Scene) -> None:
    review = scene.shared()
    scene.decided(review, scene.noor, Decision("agree"))
    scene.town.teams.set_role(scene.noor.id, scene.team.id, "staff", scene.town.admin.id, now())
    scene.tap(scene.sam, words.REPLY)
    assert scene.says(scene.sam, "Why, Noor?")[0].text == words.NO_LONGER_COACH
    assert "Why, Noor?" not in scene.heard(scene.noor)


def test_very_long_words_are_split_and_keep_their_button(scene: Scene) -> None:
    review = scene.shared(words="I water " + "very long roses & <b> " * 300)
    scene.taps(scene.noor, f"c{review}.0:open")
    scene.tap(scene.noor, words.ASK)
    scene.says(scene.noor, "&<" * 2000)
    told = [call for call in scene.said[scene.sam.id] if call.deed == "message"]
    assert len(told) == 2 and told[-1].rows and not told[0].rows
    plain = [re.sub(r"</?\w+>", "", call.text).replace("&amp;", "&").replace("&lt;", "<") for call in told]
    assert all(len(each) <= 4096 for each in plain)
    first = int(told[0].query or 0)
    assert chats.message_at(scene.db, scene.sam.id, first) == chats.ChatMessage(review, "talk")


def test_next_goes_round_and_says_when_nothing_is_left(scene: Scene) -> None:
    first, second = scene.shared(), scene.shared()
    scene.taps(scene.noor, f"c{second}.0:open")
    scene.tap(scene.noor, words.NEXT)
    scene.tap(scene.noor, words.agree(3))
    assert scene.decision(first) == Decision("agree")
    scene.tap(scene.noor, words.next_one(1, 99))
    scene.tap(scene.noor, words.agree(3))
    assert words.LAST_ONE in scene.said[scene.noor.id][-1].text
    assert lists.queue(scene.db, scene.noor.id, now()) == ()


def test_a_coach_is_offered_only_what_the_person_was_suggested(scene: Scene) -> None:
    run = record(scene.town, scene.sam, "begins above")
    shares.share(scene.db, scene.sam.id, run.id, scene.team.id, ALL, now())
    (listed,) = scene.says(scene.noor, "/queue")
    assert "Acmg, level 2" in listed.text and "level 5" not in listed.text
    shown = (
        scene.tap(scene.noor, "1") if len(listed.rows) > 1 else scene.taps(scene.noor, listed.rows[0][0][1])
    )
    text = "\n".join(call.text for call in shown)
    assert "SFIA: Acmg begins at level 5, above this person" in text
    scene.tap(scene.noor, words.agree(2))
    assert "level 2" in scene.heard(scene.sam) and "level 5" not in scene.heard(scene.sam)
