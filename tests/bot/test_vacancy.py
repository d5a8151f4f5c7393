"""A job advert is compared with a person's levels instead of being taken as what they do."""

from __future__ import annotations

import pytest

from bot.conversation import Document, Press
from bot.conversation.remarks import is_vacancy
from bot.text import roles as roles_text
from tests.bot.fakes import Chat
from tests.bot.test_requests import chat_at

JOB = ("Plan the roster of the ward", "Order the seeds for the beds", "Teach apprentices to prune")


def sent(caption: str = "") -> Chat:
    """Return a conversation in which a document was sent after a suggestion."""
    return chat_at("suggested").take(Document((JOB,), caption))


def is_compared(chat: Chat) -> bool:
    state = chat.state
    titled = state.role is not None and state.role["title"] == roles_text.VACANCY
    return titled and state.stage == "role" and not set(JOB) & set(state.activities)


def test_job_when_its_caption_says_it_is_looked_at_then_it_is_compared() -> None:
    chat = sent("would I fit this job?")
    assert is_compared(chat)
    assert roles_text.VACANCY in chat.text


def test_job_when_the_person_says_it_is_not_theirs_then_it_is_no_activity() -> None:
    chat = sent()
    assert set(JOB) <= set(chat.state.activities)
    assert is_compared(chat.say("it's a vacancy, I'm only looking at it"))


def test_job_when_the_button_is_pressed_then_it_can_be_made_theirs_again() -> None:
    chat = sent()
    assert is_compared(chat.take(Press(chat.button(roles_text.LOOKING_AT_IT))))
    chat.take(Press(chat.button(roles_text.MINE)))
    assert set(JOB) <= set(chat.state.activities)


def test_job_when_its_duties_name_an_identity_number_then_it_is_masked_before_it_is_kept() -> None:
    chat = chat_at("suggested").take(Document((("Call S1234567D at once", *JOB),), "do I fit?"))
    assert chat.state.vacancy and "S1234567D" not in chat.state.to_json()


def test_job_when_it_is_compared_then_it_can_be_planned() -> None:
    chat = sent("is this for me?")
    chat.take(Press(chat.button(roles_text.PLAN_IT)))
    assert chat.state.plan is not None
    assert chat.state.plan["role"] == roles_text.VACANCY


@pytest.mark.parametrize(
    "text", ["its a vacancy", "I want to apply for this", "do i fit", "that's not my job", "is this for me?"]
)
def test_words_about_a_document_when_they_say_it_is_another_job_then_they_are_understood(text: str) -> None:
    assert is_vacancy(text)


@pytest.mark.parametrize(
    "text",
    [
        *("this is my job", "my job description", "what I do", "that's all", ""),
        *("opening the shop every morning", "I fill vacancies for the wards", "I applied for grants"),
        *(
            "looking at the invoices that came in",
            "I write the job adverts",
            "apply to schools for places",
        ),
    ],
)
def test_words_about_a_document_when_it_is_the_persons_then_they_say_nothing_else(text: str) -> None:
    assert not is_vacancy(text)
