"""What the pages of every app need: a status, a field, a file, a mark at the door. No app, no database."""
