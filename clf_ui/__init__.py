"""What the pages share: session state, cached loaders, components and the frame around every page."""
