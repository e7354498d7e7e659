"""Opens the catalogue's YAML files and hands out their entries.

Plain scalars stay text: Norway's `NO` is no boolean, and a date is no surprise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from config.entries import Entry
from config.errors import Problem


class _Loader(yaml.CSafeLoader):
    """Knows no types: a plain scalar stays text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the attribute's name and type are PyYAML's


def read_entries(
    path: Path, problems: list[Problem], *, key: str = "id", name: str | None = None
) -> Iterator[Entry]:
    """The entries of a file that holds a list; `key` is the field that names an entry.

    What cannot be read is added to `problems`; of two entries of one name the second is at fault.
    """
    file = name or path.name
    yield from _entries(_root_node(path, file, problems), file, key, problems)


def entries_in(
    text: str, problems: list[Problem], *, name: str, key: str = "id"
) -> Iterator[Entry]:
    """The entries of a text that is written like such a file; `name` is what messages call it."""
    yield from _entries(_node_of(text, name, problems), name, key, problems)


def _entries(
    root: yaml.Node | None, file: str, key: str, problems: list[Problem]
) -> Iterator[Entry]:
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        cure = "Begin each entry with a hyphen"
        problems.append(Problem(file, "is no list of entries", cure, line=1))
        return
    seen: dict[str, int] = {}
    for index, node in enumerate(root.value, 1):
        entry = _entry(file, node, index, key, problems)
        if entry is None:
            continue
        first = seen.setdefault(entry.id or "", entry.line)
        if first != entry.line:
            what = f"{entry.id!r} stands already at line {first}"
            entry.problem(key, what, f"Give each entry its own {key}")
        yield entry


def read_mapping(path: Path, problems: list[Problem], *, name: str | None = None) -> Entry | None:
    """The one entry of a file that holds a single mapping."""
    file = name or path.name
    root = _root_node(path, file, problems)
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        problems.append(Problem(file, "is no mapping", "Write one field: value a line", line=1))
        return None
    return Entry(file, root, problems)


def _entry(
    file: str, node: yaml.Node, index: int, key: str, problems: list[Problem]
) -> Entry | None:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1
        cure = f"Write {key}: … and the other fields"
        problems.append(Problem(file, "is no mapping", cure, f"entry {index}", line=line))
        return None
    ids = [v.value for k, v in node.value if k.value == key and isinstance(v, yaml.ScalarNode)]
    return Entry(file, node, problems, id=next(filter(None, ids), f"entry {index}"))


def _root_node(path: Path, file: str, problems: list[Problem]) -> yaml.Node | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        problems.append(Problem(file, what, f"Put it at {path}"))
        return None
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start})"
        problems.append(Problem(file, what, "Save it as UTF-8"))
        return None
    return _node_of(text, file, problems)


def _node_of(text: str, file: str, problems: list[Problem]) -> yaml.Node | None:
    try:
        root: yaml.Node | None = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(file, error))
        return None
    if root is None:
        problems.append(Problem(file, "is empty", "Fill it or restore it"))
    return root


def _syntax_problem(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else None
    told = getattr(error, "problem", None) or str(error).splitlines()[0]
    cure = "Mend it: look at indents, colons, and quotes about texts with ': ' or ' #' in them"
    return Problem(file, f"is no YAML ({told})", cure, line=line)
