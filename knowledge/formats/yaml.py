"""JSON and YAML: parsed to plain values, with what is damaged or given twice."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable

import yaml

from knowledge.formats.content import Content
from knowledge.model import DocumentError

_JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\[\]\"])")
_ALIAS = re.compile(r"(?:^|[\s:\[{,-])[&*][\w-]+(?=\s|$|[,\]}])", re.MULTILINE)
_CUT_OFF = "It was cut off: save or download it again."


def is_json(text: str) -> bool:
    """Return whether a text begins as JSON does."""
    return bool(_JSON_START.match(text))


def read_json(name: str, text: str) -> Content:
    """Parse JSON.

    Raises:
        DocumentError: it is damaged, or nested too deep.
    """
    repeated: list[str] = []

    def as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for key, value in pairs:
            if key in seen:
                repeated.append(key)
            seen[key] = value
        return seen

    try:
        value = json.loads(text, object_pairs_hook=as_object, strict=False)
    except json.JSONDecodeError as error:
        raise _broken_json(name, text, error) from error
    except (RecursionError, ValueError) as error:
        raise DocumentError(
            name, "the JSON is nested too deep or holds an impossible number.", remedy="Export it again."
        ) from error
    return Content(text=text, value=value, repeated_keys=tuple(repeated))


def read_yaml(name: str, text: str) -> Content:
    """Parse YAML. Dates stay text, and aliases are refused: they make small files large.

    Raises:
        DocumentError: it is damaged, holds more than one document, or has aliases.
    """
    if _ALIAS.search(text):
        raise DocumentError(
            name, "the YAML has anchors or aliases (&name, *name).", remedy="Write the text out in full."
        )
    try:
        loader = _Loader(text)
        value = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise DocumentError(
            name, f"the YAML is broken ({error.problem}).", location=place, remedy="Correct that place."
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DocumentError(name, "the YAML cannot be read.", remedy="Export it again.") from error
    return Content(text=text, value=value, repeated_keys=tuple(loader.repeated))


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Loads plain values, dates as text, and writes down keys that occur twice."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            said = str(key.value)
            if said in seen:
                self.repeated.append(said)
            seen.add(said)
        found: dict[Hashable, object] = super().construct_mapping(node, deep)
        return found


_Loader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for start, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _broken_json(name: str, text: str, error: json.JSONDecodeError) -> DocumentError:
    cut = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string")
    what = "the JSON ends too soon" if cut else f"the JSON is broken ({error.msg.lower()})"
    remedy = _CUT_OFF if cut else "Correct that place or export it again."
    place = f"line {error.lineno}, column {error.colno}"
    return DocumentError(name, f"{what}.", location=place, remedy=remedy)
