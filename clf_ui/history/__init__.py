"""The History page: a service over time, what moved between two dates and why, and plan against outcome."""
