"""Domain values as charts, images and tables. No Streamlit, no database."""

from .colour import text_on
from .errors import SeriesError
from .images import captioned, chart_png, chart_svg
from .qr import qr_svg
from .radar import radar_alt, radar_chart, radar_data, radar_spec
from .series import Series, evidenced_series, possible_series, reached_series
from .steps import steps_alt, steps_chart, steps_data, steps_spec
from .tables import comparison_table, csv_text, evidence_table, profile_table
from .theme import Mode, Palette, Role, palette, stage_colours
from .votes import NARROW, VOTES, votes_svg, votes_words
from .voting_sheet import voting_sheet

__all__ = [
    "NARROW",
    "VOTES",
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
    "palette",
    "possible_series",
    "profile_table",
    "qr_svg",
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
    "votes_svg",
    "votes_words",
    "voting_sheet",
]
