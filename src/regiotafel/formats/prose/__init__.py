"""Texts of others: a Word or LibreOffice document, with every tracked change and comment in it.

`reading.read` is the way in; what it gives is declared in `document`. A file goes through `kinds` (is it what its name
says?) and `packed` (is it safe to unpack?) to the reader of its format, which makes `blocks`: the text with its changes
still in it. `sections` makes the text from these that is left when changes are kept, accepted or rejected.
"""
