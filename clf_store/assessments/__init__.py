"""Assessments as they are stored: records, actions, scenarios, their log and undo, their editions."""
