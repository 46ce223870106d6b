"""What events keep as JSON: the same words as in an assessment file, empty fields left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from clf_model.assessment import Evidence, Former, Judgement, Record, Removed, Voice

from ..values import Details, EditionMove, Placed


def dump_records(records: Mapping[str, Record]) -> str:
    """Records by indicator id, as text."""
    return dump({id_: _record(record) for id_, record in records.items()})


def load_records(text: str) -> Mapping[str, Record]:
    """The records that `dump_records` wrote."""
    return MappingProxyType({id_: _parse_record(fields) for id_, fields in json.loads(text).items()})


def dump_texts(texts: Mapping[str, str]) -> str:
    """The service's own words by section, as text."""
    return dump(dict(texts))


def load_texts(text: str) -> Mapping[str, str]:
    """The words that `dump_texts` wrote."""
    return MappingProxyType({section: str(words) for section, words in json.loads(text).items()})


def dump_former(former: Former | None) -> str | None:
    """What was judged before an indicator was reworded, as text."""
    return None if former is None else dump(_former(former))


def load_former(text: str | None) -> Former | None:
    """What `dump_former` wrote."""
    return None if text is None else _parse_former(json.loads(text))


def dump_removed(entries: Iterable[Removed]) -> str:
    """What earlier editions had, as text."""
    return dump([_removed(entry) for entry in entries])


def load_removed(text: str) -> tuple[Removed, ...]:
    """What `dump_removed` wrote."""
    return tuple(map(_parse_removed, json.loads(text)))


def dump_move(move: EditionMove) -> str:
    """Of which edition an assessment was and became, as text."""
    return dump([_placed(move.before), _placed(move.after)])


def load_move(text: str) -> EditionMove:
    """What `dump_move` wrote."""
    return EditionMove(*map(_parse_placed, json.loads(text)))


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


def _parse_former(fields: Mapping[str, Any]) -> Former:
    return Former(**{**fields, "judgement": Judgement(fields["judgement"])})


def _removed(entry: Removed) -> dict[str, Any]:
    return {
        "id": entry.id,
        "text": entry.text,
        "edition": entry.edition,
        "record": _record(entry.record),
    }


def _parse_removed(fields: Mapping[str, Any]) -> Removed:
    return Removed(fields["id"], fields["text"], fields["edition"], _parse_record(fields["record"]))


def _placed(placed: Placed) -> dict[str, Any]:
    removed = [_removed(entry) for entry in placed.removed]
    return {"digest": placed.digest, "edition": placed.edition, "removed": removed}


def _parse_placed(fields: Mapping[str, Any]) -> Placed:
    removed = tuple(map(_parse_removed, fields["removed"]))
    return Placed(fields["digest"], fields["edition"], removed)


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
        former=former and _parse_former(former),
    )


def _parse_evidence(fields: Mapping[str, Any]) -> Evidence:
    dated, voice = fields.get("dated"), fields.get("voice")
    return Evidence(
        note=fields["note"],
        source=fields.get("source"),
        dated=dated and date.fromisoformat(dated),
        voice=voice and Voice(voice),
    )
