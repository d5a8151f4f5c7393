"""A plan on Telegram: what the person sees and changes, and what a coach says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from bot.conversation import Again
from bot.guidance.lookup import Lookup
from bot.reviews.frameworks import FrameworkLookup
from bot.store import Database
from bot.store.goals import Goals
from bot.store.plans import Plans
from bot.telegram.handlers import App, nothing
from bot.telegram.handlers.conversation import Conversation
from bot.telegram.handlers.goals import GoalHandlers
from bot.telegram.handlers.plans import PlanHandlers
from bot.telegram.handlers.reviews import ReviewHandlers
from bot.telegram.handlers.shares import ShareHandlers
from bot.telegram.notifications import Notifications
from bot.telegram.records import Records
from bot.telegram.turn import Finish, Turn
from bot.text import plans as words
from tests.bot.console.scene import knowledge
from tests.bot.telegram.harness import Harness
from tests.support.seeded_store import AT, SeededStore, given, plan


class Asked:
    """Notes what is asked again."""

    def __init__(self) -> None:
        self.events: list[Again] = []

    async def assess_again(self, _: Turn, event: Again) -> Finish:
        self.events.append(event)
        return nothing


def handlers(database: Database) -> tuple[Harness, Asked]:
    records, asked = Records(database), Asked()
    books = FrameworkLookup(lambda: Lookup(knowledge()))
    notifications = Notifications(database, books.skill)
    shares = ShareHandlers(records, notifications)
    plans = PlanHandlers(records, cast(Conversation, asked), shares, cast(Any, None))

    def add(app: App) -> None:
        ReviewHandlers(records, books, notifications, comment=plans.comment).add_to(app)
        plans.add_to(app)

    return Harness(database, add), asked


def test_plan_when_there_is_none_then_it_says_how_to_make_one(database: Database) -> None:
    chats, _ = handlers(database)
    (told,) = chats.says(SeededStore(database).person("Sam"), "/plan")
    assert told.text == words.NO_PLAN


def test_plan_when_shown_then_each_goal_has_its_date_and_what_counts(database: Database) -> None:
    chats, _ = handlers(database)
    sam = SeededStore(database).person("Sam")
    (step,) = Plans(database).keep(sam.id, plan("beds"), AT)
    (told,) = chats.says(sam, "/plan")
    for said in (
        "Head of beds",
        "Gard, level 4",
        "• show beds",
        "Done when: You lead beds",
        "your line manager",
    ):
        assert said in told.text
    chats.taps(sam, f"p{step.id}:later")
    moved = Plans(database).step(sam.id, step.id)
    assert moved and moved.due_at > step.due_at
    (_, shown) = chats.taps(sam, f"p{step.id}:done")
    assert "reached on" in shown.text
    assert chats.taps(sam, f"p{step.id}:look")[0].text == words.NOT_THERE


def test_goal_when_looked_at_again_then_only_what_may_have_changed_is_asked(database: Database) -> None:
    chats, asked = handlers(database)
    town = SeededStore(database)
    sam = town.person("Sam")
    run = town.assessment(sam, ("I water roses",))
    (step,) = Plans(database).keep(sam.id, plan("beds"), AT)
    chats.taps(sam, f"p{step.id}:look")
    (again,) = asked.events
    assert (again.activities, again.choice) == (("I water roses",), run.suggestions[0].choice)
    assert again.given == tuple(given("own"))


def test_reminder_when_a_goal_of_a_plan_is_due_then_it_offers_to_look(database: Database) -> None:
    sam = SeededStore(database).person("Sam")
    (step,) = Plans(database).keep(sam.id, plan("beds", months=0), AT)
    records = Records(database)
    assert GoalHandlers(records).send_due_reminders() == [sam.id]
    (told,) = Harness(database, lambda _: None).sent(sam.id)
    assert "Done when: You lead beds" in told.text
    assert (words.LOOK, f"p{step.id}:look") in told.rows[0]
    assert Goals(database).reminders_of(sam.id) == ()


def test_comment_when_a_coach_writes_one_then_the_person_reads_it(database: Database) -> None:
    chats, _ = handlers(database)
    town = SeededStore(database)
    team = town.team()
    sam, coach = town.person("Sam", team), town.person("Cora", team, coach=True)
    (step,) = Plans(database).keep(sam.id, plan("beds"), AT)
    assert chats.says(coach, "/plans")[0].text == words.NO_PLANS
    (_, told) = chats.taps(sam, "P0:t")
    assert told.text == words.shared("Parks")
    (shown,) = chats.says(coach, "/plans")
    assert "Sam" in shown.text and "Head of beds" in shown.text
    chats.taps(coach, f"p{step.id}:comment")
    assert chats.says(coach, "Ask Ana to watch you")[0].text == words.COMMENTED
    (heard,) = chats.sent(sam.id)
    assert "Cora" in heard.text and "Ask Ana to watch you" in heard.text
    assert "Ask Ana to watch you" in chats.says(sam, "/plan")[0].text
    chats.taps(sam, "P0:b")
    chats.taps(coach, f"p{step.id}:comment")
    assert chats.says(coach, "and another")[0].text == words.NOT_THERE


def test_plan_when_a_level_reaches_its_goal_then_the_goal_is_done(database: Database) -> None:
    sam = SeededStore(database).person("Sam")
    (step,) = Plans(database).keep(sam.id, plan("beds"), AT)
    assert Plans(database).settle(sam.id, {("park", "gard"): 3}, AT) == []
    assert Plans(database).settle(sam.id, {("park", "gard"): 4}, AT) == [step]
    reached = Plans(database).step(sam.id, step.id)
    assert reached == replace(step, done_at=reached.done_at if reached else None)
    assert reached and reached.done_at
