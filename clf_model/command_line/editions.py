"""The commands on editions of one framework: `editions` and `carry`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from ..assessment import Removed
from ..editions import CarriedOver, EditionChanges, carry_over, edition_changes
from ..files.assessment import dump_assessment, load_assessment
from ..files.framework import load_framework
from ..files.yaml_writer import write_whole
from ..framework import Framework, Indicator
from ..text import titled
from .json_output import as_json
from .text_output import joined, printable

Command = Callable[[str, Callable[[argparse.Namespace], str], str], argparse.ArgumentParser]


def add_editions(command: Command) -> None:
    """Adds both commands."""
    two = command("editions", _editions, "Show what differs between two editions of a framework")
    two.add_argument("old", metavar="OLD", help="a framework file")
    two.add_argument("new", metavar="NEW", help="a later edition of it")
    two.add_argument("--json", action="store_true", help="print JSON")
    carry = command("carry", _carry, "Carry an assessment over to another edition of its framework")
    carry.add_argument("file", metavar="FILE", help="an assessment")
    carry.add_argument(
        "--from", dest="old", required=True, metavar="OLD", help="the edition it was made with"
    )
    carry.add_argument("--to", dest="new", required=True, metavar="NEW", help="the edition to carry it to")
    carry.add_argument("--output", required=True, metavar="FILE", help="where to write it")


def _editions(options: argparse.Namespace) -> str:
    changes = edition_changes(load_framework(options.old), load_framework(options.new))
    return as_json(changes_form(changes)) if options.json else printable(changes_text(changes))


def _carry(options: argparse.Namespace) -> str:
    old, new = load_framework(options.old), load_framework(options.new)
    carried = carry_over(load_assessment(options.file, old), old, new)
    write_whole(options.output, dump_assessment(carried.assessment, new), instead_of=options.file)
    return printable(carried_text(carried, old, new))


def changes_form(changes: EditionChanges) -> dict[str, Any]:
    """What differs, in the form that the command line promises."""
    stages = changes.stages
    return {
        "from": _edition(changes.old),
        "to": _edition(changes.new),
        "stages": {
            "added": [stage.id for stage in stages.added],
            "removed": [stage.id for stage in stages.removed],
            "renamed": [{"id": one.id, "before": one.before, "after": one.after} for one in stages.renamed],
            "reordered": stages.reordered,
        },
        "indicators": {
            "added": [indicator.id for indicator in changes.added],
            "removed": [indicator.id for indicator in changes.removed],
            "reworded": [
                {"id": before.id, "before": before.text, "after": after.text}
                for before, after in changes.reworded
            ],
            "moved": [{"from": before.id, "to": after.id} for before, after in changes.moved],
        },
    }


def _edition(framework: Framework) -> dict[str, str]:
    return {"edition": framework.edition, "digest": framework.digest}


def changes_text(changes: EditionChanges) -> str:
    """What differs, as lines for a person."""
    lines = [f"From: {_named(changes.old)}", f"To:   {_named(changes.new)}"]
    stages = changes.stages
    lines += [f"Stage added: {stage.name}" for stage in stages.added]
    lines += [f"Stage removed: {stage.name}" for stage in stages.removed]
    lines += [f"Stage renamed: {one.before} → {one.after}" for one in stages.renamed]
    if stages.reordered:
        lines.append("The stages stand in another order.")
    lines += [f"Capability renamed: {one.before} → {one.after}" for one in changes.renamed]
    lines += [
        line
        for before, after in changes.reworded
        for line in (f"Reworded: {before.id}", f"  was: {before.text}", f"  now: {after.text}")
    ]
    lines += [f"Moved: {_way(before, after, changes)} {after.text}" for before, after in changes.moved]
    lines += [f"Added: {indicator.id} {indicator.text}" for indicator in changes.added]
    lines += [f"Removed: {indicator.id} {indicator.text}" for indicator in changes.removed]
    return joined([*lines, f"Unchanged: {_counted(len(changes.same))}"])


def _way(before: Indicator, after: Indicator, changes: EditionChanges) -> str:
    """From where to where: the ids, or the places where the id is the same."""
    if before.id != after.id:
        return f"{before.id} → {after.id}"
    return f"{before.id} ({_place(before, changes.old)} → {_place(after, changes.new)})"


def _place(indicator: Indicator, framework: Framework) -> str:
    capability = framework.capability(indicator.capability_id)
    return f"{capability.short_name}, {framework.stage(indicator.stage_id).name}, {indicator.perspective}"


def carried_text(carried: CarriedOver, old: Framework, new: Framework) -> str:
    """What became of the records of an assessment, as lines for a person."""
    lines = [f"Carried over from {_named(old)}", f"to {_named(new)}"]
    lines += [f"Moved: {before.id} → {after.id} {after.text}" for before, after in carried.moved]
    lines += [f"To be judged anew: {after.id}, which now says: {after.text}" for _, after in carried.reworded]
    lines += [_removed(one) for one in carried.removed]
    lines += [
        f"The action {titled(carried.assessment.actions[id_].title)} no longer covers {_list(ids)}"
        for id_, ids in carried.uncovered.items()
    ]
    return joined([*lines, f"Recorded now: {_counted(len(carried.assessment.records))}"])


def _removed(one: Removed) -> str:
    judged = one.record.judgement.value.replace("_", " ") if one.record.judgement else "not judged"
    return f"Removed: {one.id} {one.text} ({judged}; kept in the file under 'removed')"


def _named(framework: Framework) -> str:
    return f"{framework.title}, {framework.edition} ({framework.digest[:12]})"


def _list(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _counted(number: int) -> str:
    return f"{number} {'indicator' if number == 1 else 'indicators'}"
