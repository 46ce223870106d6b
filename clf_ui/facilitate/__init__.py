"""The Facilitate page: a workshop from opening to its result. The store lets only its facilitator lead it."""
