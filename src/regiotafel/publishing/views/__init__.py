"""What we tell: the outcome as files, the reaction note, and what was done with what people sent in."""
