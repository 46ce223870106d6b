"""What is around every page: the server, the frame, the line at the top, the way in."""
