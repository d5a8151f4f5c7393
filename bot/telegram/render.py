"""Render replies as drafts of messages: what each says, its buttons, and where it belongs in the chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation import Button, Reply, State
from bot.conversation.prompts import prompt
from bot.conversation.state import ROLE_STAGES
from bot.store.queue import Outbox
from bot.store.reviews.chats import Part
from bot.telegram.calls import Call
from bot.telegram.html import CAPTION, TEXT, messages, shortened
from bot.telegram.keyboards import OfSuggestions, Row
from bot.telegram.turn import Turn
from bot.text import conversation as conversation_text
from bot.text import roles as roles_text
from bot.text import staff
from bot.text import suggestions as suggestion_text
from bot.text.markup import Marked


@dataclass(frozen=True, slots=True)
class Draft:
    """A call and its place.

    Args:
        place: ``live`` begins a new live message, ``update`` changes the live message, ``retire`` changes it
            a last time; empty for all others.
        about: the review it is about, and what of it.
    """

    call: Call
    place: Literal["", "live", "update", "retire"] = ""
    about: tuple[int, Part] | None = None


def say(pieces: Sequence[Marked], rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft marked text, split where it is too long; the buttons are under its last part."""
    parts = messages(pieces, TEXT)
    last = len(parts) - 1
    return [Draft(Call("message", part, tuple(rows) if n == last else ())) for n, part in enumerate(parts)]


def say_text(text: str, rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft a text without marks."""
    return say([Marked(text)], rows)


def toast(query: str | None, text: str = "") -> list[Draft]:
    """Draft the end of a press, with a few words shown for a moment."""
    return [Draft(Call("answer", text, query=query))] if query else []


def change(message: int | None, pieces: Sequence[Marked], rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft a change of the message that was pressed on; a new message where Telegram does not tell which."""
    if message is None:
        return say(pieces, rows)
    first, *rest = messages(pieces) or [""]
    if not rest:
        return [Draft(Call("edit", first, tuple(rows), message=message))] if first else []
    *between, last = (Draft(Call("message", part)) for part in rest)
    return [
        Draft(Call("edit", first, message=message)),
        *between,
        replace(last, call=last.call.but(rows=tuple(rows))),
    ]


def answer_press(turn: Turn, pieces: str | Sequence[Marked], rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft the end of a press, and a change of the message that was pressed on."""
    said = [Marked(pieces)] if isinstance(pieces, str) else pieces
    return [*toast(turn.query), *change(turn.message, said, rows)]


def change_buttons(message: int | None, rows: Sequence[Row] = ()) -> list[Draft]:
    """Draft other buttons of a message, or none."""
    return [Draft(Call("buttons", rows=tuple(rows), message=message))] if message else []


def about(review: int, part: Part, drafts: Iterable[Draft]) -> list[Draft]:
    """Mark drafts as being about a review."""
    return [replace(draft, about=(review, part)) for draft in drafts]


def in_thread(thread: int | None, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Put drafts into the topic of what they answer."""
    return [replace(each, call=each.call.but(thread=thread)) for each in drafts] if thread else drafts


def _answering(message: int | None, drafts: Sequence[Draft]) -> list[Draft]:
    """Make the first message that is sent an answer to a message."""
    first = next((n for n, each in enumerate(drafts) if each.call.deed == "message"), None)
    if message is None or first is None:
        return list(drafts)
    marked = replace(drafts[first], call=drafts[first].call.but(message=message))
    return [*drafts[:first], marked, *drafts[first + 1 :]]


def post(outbox: Outbox, person: int, drafts: Iterable[Draft]) -> None:
    """Put drafts into the outbox."""
    for draft in drafts:
        call = draft.call.to_json()
        if draft.place == "live":
            outbox.set_live(person, outbox.add(person, call, lasting=True))
        elif draft.place:
            live = outbox.live(person)
            if live is not None:
                outbox.add(person, call, edits=live)
            if draft.place == "retire":
                outbox.set_live(person, None)
        else:
            outbox.add(person, call, about=draft.about)


NOTED = "✍"
"""Put on a message whose activities were noted; one of the emoji that Telegram lets bots react with."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One turn of the conversation.

    Args:
        live: whether there is a live message: of what was understood so far, or the question asked last.
        role: staff, coach or admin: for the help.
        suggestions: ids under which what each suggestion told was written down.
    """

    turn: Turn
    before: State
    after: State
    replies: tuple[Reply, ...]
    live: bool
    role: str
    suggestions: Sequence[Sequence[int]] = ()


def render(step: Rendering) -> list[Draft]:
    """Show a step."""
    pressed = step.turn.kind == "press"
    if pressed and step.after == step.before:
        return toast(step.turn.query, step.replies[0].text)
    settled = _settled(step)
    drafts = [*toast(step.turn.query), *settled, *_reaction(step)]
    if any(draft.place == "retire" for draft in settled):
        step = replace(step, live=False)
    alone, ids = len(step.replies) == 1, iter(step.suggestions)
    for reply in step.replies:
        if reply.kind == "suggestion":
            drafts += suggestion(reply, next(ids, ()), step.after)
        else:
            drafts += _answering(reply.to, _reply(step, reply, alone))
    return drafts


def asked(reply: Reply, live: bool) -> list[Draft]:
    """Ask what the conversation asks; no older keyboard of the same stays."""
    if reply.kind not in ("choice", "question", "plan") or not reply.buttons:
        return say_text(reply.text, buttons_of(reply))
    text = _question(reply.text) if reply.kind == "question" else [Marked(reply.text)]
    *before, last = say(text, buttons_of(reply))
    return [*_retired(live), *before, Draft(last.call, "live")]


def buttons_of(reply: Reply) -> tuple[Row, ...]:
    """Lay out a reply's buttons: short answers side by side, the names of skills each on its own line."""
    wide = 2 if reply.kind in ("question", "next") else 1
    labelled = [_labelled(button) for button in reply.buttons]
    more = tuple((_labelled(button),) for button in reply.more)
    return (*(tuple(labelled[n : n + wide]) for n in range(0, len(labelled), wide)), *more)


def _labelled(button: Button) -> tuple[str, str]:
    return button["label"], button["id"]


def _settled(step: Rendering) -> list[Draft]:
    """Take the buttons off the question that was answered; one pressed shows which answer it got."""
    question, turn = prompt(step.before), step.turn
    if step.after == step.before or step.before.stage not in ("asking", "choosing", *ROLE_STAGES):
        return []
    label = next((b["label"] for b in question.pressable if b["id"] == turn.text), None)
    if turn.kind != "press" or label is None:
        return _retired(step.live)
    drafts = change(turn.message, staff.answered(question.text, label)) if turn.message else []
    return [Draft(drafts[0].call, "retire")] if drafts and step.live else drafts or _retired(step.live)


def _reaction(step: Rendering) -> list[Draft]:
    told = len(step.after.activities) > len(step.before.activities)
    if not told or step.turn.message is None or step.turn.kind == "press":
        return []
    return [Draft(Call("react", NOTED, message=step.turn.message))]


def _reply(step: Rendering, reply: Reply, alone: bool) -> list[Draft]:
    match reply.kind:
        case "greeting":
            return say_text(staff.WELCOME)
        case "help":
            return say(staff.help_text(step.role))
        case "understood":
            return _understood(step, reply, alone)
        case "choice" | "question" | "plan":
            return asked(reply, step.live)
        case "gap":
            return _gap(reply)
        case "details" | "suggestion":
            return []
        case "next":
            # After a suggestion its buttons are under the suggestion itself.
            told = any(each.kind == "suggestion" for each in step.replies)
            return [] if told else say_text(reply.text, buttons_of(reply))
        case "plain":
            return say_text(reply.text)


def _understood(step: Rendering, reply: Reply, alone: bool) -> list[Draft]:
    """Keep one message of what was understood up to date; a new one where others would stand below it."""
    texts = messages([Marked(reply.text)])
    # Another topic than the live message's may be where the person looks.
    if alone and step.live and len(texts) == 1 and reply.to is None and step.turn.thread is None:
        return [Draft(Call("edit", texts[0], buttons_of(reply)), "update")]
    call = Call("message", texts[-1], buttons_of(reply))
    return [*_retired(step.live), Draft(call, "live")]


def _retired(live: bool) -> list[Draft]:
    return [Draft(Call("buttons"), "retire")] if live else []


def _question(text: str) -> list[Marked]:
    """Make the first line, which tells how far one is, bold."""
    head, line, rest = text.partition("\n")
    return [Marked(head, "b"), Marked(line + rest)] if line else [Marked(text)]


def _gap(reply: Reply) -> list[Draft]:
    """Show what a role asks for: a picture of bars, and the list."""
    assert reply.gap is not None, "a gap is drawn"
    caption = messages([Marked(roles_text.gap_head(reply.gap, None))], CAPTION)[0]
    return [Draft(Call("picture", caption, made={"gap": reply.gap})), *say_text(reply.text)]


def suggestion(reply: Reply, ids: Sequence[int], state: State) -> list[Draft]:
    """Show a suggestion: a picture, described for who cannot see it, and a short message with buttons."""
    drafts: list[Draft] = []
    if reply.ladders:
        caption = messages([Marked(shortened(suggestion_text.alt_text(reply.ladders), CAPTION))], CAPTION)[0]
        drafts.append(Draft(Call("picture", caption, made={"ladders": list(reply.ladders)})))
    if reply.state is not None:
        why, not_me = (str(OfSuggestions(tuple(ids), action)) for action in ("why", "notme"))
        return say_text(reply.text, (((staff.WHY, why), (staff.NOT_ME, not_me)),) if ids else ())
    pieces = staff.suggestion(reply.text, reply.conclusions)
    return [*drafts, *say(pieces, suggestion_buttons(ids, state))]


def suggestion_buttons(ids: Sequence[int], state: State) -> tuple[Row, ...]:
    """Lay out what can be done with a suggestion; buttons of its own are good for ever, those of the
    conversation until it goes on."""
    go_on = dict(map(_labelled, prompt(state).pressable))
    offered = ((roles_text.ROLES,), (conversation_text.ANOTHER, conversation_text.FINISH))
    lined = (tuple((label, go_on[label]) for label in line if label in go_on) for line in offered)
    more = tuple(row for row in lined if row)
    if not ids:
        return more
    why, not_me, share, pdf, goal = (
        str(OfSuggestions(tuple(ids), action)) for action in ("why", "notme", "share", "pdf", "goal")
    )
    rows: list[Row] = [
        ((staff.WHY, why), (staff.NOT_ME, not_me)),
        ((staff.SHARE, share), (staff.PDF, pdf)),
        ((staff.MAKE_GOAL, goal),),
    ]
    return (*rows, *more)
