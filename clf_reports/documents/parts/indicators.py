"""Every indicator with its text, its judgement, what was said for it, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from clf_model.assessment import Assessment, Record
from clf_model.framework import Capability, Indicator, Perspective

from ..document import Block, Bullets, Paragraph, Section, Statement, Statements
from ..material import Material
from .wording import JUDGED, entry


def indicators(material: Material) -> Section:
    """All indicators by capability, stage and perspective, and what earlier editions had."""
    return Section(
        "indicators",
        "Every indicator",
        (),
        (
            *(_capability(material, capability) for capability in material.framework.capabilities),
            *_removed(material.assessment),
        ),
    )


def _capability(material: Material, capability: Capability) -> Section:
    blocks: list[Block] = []
    for stage in material.framework.stages:
        for perspective in Perspective:
            cell = material.framework.cell(capability.id, stage.id, perspective)
            if cell:
                rows = tuple(statement(material, indicator) for indicator in cell)
                blocks.append(Statements(capability.name, stage.name, perspective.lead, rows))
    return Section(f"indicators-{capability.id}", capability.name, tuple(blocks))


def statement(material: Material, indicator: Indicator) -> Statement:
    """An indicator with all that is known of it."""
    return _statement(indicator.id, indicator.text, material.assessment.record(indicator.id), material)


def _statement(id_: str, text: str, record: Record, material: Material) -> Statement:
    return Statement(
        id_,
        text,
        JUDGED[record.judgement],
        tuple(_remarks(record, material)),
        tuple(map(entry, record.evidence)),
        record.effort,
    )


def _remarks(record: Record, material: Material) -> Iterator[tuple[str, str]]:
    if record.equivalent:
        yield "Shown in another way", record.reason or ""
    elif record.reason:
        yield "Reason", record.reason
    if record.effort != 1:
        yield "Effort from nothing", material.unit.of(record.effort)
    if record.former:
        yield "Judged before it was reworded", _former(record)


def _former(record: Record) -> str:
    former = record.former
    if former is None:
        return ""
    how = "met in another way" if former.equivalent else JUDGED[former.judgement].lower()
    why = f", {former.reason}" if former.reason else ""
    return f"{how}{why}. It said then: {former.text}"


def _removed(assessment: Assessment) -> Iterator[Section]:
    """What was known of indicators that only earlier editions had."""
    if not assessment.removed:
        return
    blocks: list[Block] = [
        Paragraph("An earlier edition had these indicators. They count for nothing.", quiet=True)
    ]
    for one in assessment.removed:
        record = one.record
        said = [f"Judged {JUDGED[record.judgement].lower()}."]
        if record.equivalent:
            said.append("Shown in another way.")
        if record.reason:
            said.append(f"Reason: {record.reason}")
        if record.effort != 1:
            said.append(f"Effort: {record.effort:g}")
        if record.former:
            said.append(f"Judged before it was reworded: {_former(record)}")
        for piece in map(entry, record.evidence):
            said.append(f"Evidence: {piece.note}" + (f" ({piece.origin})" if piece.origin else ""))
        blocks.append(Bullets(tuple(said), f"{one.id} {one.text} ({one.edition})"))
    yield Section("indicators-removed", "From earlier editions", tuple(blocks))
