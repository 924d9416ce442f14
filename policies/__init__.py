"""What the circular leaves open: dated rows with a citation, and the official holidays. Changed by two persons."""
