"""Settings that count for everyone, and the log of what is done around assessments."""
