"""Commands that show what is in the catalogue: frameworks, roles, skills, skill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import as_json, check_framework, knowledge, of_framework, print_json, settings, table

if TYPE_CHECKING:
    from bot.guidance.lookup import Lookup
    from bot.guidance.model import HeldLevel
    from knowledge.model import Descriptor, Framework, Knowledge, Role, Skill


@click.command()
@as_json
def frameworks(as_json: bool) -> None:
    """List the frameworks in the catalogue."""
    known = knowledge()
    found = [_framework(known, framework) for framework in known.frameworks]
    if as_json:
        print_json(found)
        return
    table(
        [
            (each["id"], each["name"], str(each["skills"]), str(each["attributes"]), str(each["descriptors"]))
            for each in found
        ],
        ("id", "name", "skills", "attributes", "statements"),
    )


@click.command()
@click.option(
    "--held",
    multiple=True,
    metavar="FRAMEWORK:SKILL=LEVEL",
    help="A level somebody has, as sfia-9:PROG=4; may be given several times. Lists the roles that fit.",
)
@click.option("--present", default="", metavar="TITLE", help="The role they have, for the usual next step.")
@as_json
def roles(held: tuple[str, ...], present: str, as_json: bool) -> None:
    """List the roles in the catalogue, or those that fit levels."""
    if held:
        _fitting(held, present, as_json)
        return
    if present:
        raise click.UsageError("--present needs --held: which role comes next follows from levels.")
    found = [_role(role) for role in knowledge().roles]
    if as_json:
        print_json(found)
        return
    for role in found:
        click.echo(
            click.style(role["title"], bold=True) + (f"  ({role['family']})" if role["family"] else "")
        )
        for need in role["skills"]:
            level = f"level {need['level']}" if need["level"] else "no level given"
            click.echo(
                f"  {need['skill']}, {level}{'' if need['core'] else ', optional'}  [{need['framework']}]"
            )


@click.command()
@of_framework
@click.option(
    "--search", metavar="TEXT", help="Only skills with this text in their code, name or description."
)
@as_json
def skills(framework: str | None, search: str | None, as_json: bool) -> None:
    """List the skills in the catalogue, attributes included."""
    known = knowledge()
    check_framework(known, framework)
    listed = [
        _summary(known, skill)
        for skill in known.skills
        if framework in (None, skill.framework) and _contains(skill, search)
    ]
    if as_json:
        print_json(listed)
        return
    table(
        [
            (each["framework"], each["code"], each["name"], each["kind"], " ".join(map(str, each["levels"])))
            for each in listed
        ],
        ("framework", "code", "name", "kind", "levels"),
    )


@click.command()
@click.argument("code", metavar="CODE")
@of_framework
@as_json
def skill(code: str, framework: str | None, as_json: bool) -> None:
    """Show a skill with its levels. CODE is its code, or its title if it has none."""
    known = knowledge()
    check_framework(known, framework)
    found = known.find_skill(code, framework)
    if not found:
        where = f" in {framework}" if framework else ""
        raise click.BadParameter(f"no skill {code!r}{where}; see rung skills --search.", param_hint="CODE")
    shown = [skill_as_json(known, each) for each in found]
    if as_json and len(shown) > 1:
        ids = ", ".join(each["framework"] for each in shown)
        raise click.UsageError(f"{code!r} is in several frameworks ({ids}): choose one with --framework.")
    if as_json:
        print_json(shown[0])
        return
    for each in shown:
        _print(each)


def _fitting(held: Sequence[str], present: str, as_json: bool) -> None:
    """Print the roles that fit levels."""
    from bot.guidance.lookup import Lookup
    from bot.guidance.role_gap import role_matches
    from bot.jobs.builds import crosswalk
    from bot.text import roles as words
    from knowledge.crosswalk import linked

    lookup = Lookup(linked(knowledge(), crosswalk(settings().home)))
    found = role_matches(lookup, [_held(lookup, each) for each in held], present)
    if present and not found["present"]:
        raise click.BadParameter(f"no role {present!r}; see rung roles.", param_hint="--present")
    if as_json:
        print_json(found)
    elif found["roles"]:
        click.echo(words.role_list(found["roles"], bool(present)))
    else:
        click.echo("No role asks for these skills." if found["known"] else words.NO_ROLES)


def _held(lookup: Lookup, written: str) -> HeldLevel:
    """Read a level: ``sfia-9:PROG=4``."""
    name, _, level = written.rpartition("=")
    framework, _, code = name.partition(":")
    skill = lookup.skill(framework, code)
    if skill is None or not level.isdecimal():
        raise click.BadParameter(
            f"{written!r} is no FRAMEWORK:SKILL=LEVEL; see rung skills --search.", param_hint="--held"
        )
    return {
        "framework": framework,
        "skill": skill.key,
        "name": skill.name,
        "level": int(level),
        "words": "",
        "confirmed": False,
    }


COMMANDS = (frameworks, roles, skills, skill)


def skill_as_json(known: Knowledge, skill: Skill) -> dict[str, Any]:
    """Return a skill with its levels and descriptors, as ``rung skill --json`` prints it."""
    framework = known.framework(skill.framework)
    codes = dict(skill.level_codes)
    levels: dict[str, Any] = {}
    for descriptor in sorted(_descriptors(known, skill), key=lambda d: d.level):
        level = levels.setdefault(
            str(descriptor.level),
            {
                "name": framework.level_name(descriptor.level) if framework else "",
                "code": codes.get(descriptor.level, ""),
                "inferred": False,
                "descriptors": [],
            },
        )
        level["inferred"] = level["inferred"] or descriptor.inferred
        level["descriptors"].append(
            {
                "kind": descriptor.kind,
                "text": descriptor.text,
                "sources": [{"document": s.document, "location": s.location} for s in descriptor.sources],
            }
        )
    return {
        "framework": skill.framework,
        "code": skill.code,
        "name": skill.name,
        "category": skill.category,
        "subcategory": skill.subcategory,
        "description": skill.description,
        "levels": levels,
    }


def _framework(known: Knowledge, framework: Framework) -> dict[str, Any]:
    own = [skill for skill in known.skills if skill.framework == framework.id]
    return {
        "id": framework.id,
        "name": framework.name,
        "levels": [asdict(level) for level in framework.levels],
        "skills": sum(skill.kind == "skill" for skill in own),
        "attributes": sum(skill.kind == "attribute" for skill in own),
        "descriptors": sum(descriptor.framework == framework.id for descriptor in known.descriptors),
    }


def _role(role: Role) -> dict[str, Any]:
    return {
        "name": role.name,
        "title": role.title,
        "family": role.family,
        "rank": role.rank,
        "summary": role.summary,
        "mission": role.mission,
        "sections": {section.name: list(section.lines) for section in role.sections},
        "skills": [asdict(requirement) for requirement in role.requirements],
        "sources": [asdict(source) for source in role.sources],
    }


def _summary(known: Knowledge, skill: Skill) -> dict[str, Any]:
    return {
        "framework": skill.framework,
        "code": skill.code,
        "name": skill.name,
        "kind": skill.kind,
        "category": skill.category,
        "subcategory": skill.subcategory,
        "levels": sorted({descriptor.level for descriptor in _descriptors(known, skill)}),
    }


def _descriptors(known: Knowledge, skill: Skill) -> list[Descriptor]:
    return [d for d in known.descriptors if d.framework == skill.framework and d.skill == skill.key]


def _contains(skill: Skill, text: str | None) -> bool:
    if not text:
        return True
    return any(text.casefold() in part.casefold() for part in (skill.code, skill.name, skill.description))


def _print(skill: dict[str, Any]) -> None:
    code = f" ({skill['code']})" if skill["code"] else ""
    click.echo(click.style(f"{skill['name']}{code}, {skill['framework']}", bold=True))
    group = " / ".join(part for part in (skill["category"], skill["subcategory"]) if part)
    for line in (group, skill["description"]):
        if line:
            click.echo(line)
    for number_, level in skill["levels"].items():
        names = ", ".join(part for part in (level["name"], level["code"]) if part)
        inferred = " (level inferred by Rung)" if level["inferred"] else ""
        click.echo(click.style(f"\nLevel {number_}{': ' + names if names else ''}{inferred}", bold=True))
        for descriptor in level["descriptors"]:
            places = "; ".join(f"{s['document']}, {s['location']}" for s in descriptor["sources"])
            click.echo(f"  [{descriptor['kind']}] {descriptor['text']}  ({places})")
    click.echo()
