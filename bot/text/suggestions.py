"""Questions about statements, and suggestions with their reasons, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.conclusions import ladder_levels, likely_levels, lowest
from bot.guidance.model import Asked, Conclusion, Evidence, Examples, Ladder, NextStep, Suggestion
from bot.text import courses
from bot.text.levels import level_sentence, level_words, named
from bot.text.plain_words import plain_words

OWN, HELP, NO, SKIP = "On my own", "With help", "Not yet", "Skip"
A_PROGRAM = "I'm a computer program: what I say is a suggestion, and a person decides."
TO_CONTEST = (
    "If you think it is wrong, say so: change an answer, or ask a coach to look at it; you may appeal against"
    " what they decide."
)
MEANING = "What does this mean?"


def explained(asked: Asked, examples: Examples) -> str:
    """Explain the statement asked about in plainer words, with an example, and what the answers mean."""
    words = "; ".join(f"“{word}” means {plain}" for word, plain in plain_words(asked["fact"]))
    does, not_yet = examples["does"], examples["not_yet"]
    lines = (
        f"The framework says at level {asked['level']}: “{asked['descriptor'].strip().rstrip('.')}.”",
        f"Here {words}." if words else "",
        f"Somebody who does it: “{does}”" if does else "",
        f"Somebody who does not yet: “{not_yet}”" if not_yet else "",
        f"Say “{OWN}” if you do that and nobody has to guide you, “{HELP}” if somebody guides you or has to"
        f" approve it first, “{NO}” if you don't do it, or “{SKIP}”.",
    )
    return "\n".join(line for line in lines if line)


def question(asked: Asked, number: int, most: int, skill: str) -> str:
    """Return the question about a statement."""
    return f"{skill}, question {number} of at most {most}:\n{ask(asked['fact'], asked['kind'])}"


def ask(fact: str, kind: str) -> str:
    """Turn a statement into a question.

    Args:
        fact: one sentence of a descriptor.
        kind: the descriptor's kind.

    Returns:
        A question such as *Is it your call to approve medium-sized offers to clients?*
    """
    short = grammar.shorten(fact.strip().rstrip("."))
    if kind == "knowledge":
        return f"Do you know your way around this well enough to use it at work: {_lower(short)}?"
    turned = grammar.turn(short)
    if turned is None or _is_mixed(turned):
        return f"Is this something you do: “{short}”?"
    base = turned.text
    form = next((form for pattern, form in _FORMS if pattern.match(base)), _DO_YOU)
    return form.replace("…", base.removeprefix("be ") if form == _ARE_YOU else base)


def _is_mixed(turned: grammar.Turned) -> bool:
    """Whether a statement speaks of being and of doing: no question is right for both."""
    being = turned.text.startswith("be ")
    return (being and turned.verbs > 1) or bool(_ALSO_BEING.search(turned.text))


_ALSO_BEING = re.compile(r"(?:\b(?:and|or) |[,;] )(?:\w+ly )?be\b")
_DO_YOU, _ARE_YOU = "Do you …?", "Are you …?"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Each kind of statement has its own form: being, deciding, setting direction, leading, being guided.
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


def suggestion_summary(
    placed: Sequence[Conclusion], ahead: Sequence[Conclusion], answered: bool = True
) -> str:
    """List the levels in every framework.

    Args:
        placed: at least one, the likeliest framework first.
        ahead: of frameworks in which the skill begins above the person.
        answered: whether the person has answered enough questions about the skill.
    """
    skill = placed[0]["ladder"]["skill"]
    lines = [f"My suggestion for {skill}:"]
    lines.extend(
        f"  {c['ladder']['framework']}{_other_name(c, skill)}:"
        f" {_lower(level_sentence(c['suggestion'], answered))}"
        for c in placed
    )
    lines.extend(
        f"  {c['ladder']['framework']}{_other_name(c, skill)}: the skill starts at {_beginning(c)}, which"
        " is still ahead of you."
        for c in ahead
    )
    return "\n".join(lines)


def suggestion_details(conclusion: Conclusion, said: Sequence[str]) -> str:
    """Explain the reasons, what is missing and the next steps.

    Args:
        conclusion: of one framework.
        said: statements of this skill that the person said they do on their own.
    """
    suggestion = conclusion["suggestion"]
    head = f"{conclusion['ladder']['framework']}: why {level_words(likely_levels(suggestion))}"
    return _details(suggestion, head, said)


def suggestion_reasons(suggestion: Suggestion) -> str:
    """Explain a suggestion from words alone: levels, reasons, what is missing, next steps."""
    return f"{level_sentence(suggestion, answered=False)}\n\n{_details(suggestion, 'Why', ())}"


def alt_text(ladders: Sequence[Ladder]) -> str:
    """Return the alternative text of a ladder picture, without levels that round to 0%."""
    return " ".join(
        f"Ladder of {ladder['skill']} in {ladder['framework']}: {level_words(ladder_levels(ladder))} is"
        " suggested; "
        + ", ".join(
            f"level {rung['level']}: {round(100 * rung['probability'])}%"
            for rung in ladder["rungs"]
            if rung["probability"] and round(100 * rung["probability"])
        )
        + "."
        for ladder in ladders
    )


def picture_at(path: object) -> str:
    """Tell where a picture was saved."""
    return f"As a picture: {path}"


def picture_title(ladder: Ladder) -> str:
    """Return the title of a ladder."""
    return f"{ladder['skill']}: {level_words(ladder_levels(ladder))}"


def picture_mark(ladder: Ladder) -> str:
    """Return what stands beside the suggested level."""
    return YOU_ARE_HERE if len(ladder_levels(ladder)) == 1 else LIKELIEST


LEAST_TO_DO = 3
NOT_IN_SKILL = "not a level of this skill"
YOU_ARE_HERE, LIKELIEST = "you are here", "the likeliest"


def _beginning(conclusion: Conclusion) -> str:
    number = lowest(conclusion["suggestion"])
    names = (rung["name"] for rung in conclusion["ladder"]["rungs"] if rung["level"] == number)
    return named(number, next(names, ""))


def _details(suggestion: Suggestion, head: str, said: Sequence[str]) -> str:
    missed = missing(suggestion)
    steps = [step for step in suggestion["next_steps"] if step["kind"] != "do" or step["text"] not in missed]
    many = sum(step["kind"] == "do" for step in steps) >= LEAST_TO_DO
    parts = [
        _why(head, suggestion["evidence"], said),
        missed,
        # The missing fact is not repeated among the next steps if there are enough others.
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
        lines.append("  Your words as a whole fit this level, though no single statement stands out.")
    return "\n".join(lines)


def quoted(item: Evidence) -> str:
    """Return the quote shown beside a statement; suggestions of older builds have words only."""
    return item.get("quote") or item["words"]


def missing(suggestion: Suggestion) -> str:
    """Name the one thing missing for the next level; empty if nothing is known."""
    higher = suggestion["why_not_higher"]
    if higher is None:
        return "That is the highest level of this skill in my documents."
    if not higher["missing"]:
        return ""
    return f"The one thing missing for level {higher['level']}: {grammar.imperative(higher['missing'][0])}."


def step_text(step: NextStep, longest: int = 200) -> str:
    """Return a next step in words.

    Args:
        longest: characters of a statement.
    """
    return courses.course(step) if step["kind"] == "course" else grammar.shorten(step["text"], longest)


def _next_steps(steps: Sequence[NextStep]) -> list[str]:
    titles = {
        "do": "Next, to do and to show at work:",
        "knowledge": "Knowledge to gain:",
        "skill": "Skills that roles one level up require:",
        "course": f"{courses.LEARN}:",
    }
    return [
        "\n".join([title, *(f"  • {step_text(step)}" for step in steps if step["kind"] == kind)])
        for kind, title in titles.items()
        if any(step["kind"] == kind for step in steps)
    ]


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[:1].lower() + text[1:]
