"""Each chart as a specification, apart from its data."""
