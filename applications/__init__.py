"""Applications: from the first draft to the decision. None ever ends because something is missing (clause 3/a)."""
