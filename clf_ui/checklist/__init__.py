"""The Checklist page."""
