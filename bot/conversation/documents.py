"""Whole documents: a curriculum vitae, a job advertisement, an appraisal, pasted or sent as a file."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.activities import MAX_ACTIVITY, hear
from bot.conversation.events import Understand
from bot.conversation.identifiers import masked
from bot.conversation.prompts import MAX_ACTIVITIES, WANTED, prompt
from bot.conversation.replies import Reply, Step
from bot.conversation.state import SEARCHED, State
from bot.text import conversation

FEWEST_LINES = 5


def pasted(state: State, text: str) -> Step | None:
    """Take a pasted document; None for other text."""
    if text.count("\n") + 1 < FEWEST_LINES:
        return None
    # The readers of documents are heavy, and the greeting must not wait for them.
    from knowledge.readers.duties import duties_in_text

    jobs = duties_in_text(text, MAX_ACTIVITIES, MAX_ACTIVITY)
    return read(state, jobs) if jobs else None


def read(state: State, jobs: Sequence[Sequence[str]], caption: str = "") -> Step:
    """Take the duties of a document as activities: those of the latest job, so that old ones lower no level.

    Args:
        state: where the conversation stands.
        jobs: the duties of each, the latest job first; at least one.
        caption: what the person wrote with it.
    """
    kept, *earlier = ([masked(duty) for duty in job] for job in jobs)
    kept = [*hear(caption).activities, *kept]
    room = MAX_ACTIVITIES - len(state.activities)
    if room <= 0:
        return Step(state, (Reply(conversation.too_many(MAX_ACTIVITIES)), prompt(state)))
    told = state.with_activities(kept[:room])
    aside = tuple(duty for job in earlier for duty in job)[: MAX_ACTIVITIES - len(told.activities)]
    told = told.but(
        vacancy=() if earlier else tuple(kept[:room]),
        fresh=len(kept[:room]),
        aside=aside,
        asked_if_work=False,
        notice="kept",
        enough=state.enough or len(told.activities) >= WANTED or state.stage in SEARCHED,
    )
    said = Reply(conversation.read_document(len(kept[:room]), len(jobs) > 1, aside))
    return Step(told, (said,), Understand(told.activities, told.left_out, len(told.activities)))
