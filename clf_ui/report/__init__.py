"""The Report page: which document, how its first pages look, and the files to take along."""
