"""Domain values as charts, images and tables. No Streamlit, no database."""

from .colour import text_on
from .errors import SeriesError
from .gap import (
    ROLE_WORDS,
    VERDICTS,
    behind_words,
    by_role,
    gap_grid,
    gap_series,
    gap_table,
    gap_words,
    role_words,
    statement_words,
    verdict_words,
)
from .images import captioned, chart_png, chart_svg
from .radar import radar_alt, radar_chart, radar_data, radar_spec
from .series import Series, evidenced_series, possible_series, reached_series
from .steps import steps_alt, steps_chart, steps_data, steps_spec
from .tables import comparison_table, csv_text, evidence_table, profile_table
from .theme import Mode, Palette, Role, palette, stage_colours

__all__ = [
    "ROLE_WORDS",
    "VERDICTS",
    "Mode",
    "Palette",
    "Role",
    "Series",
    "SeriesError",
    "behind_words",
    "by_role",
    "captioned",
    "chart_png",
    "chart_svg",
    "comparison_table",
    "csv_text",
    "evidence_table",
    "evidenced_series",
    "gap_grid",
    "gap_series",
    "gap_table",
    "gap_words",
    "palette",
    "possible_series",
    "profile_table",
    "radar_alt",
    "radar_chart",
    "radar_data",
    "radar_spec",
    "reached_series",
    "role_words",
    "stage_colours",
    "statement_words",
    "steps_alt",
    "steps_chart",
    "steps_data",
    "steps_spec",
    "text_on",
    "verdict_words",
]
