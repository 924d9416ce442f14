"""Deadlines: computed once when opened, explained ever after, run by a sweeper that decides nothing itself."""
