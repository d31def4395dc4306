"""Everything that reads in a consultation, by subject."""
