"""Domain values as charts, images and tables. No Streamlit, no database."""

from .attention import attention
from .charts.frontier import frontier_alt, frontier_chart, frontier_data, frontier_spec, frontier_table
from .charts.gap import (
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
from .charts.radar import cut_names, radar_alt, radar_arrow, radar_chart, radar_data, radar_spec
from .charts.steps import steps_alt, steps_chart, steps_data, steps_spec
from .charts.timeline import (
    timeline_alt,
    timeline_chart,
    timeline_data,
    timeline_height,
    timeline_lines,
    timeline_spec,
    timeline_table,
)
from .charts.votes import ANSWERS, MEANINGS, NARROW, VOTES, WIDE, votes_svg, votes_words
from .documents.voting_sheet import voting_sheet
from .errors import SeriesError
from .file_names import file_name
from .look.colour import text_on
from .look.images import captioned, chart_png, chart_svg
from .look.qr import qr_svg
from .look.series import Series, evidenced_series, possible_series, reached_series
from .look.theme import SCENARIOS, Mode, Palette, SeriesRole, palette, stage_colours
from .tables.action_calendar import action_calendar
from .tables.action_workbook import action_workbook
from .tables.actions import action_table
from .tables.profile import comparison_table, csv_text, evidence_table, overlays, profile_table
from .tables.workshops import workshop_table

__all__ = [
    "ANSWERS",
    "MEANINGS",
    "NARROW",
    "ROLE_WORDS",
    "SCENARIOS",
    "VERDICTS",
    "VOTES",
    "WIDE",
    "Mode",
    "Palette",
    "Series",
    "SeriesError",
    "SeriesRole",
    "action_calendar",
    "action_table",
    "action_workbook",
    "attention",
    "behind_words",
    "by_role",
    "captioned",
    "chart_png",
    "chart_svg",
    "comparison_table",
    "csv_text",
    "cut_names",
    "evidence_table",
    "evidenced_series",
    "file_name",
    "frontier_alt",
    "frontier_chart",
    "frontier_data",
    "frontier_spec",
    "frontier_table",
    "gap_grid",
    "gap_series",
    "gap_table",
    "gap_words",
    "overlays",
    "palette",
    "possible_series",
    "profile_table",
    "qr_svg",
    "radar_alt",
    "radar_arrow",
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
    "timeline_alt",
    "timeline_chart",
    "timeline_data",
    "timeline_height",
    "timeline_lines",
    "timeline_spec",
    "timeline_table",
    "verdict_words",
    "votes_svg",
    "votes_words",
    "voting_sheet",
    "workshop_table",
]
