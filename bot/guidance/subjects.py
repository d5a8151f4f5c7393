"""Who does it: the parts of an activity whose work is somebody else's.

*I take the calls and my lead listens in on some* holds the work of two people. What the lead does is no
reason for the person's level. The subject of each clause tells, and *checked by my lead* after a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.guidance.verbs import base_form, could_be_noun, is_base_form, is_verb, words_of
from index.word_lists import listed, plain

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\w,.%]*")
_SENTENCE_END = re.compile(r"[.!?\n;]+(?=\s|$)|\s[—–-]+\s")
_I = words_of("i we i'm i've i'd i'll we're we've we'd we'll im ive myself ourselves")
_THEY = words_of(
    """
    he she they he's she's they're he'd she'd they'd he'll she'll they'll someone somebody everyone
    everybody nobody others anyone anybody
    """
)
_OF_SOMEONE = words_of(
    """
    my our the a an another other some his her their each every one two both most that this
    """
)
_PEOPLE = words_of(
    """
    lead leads boss bosses manager managers supervisor supervisors senior seniors director directors head
    heads chief chiefs team teams colleague colleagues coworker coworkers co-worker co-workers teammate
    teammates owner owners client clients customer customers vendor vendors supplier suppliers contractor
    contractors partner partners nurse nurses doctor doctors surgeon surgeons consultant consultants
    engineer engineers developer developers architect architects analyst analysts designer designers
    teacher teachers principal professor officer officers coordinator coordinators assistant assistants
    junior juniors intern interns trainee trainees mentor mentors coach ceo cto cfo coo vp president
    chairman chairwoman chair board committee council management department hr finance legal sister
    matron foreman foremen captain chef sergeant trainer guy guys lady man woman people person staff crew
    operator operators technician technicians accountant auditor auditors lawyer lawyers dba admin admins
    user users agency group company husband wife
    """
)
_BEFORE_PERSON = words_of(
    """
    senior junior line team project shift tech technical product general head deputy assistant new old own
    direct big whole other more experienced charge ward sales lead account regional area country
    department school operations data software marketing finance it hr qa
    """
)
_JOINS = words_of(
    """
    and but while whereas so then because although though since until before after when if as or
    """
)
_WHO = words_of("who whom")
_TITLE = words_of("mr mrs ms miss mdm dr prof sir madam uncle auntie aunty sister boss")
_LETS_ME = re.compile(
    r"\b(?:(?:let|mak|hav|ha|giv|gav|leav|trust|call)\w*|made|left|gets?|got|(?:rel|depend|com|turn|look)\w*"
    r" (?:to|on|upon)) (?:me|us)\b|\b(?:ask|tell|told|want|need|expect|allow|encourag)\w* (?:me|us) to\b",
    re.IGNORECASE,
)
"""What somebody else does so that the person does something: *my boss lets me run it*."""
_SKIPPED = words_of(
    """
    also then now usually mostly often always sometimes normally only just still even here there maybe
    first later afterwards finally meanwhile after before every day week month today lately
    """
)


def elses_work(text: str) -> list[Span]:
    """Return where in an activity the work of somebody else stands, ascending."""
    found: list[Span] = []
    for start, end in _sentences(text):
        found += _of_sentence(text, start, end)
    return sorted(found)


def is_inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a word stands in one of the parts."""
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _sentences(text: str) -> Iterator[Span]:
    at = 0
    for stop in _SENTENCE_END.finditer(text):
        yield at, stop.start()
        at = stop.end()
    yield at, len(text)


def _of_sentence(text: str, start: int, end: int) -> list[Span]:
    words = list(_WORD.finditer(text, start, end))
    low = [word.group().lower().replace("’", "'") for word in words]
    begins = [*_clause_begins(text, words, low), len(words)]
    found: list[Span] = []
    elses = False
    for begin, stop in pairwise(begins):
        said = _subject(words, low, begin, stop)
        last = stop - 1
        while last > begin and low[last] in _JOINS:
            last -= 1
        where = words[begin].start(), words[last].end()
        elses = (elses if said is None else said) and not _LETS_ME.search(text[slice(*where)])
        if elses and said is None:
            found[-1] = found[-1][0], where[1]
        elif elses:
            found.append(where)
        else:
            found += _done_by(words, low, begin, stop)
    return found


def _clause_begins(text: str, words: Sequence[re.Match[str]], low: Sequence[str]) -> list[int]:
    """Return the words that may begin a clause: after a comma or a joining word, *I*, and *who*."""
    begins = [0] if words else []
    for at in range(1, len(words)):
        gap = text[words[at - 1].end() : words[at].start()]
        stopped = ("," in gap or ":" in gap) and low[at] not in _JOINS
        joined = low[at - 1] in _JOINS and at - 1 not in begins
        who = low[at] in _WHO and _is_person(words, low, at - 1)
        if stopped or joined or who or (low[at] in _I and low[at - 1] not in ("and", "or")):
            begins.append(at)
    return begins


def _subject(words: Sequence[re.Match[str]], low: Sequence[str], begin: int, stop: int) -> bool | None:
    """Whether a clause's subject is somebody else; None where it names no subject."""
    at = begin
    while at < stop and (low[at] in _SKIPPED or low[at] in _JOINS):
        at += 1
    if at >= stop:
        return None
    if low[at] in _WHO:
        return True if at and _is_person(words, low, at - 1) else None
    if low[at] in _THEY:
        return True
    if any(word in _I for word in low[at : min(stop, at + 6)]):
        return False
    person = _person_at(words, low, at, stop)
    if person is None:
        return None
    bare = person == at and low[at] in _PEOPLE
    return True if _does(low, person + 1, stop, bare) else None


def _person_at(words: Sequence[re.Match[str]], low: Sequence[str], at: int, stop: int) -> int | None:
    """Return the place of the noun of *my line manager*, *Mr Lim*, *Hafiz* at the beginning of a clause."""
    if low[at].rstrip(".") in _TITLE and at + 1 < stop and words[at + 1].group()[0].isupper():
        return at + 1
    if (
        words[at].group()[0].isupper()
        and plain(words[at].group()) in listed("names")
        and not is_verb(low[at])
    ):
        return at
    place = at
    if low[place] in _OF_SOMEONE:
        place += 1
    elif low[place] not in _PEOPLE or is_verb(low[place]) or base_form(low[place]):
        return None
    while place + 1 < stop and low[place] in _BEFORE_PERSON and low[place + 1] in _PEOPLE | _BEFORE_PERSON:
        place += 1
    return place if place < stop and low[place] in _PEOPLE else None


def _does(low: Sequence[str], at: int, stop: int, bare: bool) -> bool:
    """Whether a verb follows a subject; a bare noun needs one that is no noun: not *client services*."""
    while at < stop and (low[at] in _SKIPPED or low[at].endswith("ly")):
        at += 1
    return at < stop and _is_finite(low[at]) and not (bare and could_be_noun(low[at]))


def _is_finite(word: str) -> bool:
    past = word.endswith("ed") and len(word) > 4
    return (
        past or word in _AUXILIARY or word in _IRREGULAR or base_form(word) is not None or is_base_form(word)
    )


_AUXILIARY = words_of("is are was were has have had does do did will would can could may might must")
_IRREGULAR = words_of(
    """
    told set sets made gave took ran led went came said did wrote drew held kept left sent chose spoke sat
    stood taught bought brought built found got knew met paid put read sold saw signed go goes sit look
    give take make come say tell write draw hold keep leave send choose speak stand teach buy bring build
    find get know meet pay sell see let
    """
)


def _done_by(words: Sequence[re.Match[str]], low: Sequence[str], begin: int, stop: int) -> list[Span]:
    """Return where *checked by my lead* stands in a clause of the person's own."""
    found = []
    for at in range(begin + 1, stop - 1):
        if low[at] != "by" or not _is_participle(low[at - 1]):
            continue
        person = _person_at(words, low, at + 1, stop)
        if person is not None or low[at + 1] in ("him", "her", "them", "someone", "somebody", "others"):
            found.append((words[at - 1].start(), words[person or at + 1].end()))
    return found


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or word in words_of(
        "done set led run made written given chosen held kept taught drawn sent seen told built taken"
    )


def _is_person(words: Sequence[re.Match[str]], low: Sequence[str], at: int) -> bool:
    return low[at] in _PEOPLE or low[at] in _THEY or _is_name(words[at].group())


def _is_name(word: str) -> bool:
    return word[0].isupper() and plain(word) in listed("names")
