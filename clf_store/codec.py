"""What events keep as JSON: the same words as in an assessment file, empty fields left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from clf_model.assessment import Evidence, Former, Judgement, Record, Voice

from .values import Details


def dump_records(records: Mapping[str, Record]) -> str:
    """Records by indicator id, as text."""
    return dump({id_: _record(record) for id_, record in records.items()})


def load_records(text: str) -> Mapping[str, Record]:
    """The records that `dump_records` wrote."""
    return MappingProxyType({id_: _parse_record(fields) for id_, fields in json.loads(text).items()})


def dump_evidence(entries: Iterable[Evidence]) -> str:
    """Evidence entries in their order, as text."""
    return dump([_evidence(entry) for entry in entries])


def load_evidence(text: str) -> tuple[Evidence, ...]:
    """The entries that `dump_evidence` wrote."""
    return tuple(map(_parse_evidence, json.loads(text)))


def dump_details(details: Details) -> str:
    """Details of an assessment, as text."""
    return dump(
        {
            "organisation": details.organisation,
            "unit": details.unit,
            "title": details.title,
            "assessed_on": details.assessed_on.isoformat(),
        }
    )


def load_details(text: str) -> Details:
    """The details that `dump_details` wrote."""
    fields = json.loads(text)
    return Details(**{**fields, "assessed_on": date.fromisoformat(fields["assessed_on"])})


def dump(value: object) -> str:
    """Values that JSON can hold, as text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _record(record: Record) -> dict[str, Any]:
    fields = {
        "judgement": record.judgement and record.judgement.value,
        "equivalent": record.equivalent or None,
        "reason": record.reason,
        "effort": record.effort,
        "evidence": [_evidence(entry) for entry in record.evidence] or None,
        "former": record.former and _former(record.former),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _former(former: Former) -> dict[str, Any]:
    fields = {
        "text": former.text,
        "judgement": former.judgement.value,
        "equivalent": former.equivalent or None,
        "reason": former.reason,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _evidence(entry: Evidence) -> dict[str, Any]:
    fields = {
        "note": entry.note,
        "source": entry.source,
        "dated": entry.dated and entry.dated.isoformat(),
        "voice": entry.voice and entry.voice.value,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _parse_record(fields: Mapping[str, Any]) -> Record:
    judgement, former = fields.get("judgement"), fields.get("former")
    return Record(
        judgement=judgement and Judgement(judgement),
        equivalent=fields.get("equivalent", False),
        reason=fields.get("reason"),
        effort=fields["effort"],
        evidence=tuple(map(_parse_evidence, fields.get("evidence", ()))),
        former=former and Former(**{**former, "judgement": Judgement(former["judgement"])}),
    )


def _parse_evidence(fields: Mapping[str, Any]) -> Evidence:
    dated, voice = fields.get("dated"), fields.get("voice")
    return Evidence(
        note=fields["note"],
        source=fields.get("source"),
        dated=dated and date.fromisoformat(dated),
        voice=voice and Voice(voice),
    )
