"""An assessment: judgements on indicators, with the evidence for them, for one service on one date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from .action import Action
from .errors import RecordError
from .text import given


class Judgement(StrEnum):
    """What a group says of one indicator; no judgement at all means not discussed yet."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Voice(StrEnum):
    """Whose voice a piece of evidence carries."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    PERSON_USING_SERVICES = "person_using_services"
    CARER = "carer"
    DOCUMENT = "document"
    DATA = "data"
    RESEARCH = "research"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a note and, where known, its source, its date and its voice.

    Blank texts count as not given. Raises `RecordError` without a note, and for control characters.
    """

    note: str
    source: str | None = None
    dated: date | None = None
    voice: Voice | None = None

    def __post_init__(self) -> None:
        if given(self.note) is None:
            raise RecordError("An evidence entry needs a note. Write what shows it.")
        object.__setattr__(self, "source", given(self.source))


@dataclass(frozen=True, slots=True)
class Former:
    """What was judged of an indicator before a later edition reworded it; `text` is what it said then.

    It counts for nothing: the indicator waits to be judged anew. Raises `RecordError` without a text.
    """

    text: str
    judgement: Judgement
    equivalent: bool = False
    reason: str | None = None

    def __post_init__(self) -> None:
        if given(self.text) is None:
            raise RecordError("A former judgement needs the text that was judged. Write what it said.")
        object.__setattr__(self, "reason", given(self.reason))


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one indicator: judgement, reason, effort still needed, evidence.

    `effort` is in the service's own unit (days or points), as if nothing were in place; at least 0. `former`
    is there until the reworded indicator is judged anew.
    Raises `RecordError` for a not-applicable or equivalent judgement without a reason, an equivalent that
    is not met, and an effort that is negative or not finite.
    """

    judgement: Judgement | None = None
    equivalent: bool = False
    reason: str | None = None
    effort: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    former: Former | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", given(self.reason))
        if self.judgement is not None:
            object.__setattr__(self, "former", None)
        if self.judgement is Judgement.NOT_APPLICABLE and not self.reason:
            raise RecordError("Not applicable needs a reason. Say in a few words why it does not apply.")
        if self.equivalent and self.judgement is not Judgement.MET:
            raise RecordError("Only a met indicator can be shown in another way. Judge it met first.")
        if self.equivalent and not self.reason:
            raise RecordError("Shown in another way needs a reason. Say how it is shown instead.")
        if not math.isfinite(self.effort) or self.effort < 0:
            raise RecordError(f"The effort is {self.effort}. Give a number of 0 or more.")

    def judged(
        self, judgement: Judgement | None, *, reason: str | None = None, equivalent: bool = False
    ) -> Record:
        """The same record with another judgement; the reason goes with the judgement it was given for."""
        return replace(self, judgement=judgement, reason=reason, equivalent=equivalent)

    @property
    def is_empty(self) -> bool:
        """Whether this says nothing more than having no record."""
        return self == NO_RECORD


NO_RECORD = Record()


@dataclass(frozen=True, slots=True)
class Removed:
    """What was known of an indicator that a later edition no longer has; `edition` is the one that had it."""

    id: str
    text: str
    edition: str
    record: Record


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgements of one service (an organisation, a team, a site) on one date.

    `records` maps indicator ids to records; empty ones are dropped, so that equal assessments compare equal.
    `actions` maps action ids to what the service does or plans; no action changes a judgement. `removed`
    keeps what was known of indicators that only earlier editions had; it counts for nothing. `texts` are the
    service's own words, by the id of the document's section in which they stand.
    Blank texts count as not given. Raises `RecordError` without an organisation, and for control characters.
    """

    framework_id: str
    organisation: str
    assessed_on: date
    unit: str | None = None
    title: str | None = None
    fictional: bool = False
    records: Mapping[str, Record] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if given(self.organisation) is None:
            raise RecordError("An assessment needs the organisation's name. Write whose assessment it is.")
        object.__setattr__(self, "unit", given(self.unit))
        object.__setattr__(self, "title", given(self.title))
        kept = {id_: record for id_, record in self.records.items() if not record.is_empty}
        object.__setattr__(self, "records", MappingProxyType(kept))
        object.__setattr__(self, "actions", MappingProxyType(dict(self.actions)))
        written = {section: text for section, text in self.texts.items() if given(text)}
        object.__setattr__(self, "texts", MappingProxyType(written))

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        return iter(self.records.items())

    def record(self, indicator_id: str) -> Record:
        """The record of an indicator; an empty one where nothing is known."""
        return self.records.get(indicator_id, NO_RECORD)

    def judgement(self, indicator_id: str) -> Judgement | None:
        """The judgement of an indicator; None where it has not been discussed."""
        return self.record(indicator_id).judgement

    def with_records(self, records: Mapping[str, Record]) -> Assessment:
        """The same assessment with these records replaced."""
        return replace(self, records={**self.records, **records})
