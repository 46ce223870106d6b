"""Domain values as charts, images and tables. No Streamlit, no database."""

from .action_calendar import action_calendar
from .action_workbook import action_workbook
from .actions import action_table, standing
from .colour import text_on
from .errors import SeriesError
from .images import captioned, chart_png, chart_svg
from .radar import radar_alt, radar_chart, radar_data, radar_spec
from .series import Series, evidenced_series, possible_series, reached_series
from .steps import steps_alt, steps_chart, steps_data, steps_spec
from .tables import comparison_table, csv_text, evidence_table, profile_table
from .theme import Mode, Palette, Role, palette, stage_colours
from .timeline import (
    timeline_alt,
    timeline_chart,
    timeline_data,
    timeline_height,
    timeline_spec,
    timeline_table,
)

__all__ = [
    "Mode",
    "Palette",
    "Role",
    "Series",
    "SeriesError",
    "action_calendar",
    "action_table",
    "action_workbook",
    "captioned",
    "chart_png",
    "chart_svg",
    "comparison_table",
    "csv_text",
    "evidence_table",
    "evidenced_series",
    "palette",
    "possible_series",
    "profile_table",
    "radar_alt",
    "radar_chart",
    "radar_data",
    "radar_spec",
    "reached_series",
    "stage_colours",
    "standing",
    "steps_alt",
    "steps_chart",
    "steps_data",
    "steps_spec",
    "text_on",
    "timeline_alt",
    "timeline_chart",
    "timeline_data",
    "timeline_height",
    "timeline_spec",
    "timeline_table",
]
