"""Words, without a database or a page: made tidy, laid beside each other, looked through. Each file does one thing."""
