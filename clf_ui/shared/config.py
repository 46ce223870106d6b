"""Where things are: set by environment variables, with defaults that need no set-up."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The database: `CLF_DATABASE_URL`, or a SQLite file under `data/`."""
    return os.environ.get("CLF_DATABASE_URL") or f"sqlite:///{ROOT / 'data' / 'clf.sqlite3'}"


def framework_file() -> Path:
    """The framework's text: `CLF_FRAMEWORK`, or the CLF's own."""
    return Path(os.environ.get("CLF_FRAMEWORK") or ROOT / "framework.yaml")


def samples_folder() -> Path:
    """The fictional services that a new database opens with."""
    return ROOT / "sample_evidence"
