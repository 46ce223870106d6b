"""The assessment's file inside of a document: put in by the writers, taken out again by an import."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from xml.etree.ElementTree import Element, ParseError, tostring

import pypdf
from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]  # it ships no types
from pypdf.errors import PyPdfError

from clf_model.files.assessment import MAX_BYTES

from .document import Carried

ENDINGS = ("pdf", "docx", "xlsx", "html")
"""The endings of the files that carry an assessment."""

SCRIPT_ID = "clf-assessment"
_TAG = "{urn:clf-dashboard:assessment}assessment"
_PART = "customXml/item77.xml"  # a number that neither Word nor Excel gives to its own
_LARGEST_PART = 2 * MAX_BYTES  # as base64 it is a third longer
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_MAIN = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}
_SCRIPT = re.compile(
    rb'<script[^>]*\bid="' + SCRIPT_ID.encode() + rb'"[^>]*>([A-Za-z0-9+/=\s]*)</script>', re.IGNORECASE
)


def encoded(carried: Carried) -> str:
    """The file as base64, so that nothing on the way changes a byte of it."""
    return base64.b64encode(carried.text.encode()).decode()


def with_part(file: bytes, carried: Carried, ending: str) -> bytes:
    """A Word or Excel file with the assessment as a part of its own, which the program keeps."""
    root = Element(_TAG, name=carried.name)
    root.text = encoded(carried)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, _related(content) if item.filename == _MAIN[ending] else content)
        new.writestr(
            zipfile.ZipInfo(_PART, (1980, 1, 1, 0, 0, 0)), tostring(root, "utf-8", xml_declaration=True)
        )
    return made.getvalue()


def _related(relations: bytes) -> bytes:
    own = f'<Relationship Id="rIdClf" Type="{_RELATION}" Target="../{_PART}"/>'
    return relations.replace(b"</Relationships>", f"{own}</Relationships>".encode())


def carried_by(file: bytes) -> bytes | None:
    """The bytes of the assessment's file in a PDF, Word, Excel or HTML document; None where there is none."""
    if file.startswith(b"%PDF"):
        return _in_pdf(file)
    if file.startswith(b"PK"):
        return _in_part(file)
    found = _SCRIPT.search(file)
    return _decoded(found.group(1)) if found else None


def _in_pdf(file: bytes) -> bytes | None:
    try:
        attached = pypdf.PdfReader(io.BytesIO(file)).attachments
        for name, contents in attached.items():
            if name.endswith(".yaml") and contents and len(contents[0]) <= MAX_BYTES:
                return bytes(contents[0])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return None
    return None


def _in_part(file: bytes) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            for item in parts.infolist():
                if not re.fullmatch(r"customXml/item\d+\.xml", item.filename):
                    continue
                if item.file_size > _LARGEST_PART:
                    continue
                root = ElementTree.fromstring(parts.read(item))
                if root.tag == _TAG:
                    return _decoded((root.text or "").encode())
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, NotImplementedError, OSError, ValueError):
        return None
    return None


def _decoded(text: bytes) -> bytes | None:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return None
