"""The tables beside the charts, and what becomes a file of them."""
