"""Shapes of files: one definition checks a tree (`shape_check`) and tells editors of it (`json_schema`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Text that says something; `pattern` must match the whole, and `form` is the pattern in words."""

    description: str
    pattern: str | None = None
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something that is described elsewhere.

    `noun` says what it names, `key` how its id is written, `known` which ones there can be.
    """

    description: str
    noun: str
    key: Text
    known: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number of 0 or more."""

    description: str


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    description: str


@dataclass(frozen=True, slots=True)
class Date:
    """A day in the calendar, as year-month-day."""

    description: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these words."""

    description: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; `filled` where it must have an entry."""

    description: str
    item: Shape
    filled: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values under keys that the file chooses.

    `noun` says what a key is, `known` which ones there can be; `filled` where there must be one.
    """

    description: str
    noun: str
    key: Text
    value: Shape
    filled: bool = False
    known: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Where `key` is `value`, `needs` must be there, and be `needed` where that is given."""

    key: str
    value: str | bool
    needs: str
    message: str
    remedy: str
    needed: str | None = None


@dataclass(frozen=True, slots=True)
class RecordOf:
    """Values under fixed keys."""

    description: str
    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def shapes(self) -> dict[str, Shape]:
        """The shape of every key."""
        return {**self.required, **self.optional}


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A record that may be written as the value of its one `key` alone; that key holds a choice."""

    description: str
    key: str
    choice: Choice
    record: RecordOf


@dataclass(frozen=True, slots=True)
class Unless:
    """Values under keys, or one word that says there are none on purpose; `when` is that word explained."""

    word: str
    when: str
    map: MapOf

    @property
    def description(self) -> str:
        """What belongs here."""
        return f"{self.map.description}, {self.when}"


ScalarShape = Text | Reference | Number | Flag | Date | Choice
Shape = ScalarShape | ListOf | MapOf | RecordOf | ShortForm | Unless


def json_schema(shape: Shape) -> dict[str, Any]:
    """The shape as a JSON Schema, draft 2020-12.

    It says the same as `check`, except that it cannot tell the calendar, and knows no duplicate keys.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(shape)}


def _schema(shape: Shape) -> dict[str, Any]:
    described = {"description": shape.description}
    match shape:
        case Text():
            return described | {
                "type": "string",
                "pattern": f"^(?:{shape.pattern})$" if shape.pattern else "\\S",
            }
        case Reference():
            return described | (_schema(shape.key) if shape.known is None else {"enum": list(shape.known)})
        case Number():
            return described | {"type": "number", "minimum": 0}
        case Flag():
            return described | {"type": "boolean"}
        case Date():
            return described | {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case Choice():
            return described | {"enum": list(shape.options)}
        case ListOf():
            return described | {"type": "array", "items": _schema(shape.item), "minItems": int(shape.filled)}
        case MapOf():
            names = _schema(shape.key) if shape.known is None else {"enum": list(shape.known)}
            schema = {"type": "object", "propertyNames": names, "additionalProperties": _schema(shape.value)}
            return described | schema | {"minProperties": int(shape.filled)}
        case RecordOf():
            return described | _record_schema(shape)
        case Unless():
            return described | {"anyOf": [{"const": shape.word}, _schema(shape.map)]}
        case ShortForm():
            ruled_out = {rule.value for rule in shape.record.rules if rule.key == shape.key}
            options = [option for option in shape.choice.options if option not in ruled_out]
            return described | {"anyOf": [{"enum": options}, _schema(shape.record)]}


def _record_schema(shape: RecordOf) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key: _schema(value) for key, value in shape.shapes.items()},
        "required": list(shape.required),
        "additionalProperties": False,
    }
    if shape.rules:
        schema["allOf"] = [_rule_schema(rule) for rule in shape.rules]
    return schema


def _rule_schema(rule: Rule) -> dict[str, Any]:
    condition = {"properties": {rule.key: {"const": rule.value}}, "required": [rule.key]}
    then: dict[str, Any] = {"required": [rule.needs]}
    if rule.needed is not None:
        then["properties"] = {rule.needs: {"const": rule.needed}}
    return {"if": condition, "then": then}
