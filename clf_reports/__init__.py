"""Domain values as charts, images and tables. No Streamlit, no database."""

from .colour import text_on
from .errors import SeriesError
from .frontier import frontier_alt, frontier_chart, frontier_data, frontier_spec, frontier_table
from .images import captioned, chart_png, chart_svg
from .radar import radar_alt, radar_chart, radar_data, radar_spec
from .series import Series, evidenced_series, possible_series, reached_series
from .steps import steps_alt, steps_chart, steps_data, steps_spec
from .tables import comparison_table, csv_text, evidence_table, profile_table
from .theme import SCENARIOS, Mode, Palette, Role, palette, stage_colours

__all__ = [
    "SCENARIOS",
    "Mode",
    "Palette",
    "Role",
    "Series",
    "SeriesError",
    "captioned",
    "chart_png",
    "chart_svg",
    "comparison_table",
    "csv_text",
    "evidence_table",
    "evidenced_series",
    "frontier_alt",
    "frontier_chart",
    "frontier_data",
    "frontier_spec",
    "frontier_table",
    "palette",
    "possible_series",
    "profile_table",
    "radar_alt",
    "radar_chart",
    "radar_data",
    "radar_spec",
    "reached_series",
    "stage_colours",
    "steps_alt",
    "steps_chart",
    "steps_data",
    "steps_spec",
    "text_on",
]
