"""What the fields of a record mean, by their names, in tables and data of skills and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.formats.content import column_key

FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "role": (
        *("role", "role name", "role title", "job role", "job role title", "job title", "job name"),
        *("occupation", "occupation title", "occupation name", "occupation label", "work role"),
        *("work role name", "work role title", "profile title", "profile name", "role profile", "position"),
        *("position title", "position name"),
    ),
    "role code": (
        *("role code", "role id", "job code", "job id", "work role id", "work role code", "occupation code"),
        *("o net soc code", "onet soc code", "onetsoc code", "soc code", "occupation id", "job role id"),
        "job role code",
    ),
    "grade": ("role level",),
    "family": (
        *("role family", "job family", "track", "sector", "profession", "family", "isco group"),
        *("work role category", "occupational group"),
    ),
    "role description": (
        *("role description", "job role description", "job description", "occupation description"),
        *("work role description", "role summary", "summary statement", "mission", "role purpose"),
        *("role level description", "role definition", "work role definition"),
    ),
    "task": (
        *("task", "tasks", "key task", "key tasks", "main task", "main tasks", "main task s"),
        "task statement",
        *("task statements", "task description", "responsibilities", "responsibility", "duties"),
        *("key responsibilities", "main responsibilities", "accountabilities", "activities"),
    ),
    "skill": (
        *("skill", "skill name", "skill title", "skill label", "tsc", "tsc title", "tsc name"),
        *("tsc ccs title", "tsc ccs name", "tsc ccs", "ccs title", "competence", "competence name"),
        *("competence title", "competency", "competency name", "competency title", "capability"),
        *("capability name", "capability title", "e competence", "e competence name", "e competence title"),
        *("ecompetence", "unit title", "unit name", "unit of competency", "judul unit", "nama unit"),
        *("judul unit kompetensi", "unit kompetensi", "sfia skill", "sfia skill name", "skill area name"),
        *("competency area", "competency area name", "ksa name", "competence label"),
    ),
    "skill code": (
        *("skill code", "tsc code", "tsc ccs code", "skill id", "competence code", "competence number"),
        *("competence id", "competency code", "competency id", "capability code", "unit code", "kode unit"),
        *("e competence code", "sfia code", "sfia skill code"),
    ),
    "level": (
        *("level", "skill level", "proficiency level", "proficiency level name", "proficiency", "level name"),
        *("required level", "target level", "level number", "expected level", "tsc level", "sfia level"),
        *("competence level", "competency level", "e cf level", "level required", "min level"),
        *("minimum level", "required proficiency", "skill level name", "responsibility level", "niveau"),
        *("tsc proficiency level", "skill proficiency level", "required proficiency level"),
        *("livello", "nivel"),
    ),
    "text": (
        *("level description", "skill level description", "proficiency description", "level descriptor"),
        *("proficiency level description", "tsc proficiency description", "what the skill level means"),
        *("statement", "competence statement", "competency statement", "learning outcome", "descriptor"),
        *("indicator", "behavioural indicator", "behavioral indicator", "performance criteria", "behaviour"),
        *("performance criterion", "kriteria unjuk kerja", "level text", "proficiency statement"),
        *("skill level definition", "level definition", "description of level", "behavior", "criteria"),
        *("knowledge ability items", "knowledge ability item", "skill statement", "item description"),
        *("statements", "competence statements", "learning outcomes", "indicators", "behaviours"),
        "behaviors",
        *("descriptors", "level descriptors", "behavioural indicators", "behavioral indicators"),
        *("proficiency level descriptor", "leerresultaat", "level statement", "performance expectations"),
    ),
    "knowledge": ("knowledge", "knowledge items", "knowledge statements", "underpinning knowledge"),
    "ability": ("abilities", "ability", "ability items"),
    "kind": (
        *("knowledge ability classification", "knowledge skill or attitude", "ka classification"),
        *("k a classification", "knowledge ability type", "statement type", "ksa type"),
    ),
    "skill description": (
        *("skill description", "description of the skill", "tsc description", "tsc ccs description"),
        *("competence descriptor", "competence description", "competency description", "skill definition"),
        *("overall description", "capability description", "unit description", "deskripsi unit"),
        *("e competence description", "competence definition", "competency definition"),
    ),
    "category": (
        *("category", "skill category", "tsc category", "tsc ccs category", "competence area"),
        *("competence area name", "competency category", "capability group", "skill group", "area", "domain"),
        *("category title", "skill area", "area name"),
    ),
    "subcategory": ("subcategory", "sub category", "skill subcategory", "subcategory title"),
    "core": ("relation type", "requirement type", "skill requirement", "core or optional"),
    "guidance": ("guidance", "guidance notes", "knowledge examples", "skills examples", "skill examples"),
    "scale": ("scale id",),
    "rating": ("data value",),
    "description": ("description", "definition", "summary"),
    "title": ("preferred label", "preferredlabel", "pref label", "title", "name", "label"),
    "code": ("code", "id", "identifier", "notation", "concept uri", "origin uri", "originuri"),
}
"""Meaning to the names it has. ``title``, ``code`` and ``description`` are of the skill or the role that a
record is about."""

_MEANING = {name: meaning for meaning, names in FIELD_NAMES.items() for name in names}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"[^\w()]+")

ROLE_LISTS = {
    *("roles", "jobs", "occupations", "profiles", "positions", "careers", "vacancies", "role profiles"),
    *("work roles", "job roles", "workroles", "jobroles"),
}
SKILL_LISTS = {
    *("skills", "competences", "competencies", "capabilities", "tscs", "units", "ecompetences"),
    *("e competences", "skill list", "required skills", "skill requirements", "sfia skills", "ccs"),
    *("technical skills", "tsc list"),
}
"""Keys of lists whose entries are roles, or skills."""


def field_key(name: str) -> str:
    """Return the name of a field as it is compared: words in lower case, ``skillType`` as two."""
    words = _SIGNS.sub(" ", column_key(_CAMEL.sub(" ", name.strip().replace("(s)", "s"))))
    return (
        " ".join(words.split())
        .replace("preferredlabel", "preferred label")
        .replace("pref label", "preferred label")
    )


def meaning_of(name: str) -> str:
    """Return what a field means (see `FIELD_NAMES`), or ``""``."""
    return _MEANING.get(field_key(name), "")


def meanings_of(header: Sequence[str]) -> dict[int, str]:
    """Return what columns mean; of two with one meaning the one first in `FIELD_NAMES` comes first."""
    named = {index: field_key(name) for index, name in enumerate(header)}
    found = [(index, _MEANING[name]) for index, name in named.items() if name in _MEANING]
    return dict(sorted(found, key=lambda each: FIELD_NAMES[each[1]].index(named[each[0]])))


def list_kind(key: str) -> str:
    """Return ``role`` or ``skill`` for the key of a list of such, else ``""``."""
    name = field_key(key)
    return "role" if name in ROLE_LISTS else "skill" if name in SKILL_LISTS else ""


def about(fields: Iterable[str], subject: str) -> dict[str, str]:
    """Return what ``title``, ``code`` and ``description`` mean in records of a ``role`` or ``skill``."""
    there = set(fields)
    wanted = {"title": subject, "code": f"{subject} code", "description": f"{subject} description"}
    return {name: meaning for name, meaning in wanted.items() if name in there and meaning not in there}
