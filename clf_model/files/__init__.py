"""YAML in and out: a reader with line numbers, shapes, and the files of frameworks and assessments."""
