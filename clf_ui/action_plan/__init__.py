"""The Action plan page: who does what by when, on a board, in a table and month by month."""
