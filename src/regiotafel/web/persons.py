"""What whoever writes about young people reads before it is kept."""

from django.utils.translation import gettext as _

from regiotafel.text.recognisable import recognisable_in


def warning_about(text: str) -> str:
    """That a child or somebody else may be recognised by these words; empty when not."""
    words = recognisable_in(text)
    sentence = _(
        "Is een kind of iemand anders hieraan te herkennen? Haal namen, leeftijden, scholen en plaatsen weg. "
        "Let vooral op: %(words)s."
    )
    return sentence % {"words": ", ".join(f"“{some}”" for some in words)} if words else ""
