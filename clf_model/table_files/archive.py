"""The one file in a ZIP archive, as Google Forms, Qualtrics and SurveyMonkey hand answers out."""

from __future__ import annotations

import io
import zipfile
import zlib

from .limits import MAX_BYTES, TableError

_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


def packed_file(data: bytes) -> tuple[bytes, str] | None:
    """The table in an archive, with its name; None where this is a workbook or no archive that can be read.

    Raises `TableError` where it has several tables, or one that is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [one.filename for one in archive.infolist() if not _beside(one)]
            found = [name for name in names if name.casefold().endswith(_TABLES)]
            if not found or any(name.endswith(".xml") for name in names):
                return None
            if len(found) > 1:
                listed = ", ".join(found[:5])
                raise TableError(
                    f"This archive has more than one file: {listed}. Unpack it, and choose the one with the "
                    "answers."
                )
            if archive.getinfo(found[0]).file_size > MAX_BYTES:
                raise TableError(f"The file in this archive is larger than {MAX_BYTES // 2**20} MB.")
            with archive.open(found[0]) as packed:
                content = packed.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return None  # damaged, or with a password: whoever reads workbooks says so
    return content, found[0]


def _beside(part: zipfile.ZipInfo) -> bool:
    """Whether a part is a folder, or what a Mac puts beside every file."""
    return part.is_dir() or part.filename.startswith("__MACOSX/")
