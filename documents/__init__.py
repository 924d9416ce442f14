"""Documents: bytes kept by their digest, checked, signed, rendered; and the letters made of them."""
