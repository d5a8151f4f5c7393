"""English verbs of work, as framework statements use them, and how to bend them.

Statements speak of a third person (``Negotiates with clients``) or command (``Negotiate with clients``);
a person is spoken to as *you*.
"""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as running text."""
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
"""Base forms. A word outside this list is still taken for a verb at the start of a statement of ability."""

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
    """Return the likely base of a third-person verb that is in no list, by its spelling."""
    low = word.lower()
    if low in _NOT_VERBS or not re.fullmatch(r"[a-z-]{3,}[a-rt-z]s", low) or re.search(r"(?:us|is)$", low):
        return None
    return _stems(low)[0]


def looks_like_verb(word: str) -> bool:
    """Whether a word ends as only verbs do: ``-ise``, ``-ify``."""
    return bool(re.search(r"(?:[a-z]{3}i[sz]e|[a-z]{2}ify)$", word.lower()))


def third_person(base: str) -> str:
    """Return what *he or she* does: ``apply`` gives ``applies``."""
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
