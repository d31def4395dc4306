"""A package of levels and why, as sentences and as a page, without a database."""
