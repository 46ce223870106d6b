"""What a workshop changed: the profile before it, and with what the group agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..assessment import Assessment, Record
from ..framework import Framework
from ..progression import Profile, profile
from ..rules import Rules
from .decision import Decision, decided


@dataclass(frozen=True, slots=True)
class Written:
    """The records that closing a workshop changed in the assessment, as they were and as it left them."""

    before: Mapping[str, Record]
    after: Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The assessment with what was agreed on, its profile `after`, and the profile `before`.

    `unwritten` has the records that were agreed on and were never written; `undone` says that they were
    written, and that the assessment has them no more but stands as before.
    """

    assessment: Assessment
    after: Profile
    before: Profile
    unwritten: Mapping[str, Record]
    undone: bool


def outcome(
    framework: Framework,
    assessment: Assessment,
    decisions: Iterable[Decision],
    written: Written | None = None,
    rules: Rules | None = None,
) -> Outcome:
    """What came of a workshop, read from the assessment as it is now.

    With `written` those records count as they were and as they became; what was judged besides since counts
    in both. Without, the decisions count as if they were written now. Raises as `decided` does.
    """
    unwritten = {} if written else decided(framework, assessment, decisions)
    with_all = assessment.with_records(written.after if written else unwritten)
    without = assessment.with_records(written.before) if written else assessment
    return Outcome(
        with_all,
        profile(framework, with_all, rules),
        profile(framework, without, rules),
        unwritten,
        written is not None and all(assessment.record(id_) == was for id_, was in written.before.items()),
    )
