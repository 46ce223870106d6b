"""The documents that the README shows: every layout of the richest sample, and two of its pages as pictures.

`make samples` writes docs/samples/ anew. Each file comes from the command that the README gives.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from clf_model import load_assessment, load_framework
from clf_model.voices import load_voices, published
from clf_reports.command_line import main as write
from clf_reports.documents.kinds import Layout
from clf_reports.documents.layouts import LAYOUTS, compose
from clf_reports.documents.material import Material, SurveyHeard
from clf_reports.documents.pdf import pages

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "samples"
SAMPLES = ROOT / "sample_evidence"
RICHEST, EARLIER = "rowanbank-care-home-2026-09.yaml", "rowanbank-care-home-2025-11.yaml"
DAY = date(2026, 10, 1)
SHARPNESS = 120.0  # pixels to an inch
# Of which document which page is a picture.
PICTURES = {Layout.ONE_PAGE: 0, Layout.FULL: 1}


def main() -> int:
    """Write all files; the exit status of the first command that fails, else 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for layout, kind in LAYOUTS.items():
        endings = ("pdf", "docx", "xlsx", "html") if layout is Layout.FULL else ("pdf",)
        files = [
            part for ending in endings for part in (f"--{ending}", str(FOLDER / f"{kind.file}.{ending}"))
        ]
        with_ = ["--voices", str(SAMPLES / "voices" / RICHEST), "--earlier", str(SAMPLES / EARLIER)]
        day = ["--day", DAY.isoformat()]
        if status := write([str(SAMPLES / RICHEST), "--layout", layout.value, *files, *with_, *day]):
            return status
    for layout, page in PICTURES.items():
        made = pages(compose(_material(), layout), SHARPNESS)[page]
        (FOLDER / f"{LAYOUTS[layout].file}-page-{page + 1}.png").write_bytes(made)
    return 0


def _material() -> Material:
    framework = load_framework(ROOT / "framework.yaml")
    survey = load_voices(SAMPLES / "voices" / RICHEST, framework).survey
    assert survey is not None
    return Material(
        framework=framework,
        assessment=load_assessment(SAMPLES / RICHEST, framework),
        day=DAY,
        earlier=load_assessment(SAMPLES / EARLIER, framework),
        survey=SurveyHeard(survey.title, published(survey.survey, framework), survey.closed_on),
    )


if __name__ == "__main__":
    sys.exit(main())
