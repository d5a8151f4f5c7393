"""Commands that look: status, documents, frameworks, roles, skills, skill."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import (
    as_json,
    catalogue,
    knowledge,
    known_framework,
    number,
    of_framework,
    print_json,
    settings,
    table,
)

if TYPE_CHECKING:
    from knowledge.catalogue import DocumentRow
    from knowledge.model import Descriptor, Framework, Knowledge, Role, Skill


@click.command()
@as_json
def status(as_json: bool) -> None:
    """Show where the data is, and which build is live."""
    found = _status()
    if as_json:
        print_json(found)
        return
    counts, live = found["catalogue"], found["build"]
    click.echo(f"Data:      {found['home']}")
    click.echo(f"Model:     {found['model']}")
    click.echo(
        f"Catalogue: {number(counts['documents'], 'document')}, {number(counts['frameworks'], 'framework')}, "
        f"{number(counts['skills'], 'skill')}, {number(counts['descriptors'], 'statement')}, "
        f"{number(counts['roles'], 'role')}"
    )
    if live is None:
        click.echo("Build:     none yet; run rung build")
        return
    click.echo(f"Build:     {live['number']} of {live['made_at']}, made with {live['model']}")
    if not found["up_to_date"]:
        click.echo("The catalogue has changed since: run rung build.")


@click.command()
@as_json
def documents(as_json: bool) -> None:
    """List the documents in the catalogue."""
    rows = _documents()
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    if not rows:
        click.echo(
            "No documents yet. Add some with rung add FILE…, or those that ship with Rung: rung add"
            " --starter."
        )
        return
    table(
        [
            (
                row.name,
                row.kind,
                str(row.revision),
                str(row.counts.skills),
                str(row.counts.statements),
                str(row.counts.roles),
            )
            for row in rows
        ],
        ("document", "kind", "revision", "skills", "statements", "roles"),
    )


@click.command()
@as_json
def frameworks(as_json: bool) -> None:
    """List the frameworks known."""
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
@as_json
def roles(as_json: bool) -> None:
    """List the roles known, with the skills they ask for."""
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
@click.option("--search", metavar="TEXT", help="Only skills whose code, name or description holds this text.")
@as_json
def skills(framework: str | None, search: str | None, as_json: bool) -> None:
    """List the skills known, attributes included."""
    known = knowledge()
    known_framework(known, framework)
    listed = [
        _skill_line(known, skill)
        for skill in known.skills
        if framework in (None, skill.framework) and _holds(skill, search)
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
    """Show a skill with its levels. CODE is its code, or its title where it has none."""
    known = knowledge()
    known_framework(known, framework)
    found = known.find_skill(code, framework)
    if not found:
        where = f" in {framework}" if framework else ""
        raise click.BadParameter(f"no skill {code!r}{where}; try rung skills --search.", param_hint="CODE")
    shown = [skill_as_json(known, each) for each in found]
    if as_json and len(shown) > 1:
        ids = ", ".join(each["framework"] for each in shown)
        raise click.UsageError(f"{code!r} stands in {ids}: choose one with --framework.")
    if as_json:
        print_json(shown[0])
        return
    for each in shown:
        _show(each)


COMMANDS = (status, documents, frameworks, roles, skills, skill)


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


def _status() -> dict[str, Any]:
    where = settings()
    known = knowledge()
    live = _live()
    return {
        "home": str(where.home),
        "model": where.model,
        "catalogue": {
            "documents": len(known.documents),
            "frameworks": len(known.frameworks),
            "skills": len(known.skills),
            "descriptors": len(known.descriptors),
            "roles": len(known.roles),
        },
        "build": live,
        "up_to_date": live is not None and live["documents"] == dict(known.documents),
    }


def _live() -> dict[str, Any] | None:
    from index.builder import live_number, open_build

    home = settings().home
    if live_number(home) is None:
        return None
    opened = open_build(home)
    return {
        "number": opened.number,
        "made_at": opened.made_at,
        "model": opened.model,
        "entries": len(opened.entries),
        "documents": dict(opened.knowledge.documents),
    }


def _documents() -> tuple[DocumentRow, ...]:
    if not settings().catalogue.exists():
        return ()
    with catalogue() as opened:
        return opened.documents()


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


def _skill_line(known: Knowledge, skill: Skill) -> dict[str, Any]:
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


def _holds(skill: Skill, text: str | None) -> bool:
    if not text:
        return True
    return any(text.casefold() in part.casefold() for part in (skill.code, skill.name, skill.description))


def _show(skill: dict[str, Any]) -> None:
    code = f" ({skill['code']})" if skill["code"] else ""
    click.echo(click.style(f"{skill['name']}{code}, {skill['framework']}", bold=True))
    group = " / ".join(part for part in (skill["category"], skill["subcategory"]) if part)
    for line in (group, skill["description"]):
        if line:
            click.echo(line)
    for number_, level in skill["levels"].items():
        names = ", ".join(part for part in (level["name"], level["code"]) if part)
        inferred = " (level worked out by Rung)" if level["inferred"] else ""
        click.echo(click.style(f"\nLevel {number_}{': ' + names if names else ''}{inferred}", bold=True))
        for descriptor in level["descriptors"]:
            places = "; ".join(f"{s['document']}, {s['location']}" for s in descriptor["sources"])
            click.echo(f"  [{descriptor['kind']}] {descriptor['text']}  ({places})")
    click.echo()
