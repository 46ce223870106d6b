"""Tables in text files. charset-normalizer says which encoding, clevercsv which separators and quotes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

import charset_normalizer
import clevercsv

from ..table import Table
from .limits import MAX_BYTES, TableError, checked

_ENCODINGS = ["cp1252", "mac_roman", "utf_16", "utf_16_le", "utf_16_be"]
_SEPARATORS = [",", ";", "\t", "|"]
_SAMPLE = 16_000  # characters; what tells an encoding or a separator apart is in a small part of a file
_ODD_LINES = 64_000  # bytes
_BROKEN = "\ufffd"
_MOST_BROKEN = 0.25  # of the characters beyond ASCII, where a text counts as UTF-8
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<table|<\?xml)", re.IGNORECASE)
_SEP = re.compile(r'"?sep=(?P<mark>[^"\r\n])"?[,;\t|]*(?:\r\n|\r|\n)', re.IGNORECASE)

csv.field_size_limit(MAX_BYTES)  # a long comment is no fault: files have a limit of their own


def text_table(data: bytes) -> Table:
    """The table in a text file. Raises `TableError`."""
    text = decoded(data)
    if not text.strip():
        raise _empty()
    if is_page(data):
        raise TableError(
            "This is a web page or XML, whatever its name says. Open it in Excel, save it as .xlsx or as "
            "CSV, and choose that file."
        )
    first_error: csv.Error | None = None
    for dialect in dialects(text):
        try:
            rows = checked(csv.reader(io.StringIO(text, newline=""), dialect))
        except csv.Error as error:
            first_error = first_error or error
        else:
            if not any(rows):
                break
            return Table(None, rows, remarks=_remarks(text))
    if first_error is None:
        raise _empty()
    raise TableError(f"This is no CSV file that can be read ({first_error}). Export it again.")


def is_page(data: bytes) -> bool:
    """Whether a file is a web page or XML; some tools write tables so and call them .xls."""
    return bool(_PAGE.match(data))


def decoded(data: bytes) -> str:
    """The text of a file, with the encoding that its marks, or else its odd lines, tell."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode(data, encoding)
    try:
        return _decode(data, "utf_8")  # what fits its rules by chance is very rare
    except TableError:
        pass
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count(_BROKEN)
    if broken < _MOST_BROKEN * sum(not character.isascii() for character in mended) and "\0" not in mended:
        return mended
    found = charset_normalizer.from_bytes(_telling(data), cp_isolation=_ENCODINGS).best()
    if found is None:
        raise _no_text()
    return _decode(data, found.encoding)


def _decode(data: bytes, encoding: str) -> str:
    """The text, where it can be one: it has no NUL, and where bytes go in pairs, mostly our letters."""
    try:
        text = data.decode(encoding, errors="strict" if encoding == "utf_8" else "replace")
    except UnicodeDecodeError:
        raise _no_text() from None
    guessed = encoding.startswith("utf_16")
    plain = sum(map(str.isascii, text[:_SAMPLE]))
    if "\0" in text or (guessed and 2 * plain < len(text[:_SAMPLE])):
        raise _no_text()
    return text.removeprefix("\ufeff")


def _remarks(text: str) -> tuple[str, ...]:
    broken = text.count(_BROKEN)
    said = f"Characters in the file that are damaged and stand as {_BROKEN}: {broken}."
    return (said,) if broken else ()


def _empty() -> TableError:
    return TableError("The file is empty. Choose the file with the answers.")


def _no_text() -> TableError:
    return TableError("This is not a text file. Choose a CSV file, or an Excel workbook (.xlsx).")


def _telling(data: bytes) -> bytes:
    """The part of a file that tells its encoding: lines with more than plain ASCII, if there are any."""
    if b"\0" in data[:_SAMPLE]:
        return data[: _SAMPLE // 2 * 2]
    odd = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    return b"".join(odd)[:_ODD_LINES] or data[:_SAMPLE]


def names_separator(text: str) -> bool:
    """Whether the first line only says which separator a file has, as Excel writes it."""
    return bool(_SEP.match(text))


def dialects(text: str) -> Iterator[type[csv.Dialect]]:
    """The dialects to try, the likeliest first."""
    said = _SEP.match(text)
    sample = _sample(text[said.end() :] if said else text)
    try:
        found = clevercsv.Detector().detect(sample, delimiters=_SEPARATORS)
    except clevercsv.Error:
        found = None
    separator = said["mark"] if said else (found.delimiter if found else "") or ","
    quote = (found.quotechar if found else "") or '"'
    escaped = bool(found and found.escapechar)
    for escape in (escaped, not escaped):
        yield _dialect(separator, quote, escape="\\" if escape else None)


def _sample(text: str) -> str:
    """The first lines of a text, and the first one that has a quotation mark after a backslash."""
    if len(text) <= _SAMPLE:
        return text
    head = text[: text.rfind("\n", 0, _SAMPLE) + 1] or text[:_SAMPLE]
    at = text.find('\\"', len(head))
    if at < 0:
        return head
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at + 1)
    return head + text[begin : (end if end >= 0 else len(text))][:_SAMPLE] + "\n"


def _dialect(separator: str, quote: str, *, escape: str | None) -> type[csv.Dialect]:
    class Found(csv.Dialect):
        delimiter = separator
        quotechar = quote
        escapechar = escape
        doublequote = True
        quoting = csv.QUOTE_MINIMAL
        lineterminator = "\n"
        strict = True

    return Found
