"""What a reader needs to weigh the rest: what changed, the rules, the method, the framework's source."""

from __future__ import annotations

from collections.abc import Sequence

from clf_model.comparison import compare
from clf_model.explanation import stage_name
from clf_model.rules import whole_cells
from clf_model.text import join

from ..document import Block, Bullets, Column, Paragraph, Section, Table, words
from ..material import FICTIONAL, Material, Standing
from .stages import STAGES_READ
from .wording import JUDGED, counted


def changes(material: Material) -> Section:
    """What moved since the earlier assessment."""
    title = "What changed"
    if material.earlier is None:
        return Section("changes", title)
    found = compare(material.framework, material.earlier, material.assessment, material.rules)
    before = words(material.earlier.assessed_on)
    rows = tuple(
        (
            one.after.capability.name,
            stage_name(one.before),
            stage_name(one.after),
            one.stages_gained,
            len(one.judgements),
        )
        for one in found.capabilities
    )
    judged = tuple(
        (change.indicator.id, change.indicator.text, JUDGED[change.before], JUDGED[change.after])
        for one in found.capabilities
        for change in one.judgements
    )
    blocks: list[Block] = [
        Paragraph(f"Compared with the assessment of {before}, under the same rules."),
        Table(
            "Stages before and after",
            f"Stages on {before} and now",
            (
                Column("Capability", 2.4),
                Column("Before"),
                Column("Now"),
                Column("Stages gained", 0.8),
                Column("Judgements changed", 0.9),
            ),
            rows,
        ),
    ]
    if judged:
        columns = (Column("Id", 0.8), Column("Text", 4.0), Column("Before", 1.2), Column("Now", 1.2))
        blocks.append(Table("Judgements changed", "Judgements that changed", columns, judged))
    return Section("changes", title, tuple(blocks))


def rules(material: Material) -> Section:
    """The rules that gave the stages, and what they mean in this framework."""
    said = [material.rules.describe()]
    if material.rules.threshold < 1:
        whole, cells = whole_cells(material.framework, material.rules)
        said.append(f"In {whole} of {cells} cells of the framework that share still means all.")
    return Section(
        "rules",
        "Rules in force",
        (
            Paragraph(" ".join(said)),
            Paragraph(
                "Stages are cumulative: a stage is reached only where every stage before it is addressed. "
                "There is no overall score across capabilities, because the framework defines none."
            ),
        ),
    )


def method(material: Material, left_out: Sequence[str]) -> Section:
    """How to read the document, what it rests on, and what is not in it."""
    blocks: list[Block] = [
        Paragraph(STAGES_READ),
        Paragraph(
            "Met is in place, and the group could show it. Partly is some of it, or only in places. Not yet "
            "was looked at and is not in place. What is not applicable is left out, for the reason given."
        ),
        Paragraph(f"Efforts are in {material.unit.name}."),
    ]
    if material.workshops:
        blocks.append(
            Paragraph(
                "Agreement (Tastle and Wierman, 2007) is 100 % where all say the same and 0 % where half say "
                "met and half not yet; one answer far from the others lowers it much. The numbers of a vote "
                "are shown from three votes on."
            )
        )
    if FICTIONAL in material.marks:
        blocks.append(Paragraph("The service and everything said of it are fictional."))
    if material.standing is Standing.DRAFT:
        blocks.append(Paragraph("This is a draft: judgements may still change."))
    if left_out:
        blocks.append(Bullets(tuple(left_out), "Left out, because there is nothing to say yet"))
    blocks.append(Paragraph(f"Made on {words(material.day)}."))
    return Section("method", "How to read this", tuple(blocks))


def source(material: Material) -> Section:
    """Where the framework's text comes from."""
    framework = material.framework
    stages = tuple(f"{stage.name}: {stage.descriptor}" for stage in framework.stages)
    count = sum(1 for _ in framework.indicators)
    return Section(
        "source",
        "The framework",
        (
            Paragraph(f"{framework.title}, edition {framework.edition}."),
            Paragraph(framework.source, "Source"),
            Bullets(stages, "Its stages"),
            Paragraph(
                f"It has {counted(len(framework.capabilities), 'capability', 'capabilities')} with "
                f"{counted(count, 'indicator')}: {join([c.name for c in framework.capabilities])}."
            ),
        ),
    )
