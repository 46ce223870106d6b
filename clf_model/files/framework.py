"""Framework files: the shape, and reading one into a `Framework`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import DataError, Problem
from ..framework import Capability, Framework, Indicator, Perspective, Stage
from .findings import Findings, quoted
from .plain_values import without_blanks
from .shape import ListOf, MapOf, RecordOf, Text, Unless, json_schema
from .shape_check import Checked, check
from .yaml_reader import read_tree
from .yaml_text import read_bytes
from .yaml_writer import dump_yaml

MAX_BYTES = 2**20
"""The largest framework file, in bytes."""

ASKS_NOTHING = "none"
"""What stands in a file for the indicators of a stage that asks nothing of the organisation."""

_WORD = "letters a to z, digits, '-' and '_', beginning with a letter or digit"


def _id(description: str) -> Text:
    return Text(description, "[A-Za-z0-9][A-Za-z0-9_-]*", f"an id of {_WORD}")


INDICATOR_ID = Text(
    "Stable id of an indicator, such as 1.2.O3",
    "[A-Za-z0-9][A-Za-z0-9._-]*",
    f"an id of {_WORD}, or with dots",
)


def _indicators(perspective: Perspective, *, filled: bool) -> MapOf:
    description = f"Indicators that complete “{perspective.lead}”, each under its id"
    text = Text("What the indicator says, word for word")
    return MapOf(description, "indicator id", INDICATOR_ID, text, filled)


_STAGE = RecordOf(
    "A stage of progression",
    {
        "id": _id("Short id, used in the indicators below and on the command line"),
        "name": Text("The stage's name"),
        "descriptor": Text("What it means to be at this stage, for every capability"),
    },
)
_CAPABILITY = RecordOf(
    "An organisational capability",
    {
        "id": _id("Short id, used on the command line and in tables"),
        "name": Text("The capability's name"),
        "short_name": Text("A shorter name, for charts"),
        "statement": Text("What the capability means for workers"),
        "indicators": MapOf(
            "Indicators by stage; every stage needs one of the organisation",
            "stage id",
            _id("The id of one of the stages above"),
            RecordOf(
                "The indicators of one stage",
                {
                    "organisation": Unless(
                        ASKS_NOTHING,
                        "or 'none' where this stage asks nothing of the organisation here",
                        _indicators(Perspective.ORGANISATION, filled=True),
                    )
                },
                {"worker": _indicators(Perspective.WORKER, filled=False)},
            ),
        ),
    },
)
FRAMEWORK_SHAPE = RecordOf(
    "A staged framework: stages in order, capabilities, and indicators for each of both",
    {
        "id": _id("Short id, which assessments refer to"),
        "edition": Text("Which edition of the framework's text this is"),
        "title": Text("The framework's title"),
        "source": Text("Where the text comes from"),
        "stages": ListOf("The stages of progression, the first one first", _STAGE, filled=True),
        "capabilities": ListOf("The capabilities", _CAPABILITY, filled=True),
    },
)


def framework_schema() -> dict[str, Any]:
    """A framework file as a JSON Schema, draft 2020-12."""
    return json_schema(FRAMEWORK_SHAPE)


def load_framework(path: str | Path) -> Framework:
    """The framework in a file. Raises `DataError` with every problem of the file."""
    framework, problems = parse_framework(read_bytes(path, max_bytes=MAX_BYTES), str(path))
    if framework is None:
        raise DataError(problems)
    return framework


def parse_framework(data: bytes, file: str) -> tuple[Framework | None, tuple[Problem, ...]]:
    """The framework in the bytes of a file, or None and every problem by line; `file` names it in these."""
    tree, problems = read_tree(data, file, max_bytes=MAX_BYTES)
    if tree is None:
        return None, problems
    checked = check(tree, FRAMEWORK_SHAPE, file)
    problems += checked.problems + _problems_between_parts(checked, file)
    if problems:
        return None, tuple(sorted(problems, key=lambda problem: problem.line))
    return _framework(checked.value), ()


def dump_framework(framework: Framework) -> str:
    """A framework as the text of a file; reading it gives an equal framework, with the same digest."""
    content = {
        "id": framework.id,
        "edition": framework.edition,
        "title": framework.title,
        "source": framework.source,
        "stages": [{"id": s.id, "name": s.name, "descriptor": s.descriptor} for s in framework.stages],
        "capabilities": [
            {
                "id": capability.id,
                "name": capability.name,
                "short_name": capability.short_name,
                "statement": capability.statement,
                "indicators": {stage.id: _cells(framework, capability, stage) for stage in framework.stages},
            }
            for capability in framework.capabilities
        ],
    }
    return dump_yaml(content)


def _cells(framework: Framework, capability: Capability, stage: Stage) -> dict[str, Any]:
    ours, theirs = (
        {i.id: i.text for i in framework.cell(capability.id, stage.id, perspective)}
        for perspective in (Perspective.ORGANISATION, Perspective.WORKER)
    )
    return without_blanks(organisation=ours or ASKS_NOTHING, worker=theirs or None)


def _problems_between_parts(checked: Checked, file: str) -> tuple[Problem, ...]:
    """What no single part shows: ids used twice, and stages and indicators that do not go together."""
    findings = Findings(file)
    value = checked.value or {}
    stage_ids = _find_duplicates("stages", checked, findings)
    _find_duplicates("capabilities", checked, findings)
    seen: dict[str, int] = {}
    for number, capability in enumerate(value.get("capabilities") or ()):
        place = ("capabilities", number, "indicators")
        by_stage = (capability or {}).get("indicators")
        if by_stage is None or findings.is_full:
            continue
        for stage_id in (id_ for id_ in stage_ids if id_ not in by_stage):
            message = (
                f"The stage {quoted(stage_id)} has no indicators of the organisation in this capability."
            )
            remedy = (
                f"Add '{stage_id}:' with 'organisation:' and at least one indicator, or 'organisation: none' "
                f"where it asks nothing here."
            )
            findings.add(checked.lines[place], message, remedy)
        if by_stage and all((by_stage[id_] or {}).get("organisation") == {} for id_ in by_stage):
            findings.add(
                checked.lines[place],
                "No stage of this capability has an indicator of the organisation.",
                "Write at least one: a capability that asks nothing cannot be judged.",
            )
        for stage_id, by_perspective in by_stage.items():
            if stage_ids and stage_id not in stage_ids:
                hint = findings.suggestion(stage_id, stage_ids)
                message = f"There is no stage {quoted(stage_id)}."
                findings.add(checked.lines[(*place, stage_id)], message, f"{hint}Use an id from 'stages'.")
            for perspective, indicators in (by_perspective or {}).items():
                for id_ in indicators or ():
                    line = checked.lines[(*place, stage_id, perspective, id_)]
                    _find_duplicate("indicator", id_, line, seen, findings)
    return findings.problems


def _find_duplicates(key: str, checked: Checked, findings: Findings) -> dict[str, int]:
    """The ids in a list of records with their lines; those that come twice are noted."""
    seen: dict[str, int] = {}
    for number, record in enumerate((checked.value or {}).get(key) or ()):
        id_ = (record or {}).get("id")
        if id_ is not None:
            noun = {"stages": "stage", "capabilities": "capability"}[key]
            _find_duplicate(noun, id_, checked.lines[(key, number, "id")], seen, findings)
    return seen


def _find_duplicate(noun: str, id_: str, line: int, seen: dict[str, int], findings: Findings) -> None:
    if id_ in seen:
        message = f"The {noun} id {quoted(id_)} is used twice: first on line {seen[id_]}, and here again."
        findings.add(line, message, "Give one of the two another id.")
    else:
        seen[id_] = line


def _framework(value: dict[str, Any]) -> Framework:
    stages = tuple(Stage(**stage) for stage in value["stages"])
    return Framework(
        id=value["id"],
        edition=value["edition"],
        title=value["title"],
        source=value["source"],
        stages=stages,
        capabilities=tuple(_capability(capability, stages) for capability in value["capabilities"]),
    )


def _capability(value: dict[str, Any], stages: tuple[Stage, ...]) -> Capability:
    indicators = tuple(
        Indicator(id_, text, value["id"], stage.id, perspective)
        for stage in stages
        for perspective in Perspective
        for id_, text in value["indicators"][stage.id].get(perspective.value, {}).items()
    )
    empty = frozenset(stage.id for stage in stages if not value["indicators"][stage.id]["organisation"])
    return Capability(value["id"], value["name"], value["short_name"], value["statement"], indicators, empty)
