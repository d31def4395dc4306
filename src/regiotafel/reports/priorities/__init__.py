"""What comes first and why, as sentences and as a page, without a database."""
