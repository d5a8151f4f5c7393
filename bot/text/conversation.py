"""Greetings, prompts and notices of a conversation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance import grammar
from bot.guidance.model import (
    AbstainReason,
    Choice,
    SkillInfo,
)
from bot.text.suggestions import A_PROGRAM, HELP, NO, OWN, SKIP

NONE_OF_THESE = "None of these"
THATS_ALL = "That's all"
ANOTHER = "Another skill"
FINISH = "That's all for today"

HERE = f"{A_PROGRAM} If you think it is wrong, say “not me” or change an answer; there is no coach here."
"""What Rung is where nobody but the person reads along."""
GREETING = (
    "Hello, I'm Rung. Tell me what you do at work, and I'll suggest which skill it shows, at which level,"
    f" and what the next level asks. {HERE}\nWhat you write stays on this machine and is deleted when"
    " we stop; only the pictures I draw are kept."
)
PRIVACY = (
    f"{HERE}\nIn the terminal, what you write stays on this machine and is deleted when we stop; only"
    " the pictures I draw are kept. No cloud model reads it, and nobody else sees it."
)
ASK_ACTIVITIES = (
    "What have you been doing at work lately? Three to five things are best, one by one or all at once."
    " (/help shows what else you can type.)"
)
HELP_TEXT = (
    "Tell me what you really do, in your own words: what, for whom, who decides, who checks.\n"
    "A button can be pressed, or answered by typing its words or its number.\n"
    "/start starts over, /back goes back one question, /skip skips this one, /cancel stops and deletes"
    " everything, /help shows this."
)
STARTING_AFRESH = "OK, starting over. I've deleted what you told me before."
CANCELLED = "Stopped, and what you told me is deleted. /start begins again whenever you like."
FAREWELL = (
    "Thanks for talking to me. Trying one thing from the list this week is a good start. Until next time!"
)
FAREWELL_EARLY = "Until next time! /start begins again whenever you like."
OVER = "We were finished. Tell me something you do at work, or /start, to begin again."
NOTHING_BACK = (
    "This is the beginning, so there is nothing to go back to. Everything you told me is still here."
)
BACK_TO_ACTIVITIES = "Back to what you do. Everything you told me is still here."
BACK_TO_CHOICE = "Back to choosing a skill."
BACK_TO_QUESTION = "Back to the previous question. Your new answer replaces the old one."
ASKING_AGAIN = "I'll ask again about what you told me then. For new activities, use /start."
FINISH_FIRST = "Please finish this one first, or /cancel it; then press that button again."
NOTHING_TO_SKIP = "There is nothing to skip right now."
OLD_BUTTON = "That button belongs to an earlier question, so nothing has changed."
UNKNOWN_BUTTON = "I don't know that button, so nothing has changed."
UNKNOWN_COMMAND = "I don't know that command. I know /start, /back, /skip, /cancel and /help."
UNREADABLE = "I couldn't find any words in that. Tell me in a sentence what you do at work."
ONLY_TEXT = "I can only read text and buttons, one at a time, so I skipped that one."
CHATTER, WELCOME_TO_IT = "Nice to hear from you!", "You're welcome!"
PICK_ONE = "Please pick one by its number or name, or tell me more about what you do."
NEED_ONE_FIRST = "I need at least one thing you do at work. A single sentence is enough."
NOT_AN_ANSWER = f"I wasn't sure what you meant. “{OWN}”, “{HELP}”, “{NO}” or “{SKIP}”?"
ONE_MORE_SENTENCE = (
    "Then I haven't understood your work well enough yet. In one more sentence: what is the main thing you"
    " do, and for whom?"
)
NOTHING_ELSE_FITS = "I found no other skill that fits. Try other words, or name the skill if you know it."
NAME_OR_REPLACE = (
    "I found no other skill that fits those. Name the skill if you know it, change one of them (“change 2"
    " to …”), or"
    " say “show me the skills” for the first ones."
)
NO_LEVELS = "I know that skill by name, but none of my documents describe its levels, so I can't suggest one."
FAILED = "Sorry, something went wrong on my side. What you told me is still here; please try that again."
NOT_JSON = 'I read one JSON object a line: {"text": "…"} or {"press": "<button id>"}.'
STILL_LOADING = "Still loading…"
WHICH_ACTIVITY = "I'm not sure which one you mean. Say “delete 2”, with its number in the list."
EDIT_OF_NO_ACTIVITY = (
    "I saw that you changed a message. It is none of the things on your list, so nothing has changed."
)
CHANGE, TO_CHANGE, TO_REMOVE, KEEP = "Change my list", "Change it", "Remove it", "Leave it as it is"
WHICH_TO_CHANGE = "Which of these should I change or remove?"
OR_MORE = f"Or tell me something else you do, or say “{THATS_ALL}”."
OR_ENOUGH = f"Or say “{THATS_ALL}”, and I'll look for skills."
NOT_ME_NOTED = "Thank you. I've noted that this one isn't you."
NOTHING_TO_UNDO = "There is nothing to take back."
TAKEN_BACK = "Taken back."
ANSWER_TAKEN_BACK = "Your last answer is taken back."
DEPENDS = (
    f"What does it depend on? Take the days when it is your work: “{OWN}”, “{HELP}” or “{NO}”, whichever"
    " fits most"
    " of them."
)
PICK_ANSWER = f"Then please pick the one that fits most days; “{SKIP}” leaves this open."
ENGLISH_ONLY = "I only read English, Singlish included. Please tell me in English what you do at work."
ELSEWHERE = (
    "That is on Telegram only: here nothing is kept once we stop. Everything you told me so far still stands."
)
LEAVE_BY = (
    "Type “exit” or press Ctrl-D to leave. You can still ask about the suggestion; other work begins a new"
    " round."
)
LITTLE_TO_GO_BY = "That is little to go by, so these are only the nearest I know."
NOT_WORK = (
    "That doesn't sound like part of your job, so I've left it out. If you do it for work, say “it's my"
    " work” and I'll add it."
)
_ABSTAINED: dict[AbstainReason, str] = {
    "out-of-scope": (
        "That doesn't sound like something my frameworks describe, so I can't suggest a level. What do you"
        " do at work: for whom, and what comes out of it?"
    ),
    "too-vague": (
        "I need a little more to go on. What exactly do you do there, and do you decide yourself, or does"
        " somebody check it?"
    ),
    "nothing-fits": (
        "This looks like work that none of the frameworks here describe. Ask your admin to add one"
    ),
}


def removed(activity: str, left: int) -> str:
    """Say which activity was taken off the list, and how many are left."""
    return f"Removed: {grammar.shorten(activity, 110)}\n{counted(left)}"


def not_work(pieces: Sequence[str]) -> str:
    """Say what was left out as not part of the job."""
    if not pieces:
        return NOT_WORK
    named = ", ".join(f"“{grammar.shorten(piece, 110)}”" for piece in pieces)
    return f"I left out: {named}. {NOT_WORK}"


def removed_several(listed: Sequence[tuple[int, str]], left: int) -> str:
    """Say which activities were taken off the list, with their numbers, and how many are left."""
    lines = [f"  {number}. {grammar.shorten(activity, 110)}" for number, activity in listed]
    return "\n".join(["Removed:", *lines, counted(left)])


def not_on_list(numbers: Sequence[int], count: int) -> str:
    """Say that nothing is removed, as these numbers are not on the list; negative ones count from its end."""
    named = " or ".join(str(number) for number in numbers if number > 0)
    things = "1 thing" if count == 1 else f"{count} things"
    lacks = f"no number {named}" if named else f"only {things}"
    return f"Your list has {lacks}, so nothing is removed."


def put_back(activity: str) -> str:
    """Say which activity is on the list again."""
    return f"Back on the list: {grammar.shorten(activity, 110)}"


def ask_rewording(number: int, activity: str) -> str:
    """Ask for an activity's right words."""
    return (
        f"How should number {number} read? Now it says: “{grammar.shorten(activity, 110)}”. Type it in"
        " full, or say"
        " “remove it”."
    )


def to_edit(number: int, activity: str) -> str:
    """Ask what to do with an activity."""
    return f"Number {number}: “{grammar.shorten(activity, 110)}”"


def numbered(number: int, activity: str) -> str:
    """Label of an activity's button."""
    return f"{number}. {grammar.shorten(activity, 56)}"


def counted(count: int) -> str:
    """Say how many activities there are."""
    things = "nothing on the list" if not count else "1 thing" if count == 1 else f"{count} things"
    return f"So far I have {things}."


def added(activities: Sequence[str], count: int) -> str:
    """Say what was added to the list, and how many there are now."""
    named = "; ".join(grammar.shorten(activity, 110).rstrip(".") for activity in activities)
    return f"Added: {named}; that makes {count}." if count > 1 else f"Added: {named}."


def taken_as(label: str) -> str:
    """Say how a typed answer was taken."""
    return f"✓ {label}"


def contradiction(earlier: str, answer: str, later: str, other: str) -> str:
    """Say that two answers do not go together."""
    return (
        f"“{grammar.shorten(later, 110)}” is “{other}”, but “{grammar.shorten(earlier, 110)}” was “{answer}”."
        " Most people who do the harder one do the easier one too, so let me ask the earlier one again:"
    )


def answer_same(fact: str, label: str) -> str:
    """Say that an answer is the one it was."""
    return f"“{grammar.shorten(fact, 110)}” is “{label}” already, so nothing changes."


def which_answer(facts: Sequence[tuple[str, str]]) -> str:
    """Ask which answer to change."""
    listed = [
        f"{n}. {grammar.shorten(fact.rstrip('.'), 110)} – {label}" for n, (fact, label) in enumerate(facts, 1)
    ]
    lines = "\n".join(listed)
    return (
        f"Your answers so far:\n{lines}\nWhich one should change, and to what? For example: 1 {HELP.lower()}"
    )


def ask_new_answer(fact: str) -> str:
    """Ask for the right answer to an earlier question."""
    return f"What is right for “{grammar.shorten(fact, 110)}”: “{OWN}”, “{HELP}” or “{NO}”?"


def answer_changed(fact: str, label: str) -> str:
    """Say that an answer was changed."""
    return f"Changed: “{grammar.shorten(fact, 110)}” is now “{label}”."


def did_you_mean(command: str) -> str:
    """Offer the command that was mistyped."""
    return f"Did you mean /{command}? Then send it that way; nothing has changed."


def named(label: str) -> str:
    """Say that a skill that was named is on the list."""
    return f"I know {label}: it is on the list."


def tell_of(label: str, description: str) -> str:
    """Ask what somebody does in a skill that they named."""
    return f"I know {label}: {_sentence(description)} What do you do there, for whom, and who decides?"


def explained_skill(label: str, framework: str, description: str) -> str:
    """Say what a skill is, in its framework's words."""
    return f"{label} is a skill of {framework}: {_sentence(description)}"


def compared(skills: Sequence[tuple[int, str, str]]) -> str:
    """Tell skills apart: number, name and description of each."""
    return "\n".join(f"{number}. {label}: {_sentence(description)}" for number, label, description in skills)


def levels_compared(skill: SkillInfo, levels: Sequence[int]) -> str:
    """Tell levels of a skill apart: the first statement of each, in the framework that has most of them."""
    names = dict.fromkeys(name for name, _, _ in skill["levels"])
    by_framework = [{level: text for of, level, text in skill["levels"] if of == name} for name in names]
    best, name = max(
        zip(by_framework, names, strict=True), key=lambda one: sum(level in one[0] for level in levels)
    )
    lines = [
        f"Level {level}: {_sentence(best[level])}"
        if level in best
        else f"Level {level}: not a level of this skill, which has {min(best)} to {max(best)}."
        for level in levels
    ]
    return "\n".join([f"{skill['choice']['label']} in {name}:", *lines])


def _sentence(text: str) -> str:
    first = grammar.facts(text)[0] if text.strip() else "my documents describe its levels only."
    short = grammar.shorten(first, 220)
    return short if short.endswith((".", "…", "!", "?")) else f"{short}."


def changed(number: int, activity: str) -> str:
    """Say how an activity reads now."""
    return f"Changed, number {number} is now: {grammar.shorten(activity, 110)}"


def abstained(reason: AbstainReason, nearest: Sequence[str] = ()) -> str:
    """Explain why no level is suggested, and what would help.

    Args:
        reason: why.
        nearest: names of the nearest skills, where none fits.
    """
    said = _ABSTAINED[reason]
    if reason != "nothing-fits":
        return said
    *first, last = nearest or ("",)
    names = f"{', '.join(first)} and {last}" if first else last
    verb = "skills are" if first else "skill is"
    return f"{said}; the nearest {verb} {names}." if names else f"{said}."


def read_document(count: int, several: bool, earlier: Sequence[str]) -> str:
    """Say what was read in a document.

    Args:
        count: activities taken.
        several: whether it tells of several jobs.
        earlier: activities of earlier jobs, left out.
    """
    things = "1 thing" if count == 1 else f"{count} things"
    said = f"I read {things}{', of your most recent job' if several else ''}. “{CHANGE}” takes any of it off."
    if not earlier:
        return said
    lines = [f"  • {grammar.shorten(activity, 110)}" for activity in earlier]
    kept = "Earlier jobs, left out so that they don't lower your present level (“it's my work” adds them):"
    return "\n".join([said, kept, *lines])


def cut(limit: int) -> str:
    """Say that only the start of a long message was read."""
    return f"That was a long one: I read the first {limit:,} characters. Tell me the rest in pieces."


def too_many(limit: int) -> str:
    """Say that no more activities are kept."""
    return f"That's plenty: I'll use the first {limit} things you told me. “Delete 3” makes room for another."


def so_far(listed: Sequence[tuple[int, str]]) -> str:
    """List the activities so far with their numbers."""
    lines = [f"  {number}. {grammar.shorten(activity, 110)}" for number, activity in listed]
    return "\n".join(["So far I have:", *lines])


def ask_more(count: int, wanted: int) -> str:
    """Ask for more activities."""
    left = wanted - count
    if left <= 0:
        return f"Anything else? Or say “{THATS_ALL}”, and I'll look for skills."
    number = "One more thing" if left == 1 else "Two more things" if left == 2 else "A few more things"
    return f"{number} you do would help. Or say “{THATS_ALL}”, and I'll use what I have."


def ask_choice(count: int) -> str:
    """Ask which skill to assess."""
    if count == 1:
        return (
            "This looks like one skill. Should we look at it? You can also tell me more, and I'll search"
            " again."
        )
    return "Which of these should we look at? You can also tell me more, and I'll search again."


def ask_another() -> str:
    """Ask what to do after a suggestion."""
    return (
        "Should we look at another skill, or is that all for today? You can also tell me more about what"
        " you do."
    )


def noted() -> str:
    """Confirm that an activity told instead of an answer was kept."""
    return "Noted, I'll use that too. Back to the question:"


def choice_label(choice: Choice, clash: bool) -> str:
    """Label of a skill's button: its framework if another is named alike, and the activities it is for."""
    named = f"{choice['label']} ({choice['skills'][0]['framework_name']})" if clash else choice["label"]
    numbers = [str(number) for number in choice.get("activities", ())]
    listed = " and ".join(filter(None, (", ".join(numbers[:-1]), *numbers[-1:])))
    return f"{named}, for {listed}" if numbers else named
