"""The Services page: many services side by side, what holds most of them back, and the way into one."""
