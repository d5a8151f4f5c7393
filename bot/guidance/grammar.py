"""Grammar of framework statements: turn them into questions and next steps.

Every question and every next step stays tied to its statement: words are bent, none is added to the fact.
"""

from __future__ import annotations

import re

MAX_FACT = 220
"""Most characters of a statement shown in one question; people read it on a phone."""

_ADVERB = re.compile(r"(?:[A-Za-z-]+ly|often|also|then|always|regularly)$")
_LEAD = re.compile(
    r"^(?P<lead>(?:(?:Within|Under|With|Working|Using|In|On|For|At|As|By|From|Where|When|Through"
    r"|To)\b[^,;.]{2,80}),)\s+",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:the|a|an|all|any|their|its|his|her|own|your|others?|each|every|them|it|how|what|whether|both)$"
)
_AUXILIARY = re.compile(
    r"^(?:you\s+)?(?:can|will|are able to|is able to|able to|ability to)\s+", re.IGNORECASE
)
_STATE = re.compile(r"(?:fully |jointly )?(?:responsible|accountable)\b", re.IGNORECASE)
_OWNLESS = re.compile(
    r"(?<!your )(?<!'s )(?<!s' )(?<!’s )(?<!an )(?<!the )(?<!to )(?<!and )(?<!who )(?<!they )"
    r"\bown\b(?=\s+[a-z])"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")


def facts(statement: str) -> list[str]:
    """Split a statement into sentences; each is a fact to ask about."""
    return [part.strip() for part in _SENTENCE.split(" ".join(statement.split())) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """Split ``Plan X, check Y and keep Z`` into things to do, where each part starts with a verb."""
    parts = re.split(r",\s+and\s+|;\s+(?:and\s+)?|,\s+", sentence.rstrip(". "))
    if len(parts) < 2 or not all(len(part.split()) >= 3 and _starts_with_verb(part) for part in parts):
        return [sentence]
    return [part[:1].upper() + part[1:] for part in parts]


def to_base(statement: str) -> str | None:
    """Turn a statement into what comes after *you*: ``Negotiates with X`` gives ``negotiate with X``.

    Args:
        statement: one sentence, third person or imperative.

    Returns:
        The bent sentence, first letter small, without its full stop; None where no verb was found.
    """
    text = re.sub(r"^[-•*·▪\d.)\s]+", "", " ".join(statement.split()).rstrip(" .;:,"))
    text = _AUXILIARY.sub("", text)
    if _STATE.match(text):
        text = f"is {_lower_first(text)}"
    lead = _LEAD.match(text)
    head, body = (lead.group("lead") + " ", text[lead.end() :]) if lead else ("", text)
    bent = _bend_start(body)
    if bent is None and lead:
        head, bent = "", _bend_start(text)
    if bent is None:
        return None
    if head:
        bent = f"{bent}, {_lower_first(head.strip().rstrip(','))}" if "," not in bent else head.lower() + bent
    return _lower_first(_to_you(bent))


def imperative(statement: str) -> str:
    """Turn a statement into a thing to do: ``Negotiate with X``. Unknown shapes stay as they are."""
    bent = to_base(statement)
    if bent is None:
        return statement.strip().rstrip(".")
    return bent[:1].upper() + bent[1:]


def shorten(text: str, limit: int = MAX_FACT) -> str:
    """Cut a text at a word, with an ellipsis, when it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"


def _bend_start(body: str) -> str | None:
    words = body.split(" ")
    at = 0
    while at < min(2, len(words) - 1) and _is_adverb(words[at].rstrip(",")):
        at += 1
    first = words[at].rstrip(",")
    base = base_form(first) or (first.lower() if is_verb(first) else guessed_base(first))
    if base is None or (could_be_noun(base) and words[at + 1 : at + 2] == ["of"]):
        return None
    third = base != first.lower()
    words[at] = base + words[at][len(first) :]
    words[:at] = [word.lower() for word in words[:at]]
    return " ".join(_bend_rest(words, at + 1) if third else words)


def _bend_rest(words: list[str], start: int) -> list[str]:
    """Convert the verbs that go with the first: ``Plans, monitors and controls``, ``..., and keeps``."""
    bent = list(words)
    for at in range(start, len(words)):
        word = words[at].rstrip(",;")
        base = base_form(word)
        if base is None or word != word.lower():
            continue
        before = at - 1
        while before > 0 and _is_adverb(words[before]):
            before -= 1
        if _joins(bent, before) and _is_verb_here(base, words, at, bent):
            bent[at] = base + words[at][len(word) :]
    return bent


def _is_adverb(word: str) -> bool:
    return bool(_ADVERB.match(word.lower())) and not is_verb(word)


def _joins(words: list[str], before: int) -> bool:
    word = words[before]
    return word in ("and", "or", "then", "but", "&") or word.endswith((",", ";"))


def _is_verb_here(base: str, words: list[str], at: int, bent: list[str]) -> bool:
    if not could_be_noun(base) or words[at - 1] == "then":
        return True
    if (
        at < len(words) - 1
        and not words[at].endswith(",")
        and (_OBJECT.match(words[at + 1].lower()) or _is_adverb(words[at + 1]))
    ):
        return True
    run = [word.rstrip(",;") for word in bent[:at] if word not in ("and", "or")]
    return len(run) <= 3 and all(is_verb(word) or _is_adverb(word) for word in run)


def _to_you(text: str) -> str:
    text = re.sub(r"\b(?:their|his|her|its|one's)\s+own\b", "your own", text)
    text = re.sub(r"\b(?:his/her|his or her|her/his)\b", "your", text)
    text = _OWNLESS.sub("your own", text)
    text = re.sub(r"\bself and others\b", "yourself and others", text)
    return re.sub(r"\b(?:himself or herself|him/herself|oneself)\b", "yourself", text)


def _lower_first(text: str) -> str:
    first = text.split(" ", 1)[0]
    if len(first) > 1 and any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def _starts_with_verb(part: str) -> bool:
    first = part.split(maxsplit=1)[0]
    return is_verb(first) or base_form(first) is not None


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VERBS = words_of(
    """
    accept achieve acquire act adapt add address adhere adjust administer adopt advise advocate agree align
    allocate analyse analyze announce answer anticipate apply appoint appraise apprise approve arrange
    articulate ask assess assign assist assure attend attract audit authorise authorize automate balance be
    bear become begin believe benchmark bid book brief bring broaden budget build buy calculate call carry
    categorise cater challenge champion change chase check choose clarify clean clear close co-ordinate
    coach collaborate collate collect combine come communicate compare compile complete comply compose
    compute conceptualise conduct configure confirm connect consider consolidate construct consult contact
    contribute control convert convince cook cooperate coordinate correct count cover create critique
    cross-sell cultivate customise customize cut deal debug decide deepen defend define delegate deliver
    demonstrate deploy describe design detail detect determine develop devise diagnose differentiate direct
    discuss dispense display dispose disseminate distribute divide do document draft draw drive earn edit
    educate elicit eliminate embed employ empower enable encourage endorse enforce engage enhance ensure
    envision equip escalate establish estimate evaluate examine execute exercise exhibit expand explain
    exploit explore express extend extract facilitate feed file fill find finish fit fix focus follow
    forecast form formulate foster fulfil gain gather generate get give govern grow guide handle hear help
    hire hold identify implement improve incorporate increase influence inform initiate innovate inspect
    inspire install instruct integrate interact interpret interview introduce investigate involve join judge
    justify keep know label lead learn lend let leverage liaise link list listen load log look lower
    maintain make manage map mark match measure mediate meet mend mentor migrate minimise minimize mitigate
    mobilise model modify monitor motivate move name need negotiate notice number nurture obtain offer open
    operate operationalise optimise optimize order organise organize originate outline oversee own pack
    paint participate pass pay perform persuade phone pick pilot pioneer place plan point position practice
    practise predict prepare prescribe present prevent prioritise prioritize process procure produce program
    programme project promote propose protect prove provide publish pull pursue push put qualify quantify
    question raise rank rate re-define reach react read receive recognise recognize recommend reconcile
    record recruit redefine redesign reduce refer refine reflect release remain remove render repair reply
    report represent request require research resolve respond restore retain retrieve review revise rewrite
    run safeguard save scan schedule scope screen search secure see seek segment segregate select sell send
    serve set set-up settle shape share show sign simplify sit solve sort source spearhead specify spend
    split sponsor spot stand start stay steer stimulate stop store strategise strategize streamline
    strengthen structure study submit suggest suit sum summarise supervise supply support swap synergise
    synthesise tailor take talk target teach tell test think tidy tie touch track train transfer transform
    translate treat troubleshoot try tune turn type understand undertake update upgrade uphold use utilise
    utilize validate verify visit visualise wait watch water weigh welcome win work write
    """
)
"""Base forms of verbs used in framework statements."""

_NOUNS_TOO = words_of(
    """
    address answer approach balance brief budget change check contact control cover design document draft
    exercise focus forecast form guide influence lead limit link list load map mark measure model name need
    number offer order pilot plan position practice process programme program project purchase question rate
    record release report request research review schedule scope screen search set source sponsor structure
    study supply support target test track transfer type update upgrade visit watch audit mentor coach
    """
)
_IRREGULAR = {"is": "be", "are": "be", "has": "have", "does": "do", "goes": "go", "undergoes": "undergo"}
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_NOT_VERBS = words_of(
    """
    analysis basis business business' success access process status focus this its various across less
    always perhaps thus sometimes towards besides afterwards others customers clients features steps methods
    principles types techniques concepts trends tools
    """
)


def base_form(word: str) -> str | None:
    """Return the base of a third-person verb (``applies`` gives ``apply``), or None for another word."""
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low in _NOT_VERBS or not low.endswith("s") or low.endswith("ss") or len(low) < 4:
        return None
    for candidate in _stems(low):
        if candidate in VERBS:
            return candidate
    return None


def guessed_base(word: str) -> str | None:
    """Guess the base of a third-person verb outside the list, by its spelling."""
    low = word.lower()
    if low in _NOT_VERBS or not re.fullmatch(r"[a-z-]{3,}[a-rt-z]s", low) or re.search(r"(?:us|is)$", low):
        return None
    return _stems(low)[0]


def looks_like_verb(word: str) -> bool:
    """Whether a word has a verb ending: ``-ise``, ``-ify``."""
    return bool(re.search(r"(?:[a-z]{3}i[sz]e|[a-z]{2}ify)$", word.lower()))


def third_person(base: str) -> str:
    """Return the third person of a verb: ``apply`` gives ``applies``."""
    if base in _THIRD:
        return _THIRD[base]
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", base) else "s")


def is_verb(word: str) -> bool:
    """Whether a word is the base form of a verb in the list."""
    return word.lower() in VERBS or looks_like_verb(word)


def could_be_noun(base: str) -> bool:
    """Whether the verb's third person is spelled as a plural: ``plans``, ``reports``."""
    return base in _NOUNS_TOO


def _stems(low: str) -> list[str]:
    if low.endswith("ies") and len(low) > 4:
        return [low[:-3] + "y"]
    if re.search(r"(?:sh|ch|x|zz|ss|o)es$", low):
        return [low[:-2], low[:-1]]
    return [low[:-1]]
