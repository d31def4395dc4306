"""The database that is a file of ours: SQLite, for one process whose threads each keep it open."""
