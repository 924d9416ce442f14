"""Notices out, evidence back: by which means a letter was served, and on which day."""
