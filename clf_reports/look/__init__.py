"""How pictures look: theme, colours, marks, where things go, and charts as PNG and SVG."""
