"""The checklist as a person uses it, for tests that judge."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def answers(page: Page, indicator_id: str) -> Locator:
    """The buttons that judge an indicator."""
    return page.get_by_role("radiogroup", name=re.compile(rf"^{re.escape(indicator_id)} "))


def answer(page: Page, indicator_id: str, word: str) -> Locator:
    """One of them. That it is pressed shows what was clicked, not yet that it is saved: see `result`."""
    return answers(page, indicator_id).get_by_role("radio", name=word, exact=True)


def result(page: Page) -> Locator:
    """Where the capability stands, in words that come from the server: drawn after the judgement is saved."""
    return page.locator(".st-key-result")


def undo(page: Page) -> Locator:
    """The button that takes back this browser's latest change."""
    return page.get_by_role("button", name="Undo").filter(visible=True)
