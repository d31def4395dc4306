"""The pages of a consultation, by subject."""
