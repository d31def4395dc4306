"""What whoever follows the history of a region is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

# With the number and the code in the letter itself: it is the letter that proves something later.
HEAD_TOLD = Message(
    "head_told", _("bewaar dit bericht, dan kun je later controleren of er niets is weggehaald of veranderd: {it}")
)
