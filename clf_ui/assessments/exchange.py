"""Files in and out: import of an assessment, back-up of everything."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from clf_model import Framework, parse_assessment
from clf_model.files.assessment import made_with
from clf_model.text import cut
from clf_store import NoRoomError, StoreError

from .. import state
from ..clock import now
from ..shared.callbacks import told
from ..shared.errors import show_problems
from ..shared.far_reaching import IMPORT
from ..shared.loaders import st_edition, st_framework, st_store
from ..shared.quick_taps import once
from ..wording import SHORT, counted, plain
from .foreign_edition import edition_given
from .whole import open_assessment, put_away


def backup_bytes() -> bytes:
    """A consistent copy of the whole database, taken while it is in use. Raises `StoreError`."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "backup.sqlite3"
            st_store().backup(file)
            return file.read_bytes()
    except (OSError, NoRoomError) as error:
        raise StoreError(
            "No backup was made: the folder for temporary files on the dashboard’s computer is full or "
            "cannot be written. Make room there, or name another one in TMPDIR and start the dashboard again."
        ) from error


def _edition_for(data: bytes) -> tuple[Framework, str | None]:
    """The edition to read an assessment file with, and the name of its own where that is not kept."""
    current, named = st_framework(), made_with(data)
    if named.framework != current.id or named.digest in (None, current.digest):
        return current, None
    found = st_edition(named.digest)
    return found, None if found.digest == named.digest else named.edition or named.digest


def import_file() -> None:
    """Bring in an assessment file: all of it, or none where anything in it is wrong."""
    from clf_reports.documents.carried import ENDINGS, carried_by  # the first page does not wait for charts

    st.markdown(
        "**Import** an assessment file, or a report that was made of one. It becomes a new draft; "
        "where anything is wrong, nothing is saved."
    )
    kinds = ["yaml", "yml", *ENDINGS]
    file = st.file_uploader("Assessment file (YAML), or a report", type=kinds, key=state.IMPORT)
    if file is None:
        return
    data = file.getvalue()
    if not file.name.lower().endswith((".yaml", ".yml")):
        inside = carried_by(data)
        if inside is None:
            st.error(
                f"There is no assessment inside of {plain(file.name)}. Choose a report as the dashboard made "
                "it, or an assessment file: a program that saved the report anew may have left it out."
            )
            return
        data = inside
    framework, foreign = _edition_for(data)
    if foreign:
        given = edition_given(data, file.name, foreign)
        if given is None:
            return
        framework = given
    assessment, problems = parse_assessment(data, file.name, framework)
    if assessment is None:
        show_problems(problems)
        return
    judged = sum(record.judgement is not None for _, record in assessment)
    st.success(f"{plain(assessment.organisation)}: {counted(judged, 'judgement')}. The file is in order.")

    @told
    @once
    def bring_in(_file: str) -> None:
        before: int | None = state.value(state.ASSESSMENT)
        if foreign:
            st_store().adopt_edition(framework)
        added = st_store().add(assessment, framework, who=state.browser(), at=now())
        open_assessment(added)
        help_ = "Take what it made out of every list; it can be restored in Settings"
        way_back = state.WayBack("Undo the import", "undo-import", help_, _take_back, (added, before))
        state.notify(f"Imported {cut(file.name, SHORT)}", way_back=way_back)

    st.button(IMPORT.label, type="primary", key=IMPORT.key, on_click=bring_in, args=(file.file_id,))


@told
def _take_back(assessment_id: int, before: int | None) -> None:
    """What an import made goes to the deleted assessments, and what was in view before is in view again."""
    put_away(assessment_id)
    if before is not None:
        open_assessment(before)
    state.notify("The import is undone")
