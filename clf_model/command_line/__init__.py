"""What `python -m clf_model` does, and what it says in text and in JSON."""
