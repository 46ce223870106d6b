"""Names of files to take along: what it is, whose, of which assessment, of which day."""

from __future__ import annotations

import re
import unicodedata

from clf_model.assessment import Assessment

LONGEST_PART = 40  # characters of a name from people; four of a file system's bytes each at most
_BETWEEN = "_"
_NO_WORD = re.compile(r"[\W_]+")


def file_name(what: str, assessment: Assessment, ending: str) -> str:
    """A file's name, such as "profile_Rowanbank-Care-Home_Autumn-review_2026-09-17.csv".

    Of what people wrote only letters and digits are in it, so that no file system, shell or reader is misled.
    """
    service = " ".join(part for part in (assessment.organisation, assessment.unit) if part)
    parts = [what, *filter(None, map(_safe, (service, assessment.title or ""))), str(assessment.assessed_on)]
    return f"{_BETWEEN.join(parts)}.{ending}"


def _safe(text: str) -> str:
    """The words of a text joined by hyphens, as many as there is room for; of a longer word its beginning."""
    words = _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text)).split()
    taken = words[:1]
    for word in words[1:]:
        if len("-".join([*taken, word])) > LONGEST_PART:
            break
        taken.append(word)
    return "-".join(taken)[:LONGEST_PART]
