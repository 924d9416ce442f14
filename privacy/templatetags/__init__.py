"""What the templates of this room load."""
