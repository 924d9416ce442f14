"""A small KEP provider of our own: for the demo, the tests and whoever connects a real one. Never in production."""
