"""Roles, teams, shares, reminders and keyboards on Telegram, against the fake Bot API."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store import assessments, shares
from bot.store.goals import Goals
from bot.store.people import People
from bot.store.teams import Teams
from bot.text import conversation, editions, membership, reviews, staff, suggestions
from bot.times import now
from tests.e2e.telegram_bot import (
    SELLING,
    THIRD,
    WAIT_S,
    Start,
    TelegramBot,
    agreed,
    to_its_end,
    to_the_question,
    to_the_suggestion,
)
from tests.support.reports import conclusion
from tests.support.telegram import Message, Person, TelegramServer

TEAM = "Sales <b>& more</b>"
STAFF, COACH, ADMIN = ([name for name, _ in staff.commands(role)] for role in ("staff", "coach", "admin"))
ADMIN = [name for name, _ in staff.commands("admin")]
pytestmark = pytest.mark.timeout(600)


def store_id(people: People, person: Person) -> int:
    found = people.by_telegram(person.id)
    assert found is not None
    return found.id


def team_of(bot: TelegramBot, admin: Person, coach: Person) -> str:
    """Make a team with a coach; return its code."""
    with bot.store as database:
        people, teams = People(database), Teams(database)
        by = store_id(people, admin)
        team = teams.make(TEAM, by, now())
        teams.join(store_id(people, coach), team.code, now())
        teams.set_role(store_id(people, coach), team.id, "coach", by, now())
    return team.code


def shares_all(person: Person) -> None:
    """Let somebody share what a suggestion says with the one team they are in."""
    told = to_the_suggestion(person)
    person.taps(staff.SHARE, told)
    person.wait_for(staff.SHARE_WITH_WHOM, WAIT_S)
    person.taps(staff.which_share(TEAM))
    ticks = person.wait_for("What may the coach", WAIT_S)
    person.taps(staff.SHARE_NOW, ticks)
    person.wait_for("Shared with the coach", WAIT_S)


def shows(message: Message, label: str) -> bool:
    return label in message.labels


def menu(server: TelegramServer, person: Person) -> list[str]:
    return server.commands("chat", chat_id=person.id)


def test_an_admin_makes_a_team_and_invites_its_coach(start: Start, telegram_server: TelegramServer) -> None:
    admin, coach, other = (telegram_server.person() for _ in range(3))
    start(RUNG_ADMINS=str(admin.id))
    agreed(admin)
    admin.says("/team")
    admin.wait_for(staff.NO_TEAM_YET, WAIT_S)
    admin.says("/team Key <b>accounts</b>")
    made = admin.wait_for("created. People join", WAIT_S).text
    assert "Key <b>accounts</b>" in made
    admin.says("/team key <B>accounts</B>")
    admin.wait_for("already", WAIT_S)
    admin.says("/invite coach")
    admin.wait_for(staff.HOW_TO_INVITE, WAIT_S)
    admin.says("/invite coach Key <b>accounts</b>")
    invited = admin.wait_for("works once", WAIT_S).text
    token = invited.rpartition("start=")[2]
    agreed(coach, token)
    telegram_server.wait_until(lambda: menu(telegram_server, coach) == COACH, WAIT_S)
    agreed(other, token)
    for command in ("/team Mine", "/invite coach Key <b>accounts</b>"):
        other.says(command)
        other.wait_for(staff.UNKNOWN_COMMAND, WAIT_S)
    assert menu(telegram_server, other) == []


def test_menus_follow_the_roles_people_have(start: Start, telegram_server: TelegramServer) -> None:
    admin, coach = telegram_server.person(), telegram_server.person()
    bot = start(RUNG_ADMINS=str(admin.id))
    assert telegram_server.commands("all_private_chats") == STAFF
    agreed(coach)
    agreed(admin)
    telegram_server.wait_until(lambda: menu(telegram_server, admin) == ADMIN, WAIT_S)
    assert menu(telegram_server, coach) == []
    code = team_of(bot, admin, coach)
    telegram_server.wait_until(lambda: menu(telegram_server, coach) == COACH, WAIT_S)
    coach.says("/team")
    assert code in coach.wait_for(TEAM, WAIT_S).text
    bot.stop()
    with bot.store as database:
        people, teams = People(database), Teams(database)
        team = teams.all()[0].id
        teams.set_role(store_id(people, coach), team, "staff", store_id(people, admin), now())
    bot.start()
    telegram_server.wait_until(lambda: menu(telegram_server, coach) == [], WAIT_S)
    assert menu(telegram_server, admin) == ADMIN
    coach.says("/team")
    coach.wait_for("You can leave one", WAIT_S)
    admin.says("/forget")
    admin.wait_for(staff.WHAT_TO_FORGET, WAIT_S)
    admin.taps(staff.ALL_OF_IT)
    admin.wait_for("Really delete everything", WAIT_S)
    admin.taps(staff.YES_FORGET)
    telegram_server.wait_until(lambda: menu(telegram_server, admin) == [], WAIT_S)


def test_coach_when_removed_by_an_admin_then_out_at_once(
    start: Start, telegram_server: TelegramServer
) -> None:
    admin, coach, sam = (telegram_server.person(name=name) for name in ("Ines", "Noor", "Sam"))
    bot = start(RUNG_ADMINS=str(admin.id))
    code = team_of(bot, agreed(admin), agreed(coach))
    shares_all(agreed(sam, code))
    coach.wait_for(reviews.SOMETHING_WAITS, WAIT_S)
    coach.says("/queue")
    queue = coach.wait_for("for you, the oldest first", WAIT_S)
    coach.taps(queue.labels[0], queue)
    card = coach.wait_for(lambda m: reviews.ASK in m.labels, WAIT_S)
    admin.says("/people Noor")
    found = admin.wait_for("People found for", WAIT_S)
    admin.taps("Noor (coach)", found)
    admin.wait_for(lambda m: "Teams: " in m.text, WAIT_S)
    admin.taps(f"{membership.REMOVE}: {TEAM}", found)
    admin.wait_for("Remove Noor from", WAIT_S)
    admin.taps(membership.YES, found)
    admin.wait_for("Noor is not in", WAIT_S)
    coach.wait_for("You are not in the team", WAIT_S)
    telegram_server.wait_until(lambda: card not in coach.replies, WAIT_S)
    telegram_server.wait_until(lambda: menu(telegram_server, coach) == [], WAIT_S)
    data = card.button(reviews.ASK).data
    assert data
    assert coach.taps(data, queue, stale=True).wait_for_answer(WAIT_S) == reviews.NOT_FOR_YOU
    for command in ("/queue", "/people", "/teams"):
        coach.says(command)
        coach.wait_for(staff.UNKNOWN_COMMAND, WAIT_S)
    taps = found.button(membership.TO_PEOPLE).data
    assert taps
    assert coach.taps(taps, queue, stale=True).wait_for_answer(WAIT_S) == membership.NOT_AN_ADMIN
    telegram_server.settle()
    assert telegram_server.refused() == []


def test_staff_when_they_leave_then_their_shares_end(start: Start, telegram_server: TelegramServer) -> None:
    admin, coach, sam = (telegram_server.person(name=name) for name in ("Ines", "Noor", "Sam"))
    bot = start(RUNG_ADMINS=str(admin.id))
    code = team_of(bot, agreed(admin), agreed(coach))
    shares_all(agreed(sam, code))
    coach.says("/queue")
    queue = coach.wait_for("for you, the oldest first", WAIT_S)
    coach.taps(queue.labels[0], queue)
    card = coach.wait_for(lambda m: reviews.ASK in m.labels, WAIT_S)
    sam.says("/leave")
    told = sam.wait_for("You can leave one", WAIT_S)
    sam.taps(membership.leave_label(TEAM), told)
    sam.wait_for("Leave the team", WAIT_S)
    sam.taps(membership.YES, told)
    sam.wait_for(membership.left(TEAM), WAIT_S)
    telegram_server.wait_until(lambda: card not in coach.replies, WAIT_S)
    with bot.store as database:
        (share,) = shares.shares_of(database, store_id(People(database), sam))
        assert share.taken_back_at is not None
    sam.says("/leave")
    sam.wait_for(membership.IN_NO_TEAM, WAIT_S)
    old = sam.taps(f"t{share.team}:yes", told, stale=True)
    assert old.wait_for_answer(WAIT_S) == membership.LEFT_ALREADY


def test_link_when_renewed_then_the_old_one_brings_nobody_in(
    start: Start, telegram_server: TelegramServer
) -> None:
    admin, coach, guest = (telegram_server.person() for _ in range(3))
    bot = start(RUNG_ADMINS=str(admin.id))
    code = team_of(bot, agreed(admin), agreed(coach))
    admin.says(f"/invite coach {TEAM}")
    invitation = admin.wait_for("works once", WAIT_S).text.rpartition("start=")[2]
    admin.says("/teams")
    teams = admin.wait_for("Teams", WAIT_S)
    admin.taps(TEAM, teams)
    admin.wait_for("Members: 1", WAIT_S)
    admin.taps(membership.RENEW_LINK, teams)
    admin.wait_for("Renew the link of", WAIT_S)
    admin.taps(membership.YES, teams)
    renewed = admin.wait_for("is renewed", WAIT_S).text.rpartition("start=")[2]
    coach.wait_for("was renewed", WAIT_S)
    agreed(guest, code)
    assert membership.WRONG_LINK in [each.text for each in guest.replies]
    guest.starts(invitation)
    guest.wait_for(lambda m: m.text == membership.WRONG_LINK, WAIT_S)
    guest.starts(renewed)
    guest.wait_for(staff.joined(TEAM), WAIT_S)


def test_admin_when_no_longer_named_at_the_next_start_then_staff(
    start: Start, telegram_server: TelegramServer
) -> None:
    first, second = telegram_server.person(), telegram_server.person()
    bot = start(RUNG_ADMINS=str(first.id))
    agreed(first)
    agreed(second)
    telegram_server.wait_until(lambda: menu(telegram_server, first) == ADMIN, WAIT_S)
    bot.stop()
    bot = start(RUNG_ADMINS=str(second.id))
    telegram_server.wait_until(lambda: menu(telegram_server, first) == [], WAIT_S)
    telegram_server.wait_until(lambda: menu(telegram_server, second) == ADMIN, WAIT_S)
    first.wait_for(membership.told("unadmin", ""), WAIT_S)
    second.wait_for(membership.told("admin", ""), WAIT_S)
    first.says("/documents")
    first.wait_for(staff.UNKNOWN_COMMAND, WAIT_S)
    bot.stop()
    start()
    second.wait_for(membership.told("unadmin", ""), WAIT_S)
    telegram_server.wait_until(lambda: menu(telegram_server, second) == [], WAIT_S)


def test_what_is_ticked_is_shared_with_the_team_and_taken_back(
    start: Start, telegram_server: TelegramServer
) -> None:
    admin, coach = telegram_server.person(), telegram_server.person()
    bot = start(RUNG_ADMINS=str(admin.id))
    code = team_of(bot, agreed(admin), agreed(coach))
    person = agreed(telegram_server.person(name="Sam <b>&"), code)
    assert staff.joined(TEAM) in [each.text for each in person.replies]
    told = to_the_suggestion(person)
    person.taps(staff.SHARE, told)
    person.wait_for(staff.SHARE_WITH_WHOM, WAIT_S)
    person.taps(staff.which_share(TEAM))
    ticks = person.wait_for("What may the coach", WAIT_S)
    asked = {"name", "examples"}
    assert ticks.labels[:5] == [f"{'☐' if name in asked else '☑'} {label}" for name, label in staff.TICKS]
    for label in ("☑ The level and why", "☐ My name", "☐ Rung may learn from my words"):
        person.taps(label, ticks)
        other = label.translate({ord("☑"): "☐", ord("☐"): "☑"})
        person.wait_for(partial(shows, label=other), WAIT_S)
    person.taps(staff.SHARE_NOW, ticks)
    shared = person.wait_for("Shared with the coach", WAIT_S)
    with bot.store as database:
        one = store_id(People(database), person)
        (share,) = shares.shares_of(database, one)
        assert share.ticked == shares.SharedFields(activities=True, next_steps=True, name=True, examples=True)
        assert share.taken_back_at is None
        person.taps(staff.TAKE_BACK, shared)
        person.wait_for(staff.taken_back(TEAM), WAIT_S)
        (share,) = shares.shares_of(database, one)
        assert share.taken_back_at is not None
    data = told.button(staff.SHARE).data
    assert data
    first = data[1:].partition(":")[0].partition(".")[0]
    for what, answer in (("s12", staff.TICK_MORE), ("b0", staff.OLD_OR_GONE)):
        tap = person.taps(f"h{first}:{share.team}:{what}", shared, stale=True)
        assert tap.wait_for_answer(WAIT_S) == answer
    telegram_server.settle()
    assert telegram_server.refused() == []


def test_links_that_are_no_good_and_links_for_who_is_here_already(
    start: Start, telegram_server: TelegramServer
) -> None:
    admin, coach = telegram_server.person(), telegram_server.person()
    bot = start(RUNG_ADMINS=str(admin.id))
    code = team_of(bot, agreed(admin), agreed(coach))
    person = agreed(telegram_server.person(), "no-such-team")
    assert membership.WRONG_LINK in [each.text for each in person.replies]
    person.starts(code)
    person.wait_for(staff.joined(TEAM), WAIT_S)
    person.wait_for(conversation.ASK_ACTIVITIES[:40], WAIT_S)
    person.starts("x" * 64)
    person.wait_for(membership.WRONG_LINK, WAIT_S)
    with bot.store as database:
        people, teams = People(database), Teams(database)
        token = teams.invite("coach", teams.all()[0].id, store_id(people, admin), now())
    person.starts(token)
    telegram_server.wait_until(lambda: "team" in menu(telegram_server, person), WAIT_S)
    other = agreed(telegram_server.person())
    other.starts(token)
    other.wait_for(membership.WRONG_LINK, WAIT_S)


def test_a_level_of_an_older_edition_is_asked_again_under_the_newest(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot, person = start(), agreed(telegram_server.person())
    then = conclusion("Selling", 4, "SFIA 8", levels=(3, 4, 5, 6))
    then["suggestion"]["skill"]["code"] = "SALE"
    told_then: dict[str, Any] = {
        "activities": [SELLING],
        "choice": {"label": "Selling", "skills": []},
        "at": "2025-03-04T09:00:00Z",
    }
    with bot.store as database:
        whose = store_id(People(database), person)
        run = assessments.record(
            database,
            whose,
            None,
            build=1,
            given=[],
            conclusions=[then],
            **told_then,
        )
    person.says("/profile")
    told = person.wait_for(editions.HEADING, WAIT_S)
    assert (
        "Selling, SFIA 8 level 4. SFIA 9: the former statements of level 4 are no longer available"
        in told.text
    )
    assert told.labels == [f"{editions.ASK_AGAIN}: Selling"]
    person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    person.taps(told.labels[0], told)
    person.wait_for(conversation.FINISH_FIRST, WAIT_S)
    person.says("/cancel")
    person.wait_for(conversation.CANCELLED, WAIT_S)
    person.taps(told.labels[0], told)
    person.wait_for(conversation.ASKING_AGAIN, WAIT_S)
    to_its_end(person, person.wait_for("question 1 of", WAIT_S))
    with bot.store as database:
        before, after = assessments.of(database, whose)
    assert before == run
    assert after.activities == (SELLING,)
    assert "sfia-9" in {one.conclusion["suggestion"]["framework"] for one in after.suggestions}
    person.says("/profile")
    assert editions.HEADING not in person.wait_for("SFIA 8: level 4", WAIT_S).text


def test_a_reminder_comes_once_when_it_is_due(start: Start, telegram_server: TelegramServer) -> None:
    bot = start()
    person = agreed(telegram_server.person())
    told = to_the_suggestion(person)
    person.taps(staff.MAKE_GOAL, told)
    goal = person.wait_for(staff.SAVED_GOAL, WAIT_S)
    person.taps(staff.IN_MONTHS[1][1], goal)
    person.wait_for("I'll ask you again on", WAIT_S)
    bot.stop()
    with bot.store as database:
        one = store_id(People(database), person)
        (reminder,) = Goals(database).reminders_of(one)
        assert now(89) < reminder.due_at < now(91)
        database.execute(sa.text("update reminders set due_at = :p0"), p0=now(-1))
    for _ in range(2):
        bot.start()
        telegram_server.wait_until(
            lambda: any("You asked me to remind you" in m.text for m in person.replies), WAIT_S
        )
        telegram_server.settle()
        bot.stop()
    assert sum("You asked me to remind you" in each.text for each in person.replies) == 1
    assert "Your goals:" in person.last.text


def test_only_the_last_question_has_its_keyboard(start: Start, telegram_server: TelegramServer) -> None:
    start()
    person = agreed(telegram_server.person())
    person.says(SELLING)
    person.wait_for("Added: ", WAIT_S)
    person.says(THIRD)
    person.wait_for("Which of these", WAIT_S)

    def only_the_last() -> bool:
        return [message for message in person.replies if message.buttons] == [person.last]

    telegram_server.wait_until(only_the_last, WAIT_S)
    person.says("I plan the campaigns of the sales team together with my manager")
    person.wait_for(lambda m: "that makes 4" in m.text and bool(m.buttons), WAIT_S)
    telegram_server.wait_until(only_the_last, WAIT_S)
    person.sticker()
    person.wait_for(staff.WORDS_OR_FILE, WAIT_S)
    telegram_server.wait_until(only_the_last, WAIT_S)
    person.says("1")
    person.wait_for("question 1 of", WAIT_S)
    telegram_server.wait_until(only_the_last, WAIT_S)
    person.says(suggestions.HELP)
    person.wait_for(lambda m: "question 2 of" in m.text or "My suggestion for" in m.text, WAIT_S)
    telegram_server.wait_until(only_the_last, WAIT_S)
    telegram_server.settle()
    assert telegram_server.refused() == []


def test_bursts_to_many_chats_keep_to_what_telegram_allows(
    start: Start, telegram_server: TelegramServer
) -> None:
    start(RUNG_TELEGRAM_RATE="30")
    everybody = [agreed(telegram_server.person()) for _ in range(12)]
    with telegram_server.batched():
        for _ in range(6):
            for person in everybody:
                person.says("/privacy")
    telegram_server.wait_until(
        lambda: all(sum("Your privacy" in m.text for m in each.replies) == 6 for each in everybody), WAIT_S
    )
    assert telegram_server.rate_violations == []


def test_what_is_no_text_is_answered_kindly_and_the_conversation_stands(
    start: Start, telegram_server: TelegramServer
) -> None:
    start()
    person = agreed(telegram_server.person())
    labels = to_the_question(person).labels
    for send in (person.sticker, person.sends_photo, person.voice, person.contact, person.location):
        send()
        person.wait_for(staff.WORDS_OR_FILE, WAIT_S)
        person.wait_for(lambda m: "question 1 of" in m.text and m.labels == labels, WAIT_S)
    person.edits(person.says("🙂"), "On my own")
    person.wait_for(conversation.EDIT_OF_NO_ACTIVITY, WAIT_S)
    channel = telegram_server.channel()
    channel.posts("/start")
    telegram_server.settle()
    assert channel.replies == []
    person.taps(suggestions.HELP)
    person.wait_for(lambda m: "question 2 of" in m.text or "My suggestion for" in m.text, WAIT_S)


def test_refusals_of_telegram_are_taken_as_they_are_meant(
    start: Start, telegram_server: TelegramServer
) -> None:
    bot = start()
    person, gone = agreed(telegram_server.person()), agreed(telegram_server.person())
    telegram_server.fail("answerCallbackQuery", 400, description="Bad Request: query is too old")
    telegram_server.fail("setMessageReaction", 400, description="Bad Request: REACTION_INVALID")
    telegram_server.fail(
        "editMessageText", 400, after=True, description="Bad Request: message is not modified"
    )
    telegram_server.fail("sendMessage", 400, chat=gone.id, description="Bad Request: chat not found")
    gone.says("/privacy")
    gone.says("/help")
    to_the_suggestion(person)
    telegram_server.settle()
    assert sum("question 1 of" in each.text for each in person.replies) == 1
    assert [each for each in gone.replies if "Your privacy" in each.text] == []
    assert '"level": "error"' not in bot.log.read_text()
    telegram_server.fail(
        "sendMessage", 400, description="Bad Request: can't parse entities: unsupported start tag"
    )
    gone.says("/help")
    assert "/profile" in gone.wait_for("Tell me what you really do", WAIT_S).text
