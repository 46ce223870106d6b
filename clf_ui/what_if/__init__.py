"""The What-if page: changes tried on a copy, targets and budgets, and the plan that comes of them."""
