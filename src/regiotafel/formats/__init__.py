"""Files of others, in and out. No Django: bytes and text in, plain values out."""
