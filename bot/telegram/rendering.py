"""Replies of the conversation as Telegram shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation import Button, Reply, State
from bot.conversation.prompts import prompt
from bot.telegram.calls import Call, Row
from bot.telegram.drafts import Draft, change, say, say_text, toast
from bot.telegram.html import CAPTION, messages, shortened
from bot.telegram.incoming import Incoming
from bot.text import conversation, staff
from bot.text import suggestions as suggestion_text
from bot.text.markup import Marked

NOTED = "✍"
"""Put on a message whose activities were noted; one of the emoji that Telegram lets bots react with."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation.

    Args:
        incoming: what the person did.
        before: the state it met.
        after: the state it led to.
        replies: in order.
        live: whether there is a live message: of what was understood so far, or the question asked last.
        role: staff, coach or admin: for the help.
        suggestions: ids under which the suggestions told were written down.
    """

    incoming: Incoming
    before: State
    after: State
    replies: tuple[Reply, ...]
    live: bool
    role: str
    suggestions: Sequence[int] = ()


def render(turn: Turn) -> list[Draft]:
    """Show a turn."""
    pressed = turn.incoming.kind == "press"
    if pressed and turn.after == turn.before:
        return toast(turn.incoming.query, turn.replies[0].text)
    settled = _settled(turn)
    drafts = [*toast(turn.incoming.query), *settled, *_reaction(turn)]
    if any(draft.place == "retire" for draft in settled):
        turn = replace(turn, live=False)
    alone = len(turn.replies) == 1
    for reply in turn.replies:
        drafts += _reply(turn, reply, alone)
    return drafts


def asked(reply: Reply, live: bool) -> list[Draft]:
    """Ask what the conversation asks; no older keyboard of the same stays.

    Args:
        reply: the question.
        live: whether there is a live message.
    """
    if reply.kind not in ("choice", "question"):
        return say_text(reply.text, buttons_of(reply))
    text = _question(reply.text) if reply.kind == "question" else [Marked(reply.text)]
    *before, last = say(text, buttons_of(reply))
    return [*_retired(live), *before, Draft(last.call, "live")]


def buttons_of(reply: Reply) -> tuple[Row, ...]:
    """Lay out a reply's buttons: short answers side by side, the names of skills each on its own line."""
    wide = 2 if reply.kind in ("question", "next") else 1
    labelled = [_labelled(button) for button in reply.buttons]
    return tuple(tuple(labelled[n : n + wide]) for n in range(0, len(labelled), wide))


def _labelled(button: Button) -> tuple[str, str]:
    return button["label"], button["id"]


def _settled(turn: Turn) -> list[Draft]:
    """Take the buttons off the question that was answered; one pressed shows which answer it got."""
    question, incoming = prompt(turn.before), turn.incoming
    if turn.after == turn.before or turn.before.stage not in ("asking", "choosing"):
        return []
    label = next((b["label"] for b in question.buttons if b["id"] == incoming.text), None)
    if incoming.kind != "press" or label is None:
        return _retired(turn.live)
    drafts = change(incoming.message, staff.answered(question.text, label)) if incoming.message else []
    return [Draft(drafts[0].call, "retire")] if drafts and turn.live else drafts or _retired(turn.live)


def _reaction(turn: Turn) -> list[Draft]:
    told = len(turn.after.activities) > len(turn.before.activities)
    if not told or turn.incoming.message is None or turn.incoming.kind == "press":
        return []
    return [Draft(Call("react", NOTED, message=turn.incoming.message))]


def _reply(turn: Turn, reply: Reply, alone: bool) -> list[Draft]:
    match reply.kind:
        case "greeting":
            return say_text(staff.WELCOME)
        case "help":
            return say(staff.help_text(turn.role))
        case "understood":
            return _understood(turn, reply, alone)
        case "choice" | "question":
            return asked(reply, turn.live)
        case "suggestion":
            return suggestion(reply, turn.suggestions, turn.after)
        case "details":
            return []
        case "next":
            # After a suggestion its buttons are under the suggestion itself.
            told = any(each.kind == "suggestion" for each in turn.replies)
            return [] if told else say_text(reply.text, buttons_of(reply))
        case "plain":
            return say_text(reply.text)


def _understood(turn: Turn, reply: Reply, alone: bool) -> list[Draft]:
    """Keep one message of what was understood up to date; a new one where others would stand below it."""
    texts = messages([Marked(reply.text)])
    if alone and turn.live and len(texts) == 1:
        return [Draft(Call("edit", texts[0], buttons_of(reply)), "update")]
    call = Call("message", texts[-1], buttons_of(reply))
    return [*_retired(turn.live), Draft(call, "live")]


def _retired(live: bool) -> list[Draft]:
    return [Draft(Call("buttons"), "retire")] if live else []


def _question(text: str) -> list[Marked]:
    """Make the first line, which tells how far one is, bold."""
    head, line, rest = text.partition("\n")
    return [Marked(head, "b"), Marked(line + rest)] if line else [Marked(text)]


def suggestion(reply: Reply, ids: Sequence[int], state: State) -> list[Draft]:
    """Show a suggestion: a picture, described for who cannot see it, and a short message with buttons."""
    drafts: list[Draft] = []
    if reply.ladders:
        caption = messages([Marked(shortened(suggestion_text.alt_text(reply.ladders), CAPTION))], CAPTION)[0]
        drafts.append(Draft(Call("picture", caption, made={"ladders": list(reply.ladders)})))
    pieces = staff.suggestion(reply.text, reply.conclusions)
    return [*drafts, *say(pieces, suggestion_buttons(ids, state))]


def suggestion_buttons(ids: Sequence[int], state: State) -> tuple[Row, ...]:
    """Lay out what can be done with a suggestion; buttons of its own are good for ever, those of the
    conversation until it goes on."""
    go_on = map(_labelled, prompt(state).buttons)
    more = tuple(
        (label, data) for label, data in go_on if label in (conversation.ANOTHER, conversation.FINISH)
    )
    if not ids:
        return (more,) if more else ()
    about = "s" + ".".join(map(str, ids))
    rows: list[Row] = [
        ((staff.WHY, f"{about}:why"), (staff.NOT_ME, f"{about}:notme")),
        ((staff.SHARE, f"{about}:share"), (staff.PDF, f"{about}:pdf")),
        ((staff.MAKE_GOAL, f"{about}:goal"),),
    ]
    return (*rows, more) if more else tuple(rows)
