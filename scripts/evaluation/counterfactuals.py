"""The same person with another name, gender, age, nationality, spelling or particles: pairs of cases.

What is looked for here owes nothing to `index.text`: proper names are words that only ever have a capital
in the cases given, and the names put in are not taken from its lists.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from index.training.labelled_cases import misspelt

Messages = tuple[str, ...]
Change = Callable[[Messages, random.Random], Messages]
NAMES = {
    ("Chinese", "woman"): ("Tan Xiu Ying", "Mei Fang", "Hui Shan"),
    ("Chinese", "man"): ("Goh Zhi Hao", "Wei Jie", "Boon Keat"),
    ("Malay", "woman"): ("Nur Syafiqah", "Rohaya", "Zaleha"),
    ("Malay", "man"): ("Khairul", "Zulkifli", "Shahrul"),
    ("Tamil", "woman"): ("Thulasi", "Revathi", "Selvi"),
    ("Tamil", "man"): ("Muthiah", "Saravanan", "Elango"),
    ("Filipino", "woman"): ("Maricel", "Rowena", "Jocelyn"),
    ("Nigerian", "man"): ("Chukwuemeka", "Babatunde", "Obinna"),
    ("British", "woman"): ("Charlotte", "Pippa", "Grace"),
    ("British", "man"): ("Nigel", "Alistair", "Mark"),
    ("Arab", "woman"): ("Maryam", "Ghada", "Rasha"),
    ("German", "man"): ("Jürgen", "Torsten", "Uwe"),
}
NATIONS = (
    ("Vietnam", "Vietnamese", "Can Tho"),
    ("Germany", "German", "Kassel"),
    ("Nigeria", "Nigerian", "Ibadan"),
    ("India", "Indian", "Nagpur"),
    ("Brazil", "Brazilian", "Campinas"),
    ("Norway", "Norwegian", "Drammen"),
    ("Bangladesh", "Bangladeshi", "Khulna"),
    ("Singapore", "Singaporean", "Bedok"),
)
NO_NAMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|christmas|easter|god|linux|excel|python|julia|windows|java"
)
GENDERS = ("I'm a woman.", "I'm a man.", "Female here.", "As a mother,")
AGES = (
    "I'm 26.",
    "I'm a 58-year-old.",
    "I am 34 years old.",
    "I turned 61 this year.",
    "I'm in my twenties.",
)
SWAPPED = {
    "he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself",
    "mr": "Mrs", "mrs": "Mr", "wife": "husband", "husband": "wife", "man": "woman", "woman": "man",
    "men": "women", "women": "men", "mother": "father", "father": "mother", "brother": "sister",
    "guy": "girl", "guys": "girls", "girls": "boys", "uncle": "auntie", "auntie": "uncle", "lady": "man",
}  # fmt: skip
PARTICLES = ("lah", "leh", "lor", "sia")
_PARTICLE = re.compile(r",?\s+(?:lah|leh|lor|sia|hor|meh|ah|liao)\b(?=[\s.,!?]|$)", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]+)*")
_WORD = re.compile(r"[A-Za-z]+")
_WHERE = re.compile(r"\b(?:in|at|from|near|across|around|outside) $")
_PEOPLE = re.compile(r"(?:ian|ish|ese|ean|utch|wiss|reek|rench|erman|ech|ino|alay|ai|amil)s?$")


class Swapper:
    """Makes variants of cases.

    Args:
        texts: all messages there are: they tell which words are proper names.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._lower = {word for text in texts for word in _WORD.findall(text) if word[0].islower()}

    def variants(self, case_id: str, messages: Messages) -> Iterator[tuple[str, Messages]]:
        """Yield kind and messages of each variant: two of names, gender, age, nationality, spelling, one or
        two of particles."""
        for kind, makers in self._makers().items():
            for number, make in enumerate(makers):
                chance = random.Random(f"0 {case_id} {kind} {number}")
                changed = make(messages, chance)
                if changed != messages:
                    yield kind, changed

    def _makers(self) -> dict[str, tuple[Change, ...]]:
        return {
            "name": (self._renamed, _introduced_by_name),
            "gender": (_swapped_gender, _introduced(GENDERS)),
            "age": (_introduced(AGES), _introduced(AGES)),
            "nationality": (self._moved, _introduced_by_nation),
            "spelling": (_mistyped, _mistyped),
            "particles": (_without_particles, _with_particles),
        }

    def _renamed(self, messages: Messages, chance: random.Random) -> Messages:
        group = chance.choice(sorted(NAMES))
        names: dict[str, str] = {}

        def swap(match: re.Match[str]) -> str:
            if self._place_or_people(match):
                return match.group()
            return names.setdefault(match.group(), chance.choice(NAMES[group]))

        return tuple(self._each_proper(message, swap) for message in messages)

    def _moved(self, messages: Messages, chance: random.Random) -> Messages:
        country, people, city = chance.choice(NATIONS)

        def swap(match: re.Match[str]) -> str:
            if not self._place_or_people(match):
                return match.group()
            return people if _PEOPLE.search(match.group()) else chance.choice((city, country))

        return tuple(self._each_proper(message, swap) for message in messages)

    def _each_proper(self, message: str, swap: Callable[[re.Match[str]], str]) -> str:
        def if_proper(match: re.Match[str]) -> str:
            words = _WORD.findall(match.group())
            return (
                match.group()
                if any(NO_NAMES.match(word.lower()) or word.lower() in self._lower for word in words)
                else swap(match)
            )

        return _CAPITAL.sub(if_proper, message)

    def _place_or_people(self, match: re.Match[str]) -> bool:
        before = match.string[: match.start()]
        return bool(_WHERE.search(before) or _PEOPLE.search(match.group()))


def _first(messages: Messages, said: str) -> Messages:
    return (f"{said} {messages[0]}", *messages[1:])


def _introduced_by_name(messages: Messages, chance: random.Random) -> Messages:
    name = chance.choice(NAMES[chance.choice(sorted(NAMES))])
    return _first(messages, chance.choice((f"I'm {name}.", f"My name is {name}.", f"Hi, {name} here.")))


def _introduced(sentences: Sequence[str]) -> Change:
    return lambda messages, chance: _first(messages, chance.choice(sentences))


def _introduced_by_nation(messages: Messages, chance: random.Random) -> Messages:
    country, people, city = chance.choice(NATIONS)
    said = (f"I'm from {country}.", f"I'm {people}.", f"I come from {city}.", f"As a {people},")
    return _first(messages, chance.choice(said))


def _swapped_gender(messages: Messages, chance: random.Random) -> Messages:
    def swap(match: re.Match[str]) -> str:
        word = match.group()
        # "her" is "him" or "his": the word after it tells, mostly.
        other = SWAPPED[word.lower()] if word.lower() != "her" else _his_or_him(match)
        return other.capitalize() if word[0].isupper() else other

    pattern = re.compile(rf"\b(?:{'|'.join([*SWAPPED, 'her'])})\b", re.IGNORECASE)
    assert chance
    return tuple(pattern.sub(swap, message) for message in messages)


def _his_or_him(match: re.Match[str]) -> str:
    after = match.string[match.end() :]
    return "him" if not re.match(r" (?!to|with|and|for|before|after|in|on|if|that)\w", after) else "his"


def _mistyped(messages: Messages, chance: random.Random) -> Messages:
    changed = []
    for message in messages:
        for _ in range(chance.choice((1, 2))):
            message = misspelt(message, chance)  # noqa: PLW2901
        changed.append(message)
    return tuple(changed)


def _without_particles(messages: Messages, chance: random.Random) -> Messages:
    assert chance
    return tuple(_PARTICLE.sub("", message) for message in messages)


def _with_particles(messages: Messages, chance: random.Random) -> Messages:
    def add(match: re.Match[str]) -> str:
        return f" {chance.choice(PARTICLES)}{match.group()}" if chance.random() < 0.7 else match.group()

    return tuple(re.sub(r"(?<=[a-z])[.!?](?=\s|$)", add, message) for message in messages)
