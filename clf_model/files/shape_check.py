"""Checking a tree against a shape: a plain value, and every way in which the tree differs."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from ..errors import Problem
from .findings import Findings, quoted
from .shape import (
    Choice,
    Date,
    Flag,
    ListOf,
    MapOf,
    Number,
    RecordOf,
    Reference,
    ScalarShape,
    Shape,
    ShortForm,
    Text,
    Unless,
)
from .yaml_reader import Entry, Kind, ListNode, MappingNode, Node, RefusedNode, ScalarNode

Place = tuple[str | int, ...]
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Checked(NamedTuple):
    """A checked tree.

    `value` is made of dict, list, str, float, bool and date; None stands where a value has a problem. `lines`
    has the line of each place in it; a place is the keys and list positions (from 0) that lead to it.
    """

    value: Any
    problems: tuple[Problem, ...]
    lines: Mapping[Place, int]


def check(node: Node, shape: Shape, file: str) -> Checked:
    """The plain value of a tree, every way in which it is not of this shape, and the lines of its parts."""
    checker = _Checker(file)
    value = checker.check(node, shape, (), node.line)
    return Checked(value, checker.findings.problems, checker.lines)


class _Checker:
    def __init__(self, file: str) -> None:
        self.findings = Findings(file)
        self.lines: dict[Place, int] = {}

    def check(self, node: Node, shape: Shape, place: Place, line: int) -> Any:
        self.lines[place] = line
        if isinstance(node, RefusedNode):
            return None
        if isinstance(node, ScalarNode) and (node.kind is Kind.EMPTY or not node.text.strip()):
            remedy = f"Write it, or delete the line. What belongs here: {_in_a_sentence(shape.description)}."
            self.findings.add(line, f"{_label(place)} is empty.", remedy)
            return None
        match shape, node:
            case ShortForm(), ScalarNode():
                entry = Entry(shape.key, line, Kind.TEXT, node)
                return self._record(MappingNode(line, (entry,)), shape.record, place)
            case ShortForm(), MappingNode():
                return self._record(node, shape.record, place)
            case Unless(), ScalarNode() if node.text == shape.word:
                return {}
            case Unless(), MappingNode():
                return self._map(node, shape.map, place)
            case RecordOf(), MappingNode():
                return self._record(node, shape, place)
            case MapOf(), MappingNode():
                return self._map(node, shape, place)
            case ListOf(), ListNode():
                self._count(len(node.items), shape.filled, place)
                items = enumerate(node.items)
                return [self.check(item, shape.item, (*place, index), item.line) for index, item in items]
            case ((Text() | Reference() | Number() | Flag() | Date() | Choice()), ScalarNode()):
                return self._scalar(node, shape, place, line)
        self.findings.add(line, f"{_label(place)} is not {_wanted(shape)}.", _remedy(shape))
        return None

    def _scalar(self, node: ScalarNode, shape: ScalarShape, place: Place, line: int) -> Any:
        label = f"{_label(place)} is {quoted(node.text)}"
        value: Any
        match shape:
            case Text():
                return node.text if self._is_text(node.text, node.kind, shape, label, line) else None
            case Reference():
                if not self._is_text(node.text, node.kind, shape.key, label, line):
                    return None
                self._is_known(node.text, shape.noun, shape.known, line)
                return node.text
            case Number():
                value = _number(node)
            case Flag():
                value = _flag(node)
            case Date():
                value = _date(node)
            case Choice():
                value = node.text if node.text in shape.options else None
        if value is None:
            hint = self.findings.suggestion(node.text, shape.options) if isinstance(shape, Choice) else ""
            self.findings.add(line, f"{label}, which is not {_wanted(shape)}.", hint + _remedy(shape))
        return value

    def _is_text(self, text: str, kind: Kind, shape: Text, label: str, line: int) -> bool:
        if kind is not Kind.TEXT:
            message = f"{label} without quotes, which YAML takes for {kind}, not for text."
            self.findings.add(line, message, f'Put it in quotes: "{text[:60]}".')
        elif shape.pattern and not re.fullmatch(shape.pattern, text):
            self.findings.add(line, f"{label}, which is not {shape.form}.", _remedy(shape))
        else:
            return True
        return False

    def _is_known(self, id_: str, noun: str, known: Collection[str] | None, line: int) -> None:
        if known is not None and id_ not in known:
            hint = self.findings.suggestion(id_, known)
            message = f"There is no {noun} {quoted(id_)}."
            self.findings.add(line, message, f"{hint}Correct it, or delete it.")

    def _count(self, count: int, filled: bool, place: Place) -> None:
        if filled and not count:
            self.findings.add(self.lines[place], f"{_label(place)} has no entries.", "Add at least one.")

    def _map(self, node: MappingNode, shape: MapOf, place: Place) -> dict[str, Any]:
        self._count(len(node.entries), shape.filled, place)
        for entry in node.entries:
            label = f"The {shape.noun} is {quoted(entry.key)}"
            if self._is_text(entry.key, entry.kind, shape.key, label, entry.line):
                self._is_known(entry.key, shape.noun, shape.known, entry.line)
        return {e.key: self.check(e.value, shape.value, (*place, e.key), e.line) for e in node.entries}

    def _record(self, node: MappingNode, shape: RecordOf, place: Place) -> dict[str, Any]:
        shapes, value = shape.shapes, {}
        for entry in node.entries:
            if entry.key in shapes:
                value[entry.key] = self.check(entry.value, shapes[entry.key], (*place, entry.key), entry.line)
            else:
                remedy = self.findings.suggestion(entry.key, shapes) + f"Known here: {', '.join(shapes)}."
                self.findings.add(entry.line, f"The key {quoted(entry.key)} is not known here.", remedy)
        for key, wanted in shape.required.items():
            if key not in value:
                remedy = f"Add a line '{key}: …' ({_in_a_sentence(wanted.description)})."
                self.findings.add(self.lines[place], f"{_label(place)} has no '{key}'.", remedy)
        for rule in shape.rules:
            present = rule.needs in value
            differs = present and rule.needed is not None and value[rule.needs] not in (None, rule.needed)
            if value.get(rule.key) == rule.value and (differs or not present):
                self.findings.add(self.lines[(*place, rule.key)], rule.message, rule.remedy)
        return value


def _number(node: ScalarNode) -> float | None:
    if node.kind is not Kind.NUMBER or not _NUMBER.fullmatch(node.text):
        return None
    number = float(node.text)
    return number if number >= 0 and math.isfinite(number) else None


def _flag(node: ScalarNode) -> bool | None:
    return {"true": True, "false": False}.get(node.text.lower()) if node.kind is Kind.FLAG else None


def _date(node: ScalarNode) -> date | None:
    try:
        return date.fromisoformat(node.text) if _DATE.fullmatch(node.text) else None
    except ValueError:
        return None


def _label(place: Place) -> str:
    if not place:
        return "The file"
    last = place[-1]
    return quoted(last) if isinstance(last, str) else f"Entry {last + 1} of {quoted(str(place[-2]))}"


def _in_a_sentence(description: str) -> str:
    return description[:1].lower() + description[1:]


def _wanted(shape: Shape) -> str:
    """What a value should be, for 'is not …'."""
    match shape:
        case Text():
            return shape.form
        case Reference():
            return shape.key.form
        case Number():
            return "a number of 0 or more"
        case Flag():
            return "true or false"
        case Date():
            return "a date in the calendar"
        case Choice():
            return f"one of {', '.join(shape.options)}"
        case ListOf():
            return "a list"
        case MapOf():
            return f"a value for each {shape.noun}"
        case RecordOf():
            return "a set of keys with values"
        case ShortForm():
            return f"{_wanted(shape.choice)}, or a set of keys with values"
        case Unless():
            return _wanted(shape.map)


def _remedy(shape: Shape) -> str:
    """How to write a value."""
    match shape:
        case Number():
            return "Write digits without quotes, such as 3 or 2.5."
        case Flag():
            return "Write true or false, without quotes."
        case Date():
            return "Write year-month-day, such as 2026-03-12, and a day that exists."
        case ListOf():
            return "Write each entry on a line of its own that begins with '- '."
        case MapOf():
            return f"Write a line for each {shape.noun}: '{shape.noun}: …', indented below it."
        case RecordOf():
            return f"Write lines such as 'key: …', indented below it. Keys: {', '.join(shape.shapes)}."
        case Unless():
            return f"{_remedy(shape.map)[:-1]}, {shape.when}."
        case Text() | Reference() | Choice() | ShortForm():
            return f"Write {_wanted(shape)}."
