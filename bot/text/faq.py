"""Answers to questions people ask Rung, and replies to people in distress."""

from __future__ import annotations

from typing import Literal, get_args

Care = Literal["crisis", "danger", "harassment", "loss", "burnout", "health"]
"""What somebody in distress speaks of."""

_CARE: dict[Care, str] = {
    "danger": "That should not wait: please tell your organisation's safeguarding lead, or the police or"
    " child protection, today, and in an emergency call the emergency number. I can't pass it on.",
    "crisis": (
        "I'm really glad you said that, and I'm worried about you. I'm only a program: please speak to a"
        " person now. Call your local emergency number or a crisis line, or go to someone near you whom you"
        " trust, and tell them what you told me. Your work can wait."
    ),
    "harassment": (
        "I'm sorry that is happening to you. Nobody should be treated like that at work. I'm only a"
        " program, so please talk to a person: someone in HR, a manager you trust, a union or staff"
        " representative, or a helpline. Keeping a note of what happened and when can help. If you are in"
        " danger, call the emergency number."
    ),
    "loss": (
        "I'm so sorry for your loss. There's no hurry here. I'm only a program, so please lean on people:"
        " somebody close to you, your organisation's counselling service, or your manager or HR for time"
        " off."
    ),
    "burnout": (
        "That sounds heavy, and I'm sorry. Being worn out says nothing about what you're worth. I'm only a"
        " program, so please talk to a person: your manager or HR if that feels safe, your organisation's"
        " counselling service, or your doctor."
    ),
    "health": (
        "I'm sorry to hear that, and I hope things get better soon. I'm only a program, so for anything that"
        " weighs on you please talk to a person: a doctor, your organisation's counselling or health service,"
        " or HR about what would make work easier."
    ),
}
CARE_STAYS_OUT = (
    "I've left that out of your activities. There's no hurry: carry on whenever you like, or /cancel."
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
    "sure",
    "why-level",
    "why-skills",
    "stand",
    "skill",
    "simpler",
    "next",
    "appeal",
    "later",
    "language",
    "document",
    "other",
]
TOPICS: frozenset[str] = frozenset(get_args(Topic))
NOTHING_TO_CORRECT = "There is nothing on your list yet, so there is nothing to correct."
HOW_TO_CHANGE = (
    "I haven't changed anything yet. Say “change 2 to …” with the right words, or “delete 2”, with the"
    " number in the list."
)
NO_STEERING = (
    "I can't set a level because somebody asks for it: I go by what you do. Tell me what you do at work,"
    " and for whom."
)
IF_IT_IS_WORK = " If that was about your job and not about you, say “it's my work” and I'll add it."
NOTHING_ASIDE = "Nothing is waiting to be added. Please tell me again what you do, in a sentence of its own."
_FAQ: dict[Topic, str] = {
    "other-person": "I can only talk about your own work, so I can't say anything about other people. They"
    " are welcome to ask me themselves.",
    "delete": "On Telegram, /forget deletes what I hold about you, at once and for good. /cancel forgets"
    " this conversation.",
    "human": "I'm a program. For a person, ask your manager, HR, or your team's coach: on Telegram you can"
    " share a suggestion with a coach, who looks at it and can change it.",
    "privacy": "What you tell me stays on your organisation's own machine. Nobody else sees it unless you"
    " share a suggestion with a coach yourself.",
    "pay": "It is advice for you. Nothing goes to your manager, HR or payroll from me: a coach sees only"
    " what you choose to share.",
    "bot": "I'm Rung, a computer program. I suggest which level of a skill your work shows; a person"
    " decides.",
    "framework": "SFIA and SkillsFuture's TSCs are published lists of skills with levels: they say what"
    " people do at each level of a skill. I compare what you tell me with their statements.",
    "levels": "A level says how much of a skill somebody's work shows: from doing it under guidance,"
    " through doing it alone, to deciding for others. I suggest one when I know what you do.",
    "difference": "They are skills of the frameworks with different names and statements. Pick the one"
    " nearest to your main work; you can look at the other one afterwards.",
    "how": "I compare your words with the statements of the frameworks, see which level they fit best, and"
    " ask a few questions where I'm not sure. It is a suggestion, not a verdict.",
    "long": "About five minutes: three to five things you do, then at most five short questions about a"
    " skill.",
    "why": "I need to know what you do to tell which skill it shows, on which level, and what the next"
    " level asks. The more concrete, the better I can tell.",
    "stop": "You can stop whenever you like: /cancel stops and forgets, /skip leaves a question out, and"
    " “That's all” shows what I found.",
    "change": HOW_TO_CHANGE,
    "count": "Yes, that helps: anything you do for your job counts, small things too.",
    "tell": "Tell me in a sentence what you do at work: what, for whom, and who decides or checks. For"
    " example: “I plan the roster for 12 guards, and my manager approves it.”",
    "sure": "It is a suggestion, and I say how sure I am of it: on people I had never met, the level was"
    " right or one"
    " off in most cases. You and a coach have the last word.",
    "why-level": "I compare your words and answers with the statements of each level, and suggest the one"
    " they fit"
    " best. With a suggestion I show which of your words carried it.",
    "why-skills": "Their statements are the nearest to what you told me. If none fits, say “none of"
    " these”, or type"
    " the name of the one you mean.",
    "stand": "I haven't suggested a level yet. Tell me what you do, and I will.",
    "skill": "I know no skill of that name. Type its name as the framework writes it, or say what you do"
    " and I'll"
    " look for it.",
    "simpler": "I mean: tell me in a sentence what you do at work, for whom, and who decides. For example:"
    " “I plan"
    " the roster for 12 guards, and my manager approves it.”",
    "next": "You tell me what you do, pick a skill, and answer at most five short questions. Then I"
    " suggest a level"
    " and say what the next one asks.",
    "appeal": "It is only a suggestion, and you may disagree: change an answer, or on Telegram share it"
    " with a coach,"
    " who can change it. You can ask for a second coach too.",
    "later": "Yes: on Telegram everything stays as it is until you come back. In the terminal nothing is"
    " kept once"
    " you leave.",
    "language": "I only read English, Singlish included: short and simple is fine. In another language I"
    " would only guess, so please try in English.",
    "document": "Paste the text here: of a CV or a job description I read the first 4,000 characters, and I"
    " mask identity, card and phone numbers. Then check what I understood.",
    "other": "I can't answer that: I only know about skills and levels at work. /help shows what you can"
    " type.",
}


_ENGLISH_ONLY = {
    "malay": "Maaf, saya hanya faham bahasa Inggeris. Boleh cuba dalam bahasa Inggeris?",
    "indonesian": "Maaf, saya hanya mengerti bahasa Inggris. Bisa coba dalam bahasa Inggris?",
    "chinese": "抱歉，我只看得懂英文。可以用英文试试吗？",
    "tamil": "மன்னிக்கவும், எனக்கு ஆங்கிலம் மட்டுமே புரியும். ஆங்கிலத்தில் முயற்சி செய்ய முடியுமா?",
    "tagalog": "Pasensya na, Ingles lang ang naiintindihan ko. Puwede bang subukan sa Ingles?",
    "hindi": "माफ़ कीजिए, मैं केवल अंग्रेज़ी समझता हूँ। क्या आप अंग्रेज़ी में लिख सकते हैं?",
    "vietnamese": "Xin lỗi, tôi chỉ hiểu tiếng Anh. Bạn có thể thử viết bằng tiếng Anh không?",
    "spanish": "Lo siento, solo entiendo inglés. ¿Puede probar en inglés?",
    "french": "Désolé, je ne comprends que l'anglais. Pouvez-vous essayer en anglais ?",
    "german": "Entschuldigung, ich verstehe nur Englisch. Mögen Sie es auf Englisch versuchen?",
    "portuguese": "Desculpe, só entendo inglês. Pode tentar em inglês?",
    "japanese": "すみません、英語しか分かりません。英語で書いていただけますか。",
}


def english_only(language: str) -> str:
    """Say that Rung reads English, in the person's language too where it is one of the twelve commonest."""
    own = _ENGLISH_ONLY.get(language, "")
    english = "I only read English, Singlish included. Please try in English: what do you do at work?"
    return f"{own}\n{english}" if own else english


def skills_shown(names: str) -> str:
    """Name the skills found so far, at a question about one of them."""
    return f"I found these: {names}. /back goes back to them."


def questions_left(number: int, most: int) -> str:
    """Say how many questions are left."""
    left = most - number
    more = "the last one" if not left else "at most one more" if left == 1 else f"at most {left} more"
    return f"This is question {number}; after it there is {more}." if left else "This is the last question."


def why_level(level: int, skill: str, words: str, statement: str) -> str:
    """Say why a level was suggested: the words that carried it, and the statement they match."""
    return f"You said “{words}”, which fits level {level} of {skill}: “{statement}”."


def next_level(step: str) -> str:
    """Say what the next level asks."""
    return f"Next, to do and to show at work: {step}. After that I'd look again."


def care(kind: Care, help_lines: str = "") -> str:
    """Reply to somebody in distress and point to a person who can help.

    Args:
        help_lines: whom to call in a crisis, as the organisation words it.
    """
    return f"{_CARE[kind]} You can call: {help_lines}" if kind == "crisis" and help_lines else _CARE[kind]


def faq(topic: Topic) -> str:
    """Answer a question to Rung."""
    return _FAQ[topic]
