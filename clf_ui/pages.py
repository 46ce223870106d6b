"""The pages and how to link to them. Pages are registered by path, so nothing imports one."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

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
    FACILITATE = "facilitate"
    FRAMEWORK = "framework"
    SETTINGS = "settings"
    JOIN = "join"
    PROJECTOR = "projector"
    SURVEY = "survey"


_TITLES = {
    Name.OVERVIEW: ("Overview", "home"),
    Name.CHECKLIST: ("Checklist", "checklist"),
    Name.EVIDENCE: ("Evidence", "attach_file"),
    Name.PROFILE: ("Profile", "donut_small"),
    Name.SAY_DO_GAP: ("Say–do gap", "balance"),
    Name.WHAT_IF: ("What-if", "alt_route"),
    Name.ACTION_PLAN: ("Action plan", "assignment"),
    Name.FACILITATE: ("Facilitate", "groups"),
    Name.FRAMEWORK: ("Framework", "menu_book"),
    Name.SETTINGS: ("Settings", "settings"),
    Name.JOIN: ("Join", "login"),
    Name.PROJECTOR: ("Projector", "present_to_all"),
    Name.SURVEY: ("Worker survey", "ballot"),
}
# Pages that have the screen to themselves: no menu, no logo, and nothing in the menu leads to them.
_BARE = (Name.JOIN, Name.PROJECTOR, Name.SURVEY)


def page(name: Name) -> StreamlitPage:
    """One page, for navigation and for links."""
    title, icon = _TITLES[name]
    return st.Page(
        ROOT / "pages" / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=_path(name),
        default=name is Name.OVERVIEW,
        visibility="hidden" if name in _BARE else "visible",
    )


def all_pages() -> list[StreamlitPage]:
    """Every page in the order of the navigation."""
    return [page(name) for name in Name]


def bare_pages(name: Name) -> list[StreamlitPage]:
    """A page without a menu, and the first, which Streamlit wants: none of them leads to another."""
    return [page(Name.OVERVIEW), page(name)]


def bare_name() -> Name | None:
    """Which page without a menu the browser's address names; None for one with a menu.

    Asked before the navigation is made, as the menu would be drawn once and taken away again.
    """
    last = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return next((name for name in _BARE if last == _path(name)), None)


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
    assessment_id: int,
    *,
    icon: str | None = None,
    help: str | None = None,
    **view: str,
) -> None:
    """A link to a page with the assessment, and what else belongs to the view, in its address."""
    st.page_link(
        page(name),
        label=label,
        icon=f":material/{icon}:" if icon else None,
        help=help,
        query_params={"assessment": str(assessment_id), **view},
    )
