"""Personal data: who read what, what people ask of their own, and what got out."""
