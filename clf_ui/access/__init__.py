"""Who may do what: the mode, the facilitator's passphrase, and the right that each call needs."""
