"""What the room sees of a workshop: joining by phone, and the wall."""
