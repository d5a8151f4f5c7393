"""Do what a correction asks: remove, change, take back, or add what was left out."""

from __future__ import annotations

import re

from bot.conversation import history
from bot.conversation.activities import MAX_ACTIVITY, hear
from bot.conversation.corrections import changed, numbered, place_of
from bot.conversation.events import Conclude, Understand
from bot.conversation.message import Message
from bot.conversation.prompts import prompt
from bot.conversation.replies import Reply, Step
from bot.conversation.state import SEARCHED, Notice, State
from bot.text import conversation, faq


def correct(state: State, message: Message) -> Step:
    """Do what a correction asks."""
    if message.what == "undo":
        return undo(state)
    return remove(state, message) if message.what == "remove" else change(state, message)


def remove(state: State, message: Message) -> Step:
    """Remove an activity."""
    numbers = message.numbers or (() if message.about or message.number is None else (message.number,))
    missing = [number for number in numbers if numbered(state, number) is None]
    if missing and state.activities:
        said = conversation.not_on_list(missing, len(state.activities))
        return Step(state, (Reply(said), *_shown(state)))
    places = [numbered(state, number) for number in numbers] or [place_of(state, message)]
    known = [place for place in places if place is not None]
    return remove_at(state, *known) if known else Step(state, (Reply(_which(state)), *_shown(state)))


def remove_at(state: State, *places: int) -> Step:
    """Remove the activities at these places, from 0."""
    left = state.without(places).but(notice="removed", rewording=0, editing=0)
    count = len(left.activities)
    if len(set(places)) == 1:
        return _looked_again(left, Reply(conversation.removed(state.activities[places[0]], count)))
    gone = [state.listed[place] for place in sorted(set(places))]
    return _looked_again(left, Reply(conversation.removed_several(gone, count)))


def change(state: State, message: Message) -> Step:
    """Change an activity; ask for its right words where the correction does not tell them."""
    found = changed(state, message)
    same = found is not None and state.activities[found[0]].casefold() == found[1].casefold()
    if found and not same:
        return rewrite(state, *found)
    place = found[0] if found else place_of(state, message)
    if place is None:
        return Step(state, (Reply(_which(state)), *_shown(state)))
    return ask_rewording(state, place)


def ask_rewording(state: State, place: int) -> Step:
    """Ask for the right words of the activity at a place, from 0."""
    asked = state.but(rewording=place + 1, editing=0)
    return Step(asked, (Reply(conversation.ask_rewording(*state.listed[place])),))


def rewrite(state: State, place: int, text: str) -> Step:
    """Give an activity other words."""
    activities = (*state.activities[:place], text, *state.activities[place + 1 :])
    written = state.but(activities=activities, notice="corrected", rewording=0)
    return _looked_again(written, Reply(conversation.changed(*written.listed[place])))


def completed(state: State, text: str) -> Step | None:
    """Add to the short activity what was asked about it; None if the words are something else."""
    place = state.place(state.asked_about)
    words = text.split()
    if (
        place is None
        or state.stage != "collecting"
        or not _COMPLETES.match(text)
        or len(words) > MOST_COMPLETING
    ):
        return None
    whole = f"{state.activities[place].rstrip(' .,!')}, {text}"[:MAX_ACTIVITY]
    return rewrite(state.but(asked_about=0), place, whole)


MOST_COMPLETING = 24
"""Words that complete an activity; more tell a new one."""
_COMPLETES = re.compile(
    r"(?:(?:oh|um+|erm|hmm+|well|it'?s|its|that'?s|they'?re|there (?:are|is)|just|only|usually)[\s,]+)*"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|a few"
    r"|many|some|all|about|around|abt|for|to|from|by|with|approx\w*|roughly|nearly|almost|every|each|up to"
    r"|more than|less than|over|nobody|no one|no-one|none|me|myself|the|our|boss|manager|supervisor|director"
    r"|my (?:own )?(?:boss|manager|supervisor|director|senior|lead|head|team|matron|colleagues?))\b)",
    re.IGNORECASE,
)


def edited(state: State, text: str, message: int) -> Step:
    """Change what a message told, as the person has edited it."""
    places = [at for at, of in enumerate(state.origins) if of["message"] == message]
    if not places or text.startswith("/"):
        # The question and its buttons stand as they are.
        return Step(state, (Reply(conversation.EDIT_OF_NO_ACTIVITY),))
    told = hear(text, state.vectors).activities
    new = state.without(places).but(message=message).with_activities(told, at=places[0])
    kept = [state.origins[at] for at in places[: len(told)]]
    origins = (*new.origins[: places[0]], *kept, *new.origins[places[0] + len(kept) :])
    notice: Notice = "corrected" if told else "removed"
    written = new.but(origins=origins, answer=None, notice=notice, rewording=0, editing=0)
    lines = [conversation.changed(*written.listed[places[0] + n]) for n in range(len(told))]
    gone = "; ".join(state.activities[at] for at in places)
    said = "\n".join(lines) or conversation.removed(gone, len(written.activities))
    return _looked_again(written, Reply(said))


def undo(state: State) -> Step:
    """Take back the last change, whatever it was."""
    before = history.taken_back(state)
    if before is None:
        return Step(state, (Reply(conversation.NOTHING_TO_UNDO), *_asked(state)))
    fewer = len(before.activities) < len(state.activities)
    said = Reply(_taken_back(before, state))
    stands = before.but(notice="removed" if fewer else "corrected", answer=None)
    if stands.stage == "suggested" and stands.choice:
        asking = stands.but(stage="asking", question=None)
        return Step(asking, (said,), Conclude(asking.activities, stands.choice, asking.given))
    return Step(stands, (said, prompt(stands)))


def take_in(state: State) -> Step:
    """Add what was left out, as the person says it is work."""
    told = state.with_activities(state.aside).but(aside=(), asked_if_work=False, notice="kept")
    return _looked_again(told)


def shown(state: State) -> Step:
    """Show the list."""
    if not state.activities or state.stage == "ended":
        return Step(state, (prompt(state),))
    return Step(state, (*_shown(state), prompt(state)))


def _taken_back(before: State, after: State) -> str:
    gone = [one for one in after.activities if one not in before.activities]
    back = [one for one in before.activities if one not in after.activities]
    if len(back) == 1 and len(gone) == 1:
        return conversation.changed(*before.listed[before.activities.index(back[0])])
    if gone:
        return conversation.removed("; ".join(gone), len(before.activities))
    if back:
        return conversation.put_back("; ".join(back))
    return conversation.ANSWER_TAKEN_BACK if before.given != after.given else conversation.TAKEN_BACK


def _which(state: State) -> str:
    return conversation.WHICH_ACTIVITY if state.activities else faq.NOTHING_TO_CORRECT


def _asked(state: State) -> tuple[Reply, ...]:
    return () if state.stage == "new" else (prompt(state),)


def _shown(state: State) -> tuple[Reply, ...]:
    return (Reply(conversation.so_far(state.listed)),) if state.activities else (prompt(state),)


def _looked_again(state: State, *before: Reply) -> Step:
    """Continue with a changed list."""
    if not state.activities:
        empty = state.but(stage="collecting", choices=(), choice=None, question=None, enough=False)
        empty = empty.but(given=(), conclusions=(), number=state.number + 1)
        return Step(empty, (*before, prompt(empty)))
    if state.stage == "asking":
        return Step(state, (*before, prompt(state)))
    again = state.but(fresh=0, enough=state.enough or state.stage in SEARCHED)
    return Step(again, before, Understand(again.activities, again.left_out, len(again.activities)))
