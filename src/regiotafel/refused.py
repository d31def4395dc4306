"""What a rule says when something cannot be done."""


class Refused(Exception):
    """Something cannot be done; the text tells a person why and what to do."""

    # Where in the form the sentence belongs; empty: above it.
    field: str = ""
    # What the page answers: 409, something stands in the way that was not typed here.
    status: int = 409
    # In how many seconds the same can be done after all, when waiting is all that it takes.
    retry_after: int | None = None

    def __init__(self, message: object = "", *, field: str = "") -> None:
        super().__init__(message)
        if field:
            self.field = field
