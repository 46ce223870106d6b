"""The parts of a document: each says one thing about a material, or nothing where there is nothing to say."""
