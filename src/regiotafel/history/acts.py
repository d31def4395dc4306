"""What is done to the history itself, and how it tells that."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

WORDS_REMOVED = Act("history.words_removed", _("{who} haalde de tekst van regel {number} weg. De reden: {reason}"))

GROUPS = (ActGroup("geschiedenis", _("de geschiedenis zelf"), ("history.",)),)
