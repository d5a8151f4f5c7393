"""Verb forms: the base of a third person, and whether a word may be a noun.

The forms come from lemminflect's dictionary. It imports numpy, so it is loaded with the first word looked up.
"""

from __future__ import annotations

import re
from functools import lru_cache


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

_NOT_VERBS = words_of(
    """
    analysis basis business business' success access process status focus this its various across less
    always perhaps thus sometimes towards besides afterwards others customers clients features steps methods
    principles types techniques concepts trends tools teams skills
    """
)
_NOUNS_TOO = words_of("templates logs temps questionnaires edits debriefs resets prompts")
"""Plurals that the dictionary knows as verbs alone."""
_MODAL = words_of("may might must shall should can could will would")
_ADVERB = re.compile(r"(?:[a-z-]+ly|often|also|then|always|regularly|further)$")
_NO_ADVERBS = words_of(
    "daily weekly monthly quarterly yearly early timely friendly family supply likely only"
)


def base_form(word: str) -> str | None:
    """Return the base of a third-person verb (``applies`` gives ``apply``), or None for another word."""
    low = word.lower()
    if low in _NOT_VERBS or not low.endswith("s") or low.endswith("ss"):
        return None
    bases = _lemmas(low).get("VERB", ()) or _lemmas(low).get("AUX", ())
    if bases:
        return bases[0] if bases[0] != low else None
    return next((stem for stem in _stems(low) if stem in VERBS), None)


def past_base(word: str) -> str | None:
    """Return the base of a past tense or an *-ing* form (``handled``, ``wrote``, ``answering``), or None."""
    low = word.lower()
    known = _lemmas(low)
    bases = known.get("VERB", ()) if low.endswith(("ed", "ing")) or set(known) == {"VERB"} else ()
    return bases[0] if bases and bases[0] != low and low not in _NOT_VERBS else None


def guessed_base(word: str) -> str | None:
    """Guess the base of a third-person verb that no list has, by its spelling."""
    low = word.lower()
    if low in _NOT_VERBS or not re.fullmatch(r"[a-z-]{3,}[a-rt-z]s", low) or re.search(r"(?:us|is)$", low):
        return None
    return None if _lemmas(low) else _stems(low)[0]


def is_verb(word: str) -> bool:
    """Whether a word is the base form of a verb in the list."""
    return word.lower() in VERBS or looks_like_verb(word)


def is_base_form(word: str) -> bool:
    """Whether a word is the base form of a verb and nothing else, or of one in the list."""
    low = word.lower()
    if low in _MODAL:
        return False
    return is_verb(low) or (low in _lemmas(low).get("VERB", ()) and not _is_noun_or_adjective(low))


def could_be_noun(word: str) -> bool:
    """Whether a word may be a noun: ``plans``, ``reports``."""
    low = word.lower()
    return low in _NOUNS_TOO or "NOUN" in _lemmas(low) or not _lemmas(low)


def names_thing(word: str) -> bool:
    """Whether a word is a noun or an adjective, or one the dictionary lacks."""
    low = word.lower()
    return _is_noun_or_adjective(low) or not _lemmas(low)


def is_adjective(word: str) -> bool:
    """Whether a word may be an adjective: ``existing``, ``ongoing``."""
    return "ADJ" in _lemmas(word.lower())


def is_adverb(word: str) -> bool:
    """Whether a word is an adverb that may stand before a verb."""
    low = word.lower()
    return bool(_ADVERB.match(low)) and low not in _NO_ADVERBS and not is_verb(low)


def looks_like_verb(word: str) -> bool:
    """Whether a word has a verb ending: ``-ise``, ``-ify``."""
    return bool(re.search(r"(?:[a-z]{3}i[sz]e|[a-z]{2}ify)$", word.lower()))


def _is_noun_or_adjective(low: str) -> bool:
    return bool({"NOUN", "ADJ", "PROPN"} & set(_lemmas(low)))


@lru_cache(maxsize=4096)
def _lemmas(low: str) -> dict[str, tuple[str, ...]]:
    """Return the lemmas of a word by part of speech; empty for a word the dictionary lacks."""
    from lemminflect import getAllLemmas

    found: dict[str, tuple[str, ...]] = getAllLemmas(low)
    return found


def _stems(low: str) -> list[str]:
    if low.endswith("ies") and len(low) > 4:
        return [low[:-3] + "y"]
    if re.search(r"(?:sh|ch|x|zz|ss|o)es$", low):
        return [low[:-2], low[:-1]]
    return [low[:-1]]
