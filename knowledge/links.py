"""Links of the crosswalk: which skills are one, and which roles follow one another."""

from __future__ import annotations

from dataclasses import dataclass

JOINING = ("renamed", "moved", "same")
"""Kinds of link that make two skills one; ``gone`` says that there is none."""
KINDS = (*JOINING, "gone", "asks", "next", "refused")
ROLE = "role"
"""Stands for a framework where a link speaks of a role, by its title."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One line of the crosswalk: a skill, and what it is in another framework or version.

    Args:
        kind: ``renamed``, ``moved`` or ``same`` (both are one skill), ``gone`` (there is none), ``asks`` (the
            role asks for the skill), ``next`` (the second role usually follows the first), or ``refused``
            (they are not, and shall not be proposed again).
        framework, skill: framework id and key.
        to_framework, to_skill: the other's; no skill where it is gone.
        source: who or what says so.
    """

    kind: str
    framework: str
    skill: str
    to_framework: str
    to_skill: str
    source: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of link")
        if not (self.framework and self.skill and self.to_framework):
            raise ValueError("a link needs two ends")
        if bool(self.to_skill) == (self.kind == "gone"):
            raise ValueError("only a skill that is gone has no other end")

    @property
    def start(self) -> tuple[str, str]:
        """Framework id and key of the skill."""
        return self.framework, self.skill

    @property
    def end(self) -> tuple[str, str]:
        """Framework id and key of what it is elsewhere."""
        return self.to_framework, self.to_skill
