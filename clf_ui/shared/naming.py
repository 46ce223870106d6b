"""Indicators by name on screen: the code, the beginning of its words, and the way to it on the Checklist.

Sentences come from the model as plain text with indicators named in it (`clf_model.naming`). `linked` shows
such a text with a link at each code; `ways` is a list of links, for what stands on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from clf_model import NAMED, Framework, Indicator, join, named, opening

from .. import state
from ..wording import escaped, plain
from .pages import Name, link
from .view import View

_CODE = re.compile(r"([^\s“”]+) “")
WIDE = 60  # characters of an indicator's words, with a remark, where it has a line of its own


def name_of(framework: Framework, indicator_id: str) -> str:
    """An indicator by name; one that the framework does not have by its id alone."""
    return named(framework.indicator(indicator_id)) if framework.has_indicator(indicator_id) else indicator_id


def names_of(framework: Framework, indicator_ids: Iterable[str]) -> str:
    """Some of its indicators by name, all in one list."""
    return join([name_of(framework, id_) for id_ in indicator_ids])


def linked(view: View, text: str) -> str:
    """A text for an element that reads Markdown: shown as written, each indicator named in it a link."""
    return _linked(view.framework, text, view.info.id)


def _linked(framework: Framework, text: str, assessment_id: int) -> str:
    line, parts, end = " ".join(text.split()), [], 0
    for found in _CODE.finditer(line):
        id_ = found[1].lstrip("(")
        start = found.end(1) - len(id_)
        if not framework.has_indicator(id_):
            continue
        indicator = framework.indicator(id_)
        if line.startswith(named(indicator), start):
            parts += [escaped(line[end:start]), f"[{escaped(id_)}]({place(indicator, assessment_id)})"]
            end = found.end(1)
    return "".join([*parts, escaped(line[end:])])


def place(indicator: Indicator, assessment_id: int) -> str:
    """Where an indicator is judged, as an address beside the page in view."""
    return f"checklist?{urlencode(_query(indicator, assessment_id))}"


def _query(indicator: Indicator, assessment_id: int) -> dict[str, str]:
    return {
        state.ASSESSMENT: str(assessment_id),
        state.CAPABILITY: indicator.capability_id,
        state.INDICATOR: indicator.id,
    }


def ways(
    view: View,
    indicators: Sequence[Indicator],
    *,
    key: str,
    remarks: Mapping[str, str] | None = None,
    most: int = NAMED,
    longest: int = WIDE,
) -> None:
    """So many indicators as links of a line each to their places on the Checklist.

    `remarks` says more of an indicator, by its id. The caller says how many others there are.
    """
    with st.container(key=key, gap=None):
        for one in indicators[:most]:
            _way(view, one, (remarks or {}).get(one.id), longest)


def _way(view: View, one: Indicator, remark: str | None, longest: int) -> None:
    words = f"**{plain(one.id)}** {plain(opening(one.text, longest - len(remark or '')))}"
    link(
        Name.CHECKLIST,
        f"{words} · {plain(remark)}" if remark else words,
        view.info.id,
        capability=one.capability_id,
        indicator=one.id,
    )
