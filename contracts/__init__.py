"""The data sharing agreement: its published version, the copy issued to a firm, and the signatures on it."""
