"""Worker surveys as they are stored: answers come in one by one, and leave added up."""
