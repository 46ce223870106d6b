"""YAML text to a tree of nodes with line numbers, safe for files from anywhere.

Built from parser events with a stack of its own: libyaml's composer recurses, and crashes the process on
deeply nested input. What YAML allows and people do not need (aliases, tags, merge keys) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import yaml

from ..errors import Problem
from ..text import unprintable
from .yaml_text import CONTROL_CHARACTER, UNREADABLE, decode, syntax_problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Kind(StrEnum):
    """What YAML 1.1 takes a scalar for; anything in quotes is text."""

    TEXT = "text"
    FLAG = "true or false"
    NUMBER = "a number"
    DATE = "a date"
    EMPTY = "nothing"


_KINDS = {
    "bool": Kind.FLAG,
    "int": Kind.NUMBER,
    "float": Kind.NUMBER,
    "timestamp": Kind.DATE,
    "null": Kind.EMPTY,
}


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value, as written."""

    line: int
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value; `line` and `kind` are the key's."""

    key: str
    line: int
    kind: Kind
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with values, in the file's order, each key once."""

    line: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RefusedNode:
    """Stands where something was refused; its problem has been reported."""

    line: int


Node = ScalarNode | ListNode | MappingNode | RefusedNode


def read_tree(
    data: bytes, file: str, *, max_bytes: int, max_depth: int = 20, max_nodes: int = 100_000
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML file, with everything that is wrong with the file, by line.

    `file` is the name for the problems. The limits count bytes, levels of nesting, and values and keys
    together. Where a file cannot be read to its end the tree is None. A tree may come with problems; it has a
    `RefusedNode` wherever something could not be taken.
    """
    text, problems = decode(data, file, max_bytes)
    if text is None:
        return None, problems
    composer = _Composer(file, max_depth, max_nodes)
    tree = composer.compose(text)
    return tree, tuple(sorted(composer.problems, key=lambda problem: problem.line))


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    line: int
    is_list: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Node | None = None


class _Stop(Exception):
    """Reading cannot go on."""


class _Composer:
    def __init__(self, file: str, max_depth: int, max_nodes: int) -> None:
        self.problems: list[Problem] = []
        self._file, self._max_depth, self._max_nodes = file, max_depth, max_nodes
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._nodes = 0

    def compose(self, text: str) -> Node | None:
        line = 1
        try:
            for event in yaml.parse(text, Loader=LOADER):
                line = event.start_mark.line + 1 if event.start_mark else line
                if isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                    self._report(line, "A second document begins here.", "Keep one document to a file.")
                    break
                self._take(event, line)
        except yaml.MarkedYAMLError as error:
            # libyaml looks ahead, and from 0.2.6 on gives up before the levels have been counted here.
            if "maximum nesting depth" in (error.problem or "") and error.problem_mark:
                self._report_depth(error.problem_mark.line + 1)
                return None
            self.problems.append(syntax_problem(error, text, self._file))
            return None
        except (yaml.YAMLError, ValueError, OverflowError):  # the last two: chr(), int() of the pure parser
            self._report(line, *UNREADABLE)
            return None
        except _Stop:
            return None
        if self._root is None:
            self._report(0, "The file is empty.", "Choose another file, or fill this one in.")
        elif not isinstance(self._root, MappingNode | RefusedNode):
            message = "The file does not begin with a key, such as 'title: …'."
            self._report(self._root.line, message, "Check that it is the right file.")
            return None
        return self._root

    def _report(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self._file, line, message, remedy))

    def _report_depth(self, line: int) -> None:
        message = f"Lists and keys are nested more than {self._max_depth} levels deep here."
        self._report(line, message, "Check the brackets and the indentation from here on.")

    def _take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            done = self._stack.pop()
            self._attach(
                ListNode(done.line, tuple(done.items))
                if done.is_list
                else MappingNode(done.line, tuple(done.entries.values()))
            )
        elif isinstance(event, yaml.NodeEvent):
            self._nodes += 1
            if self._nodes > self._max_nodes:
                message = f"The file has more than {self._max_nodes} values."
                self._report(line, message, "Check that it is the right file, or divide it.")
                raise _Stop
            refused = self._refused(event, line)
            if isinstance(event, yaml.CollectionStartEvent):
                if len(self._stack) >= self._max_depth:
                    self._report_depth(line)
                    raise _Stop
                self._stack.append(_Open(line, isinstance(event, yaml.SequenceStartEvent)))
            elif isinstance(event, yaml.ScalarEvent) and not refused:
                self._attach(ScalarNode(line, event.value, _kind(event)))
            else:
                self._attach(RefusedNode(line))

    def _refused(self, event: yaml.NodeEvent, line: int) -> bool:
        before = len(self.problems)
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"'*{(event.anchor or '')[:60]}' is an alias: it stands for something written elsewhere."
            )
            self._report(line, message, "Write the text out here, or put it in quotes if it begins with *.")
            return True
        if event.anchor is not None:
            message = f"'&{event.anchor[:60]}' is an anchor, which is not allowed here."
            self._report(line, message, "Delete it, or put the text in quotes if the & belongs to it.")
        tag = _tag(event)
        if tag is not None:
            message = f"'{tag[:60]}' is a YAML tag, which is not allowed here."
            self._report(line, message, "Delete it, or put the text in quotes if the ! belongs to it.")
        if isinstance(event, yaml.ScalarEvent) and unprintable(event.value):
            self._report(line, *CONTROL_CHARACTER)
        return len(self.problems) > before

    def _attach(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if parent.is_list:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            key, parent.key = parent.key, None
            self._add_entry(parent, key, node)

    def _add_entry(self, parent: _Open, key: Node, value: Node) -> None:
        if isinstance(key, RefusedNode):
            return
        if not isinstance(key, ScalarNode):
            self._report(key.line, "A key here is a list or a mapping.", "Write it as one word or id.")
        elif key.kind is Kind.EMPTY or not key.text.strip():
            self._report(key.line, "The key before this colon is missing.", "Write it, or delete the line.")
        elif key.text == "<<":
            self._report(key.line, "'<<' merges other entries in.", "Write the entries out here instead.")
        elif key.text in parent.entries:
            first = parent.entries[key.text].line
            message = f"'{key.text[:60]}' is written twice: first on line {first}, and here again."
            self._report(key.line, message, "Delete one of the two.")
        else:
            parent.entries[key.text] = Entry(key.text, key.line, key.kind, value)


def _tag(event: yaml.NodeEvent) -> str | None:
    if isinstance(event, yaml.ScalarEvent):
        # libyaml hides the tag '!' of a plain scalar, but says that the scalar may not be resolved
        return event.tag or (None if event.style or event.implicit[0] else "!")
    return event.tag if isinstance(event, yaml.CollectionStartEvent) else None


def _kind(event: yaml.ScalarEvent) -> Kind:
    if event.style:
        return Kind.TEXT
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(event.value[:1], ()):
        if pattern.match(event.value):
            return _KINDS.get(tag.rpartition(":")[2], Kind.TEXT)
    return Kind.TEXT
