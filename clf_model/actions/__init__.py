"""Actions as values: how they depend on each other, their merge, their plan, and what came of it."""
