"""A report of opinions (docs/report-schema.md) as what a person reads: numbers, conclusions, places on a map."""
