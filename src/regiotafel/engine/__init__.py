"""Pure calculation: arrays in, frozen dataclasses out. No Django, clock, files, network or global random."""
