"""The pages and how to link to them. Pages are registered by path, so nothing imports one."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from .settings import ROOT


class Name(StrEnum):
    """A page's file name and address."""

    OVERVIEW = "overview"
    CHECKLIST = "checklist"
    EVIDENCE = "evidence"
    PROFILE = "profile"
    SAY_DO_GAP = "say_do_gap"
    WHAT_IF = "what_if"
    ACTION_PLAN = "action_plan"
    FRAMEWORK = "framework"
    SETTINGS = "settings"
    SURVEY = "survey"


_TITLES = {
    Name.OVERVIEW: ("Overview", "home"),
    Name.CHECKLIST: ("Checklist", "checklist"),
    Name.EVIDENCE: ("Evidence", "attach_file"),
    Name.PROFILE: ("Profile", "donut_small"),
    Name.SAY_DO_GAP: ("Say–do gap", "balance"),
    Name.WHAT_IF: ("What-if", "alt_route"),
    Name.ACTION_PLAN: ("Action plan", "assignment"),
    Name.FRAMEWORK: ("Framework", "menu_book"),
    Name.SETTINGS: ("Settings", "settings"),
    Name.SURVEY: ("Worker survey", "ballot"),
}
HIDDEN = frozenset({Name.SURVEY})
"""Pages of people without the dashboard: not in the navigation, and without any."""


def page(name: Name) -> StreamlitPage:
    """One page, for navigation and for links."""
    title, icon = _TITLES[name]
    return st.Page(
        ROOT / "pages" / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=_path(name),
        default=name is Name.OVERVIEW,
        visibility="hidden" if name in HIDDEN else "visible",
    )


def navigation() -> StreamlitPage:
    """The navigation with every page in its order, and the page that it chose; a hidden one has none."""
    pages = [page(name) for name in Name]
    chosen = st.navigation(pages, position="top")
    return st.navigation(pages, position="hidden") if page_name(chosen) in HIDDEN else chosen


def page_name(chosen: StreamlitPage) -> Name:
    """Which page the navigation chose."""
    return next(name for name in Name if _path(name) == chosen.url_path)


def _path(name: Name) -> str:
    return "" if name is Name.OVERVIEW else name.replace("_", "-")


def link(name: Name, label: str, assessment_id: int, *, icon: str | None = None, **view: str) -> None:
    """A link to a page with the assessment, and what else belongs to the view, in its address."""
    st.page_link(
        page(name),
        label=label,
        icon=f":material/{icon}:" if icon else None,
        query_params={"assessment": str(assessment_id), **view},
    )
