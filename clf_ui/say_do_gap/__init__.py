"""The Say–do gap page: the gap, the surveys behind it, and answers from other tools."""
