"""Records of an assessment: rows ↔ domain values. Callers hold the assessment's lock when they write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import NO_RECORD, Evidence, Former, Judgement, Record, Voice

from . import codec
from .tables import evidence, record

# a look-up in a dictionary is several times as fast as a call of the enumeration
_JUDGEMENTS: dict[str | None, Judgement | None] = {None: None, **{one.value: one for one in Judgement}}
_VOICES: dict[str | None, Voice | None] = {None: None, **{one.value: one for one in Voice}}

_READ = (
    sa.select(
        record.c.indicator_id,
        record.c.judgement,
        record.c.equivalent,
        record.c.reason,
        record.c.effort,
        record.c.former,
        evidence.c.note,
        evidence.c.source,
        evidence.c.dated,
        evidence.c.voice,
    )
    .outerjoin_from(
        record,
        evidence,
        sa.and_(
            evidence.c.assessment_id == record.c.assessment_id,
            evidence.c.indicator_id == record.c.indicator_id,
        ),
    )
    .where(record.c.assessment_id == sa.bindparam("assessment"))
    .order_by(record.c.indicator_id, evidence.c.position)
)
_READ_SOME = _READ.where(record.c.indicator_id.in_(sa.bindparam("indicators", expanding=True)))
_OF_INDICATOR = (record.c.assessment_id == sa.bindparam("assessment")) & (
    record.c.indicator_id == sa.bindparam("indicator")
)
_UPDATE = sa.update(record).where(_OF_INDICATOR)
_DELETE = sa.delete(record).where(_OF_INDICATOR)  # its evidence goes with it
_INSERT = sa.insert(record)
_DELETE_EVIDENCE = sa.delete(evidence).where(
    evidence.c.assessment_id == sa.bindparam("assessment"),
    evidence.c.indicator_id == sa.bindparam("indicator"),
)
_INSERT_EVIDENCE = sa.insert(evidence)


def read(
    connection: Connection, assessment_id: int, indicators: Iterable[str] | None = None
) -> dict[str, Record]:
    """The records that are not empty, of all indicators or of these, by indicator id."""
    values: dict[str, object] = {"assessment": assessment_id}
    statement = _READ
    if indicators is not None:
        statement, values["indicators"] = _READ_SOME, list(indicators)
    fields: dict[str, tuple[Judgement | None, bool, str | None, float]] = {}
    formers: dict[str, Former | None] = {}
    entries: dict[str, list[Evidence]] = {}
    rows = connection.execute(statement, values).all()
    for id_, judgement, equivalent, reason, effort, former, note, source, dated, voice in rows:
        if id_ not in fields:
            fields[id_] = _JUDGEMENTS[judgement], equivalent, reason, effort
            formers[id_] = codec.load_former(former)
            entries[id_] = []
        if note is not None:
            entries[id_].append(Evidence(note, source, dated, _VOICES[voice]))
    return {
        id_: Record(*found, evidence=tuple(entries[id_]), former=formers[id_])
        for id_, found in fields.items()
    }


def write(
    connection: Connection, assessment_id: int, before: Mapping[str, Record], after: Mapping[str, Record]
) -> None:
    """Turns the records that are there (`before`, empty where missing) into those of `after`."""
    emptied, updated, inserted = [], [], []
    fewer, entries = [], []
    for id_, new in after.items():
        old = before.get(id_, NO_RECORD)
        key = {"assessment": assessment_id, "indicator": id_}
        if new.is_empty:
            emptied.append(key)
            continue
        fields = {
            "judgement": new.judgement,
            "equivalent": new.equivalent,
            "reason": new.reason,
            "effort": new.effort,
            "former": codec.dump_former(new.former),
        }
        if old.is_empty:
            inserted.append({"assessment_id": assessment_id, "indicator_id": id_, **fields})
        else:
            updated.append(key | fields)
        if new.evidence != old.evidence:
            if old.evidence:
                fewer.append(key)
            entries += _evidence_rows(assessment_id, id_, new.evidence)
    for statement, rows in (
        (_DELETE, emptied),
        (_UPDATE, updated),
        (_INSERT, inserted),
        (_DELETE_EVIDENCE, fewer),
        (_INSERT_EVIDENCE, entries),
    ):
        if rows:
            connection.execute(statement, rows)


def _evidence_rows(
    assessment_id: int, indicator_id: str, entries: Iterable[Evidence]
) -> list[dict[str, object]]:
    return [
        {
            "assessment_id": assessment_id,
            "indicator_id": indicator_id,
            "position": position,
            "note": entry.note,
            "source": entry.source,
            "dated": entry.dated,
            "voice": entry.voice,
        }
        for position, entry in enumerate(entries)
    ]
