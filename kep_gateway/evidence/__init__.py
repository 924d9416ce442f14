"""What proves that a message was served: reading evidence, and nothing that was not verified."""
