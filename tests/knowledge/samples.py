"""Small documents of every kind, in our own words."""

from __future__ import annotations

import io
import json

import openpyxl

WIKI = """
---- dataentry roles ----
name               : Tea brewing
category           : Kitchen
subcategory        : Hot drinks
source             : SFIA
----

====== Role: Tea brewing (TEAB) ======

==== Description ====

Making tea for one guest or many, so that everybody gets a good cup.

==== SFIA Level 2 ====
Boils water, i.e. up to a rolling boil. Pours it over the leaves; waits by the clock. Asks for help
else-where.

==== SFIA Level 4 ====
Chooses the leaves (black, green etc. by guest). Keeps up relation-ships with growers.

==== Processes ====

---- datatable ----
cols     : Name
filter   : type=process
----

=== Sources: ===

/* Say where it comes from */
[[http://example.org|An example]]
"""

PROFILE = """
Profile title\tTEA MAKER ROLE (2)\t\t
Summary statement\tThe person who makes the tea.\t\t
Mission\tBrews tea for guests and keeps the pot warm.\t\t
Deliverables\tAccountable\tResponsible\tContributor
\t<ul style="x"> Sale \t<ul> Business Relationship \t<ul> Sales Forecast Project Plan Test Report
Main task/s\t<ul> Boil the water for all guests Warm the IT team's pot with care Pour it out \t\t

This page follows SFIA 7.

Level 2\tAssist
Level 1\tFollow

Autonomy - Level 3

- Brews without being told
- Asks when the pot is new

Business Skills - Level 3

- Greets guests

Core: Tea brewing @ Level 3

- Brews for a room
- Warms the pot

Optional: Cake cutting @ Level 2

- Cuts even slices
"""

JOBS = """Tea Maker Information

Prepared by
Somebody

CONFIDENTIAL

Tea makers are dear to every office.

- Warm pots
- Clean cups

Recruitment of Tea Makers

The key elements required for tea makers are as follows:

- Patience - waits for the boil
- Warm hands

CONFIDENTIAL**JOB DESCRIPTION (EXAMPLE #1)**

Job Title\tHead Tea Maker
Line Manager\t
Purpose of the Job\t<ul> ▪ Runs the kitchen.
Principal Accountabilities\t<ul> ▪ Buys the leaves ▪ Counts the cups
Skills/attributes required\t<ul> ▪ A fine nose ▪ Calm ▪ Warm hands

JOB DESCRIPTION (EXAMPLE #2)

What the post is for

- To make tea for one floor.

Duties

1. Boil the water.
2. Wash the pot.

CONFIDENTIAL

3. Tell guests when it is ready.

END OF DOCUMENT"""

OUTLINE = """Tea Brewing

Brew tea for guests of all kinds.


Competency Area

Hot Drinks


Follow the House Rules

Boil fresh water for each pot that is ordered

Keep the timer beside the pot and watch it

Managing Guest Contentment

Ask each guest how strong the tea should be

Manage guest contentment

Bring biscuits to those who wait for long

Plan what leaves to buy

Order the leaves that guests asked for last month

Compare what several growers offer and what it costs
"""

TSC = """SKILLS FRAMEWORK

TSC Category\tHot Drinks\t\t\t\t
TSC Title\tTea Brewing\t\t\t\t
TSC Description\tBrew tea for guests\t\t\t\t
TSC Proficiency Description\tLevel 1\tLevel 2\tLevel 3\tLevel 4\tLevel 5
\t\t\tHOT-TEA-3001-1.1\tHOT-TEA-4001-1.1\tHOT-TEA-5001-1.1
\t\t\tBrew by the rules of the house\tContent the guests of a room\tPlan the leaves of a year
Knowledge\t\t\t<ul> Kinds of water Steps in brewing \t<ul> Ways to please \t<ul> Growers of the region
Abilities\t\t\t<ul>• Boil fresh water for each pot ordered• Keep the timer beside the pot and watch it\
\t<ul>• Ask each guest how strong the tea should be• Manage guest contentment\
\t<ul>• Order the leaves that guests asked for last month
Range of Application\t\t\t\t\t
"""

LEVELS = range(1, 8)
SKILL_COLUMNS = [
    "#", "Levels", "", "", "", "", "", "", "Skill", "Code", "URL", "Subcategory", "Category",
    "Guidance notes", "Overall description", *(f"Level {n} description" for n in LEVELS),
]  # fmt: skip


def skill_row(code: str, name: str, texts: dict[int, str], guidance: str = "") -> list[str]:
    """Return a row under `SKILL_COLUMNS`."""
    marks = [str(n) if n in texts else "" for n in LEVELS]
    described = [texts.get(n, "") for n in LEVELS]
    url = f"https://example.org/skillcode/9/{code}"
    return ["1", *marks, name, code, url, "Hot drinks", "Kitchen", guidance, f"About {name}.", *described]


BREWING = skill_row(
    "TEAB",
    "Tea brewing",
    {2: "Boils water. \r\nPours it.", 3: "Brews for a room; warms the pot."},
    "For kitchens only. Not for bars.\r\nActivities may include:\r\n\r\nboiling water\r\nwarming pots.\r\n",
)
CUTTING = skill_row("CAKE", "Cake cutting", {1: "Cuts the guests’ cake."})


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as CSV with every cell quoted."""
    return "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\r\n"


SFIA_SKILLS = as_csv([SKILL_COLUMNS, BREWING, CUTTING])

ATTRIBUTE_COLUMNS = [
    "Levels", "", "", "", "", "", "", "Attribute name", "Code", "URL", "Type", "Guidance notes",
    "Overall description", *(f"Level {n} description" for n in LEVELS),
]  # fmt: skip
SFIA_ATTRIBUTES = as_csv(
    [
        ATTRIBUTE_COLUMNS,
        [
            *map(str, LEVELS), "Warmth", "WARM", "", "Attributes", "", "How warm one is.",
            *(f"\nIs warm {n} times. Shows it." for n in LEVELS),
        ],
    ]
)  # fmt: skip
SFIA_LEVELS = as_csv(
    [
        ["Level", *map(str, LEVELS)],
        ["Guiding phrase", *(f"Phrase {n}" for n in LEVELS)],
        ["Essence of the level", *(f"Essence of the level: Brews {n} pots." for n in LEVELS)],
        ["URL", *(f"https://example.org/lor/9/{n}" for n in LEVELS)],
    ]
)

DDAT_SKILLS = as_csv(
    [
        ["Skill Name", "Awareness", "Working", "Practitioner", "Expert", "Skill Description", "Roles"],
        [
            "Brewing", "You can:\n- name a leaf\n- hold a pot", "This skill level is not defined.",
            "You can:\n- brew for a floor", "", "Brewing is making tea.", "Tea maker",
        ],
        ["Pouring", "You can:\n- tilt a pot", "", "", "NOT IN USE", "MISSING", "Tea maker"],
    ]
)  # fmt: skip

_UNUSED = "NOT IN USE"
_ROLE_COLUMNS = [
    "Role", "Role Family", "Role Level", "Role Description", "Role Level Description", "Skill Level",
    "Skill Name", "Skill Level Description", "Skill Description", "Role Type",
]  # fmt: skip


def _role_row(level: str, skill: str, skill_level: str) -> list[str]:
    described = (
        f"A {level.lower()} brews.\n\nAt this role level, you will:\n- brew\n- pour\nThere are two of them."
    )
    says = f"You can:\n- {skill.lower()} as {skill_level.lower()}"
    return ["Tea maker", "Kitchen", level, "Makes tea.", described, skill_level, skill, says, "MISSING", ""]


DDAT_ROLES = as_csv(
    [
        _ROLE_COLUMNS,
        _role_row("Lead tea maker", "Brewing", "Expert"),
        _role_row("Lead tea maker - management", "Brewing", "Expert"),
        _role_row("Tea maker", "Brewing", "Working"),
        _role_row("Tea maker", "Pouring", "Awareness"),
        _role_row("Apprentice tea maker", "Brewing", "Awareness"),
        ["Tea chief", "Kitchen", _UNUSED, "Runs it.", _UNUSED, _UNUSED, "Brewing", _UNUSED, "", ""],
    ]
)

REGISTRY = json.dumps(
    {
        "Tea Brewing": {
            "type": "tsc",
            "description": "Brew tea for guests of every kind and in every season.",
            "category": "Kitchen Work",
            "sectors": ["food"],
            "emerging": False,
            "proficiency_descriptions": {
                "3": "Brew by the rules of the house",
                "4": "Content guests. Ask them.",
            },
        },
        "Listening": {
            "type": "ccs",
            "description": "Listen.",
            "category": "People",
            "sectors": [],
            "proficiency_descriptions": {"2": "Hear people out"},
        },
    }
)
JOB_ROLES = json.dumps(
    [
        {
            "id": "jd_1",
            "title": "Tea Maker",
            "sector": "food",
            "skills_required": ["Tea Brewing", "Listening"],
            "skill_requirements": {"Tea Brewing": 3},
            "key_tasks": ["Brew tea", "Wash pots"],
            "description": "Makes tea.",
        }
    ]
)


def workbook() -> bytes:
    """Return an SFIA 8 workbook with two skills and two attributes."""
    book = openpyxl.Workbook()
    skills = book.active
    assert skills is not None
    skills.title = "Skills"
    url = SKILL_COLUMNS.index("URL")
    for row in (SKILL_COLUMNS, BREWING, CUTTING):
        skills.append([cell or None for index, cell in enumerate(row) if index != url])
    levels = book.create_sheet("Levels of responsibility")
    levels.append([None, "Autonomy", "Influence", "Complexity"])
    for n in LEVELS:
        levels.append([f"{n} - ", f"Decides {n} things. Alone.", f"Moves {n} people.", "Brews."])
    return as_bytes(book)


def as_bytes(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TEXTS = {
    "sfia-wiki": WIKI,
    "ict-role-profile": PROFILE,
    "job-descriptions": JOBS,
    "competency-outline": OUTLINE,
    "tsc-reference": TSC,
    "sfia-skills": SFIA_SKILLS,
    "sfia-attributes": SFIA_ATTRIBUTES,
    "sfia-levels": SFIA_LEVELS,
    "ddat-skills": DDAT_SKILLS,
    "ddat-roles": DDAT_ROLES,
    "skillsfuture-registry": REGISTRY,
    "skillsfuture-jobs": JOB_ROLES,
}
"""Text of a document by its kind."""


def all_bytes() -> dict[str, bytes]:
    """Return the bytes of a document of every kind."""
    return {**{kind: text.encode() for kind, text in TEXTS.items()}, "sfia-workbook": workbook()}
