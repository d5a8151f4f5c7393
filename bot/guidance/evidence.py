"""Evidence: the person's own words beside the statements they match."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bot.guidance.asked import AnsweredStatements
from bot.guidance.lookup import place
from bot.guidance.model import Evidence
from bot.guidance.subjects import Span, elses_work, is_inside

if TYPE_CHECKING:
    from index.search import Found, Match


LEAST = 0.30
"""Match score below which words and statement do not speak of the same thing; see docs/accuracy.md."""
MOST_BETTER = 5
"""Statements, of all skills in question, that may match the words better than the one cited."""
MOST = 5
FAR = 0.2
"""Share by which a statement weighs less for each level between it and the suggested one."""
WEAK = 0.6
"""Without citations, matches weaker than this share of the best one are left out."""


def citable(
    found: Found, matches: Sequence[Match], level: int, near: Collection[int], answers: AnsweredStatements
) -> list[Match]:
    """Return the matches whose statement may stand beside the person's words.

    Args:
        found: the search.
        matches: of the suggested skill's statements.
        level: the level suggested.
        near: the levels within one of it.
        answers: what the person said to statements.
    """
    elses = [elses_work(text) for text in found.activities]
    return [
        match
        for match in matches
        if match.entry.level in near
        and match.score >= LEAST
        and int((found.statement_scores[match.activity] > match.score).sum()) <= MOST_BETTER
        and _is_own_work(match, found.activities[match.activity], elses[match.activity])
        and not answers.contradict(match.entry.text, (match.entry.level or 0) > level)
    ]


def _is_own_work(match: Match, text: str, elses: Sequence[Span]) -> bool:
    """Whether at least half of the words that carry a match are of the person's own work."""
    if not elses:
        return True
    places, begin = [], 0
    for word in match.words:
        at = text.find(word, begin)
        if at >= 0:
            places.append((at, at + len(word)))
            begin = at + len(word)
    own = [place for place in places if not is_inside(place, elses)]
    return 2 * len(own) >= len(places) if places else sum(b - a for a, b in elses) < len(text.strip()) / 2


def evidence(
    matches: Sequence[Match], activities: Sequence[str], level: int, cited: Sequence[str]
) -> list[Evidence]:
    """Pair the cited words of each activity with the best matching statement, near the level if possible.

    Args:
        matches: of the suggested skill's statements, those that may be cited.
        activities: as searched.
        level: the level suggested.
        cited: the words of each activity that carry the suggestion, or ``""``; where there are none at all,
            the words that carry the strongest matches are given.
    """
    weighed = sorted(matches, key=lambda match: -_weight(match, level))
    if not weighed or _weight(weighed[0], level) <= 0:
        return []
    if not any(cited):
        enough = WEAK * _weight(weighed[0], level)
        strong = [match for match in weighed if _weight(match, level) >= enough]
        picked = sorted(_one_each(strong)[:MOST], key=lambda match: match.activity)
        return [
            _evidence(match, " ".join(match.words) or activities[match.activity], activities)
            for match in picked
        ]
    carrying = [match for match in weighed if cited[match.activity]]
    picked = _one_each(carrying)
    given = {match.activity for match in picked}
    picked += {match.activity: match for match in reversed(carrying) if match.activity not in given}.values()
    picked.sort(key=lambda match: match.activity)
    return [_evidence(match, cited[match.activity], activities) for match in picked]


def cited_words(texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> list[str]:
    """Return the words at the spans of each text, as the person wrote them, but for somebody else's work."""
    found = []
    for text, of_text in zip(texts, spans, strict=True):
        elses = elses_work(text) if of_text else []
        own = [span for span in of_text if not is_inside(span, elses)]
        found.append(" ".join(text[start:end] for start, end in own))
    return found


def _weight(match: Match, level: int) -> float:
    assert match.entry.level is not None
    return match.score * max(0.0, 1 - FAR * abs(match.entry.level - level))


def _one_each(matches: Sequence[Match]) -> list[Match]:
    picked: list[Match] = []
    activities: set[int] = set()
    statements: set[int] = set()
    for match in matches:
        if match.activity not in activities and match.entry.id not in statements:
            picked.append(match)
            activities.add(match.activity)
            statements.add(match.entry.id)
    return picked


def _evidence(match: Match, words: str, activities: Sequence[str]) -> Evidence:
    assert match.entry.level is not None
    return {
        "activity": match.activity,
        "words": words,
        "quote": quote(activities[match.activity], words),
        "descriptor": match.entry.text,
        "descriptor_level": match.entry.level,
        "kind": match.entry.kind,
        "score": round(match.score, 4),
        "source": place(match.entry.sources),
    }


QUOTED_WHOLE = 20
"""Activities up to this many words are quoted whole."""
SHORTEST_CLAUSE = 3
"""Fewer words are no clause of their own."""
_CLAUSE = re.compile(
    r"(?:and|but|so|or|which|who|because|when|while|where|before|after|then|if|until|although|as well as)\b",
    re.IGNORECASE,
)
"""Words that begin a clause."""
_JOINING = ("and", "but", "so", "or", "then")
"""Words that mean nothing where a quote begins with them."""
_WORD = re.compile(r"\S+")


def quote(text: str, cited: str) -> str:
    """Return the part of a text that holds the cited words.

    Args:
        text: an activity, as the person wrote it.
        cited: words of the activity, in order; words not found are skipped.

    Returns:
        the text itself where it is short; else the clauses with the cited words, with "…" for what is left
        out; the first clauses where nothing cited is found. Without line breaks.
    """
    words = list(_WORD.finditer(text))
    if len(words) <= QUOTED_WHOLE:
        return " ".join(text.split())
    places = _places(text, cited, words)
    clauses = _clauses([word.group() for word in words])
    shown = [part for part in clauses if any(place in part for place in places)]
    if not shown:
        shown = [part for part in clauses if part.stop <= QUOTED_WHOLE] or [range(QUOTED_WHOLE)]
    return _joined([word.group() for word in words], shown)


def _places(text: str, cited: str, words: list[re.Match[str]]) -> list[int]:
    """Return the positions of the cited words."""
    found, begin = [], 0
    for each in cited.split():
        at = text.find(each, begin)
        if at >= 0:
            begin = at + len(each)
            found += [number for number, word in enumerate(words) if word.start() <= at < word.end()]
    return found


def _clauses(words: list[str]) -> list[range]:
    """Return where each clause of a text stands: cut after a mark, and before a word that begins one."""
    cuts = [0]
    for at in range(1, len(words)):
        border = words[at - 1][-1] in ",;:.!?" or _CLAUSE.fullmatch(words[at])
        if border and at - cuts[-1] >= SHORTEST_CLAUSE and len(words) - at >= SHORTEST_CLAUSE:
            cuts.append(at)
    return [range(start, stop) for start, stop in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _joined(words: list[str], shown: list[range]) -> str:
    parts: list[str] = []
    end = 0
    for clause in shown:
        start = clause.start
        if start > end:
            parts.append("…")
            start += words[start].casefold() in _JOINING
        parts += words[start : clause.stop]
        end = clause.stop
    text = " ".join(parts).rstrip(",;:") if end < len(words) else " ".join(parts)
    return f"{text} …" if end < len(words) else text
