"""The style of every page, where it goes by what Streamlit calls its own parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from clf_ui.shared.look import style

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


@pytest.mark.parametrize("label", ["Copy Vega-Lite spec", "Show data", "Download as PNG"])
def test_what_streamlit_offers_above_a_chart_is_hidden_by_the_name_that_it_has(label: str) -> None:
    (script,) = SCRIPTS.glob("ArrowVegaLiteChart.*.js")
    assert f"`{label}`" in script.read_text(encoding="utf-8")
    hidden = re.search(r'stElementToolbarButton"\]:has\(([^)]*)\) \{ display: none; \}', style("style.css"))
    assert hidden
    assert f'[aria-label^="{label}"]' in hidden.group(1)
