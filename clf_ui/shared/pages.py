"""The pages and how to link to them. Pages are registered by path, so nothing imports one."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from .config import ROOT


class Name(StrEnum):
    """A page's file name and address."""

    OVERVIEW = "overview"
    SERVICES = "services"
    CHECKLIST = "checklist"
    EVIDENCE = "evidence"
    PROFILE = "profile"
    SAY_DO_GAP = "say_do_gap"
    HISTORY = "history"
    WHAT_IF = "what_if"
    ACTION_PLAN = "action_plan"
    FACILITATE = "facilitate"
    REPORT = "report"
    FRAMEWORK = "framework"
    SETTINGS = "settings"
    JOIN = "join"
    PROJECTOR = "projector"
    SURVEY = "survey"


_TITLES = {
    Name.OVERVIEW: "Overview",
    Name.SERVICES: "Services",
    Name.CHECKLIST: "Checklist",
    Name.EVIDENCE: "Evidence",
    Name.PROFILE: "Profile",
    Name.SAY_DO_GAP: "Say–do gap",
    Name.HISTORY: "History",
    Name.WHAT_IF: "What-if",
    Name.ACTION_PLAN: "Action plan",
    Name.FACILITATE: "Facilitate",
    Name.REPORT: "Report",
    Name.FRAMEWORK: "Framework",
    Name.SETTINGS: "Settings",
    Name.JOIN: "Join",
    Name.PROJECTOR: "Projector",
    Name.SURVEY: "Worker survey",
}
MENU: tuple[tuple[str, tuple[Name, ...]], ...] = (
    ("", (Name.SERVICES, Name.OVERVIEW)),
    ("Assess", (Name.CHECKLIST, Name.EVIDENCE, Name.FACILITATE)),
    ("Results", (Name.PROFILE, Name.SAY_DO_GAP, Name.HISTORY)),
    ("Plan", (Name.WHAT_IF, Name.ACTION_PLAN)),
    ("", (Name.REPORT,)),
    ("", (Name.FRAMEWORK, Name.SETTINGS)),
)
"""The pages as the menu shows them: the name of each group, where it has one, and its pages."""
# Pages that have the screen to themselves: no menu, and nothing in the menu leads to them.
BARE = (Name.JOIN, Name.PROJECTOR, Name.SURVEY)


def title(name: Name) -> str:
    """What a page is called, in the menu, above it and in the browser's tab."""
    return _TITLES[name]


def page(name: Name) -> StreamlitPage:
    """One page, for navigation and for links."""
    return st.Page(
        ROOT / "pages" / f"{name}.py",
        title=_TITLES[name],
        url_path=_path(name),
        default=name is Name.OVERVIEW,
    )


def all_pages() -> list[StreamlitPage]:
    """Every page; the first is the one that opens where the address names none."""
    return [page(name) for name in Name]


def bare_pages(name: Name) -> list[StreamlitPage]:
    """A page without a menu, and the first, which Streamlit wants: none of them leads to another."""
    return [page(Name.OVERVIEW), page(name)]


def bare_name() -> Name | None:
    """Which page without a menu the browser's address names; None for one with a menu.

    Asked before the navigation is made, as the menu would be drawn once and taken away again.
    """
    last = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return next((name for name in BARE if last == _path(name)), None)


def is_path(last: str) -> bool:
    """Whether the last part of an address is a page's."""
    return any(last == _path(name) for name in Name)


def page_name(chosen: StreamlitPage) -> Name:
    """Which page the navigation chose."""
    return next(name for name in Name if _path(name) == chosen.url_path)


def begin_at_top(name: Name) -> str:
    """Style that takes a page which was moved to up to its beginning.

    Streamlit keeps how far the page before was scrolled. An animation with another name starts anew, and for
    its first frame there is nothing to scroll.
    """
    return (
        f"<style>.stMainBlockContainer {{ animation: begin-{name} 20ms; }} "
        f"@keyframes begin-{name} {{ from, to {{ max-height: 0; overflow: clip; }} }}</style>"
    )


def _path(name: Name) -> str:
    return "" if name is Name.OVERVIEW else name.replace("_", "-")


def link(
    name: Name,
    label: str,
    assessment_id: int | None,
    *,
    icon: str | None = None,
    help: str | None = None,
    **view: str,
) -> None:
    """A link to a page with the assessment, and what else belongs to the view, in its address."""
    chosen = {"assessment": str(assessment_id)} if assessment_id is not None else {}
    st.page_link(
        page(name),
        label=label,
        icon=f":material/{icon}:" if icon else None,
        help=help,
        query_params={**chosen, **view},
    )
