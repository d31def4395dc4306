"""A report as page, file or PDF, from templates/report/. Needs no database, so the command line uses it too."""
