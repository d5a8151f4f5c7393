"""RDF (Turtle, RDF/XML): skills and roles as values, each with what its nodes say."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from knowledge.formats.content import Content
from knowledge.model import DocumentError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_TURTLE = re.compile(r"\s*(?:#[^\n]*\n\s*)*@?prefix\s+[\w.-]*:\s*<", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<rdf:RDF\b")
_LISTS = {
    **{"Skill": "skills", "Competence": "skills", "Competency": "skills", "Concept": "skills"},
    **{"Occupation": "occupations", "Role": "roles", "JobRole": "roles", "WorkRole": "roles"},
}
"""Classes of nodes to the lists that JSON would have of them; others are part of these nodes."""

_NAMES = ("prefLabel", "label", "title", "name")


def is_rdf(text: str) -> bool:
    """Return whether a text begins as Turtle or RDF/XML do."""
    return bool(_TURTLE.match(text) or _XML.match(text))


def read_rdf(name: str, text: str) -> Content:
    """Parse RDF into lists of skills, roles and occupations; of several languages English is taken.

    Raises:
        DocumentError: it is damaged or has XML entities.
    """
    from rdflib import Graph

    if "<!ENTITY" in text:
        raise DocumentError(name, "the XML has entities.", remedy="Save it as Turtle (.ttl).")
    # It logs each address that is none; what is broken is told once, below.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    graph = Graph()
    try:
        graph.parse(data=text, format="xml" if _XML.match(text) else "turtle")
    except Exception as error:  # the parsers raise whatever their tokens lead to
        raise DocumentError(name, "the RDF is broken.", remedy="Export it again, as Turtle.") from error
    return Content(text=text, value=_value(graph))


def _value(graph: Graph) -> dict[str, object]:
    from rdflib import RDF

    found: dict[str, list[object]] = defaultdict(list)
    for node in sorted(set(graph.subjects(RDF.type, None)), key=str):
        kinds = [_LISTS[name] for each in graph.objects(node, RDF.type) if (name := _local(each)) in _LISTS]
        if kinds:
            found[kinds[0]].append(_object(graph, node))
    return dict(found)


def _object(graph: Graph, node: Node) -> dict[str, object]:
    """Return what a node says: its texts, its levels as objects, of other nodes the names."""
    from rdflib import RDF, Literal

    texts: dict[str, dict[str, str]] = defaultdict(dict)
    found: dict[str, object] = {}
    for predicate, value in sorted(graph.predicate_objects(node), key=str):
        name = _local(predicate)
        if isinstance(value, Literal):
            texts[name].setdefault(value.language or "", str(value))
        elif predicate != RDF.type and "level" in name.casefold():
            levels = found.setdefault(name, [])
            assert isinstance(levels, list), "only levels are objects"
            levels.append(_level(graph, value))
        elif predicate != RDF.type and (label := _name(graph, value)):
            found.setdefault(name, label)
    return found | {name: _english(said) for name, said in texts.items()}


def _level(graph: Graph, node: Node) -> object:
    """Return a level: an object where its node says something, else its figure or name."""
    from rdflib import Literal

    said: dict[str, object] = {}
    for predicate, value in sorted(graph.predicate_objects(node), key=str):
        if isinstance(value, Literal):
            said.setdefault(_local(predicate), str(value))
        elif "level" in _local(predicate).casefold():
            notation = [str(each) for each in graph.objects(value, None) if str(each).isdigit()]
            said[_local(predicate)] = notation[0] if notation else _name(graph, value) or _local(value)
    return said or _local(node)


def _name(graph: Graph, node: Node) -> str:
    from rdflib import Literal

    texts: dict[str, str] = {}
    for predicate, value in graph.predicate_objects(node):
        if isinstance(value, Literal) and _local(predicate) in _NAMES:
            texts.setdefault(value.language or "", str(value))
    return _english(texts) if texts else ""


def _english(texts: dict[str, str]) -> str:
    english = next((texts[each] for each in sorted(texts) if each == "" or each.startswith("en")), None)
    return english if english is not None else texts[min(texts)]


def _local(node: Node) -> str:
    """Return the last part of a node's address."""
    return re.split(r"[/#:]", str(node).rstrip("/#"))[-1]
