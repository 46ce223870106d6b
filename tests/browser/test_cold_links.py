"""A cold server: deep links, files that are no pages, and headers."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, AppServer, StartServer
from tests.browser.places import visit


@pytest.mark.parametrize("name", ["checklist", "what-if"])
def test_a_deep_link_is_the_first_thing_a_cold_server_is_asked(
    name: str, server: StartServer, page: Page
) -> None:
    with server() as app:
        visit(page, app.url, name)
        expect(page.get_by_role("link", name="Overview")).to_be_visible()
        expect(page.locator(".st-key-context-line")).to_be_visible()


def test_a_file_that_is_no_registered_page_never_runs(tmp_path: Path, browser: Browser) -> None:
    project = tmp_path / "project"
    shutil.copytree(
        ROOT,
        project,
        ignore=shutil.ignore_patterns(".*", "data", "docs", "tests", "__pycache__", "test-results"),
    )
    shutil.copytree(ROOT / ".streamlit", project / ".streamlit")
    marker = tmp_path / "ran"
    (project / "pages" / "secret.py").write_text(f"open({str(marker)!r}, 'w').close()\n", encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'clf.sqlite3'}"
    with AppServer(url, tmp_path / "log.txt", script=str(project / "app.py")) as app:
        app.start()
        page = browser.new_page()
        page.goto(f"{app.url}/secret")
        expect(page.get_by_role("dialog")).to_contain_text("Page not found")
        page.close()
        assert not marker.exists()


def test_every_answer_carries_headers_that_close_what_streamlit_leaves_open(server: StartServer) -> None:
    with server() as app, urlopen(app.url) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Lax" in headers["Set-Cookie"]
