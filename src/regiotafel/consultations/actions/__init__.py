"""Everything that writes in a consultation, by subject."""
