"""What people typed is shown as typed: in the browser's Markdown it is neither markup nor a link."""

from __future__ import annotations

import re

import pytest

from clf_ui.wording import plain

# as mdast-util-gfm-autolink-literal looks for addresses in a text whose escapes are read
LINK = re.compile(
    r"(https?://|www(?=\.))([-.\w]+)|(?<![\w.+-])([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)", re.IGNORECASE
)


@pytest.mark.parametrize(
    "typed",
    [
        "http://example.org/x.png",
        "see HTTPS://example.org, please",
        "www.example.org",
        "ann.smith+clf@example.org",
        "[a](http://b.org)",
        "<http://b.org>",
        "xhttp://b.org",
        "http://http://www.b.org@c.org",
    ],
)
def test_an_address_that_somebody_typed_is_no_link_and_reads_as_typed(typed: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(typed))
    assert LINK.search(typed)
    assert not LINK.search(shown)
    assert shown.replace("\u2060", "") == typed
