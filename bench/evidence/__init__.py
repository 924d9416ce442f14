"""The corpus of KEP evidence, for the suite and for `make bench-evidence`; importing it fills it."""

from bench.evidence import forged_words, forgeries, genuine  # noqa: F401  # each puts its pieces into the corpus
