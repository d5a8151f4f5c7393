"""Every sentence Rung says, in English. Nothing here decides anything.

House style: warm, brief, plain; no jargon of ours, no praise that was not earned, no verdict on a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.guidance.model import (
    AbstainReason,
    Asked,
    Choice,
    Conclusion,
    Evidence,
    Ladder,
    NextStep,
    Suggestion,
    lowest,
)
from bot.text import grammar

Care = Literal["crisis", "harassment", "loss", "burnout", "health"]
"""What somebody in distress speaks of."""

OWN, HELP, NO, SKIP = "On my own", "With help", "Not yet", "Skip"
NONE_OF_THESE = "None of these"
THATS_ALL = "That's all"
ANOTHER = "Another skill"
FINISH = "That's all for today"

GREETING = (
    "Hello, I'm Rung. Tell me what you do at work, and I'll say which skill that is, which level you stand on"
    " and what the next one asks.\n"
    "What you write stays on this machine and I forget it when we stop; only the pictures I draw are kept."
)
ASK_ACTIVITIES = (
    "What have you been doing at work lately? Three to five things are best, one by one or all at once."
    " (/help shows what else you can type.)"
)
HELP_TEXT = (
    "Tell me what you really do, in your own words: what, for whom, who decides, who checks.\n"
    "A button can be pressed, or answered by typing its words or its number.\n"
    "/start begins afresh, /back goes one question back, /skip leaves this one out, /cancel stops and"
    " forgets,"
    " /help shows this."
)
STARTING_AFRESH = "Right, a fresh start. I've forgotten what we had."
CANCELLED = "Stopped, and what you told me is forgotten. /start begins again whenever you like."
FAREWELL = (
    "Glad to have you here. One thing from the list, tried this week, is a fine start. Until next time!"
)
FAREWELL_EARLY = "Until next time! /start begins again whenever you like."
OVER = "We had finished here. /start begins a new round."
NOTHING_BACK = (
    "This is where we began, so there is nothing to go back to. What you told me is all still here."
)
BACK_TO_ACTIVITIES = "Back to what you do; everything you told me is still here."
BACK_TO_CHOICE = "Back to choosing a skill."
BACK_TO_QUESTION = "Back to the question before; your new answer replaces the old one."
ASKING_AGAIN = "I'll ask again, about what you told me then. /start takes new activities instead."
FINISH_FIRST = "Let's finish this one first, or /cancel it; then press that button again."
NOTHING_TO_SKIP = "There's nothing to skip just now."
OLD_BUTTON = "That button belongs to an earlier question, so nothing has changed."
UNKNOWN_BUTTON = "I don't know that button, so nothing has changed."
UNKNOWN_COMMAND = "I don't know that command. I know /start, /back, /skip, /cancel and /help."
UNREADABLE = "I couldn't find any words in that. Tell me in a sentence what you do at work."
ONLY_TEXT = "I can read text and buttons only, one at a time, so I've left that one out."
CHATTER = "Nice to hear from you!"
PICK_ONE = "Pick one by its number or its words, please, or tell me more about what you do."
NEED_ONE_FIRST = "I need at least one thing you do at work before I can look. A single sentence will do."
NOT_AN_ANSWER = f"I wasn't sure how to take that. “{OWN}”, “{HELP}”, “{NO}” or “{SKIP}”?"
ONE_MORE_SENTENCE = (
    "Then I haven't understood well enough yet. Give me one more sentence: what is the main thing you"
    " do, and for whom?"
)
NOTHING_ELSE_FITS = (
    "I found no other skill that fits. Say it in other words, or name the skill if you know what it is"
    " called."
)
NO_LEVELS = (
    "I know that skill by name, but none of my documents say what its levels are, so I can't place you on it."
)
FAILED = "Sorry, something went wrong on my side. What you told me is still here; please try that again."
NOT_JSON = 'I read one JSON object a line: {"text": "…"} or {"press": "<button id>"}.'
STILL_LOADING = "One moment, I'm still getting my books out…"

_CARE: dict[Care, str] = {
    "crisis": (
        "I'm really glad you said that, and I'm worried about you. I'm only a program: please speak to a"
        " person now."
        " Call your local emergency number or a crisis line, or go to someone near you whom you trust, and"
        " tell them"
        " what you told me. Your work can wait."
    ),
    "harassment": (
        "I'm sorry that is happening to you. Nobody should be treated like that at work. I'm only a"
        " program, so please talk"
        " to a person: someone in HR, a manager you trust, a union or staff representative, or a helpline."
        " Keeping a"
        " note of what happened and when can help. If you are in danger, call the emergency number."
    ),
    "loss": (
        "I'm so sorry for your loss. There's no hurry here. I'm only a program, so please lean on people:"
        " somebody close to you, your organisation's counselling service, or your manager or HR for time off."
    ),
    "burnout": (
        "That sounds heavy, and I'm sorry. Being worn out says nothing about what you're worth. I'm only a"
        " program, so please"
        " talk to a person: your manager or HR if that feels safe, your organisation's counselling"
        " service, or"
        " your doctor."
    ),
    "health": (
        "Thank you for telling me; I hope you are being looked after. I'm only a program, so for anything"
        " about your health"
        " please talk to a person: your doctor, your organisation's counselling or health service, or HR"
        " about"
        " what would make work easier."
    ),
}
CARE_STAYS_OUT = (
    "I've left that out of what I work with. There's no hurry here: go on whenever you like, or /cancel."
)

Topic = Literal[
    "other-person",
    "delete",
    "human",
    "privacy",
    "pay",
    "bot",
    "framework",
    "levels",
    "difference",
    "how",
    "long",
    "why",
    "stop",
    "change",
    "count",
    "tell",
    "other",
]
HOW_TO_CHANGE = (
    "I haven't changed anything yet. Say “change 2 to …” with the right words, or “delete 2”, with the"
    " number in"
    " the list."
)
WHICH_ACTIVITY = "I'm not sure which one you mean. Say “delete 2”, with its number in the list."
NOT_WORK = (
    "That doesn't sound like part of your job, so I've left it out and put no level on it. If it is"
    " something you"
    " do for work, say “it's my work” and I'll take it in."
)
NO_STEERING = (
    "I can't set a level because somebody asks for it: I go by what you do. Tell me what you do at work,"
    " and for"
    " whom."
)
IF_IT_IS_WORK = " If that was about your job and not about you, say “it's my work” and I'll take it in."
_FAQ: dict[Topic, str] = {
    "other-person": "I can only talk about your own work, so I can't say anything about other people. They"
    " are"
    " welcome to ask me themselves.",
    "delete": "On Telegram, /forget deletes what I hold about you, at once and for good. /cancel forgets this"
    " conversation.",
    "human": "I'm a program. For a person, ask your manager, HR, or your team's coach: on Telegram you can"
    " share a"
    " suggestion with a coach, who looks at it and can change it.",
    "privacy": "What you tell me stays on your organisation's own machine. Nobody else sees it unless you"
    " share a"
    " suggestion with a coach yourself.",
    "pay": "It is advice for you. Nothing goes to your manager, HR or payroll from me: a coach sees only"
    " what you"
    " choose to share.",
    "bot": "I'm Rung, a computer program. I suggest which level of a skill your work shows; a person"
    " decides.",
    "framework": "SFIA and SkillsFuture's TSCs are published lists of skills with levels: they say what"
    " people do at"
    " each level of a skill. I compare what you tell me with their statements.",
    "levels": "A level says how much of a skill somebody's work shows: from doing it under guidance,"
    " through doing it"
    " alone, to deciding for others. I suggest one when I know what you do.",
    "difference": "They are skills of the frameworks with different names and statements. Pick the one"
    " nearest to"
    " your main work; you can look at the other one afterwards.",
    "how": "I compare your words with the statements of the frameworks, see which level they fit best, and"
    " ask a few"
    " questions where I'm not sure. It is a suggestion, not a verdict.",
    "long": "About five minutes: three to five things you do, then at most five short questions about a"
    " skill.",
    "why": "I need to know what you do to tell which skill it shows, on which level, and what the next"
    " level asks."
    " The more concrete, the better I can tell.",
    "stop": "You can stop whenever you like: /cancel stops and forgets, /skip leaves a question out, and"
    " “That's all”"
    " shows what I found.",
    "change": HOW_TO_CHANGE,
    "count": "Yes, that helps: anything you do for your job counts, small things too.",
    "tell": "Tell me in a sentence what you do at work: what, for whom, and who decides or checks. For"
    " example: “I"
    " plan the roster for 12 guards, and my manager approves it.”",
    "other": "I can't answer that: I only know about skills and levels at work. /help shows what you can"
    " type.",
}
_ABSTAINED: dict[AbstainReason, str] = {
    "out-of-scope": (
        "That doesn't sound like something the frameworks I know describe, so I won't put a level on it."
        " What do you do at work: for whom, and what comes out of it?"
    ),
    "too-vague": (
        "That's a little too short for me to place. Tell me a bit more: what exactly do you do there, and"
        " is it you who"
        " decides, or does somebody check?"
    ),
}


def care(kind: Care) -> str:
    """Answer somebody who speaks of burn-out, bullying or health, and point to a person."""
    return _CARE[kind]


def faq(topic: Topic) -> str:
    """Answer a question to Rung."""
    return _FAQ[topic]


def explained(asked: Asked) -> str:
    """Explain the statement asked about, and what the answers mean."""
    return (
        f"The framework says at level {asked['level']}: “{asked['descriptor'].strip().rstrip('.')}.”\n"
        f"Say “{OWN}” if your work includes that and nobody has to guide you, “{HELP}” if somebody guides"
        f" or checks"
        f" you, “{NO}” if you don't do it, or “{SKIP}”."
    )


def removed(activity: str) -> str:
    """Say which activity was taken off the list."""
    return f"Removed: {grammar.shorten(activity, 110)}"


def changed(number: int, activity: str) -> str:
    """Say how an activity reads now."""
    return f"Changed, number {number} is now: {grammar.shorten(activity, 110)}"


def abstained(reason: AbstainReason) -> str:
    """Say why no level is given, and what would help."""
    return _ABSTAINED[reason]


def cut(limit: int) -> str:
    """Say that only the start of a very long message was read."""
    return f"That was a long one: I read the first {limit:,} characters. Tell me the rest in pieces."


def too_many(limit: int) -> str:
    """Say that no more activities are kept."""
    return f"That's plenty: I work with the first {limit} things you told me."


def so_far(activities: Sequence[str]) -> str:
    """Show what was understood."""
    lines = [f"  {n}. {grammar.shorten(activity, 110)}" for n, activity in enumerate(activities, 1)]
    return "\n".join(["So far I have:", *lines])


def ask_more(count: int, wanted: int) -> str:
    """Ask for more activities."""
    left = wanted - count
    if left <= 0:
        return f"Anything else? Or say “{THATS_ALL}”, and I'll look."
    number = "One more thing" if left == 1 else "Two more things" if left == 2 else "A few more things"
    return f"{number} you did would help me. Or say “{THATS_ALL}”, and I'll go by what I have."


def ask_choice(count: int) -> str:
    """Ask which skill to work out."""
    if count == 1:
        return "This looks like one skill. Shall we work it out? Or tell me more and I'll look again."
    return "Which of these shall we work out? You can also tell me more, and I'll look again."


def ask_another() -> str:
    """Ask what to do after a suggestion."""
    return "Shall we look at another skill, or is that all for today? You can also tell me more that you do."


def noted() -> str:
    """Say that an activity told in place of an answer was kept."""
    return "Noted, I'll use that too. Back to my question:"


def question(asked: Asked, number: int, most: int, skill: str) -> str:
    """Word a question about a statement in the person's terms."""
    return f"{skill}, question {number} of at most {most}:\n{ask(asked['fact'], asked['kind'])}"


def ask(fact: str, kind: str) -> str:
    """Turn a statement into a question to the person.

    Args:
        fact: one sentence of a descriptor.
        kind: the descriptor's kind.

    Returns:
        A question such as *Is it your call to approve medium-sized offers to clients?*
    """
    short = grammar.shorten(fact.strip().rstrip("."))
    if kind == "knowledge":
        return f"Do you know your way around this well enough to use it at work: {_lower(short)}?"
    base = grammar.to_base(short)
    if base is None:
        return f"Is this something you do: “{short}”?"
    form = next((form for pattern, form in _FORMS if pattern.match(base)), _DO_YOU)
    return form.replace("…", base.removeprefix("be ") if form == _ARE_YOU else base)


_DO_YOU, _ARE_YOU = "Do you …?", "Are you …?"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Each kind of level fact has its own way of asking: being, deciding, direction, leading, being guided.
    (re.compile(r"be\b"), _ARE_YOU),
    (re.compile(r"(?:approve|authorise|authorize|sign|decide)\b"), "Is it your call to …?"),
    (
        re.compile(r"(?:set|define|establish|determine) [^,]*\b(?:strateg|polic|vision|direction|standard)"),
        "Is it up to you to …?",
    ),
    (
        re.compile(r"(?:supervise|mentor|coach|lead|manage) [^,]*\b(?:team|staff|colleague|people|others)"),
        "Do others look to you, so that you …?",
    ),
    (re.compile(r"(?:assist|help|support|follow|contribute)\b"), "Is it part of your work to …?"),
)


def suggestion_summary(placed: Sequence[Conclusion], ahead: Sequence[Conclusion]) -> str:
    """Name the level in every framework, with its name and how sure it is.

    Args:
        placed: at least one, the likeliest framework first.
        ahead: of frameworks in which the skill begins above the person.
    """
    skill = placed[0]["ladder"]["skill"]
    lines = [f"Here is where I see you for {skill}:"]
    lines.extend(
        f"  {c['ladder']['framework']}{_other_name(c, skill)}: {level_name(c['suggestion'])}."
        f" {confidence(c['suggestion'])}"
        for c in placed
    )
    lines.extend(
        f"  {c['ladder']['framework']}{_other_name(c, skill)}: the skill begins at"
        f" {_beginning(c)}, still ahead of you."
        for c in ahead
    )
    return "\n".join(lines)


def suggestion_details(conclusion: Conclusion, said: Sequence[str]) -> str:
    """Give the reasons, what is missing, and the next steps.

    Args:
        conclusion: of one framework.
        said: statements of this skill that the person said they do on their own.
    """
    suggestion = conclusion["suggestion"]
    head = f"{conclusion['ladder']['framework']}: why level {suggestion['level']}"
    return _details(suggestion, head, said)


def suggestion_reasons(suggestion: Suggestion) -> str:
    """Give how sure a suggestion is, its reasons, what is missing, and the next steps."""
    return f"{confidence(suggestion)}\n\n{_details(suggestion, 'Why', ())}"


def level_name(suggestion: Suggestion) -> str:
    """Say a level with its name: *level 5 (Ensure, advise)*."""
    return _named(suggestion["level"], suggestion["level_name"])


def confidence(suggestion: Suggestion) -> str:
    """Say in words how sure the level is, and which other one is close."""
    sure = suggestion["confidence"]
    others = sorted(
        ((p, int(level)) for level, p in suggestion["levels"].items() if int(level) != suggestion["level"]),
        reverse=True,
    )
    if not others:
        return "My documents describe this skill at that level only, so take it with care."
    if sure >= 0.85:
        return "I'm confident of that."
    if sure >= 0.65:
        return "I'm fairly sure of that."
    if sure >= 0.45:
        return f"That's my best guess; level {others[0][1]} comes next."
    return f"It's a close call with level {others[0][1]}, so take it with care."


def alt_text(ladders: Sequence[Ladder]) -> str:
    """Describe a ladder picture for somebody who cannot see it: levels that round to 0% are left out."""
    return " ".join(
        f"Ladder of {ladder['skill']} in {ladder['framework']}: level {ladder['suggested']} is suggested; "
        + ", ".join(
            f"level {rung['level']}: {round(100 * rung['probability'])}%"
            for rung in ladder["rungs"]
            if rung["probability"] and round(100 * rung["probability"])
        )
        + "."
        for ladder in ladders
    )


def picture_at(path: object) -> str:
    """Say where a picture was saved."""
    return f"The same as a picture: {path}"


def picture_title(ladder: Ladder) -> str:
    """Head a ladder."""
    return f"{ladder['skill']}: level {ladder['suggested']}"


LEAST_TO_DO = 3
NOT_IN_SKILL = "not a level of this skill"
YOU_ARE_HERE = "you are here"


def choice_label(choice: Choice, clash: bool) -> str:
    """Label a skill's button; the framework is added where two skills have the same name."""
    return f"{choice['label']} ({choice['skills'][0]['framework_name']})" if clash else choice["label"]


def _beginning(conclusion: Conclusion) -> str:
    number = lowest(conclusion["suggestion"])
    names = (rung["name"] for rung in conclusion["ladder"]["rungs"] if rung["level"] == number)
    return _named(number, next(names, ""))


def _named(number: int, name: str) -> str:
    return f"level {number} ({name})" if name else f"level {number}"


def _details(suggestion: Suggestion, head: str, said: Sequence[str]) -> str:
    missed = missing(suggestion)
    steps = [step for step in suggestion["next_steps"] if step["kind"] != "do" or step["text"] not in missed]
    many = sum(step["kind"] == "do" for step in steps) >= LEAST_TO_DO
    parts = [
        _why(head, suggestion["evidence"], said),
        missed,
        # The missing fact is the first thing to do: it is not said twice where there is enough besides.
        *_next_steps(steps if many else suggestion["next_steps"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _other_name(conclusion: Conclusion, skill: str) -> str:
    own = conclusion["ladder"]["skill"]
    return f" ({own})" if own.casefold() != skill.casefold() else ""


def _why(head: str, evidence: Sequence[Evidence], said: Sequence[str]) -> str:
    lines = [f"{head}:"]
    lines.extend(
        f"  • You: “{quoted(item)}”\n    Level {item['descriptor_level']}:"
        f" {grammar.shorten(item['descriptor'], 160)}"
        for item in evidence
    )
    lines.extend(f"  • You said you do this on your own: {grammar.shorten(text, 160)}" for text in said)
    if len(lines) == 1:
        lines.append("  Your words fit this level as a whole, though no single statement stands out.")
    return "\n".join(lines)


def quoted(item: Evidence) -> str:
    """Return what a person said, as it is shown beside a statement; what older builds gave has words only."""
    return item.get("quote") or item["words"]


def missing(suggestion: Suggestion) -> str:
    """Name the one thing missing for the next level; empty where nothing is known to be."""
    higher = suggestion["why_not_higher"]
    if higher is None:
        return "That is the highest level my documents describe for this skill."
    if not higher["missing"]:
        return ""
    return f"The one thing missing for level {higher['level']}: {grammar.imperative(higher['missing'][0])}."


def _next_steps(steps: Sequence[NextStep]) -> list[str]:
    titles = {
        "do": "Next, to do and to show at work:",
        "knowledge": "Knowledge to gain:",
        "skill": "Skills that roles one level up ask for:",
    }
    return [
        "\n".join(
            [title, *(f"  • {grammar.shorten(step['text'], 200)}" for step in steps if step["kind"] == kind)]
        )
        for kind, title in titles.items()
        if any(step["kind"] == kind for step in steps)
    ]


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[:1].lower() + text[1:]
