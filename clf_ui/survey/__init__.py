"""The survey on a worker’s phone."""
