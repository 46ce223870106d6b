"""The framework editions that assessments were made with, each text once, and carrying over to another."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.editions import CarriedOver, carry_over
from clf_model.files.framework import dump_framework, parse_framework
from clf_model.framework import Framework

from .. import running
from ..errors import StoreError, UnknownEditionError
from ..sql.database import insert_if_absent
from ..values import EditionMove, KnownEdition, Placed
from . import actions, assessment_rows, codec, records, stacks
from .tables import assessment, edition

_TEXT = sa.select(edition.c.text).where(edition.c.digest == sa.bindparam("digest"))


def keep(connection: Connection, framework: Framework) -> None:
    """Keeps an edition's text; nothing happens where it is there."""
    values = {
        "digest": framework.digest,
        "framework_id": framework.id,
        "text": _written(framework),
    }
    insert_if_absent(connection, edition, values)


# An edition's text never changes, and takes long to write and to read.
@lru_cache(maxsize=64)
def _written(framework: Framework) -> str:
    return dump_framework(framework)


@lru_cache(maxsize=64)
def _read(text: str) -> Framework:
    framework, problems = parse_framework(text.encode(), "database")
    if framework is None:
        raise StoreError(f"An edition in the database cannot be read: {problems[0]}")
    return framework


def adopt(connection: Connection, framework: Framework) -> None:
    """Keeps an edition, and gives it the assessments that an earlier version of this program made with it.

    That version had another digest, which did not tell perspectives and empty stages apart.
    """
    keep(connection, framework)
    connection.execute(
        sa.update(assessment)
        .where(assessment.c.framework_digest == _first_digest(framework))
        .values(framework_digest=framework.digest)
    )


def find(connection: Connection, digest: str) -> Framework:
    """The edition with this digest. Raises `UnknownEditionError` where its text is not kept."""
    text = connection.scalar(_TEXT, {"digest": digest})
    if text is None:
        raise UnknownEditionError(digest)
    return _read(text)


def known(connection: Connection, framework_id: str) -> tuple[KnownEdition, ...]:
    """The editions of a framework that are kept or named by an assessment, in the order of their digests.

    Deleted assessments do not count.
    """
    there = (assessment.c.framework_id == framework_id) & assessment.c.deleted_at.is_(None)
    counted = sa.select(
        assessment.c.framework_digest.label("digest"),
        sa.func.max(assessment.c.framework_edition).label("name"),
        sa.func.count().label("assessments"),
        sa.func.count(assessment.c.finalised_at).label("final"),
    ).where(there)
    rows = connection.execute(counted.group_by(assessment.c.framework_digest)).all()
    used = {row.digest: row for row in rows}
    kept = {
        digest: find(connection, digest)
        for digest in connection.scalars(
            sa.select(edition.c.digest).where(edition.c.framework_id == framework_id)
        )
    }
    return tuple(
        KnownEdition(
            digest,
            kept[digest].edition if digest in kept else used[digest].name,
            kept.get(digest),
            used[digest].assessments if digest in used else 0,
            used[digest].final if digest in used else 0,
        )
        for digest in sorted(kept | used)
    )


def carry(
    connection: Connection, assessment_id: int, new: Framework, *, who: str, at: datetime
) -> CarriedOver:
    """Makes a draft one of another edition of its framework, as one event that undo takes back."""
    locked = assessment_rows.lock(connection, assessment_id)
    running.refuse(connection, [assessment_id], "carried over", at)
    stored = assessment_rows.load(connection, assessment_id)
    old = find(connection, stored.info.framework_digest)
    keep(connection, new)
    carried = carry_over(stored.assessment, old, new)
    before, after = stored.assessment, carried.assessment
    touched = {id_ for id_ in {*before.records, *after.records} if before.record(id_) != after.record(id_)}
    records_before = {id_: before.record(id_) for id_ in touched}
    records_after = {id_: after.record(id_) for id_ in touched}
    actions_after = {id_: one for id_, one in after.actions.items() if one != before.actions[id_]}
    records.write(connection, assessment_id, records_before, records_after)
    if actions_after:
        actions.write(connection, assessment_id, actions_after)
    move = EditionMove(
        Placed(old.digest, old.edition, before.removed), Placed(new.digest, new.edition, after.removed)
    )
    stacks.push(
        connection,
        locked,
        who=who,
        at=at,
        before=records_before,
        after=records_after,
        actions_before={id_: before.actions[id_] for id_ in actions_after},
        actions_after=actions_after,
        editions=move,
    )
    place(connection, assessment_id, move.after)
    return carried


def place(connection: Connection, assessment_id: int, placed: Placed) -> None:
    """Says of which edition a locked assessment is, and what it keeps of earlier ones."""
    connection.execute(
        sa.update(assessment)
        .where(assessment.c.id == assessment_id)
        .values(
            framework_digest=placed.digest,
            framework_edition=placed.edition,
            removed=codec.dump_removed(placed.removed),
        )
    )


def _first_digest(framework: Framework) -> str:
    """The digest of an edition as the first versions of this program reckoned it."""
    text = [
        [framework.id, framework.edition],
        [[s.id, s.name, s.descriptor] for s in framework.stages],
        [
            [c.id, c.name, c.statement, [[i.id, i.stage_id, i.text] for i in c.indicators]]
            for c in framework.capabilities
        ],
    ]
    return hashlib.sha256(json.dumps(text, ensure_ascii=False).encode()).hexdigest()
