"""Assessment files: reading one into an `Assessment`, writing one, and telling what a file is."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from ..actions.links import check_actions
from ..assessment import Assessment, Evidence, Former, Judgement, Record, Removed, Voice
from ..errors import DataError, MismatchError, Problem, RecordError
from ..framework import Framework
from .actions import action_from, action_problems, plain_action
from .assessment_shape import ASSESSMENT_SHAPE, assessment_schema, assessment_shape
from .findings import quoted
from .plain_values import plain_number, without_blanks
from .shape_check import check
from .yaml_reader import MappingNode, Node, ScalarNode, read_tree
from .yaml_text import read_bytes
from .yaml_writer import dump_yaml

__all__ = [
    "ASSESSMENT_SHAPE",
    "MAX_BYTES",
    "FileKind",
    "MadeWith",
    "assessment_schema",
    "dump_assessment",
    "kind_of",
    "load_assessment",
    "made_with",
    "parse_assessment",
]

NAMED = 5
MAX_BYTES = 8 * 2**20
"""The largest assessment file, in bytes."""

_KEY = re.compile(
    r"""^["']?(framework|judgements|stages|capabilities|survey|workshop)["']?[ \t]*:""", re.MULTILINE
)


class MadeWith(NamedTuple):
    """The framework and edition that an assessment file names; None for what it does not say."""

    framework: str | None
    edition: str | None
    digest: str | None


class FileKind(StrEnum):
    """What a file holds."""

    FRAMEWORK = "framework"
    ASSESSMENT = "assessment"
    VOICES = "voices"


def kind_of(data: bytes) -> FileKind | None:
    """What the bytes of a file hold, by its top-level keys, even where it is broken; None where unclear."""
    tree, _ = read_tree(data, "", max_bytes=MAX_BYTES)
    if isinstance(tree, MappingNode):
        keys = {entry.key for entry in tree.entries}
    else:
        keys = set(_KEY.findall(data[:MAX_BYTES].decode("utf-8", errors="replace")))
    if keys & {"survey", "workshop"} and "judgements" not in keys:
        return FileKind.VOICES
    if keys & {"framework", "judgements"}:
        return FileKind.ASSESSMENT
    return FileKind.FRAMEWORK if keys & {"stages", "capabilities"} else None


def load_assessment(path: str | Path, framework: Framework) -> Assessment:
    """The assessment in a file. Raises `DataError` with every problem of the file."""
    assessment, problems = parse_assessment(read_bytes(path, max_bytes=MAX_BYTES), str(path), framework)
    if assessment is None:
        raise DataError(problems)
    return assessment


def parse_assessment(
    data: bytes, file: str, framework: Framework
) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """The assessment in the bytes of a file, or None and every problem by line; `file` names it in these.

    Made with another framework, its indicators are not compared with this one's.
    """
    tree, problems = read_tree(data, file, max_bytes=MAX_BYTES)
    if tree is None:
        return None, problems
    mismatch = _mismatch(tree, file, framework)
    checked = check(tree, ASSESSMENT_SHAPE if mismatch else assessment_shape(framework), file)
    problems += mismatch + checked.problems + action_problems(checked, file)
    if problems:
        return None, tuple(sorted(problems, key=lambda problem: problem.line))
    return _assessment(checked.value), ()


def made_with(data: bytes) -> MadeWith:
    """Which framework and edition the bytes of an assessment file name; None for what they do not say."""
    tree, _ = read_tree(data, "", max_bytes=MAX_BYTES)
    return MadeWith(*(_text_under(tree, key)[0] for key in MadeWith._fields))


def _text_under(tree: Node | None, key: str) -> tuple[str | None, int]:
    """The text under one of a file's first keys, and its line; (None, 0) where there is none."""
    for entry in tree.entries if isinstance(tree, MappingNode) else ():
        if entry.key == key and isinstance(entry.value, ScalarNode) and entry.value.text.strip():
            return entry.value.text, entry.line
    return None, 0


def _mismatch(tree: Node, file: str, framework: Framework) -> tuple[Problem, ...]:
    """That the file names another framework than this one, or another of its editions."""
    id_, line = _text_under(tree, "framework")
    if id_ is not None and id_ != framework.id:
        message = f"It was made with framework {quoted(id_)}, but '{framework.id}' is in use."
        remedy = "Choose the framework file that it was made with, or correct this line."
        return (Problem(file, line, message, remedy),)
    digest, digest_line = _text_under(tree, "digest")
    edition, line = _text_under(tree, "edition")
    if digest == framework.digest or (digest is None and edition in (None, framework.edition)):
        return ()
    named = f"edition {quoted(edition)}" if edition else "another edition"
    ours = quoted(framework.edition)
    if edition == framework.edition:
        named, ours = f"{named} when its text was another", "the present text"
    return (
        Problem(
            file,
            digest_line or line,
            f"It was made with {named}, but {ours} is in use. {_known_by_id(tree, framework)}",
            "Name the framework file of its own edition, or carry it over: python -m clf_model carry --help.",
        ),
    )


def _known_by_id(tree: Node, framework: Framework) -> str:
    """What can be said of the difference without the other edition's text: which ids there are here."""
    ids = [
        entry.key
        for top in (tree.entries if isinstance(tree, MappingNode) else ())
        if top.key == "judgements" and isinstance(top.value, MappingNode)
        for entry in top.value.entries
    ]
    unknown = [id_ for id_ in ids if not framework.has_indicator(id_)]
    if not unknown:
        return f"All {len(ids)} ids in it are here too; whether their words are the same, only its text says."
    more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
    return f"Of {len(ids)} ids in it these are not here: {', '.join(map(quoted, unknown[:NAMED]))}{more}."


def _assessment(value: dict[str, Any]) -> Assessment:
    return Assessment(
        framework_id=value["framework"],
        organisation=value["organisation"],
        assessed_on=value["assessed_on"],
        unit=value.get("unit"),
        title=value.get("title"),
        fictional=value.get("fictional", False),
        records={id_: _record(record) for id_, record in value["judgements"].items()},
        actions={id_: action_from(id_, action) for id_, action in value.get("actions", {}).items()},
        removed=tuple(map(_removed, value.get("removed", ()))),
        texts=value.get("texts", {}),
    )


def _record(value: dict[str, Any]) -> Record:
    evidence = tuple(
        Evidence(**{**entry, "voice": Voice(entry["voice"]) if "voice" in entry else None})
        for entry in value.get("evidence", ())
    )
    judgement = Judgement(value["judgement"]) if "judgement" in value else None
    former = None
    if "former" in value:
        former = Former(**{**value["former"], "judgement": Judgement(value["former"]["judgement"])})
    return Record(**{**value, "judgement": judgement, "evidence": evidence, "former": former})


def _removed(value: dict[str, Any]) -> Removed:
    known = {key: field for key, field in value.items() if key not in ("indicator", "text", "edition")}
    return Removed(value["indicator"], value["text"], value["edition"], _record(known))


def dump_assessment(assessment: Assessment, framework: Framework) -> str:
    """The assessment as the text of a file, in the framework's order; reading it gives an equal assessment.

    Raises `MismatchError` and `UnknownIdError` where the assessment does not belong to the framework,
    `UnknownIdError` and `CycleError` where its actions do not go together (see `check_actions`), and
    `RecordError` where the file would be larger than 8 MiB.
    """
    if assessment.framework_id != framework.id:
        raise MismatchError(assessment.framework_id, framework.id)
    records = {framework.indicator(id_).id: record for id_, record in assessment}
    check_actions(framework, assessment.actions)
    content = without_blanks(
        framework=assessment.framework_id,
        edition=framework.edition,
        digest=framework.digest,
        organisation=assessment.organisation,
        unit=assessment.unit,
        assessed_on=assessment.assessed_on,
        title=assessment.title,
        fictional=assessment.fictional or None,
        judgements={i.id: _plain(records[i.id]) for i in framework.indicators if i.id in records},
        actions={id_: plain_action(action) for id_, action in assessment.actions.items()} or None,
        removed=[
            {"indicator": one.id, "text": one.text, "edition": one.edition, **_fields(one.record)}
            for one in assessment.removed
        ]
        or None,
        texts=dict(assessment.texts) or None,
    )
    text = dump_yaml(content)
    if len(text.encode()) > MAX_BYTES:
        raise RecordError("The assessment is too large for a file (8 MiB). Shorten its notes.")
    return text


def _plain(record: Record) -> dict[str, Any] | str:
    """A record as values that YAML has; the judgement alone where there is nothing else."""
    plain = _fields(record)
    return plain["judgement"] if plain.keys() == {"judgement"} else plain


def _fields(record: Record) -> dict[str, Any]:
    former = record.former
    return without_blanks(
        judgement=record.judgement and record.judgement.value,
        equivalent=record.equivalent or None,
        reason=record.reason,
        effort=None if record.effort == 1 else plain_number(record.effort),
        evidence=[
            without_blanks(
                note=evidence.note,
                source=evidence.source,
                dated=evidence.dated,
                voice=evidence.voice and evidence.voice.value,
            )
            for evidence in record.evidence
        ]
        or None,
        former=None
        if former is None
        else without_blanks(
            text=former.text,
            judgement=former.judgement.value,
            equivalent=former.equivalent or None,
            reason=former.reason,
        ),
    )
